/** Whose map is whose: programs of one object share its maps, those of two objects with maps of one name do not. */
import {
  asset,
  attachment,
  chain,
  compile,
  counters,
  mapOf,
  names,
  pinsOf,
  PROBES,
} from '../harness/inputs/bpf.js';
import type { AttachType } from '../../sdk/src/index.js';
import { type Program } from '../harness/drivers/doors.js';
import { pings, sh } from '../harness/guests/guest.js';
import { useDoors } from '../harness/guests/suite.js';
import { onPod, pod } from '../harness/inputs/pods.js';

const doors = useDoors();

// Objects with the same maps; each counts in steps of its own.
const [one, two, three, four] = [1, 2, 3, 4].map((step) =>
  asset(compile(PROBES, (text) => text.replace('__u32 step = 1', `__u32 step = ${step}`))),
);

const attached = (programs: readonly (readonly [string, unknown])[]): Program => ({
  ...pod(),
  egress: onPod(
    'netkit/peer',
    programs.map(([name, object]) => ({ name, object, program: name })),
    'egress',
  ),
});

/** The ids of the maps that count, of each program in its place. */
async function maps(): Promise<number[]> {
  const entries = await chain('web0', 'netkit/peer');
  return Promise.all(entries.map(({ programId }) => mapOf(programId, 'hits')));
}
const pins = async (): Promise<string[]> =>
  (await sh(`ls ${pinsOf('web0', 'netkit/peer', 'egress')}/%maps | grep hits`)).trim().split('\n');

let before: number[];

test('programs of one object share its map, those of another have their own', async () => {
  await doors.up(attached([['a', one], ['b', one], ['c', two]])); // prettier-ignore
  before = await maps();
  expect(before[0]).toBe(before[1]);
  expect(before[2]).not.toBe(before[0]);
  expect(await pins()).toEqual(['hits', 'hits%-2']);
  await pings('blue', '10.0.0.1');
  const [first, second] = [await counters(before[0]!), await counters(before[2]!)];
  expect([first[0]! > 0, first[1], first[2]]).toEqual([true, first[0], 0]);
  expect(second.slice(0, 3)).toEqual([0, 0, 2 * first[0]!]);
});

test('maps stay with their programs when all objects change at once, whichever is loaded first', async () => {
  await doors.up(attached([['c', four], ['a', three], ['b', three]])); // prettier-ignore
  expect(await names('web0', 'netkit/peer')).toEqual(['c', 'a', 'b']);
  expect(await maps()).toEqual([before[2], before[0], before[0]]);
});

test('a program that leaves its object starts with a map of its own, and comes back to the old one', async () => {
  await doors.up(attached([['c', four], ['a', three], ['b', one]])); // prettier-ignore
  const [c, a, b] = await maps();
  expect([c, a]).toEqual([before[2], before[0]]);
  expect(before).not.toContain(b);
  expect(await pins()).toEqual(['hits', 'hits%-2', 'hits%-3']);
  await doors.up(attached([['c', four], ['a', three], ['b', three]])); // prettier-ignore
  expect(await maps()).toEqual([before[2], before[0], before[0]]);
  expect(await pins()).toEqual(['hits', 'hits%-2']);
  await doors.destroy();
});

test('a map that is pinned by name is one for two attachments, and goes with the last', async () => {
  const byName = asset(
    compile(PROBES, (text) => text.replace('} name SEC', '__uint(pinning, 1); } name SEC')),
  );
  const end = (name: string, attachType: string): Program['egress'] =>
    attachment((outputs) => ({
      name,
      target: { name: 'web0', incarnation: outputs('web')['incarnation'] },
      attachType,
      programs: [{ name: 'a', object: byName, program: 'a' }],
    }));
  const { blue, web } = attached([]);
  const both = { out: end('out', 'netkit/peer'), in: end('in', 'netkit/primary') } as Program;
  await doors.up({ blue: blue!, web: web!, ...both });
  const shared = async (hook: AttachType): Promise<number> =>
    mapOf((await chain('web0', hook))[0]!.programId, 'hits');
  const id = await shared('netkit/peer');
  expect(await shared('netkit/primary')).toBe(id);
  await pings('blue', '10.0.0.1');
  const [first] = await counters(id);
  expect(first).toBeGreaterThan(0);
  await doors.up({ blue: blue!, web: web!, in: both['in']! });
  expect(await shared('netkit/primary')).toBe(id);
  expect((await counters(id))[0]).toBeGreaterThanOrEqual(first!);
  await doors.destroy();
  expect((await sh('ls /sys/fs/bpf | grep pulumi || true')).trim()).toBe('');
});
