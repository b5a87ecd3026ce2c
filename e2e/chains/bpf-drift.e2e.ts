/** What others do to our programs behind Pulumi's back, on every hook: refresh tells it, up takes back just that. */
import {
  attachment,
  chain,
  links,
  names,
  pinsOf,
  stranger,
  type Entry,
} from '../harness/inputs/bpf.js';
import { type Program } from '../harness/drivers/doors.js';
import { sh } from '../harness/guests/guest.js';
import { probing } from '../harness/oracles/probes.js';
import { useDoors } from '../harness/guests/suite.js';

const doors = useDoors({
  before: () =>
    sh('ip link add web0 type netkit peer name web1; ip link add v0 type veth peer name v1'),
  after: () => sh('ip link del web0; ip link del v0; rm -rf /sys/fs/bpf/stranger'),
});

describe.each([
  { device: 'web0', hook: 'netkit/primary' },
  { device: 'web0', hook: 'netkit/peer' },
  { device: 'v0', hook: 'tcx/ingress' },
  { device: 'v0', hook: 'tcx/egress' },
] as const)('$hook', ({ device, hook }) => {
  const program: Program = {
    mine: attachment({
      name: 'mine',
      target: { name: device },
      attachType: hook,
      programs: probing('abc'),
    }),
  };
  const pin = (name: string): string => `${pinsOf(device, hook, 'mine')}/${name}`;
  const now = (): Promise<Entry[]> => chain(device, hook);
  let before: Entry[];

  beforeAll(async () => {
    await doors.up(program);
  });
  beforeEach(async () => {
    before = await now();
    expect(before.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
  afterEach(async () => {
    expect(await doors.refresh()).toEqual([]);
    expect(await doors.up(program)).toEqual([]);
    expect(await names(device, hook)).toEqual(['a', 'b', 'c']);
    const pins = (await links()).flatMap(({ pinned = [] }) => pinned);
    expect(pins.sort()).toEqual(['a', 'b', 'c'].map(pin));
  });
  afterAll(() => doors.destroy());

  /** Refreshes, claims what is told, and repairs it. @returns what the repair did */
  async function repaired(...told: string[]): Promise<unknown> {
    expect(await doors.refresh()).toEqual(['mine differs']);
    expect(doors.outputs('mine')['chain']).toEqual(told);
    expect(await doors.up(program)).toEqual(['update mine']);
    return doors.outputs('mine')['changes'];
  }

  test('detached: noticed as missing and attached again at its place; the others stay', async () => {
    await sh(`bpftool link detach id ${before[1]!.linkId}`);
    expect(await names(device, hook)).toEqual(['a', 'c']);
    await repaired('a', 'c');
    const [a, , c] = await now();
    expect([a, c]).toEqual([before[0], before[2]]);
  });

  test('put in another order: noticed as order, and one move puts it right', async () => {
    await stranger('move', device, hook, pin('a'), 'tail');
    expect(await names(device, hook)).toEqual(['b', 'c', 'a']);
    const changes = (await repaired('b', 'c', 'a')) as string[];
    expect(changes.filter((change) => change.startsWith('move '))).toHaveLength(1);
    expect((await now()).slice(1)).toEqual(before.slice(1));
  });

  test('exchanged: noticed, and swapped back in place', async () => {
    await stranger('swap', pin('b'), 'open_all');
    expect((await now())[1]!.programId).not.toBe(before[1]!.programId);
    await repaired('a', 'b', 'c');
    const after = await now();
    expect(after.map(({ linkId }) => linkId)).toEqual(before.map(({ linkId }) => linkId));
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
  });

  test('its pin removed: noticed, and nothing is attached twice', async () => {
    await sh(`rm ${pin('c')}`);
    await repaired('a', 'b');
    expect((await now()).slice(0, 2)).toEqual(before.slice(0, 2));
  });

  test('all detached at once: noticed as an empty chain, made whole', async () => {
    for (const { linkId } of before) await sh(`bpftool link detach id ${linkId}`);
    await repaired();
  });
});
