/** Programs of others on the same hooks keep their place, whatever is done to ours among them. */
import {
  asset,
  attachment,
  bpfResidue,
  chain,
  compile,
  names,
  PROBES,
  stranger,
  type Entry,
} from '../harness/inputs/bpf.js';
import { StepError, type Program } from '../harness/drivers/doors.js';
import { eventually, sh } from '../harness/guests/guest.js';
import { useDoors } from '../harness/guests/suite.js';

const doors = useDoors();
beforeEach(() =>
  sh(
    'ip link add web0 type netkit peer name web1; ip link add v0 type veth peer name v1; ip link set v0 up',
  ),
);
afterEach(async () => {
  await doors.destroy();
  await sh('ip link del web0; ip link del v0; rm -rf /sys/fs/bpf/stranger /run/storm');
  expect(await bpfResidue()).toEqual([]);
});

const probes = asset(compile(PROBES));
const others = asset(
  compile(PROBES, (text) => text.replace('*stamp = ++*tick', '*stamp = *tick += 2')),
);

const HOOKS = [
  { device: 'web0', hook: 'netkit/primary' },
  { device: 'web0', hook: 'netkit/peer' },
  { device: 'v0', hook: 'tcx/ingress' },
  { device: 'v0', hook: 'tcx/egress' },
] as const;

describe.each(HOOKS)('$hook', ({ device, hook }) => {
  const mine = (order: string, more: object = {}, object = probes): Program => ({
    mine: attachment({
      name: 'mine',
      target: { name: device },
      attachType: hook,
      programs: Array.from(order).map((name) => ({ name, object, program: name })),
      ...more,
    }),
  });
  const now = (): Promise<Entry[]> => chain(device, hook);
  const order = async (): Promise<string> => (await names(device, hook)).join(' ');
  const foreign = async (): Promise<Entry[]> =>
    (await now()).filter(({ name }) => name.startsWith('their'));
  const idOf = async (wanted: string): Promise<number> =>
    (await now()).find(({ name }) => name === wanted)?.programId ?? 0;

  test('ours go in front by default; theirs, by link or not, stay through all that is done', async () => {
    await stranger('link', device, hook, 'tail', 'their_link');
    await stranger('prog', device, hook, 'tail', 'their_prog');
    const before = await now();
    expect(before.map(({ linkId }) => linkId > 0)).toEqual([true, false]);
    const steps: string[] = [];
    for (const [wanted, object] of [
      ['ab', probes],
      ['ba', probes],
      ['bca', probes],
      ['bca', others],
      ['c', others],
      ['abc', others],
    ] as const) {
      await doors.up(mine(wanted, {}, object));
      expect(await doors.up(mine(wanted, {}, object))).toEqual([]);
      steps.push(await order());
      expect(await foreign()).toEqual(before);
    }
    expect(steps).toEqual(
      ['a b', 'b a', 'b c a', 'b c a', 'c', 'a b c'].map((ours) => `${ours} their_link their_prog`),
    );
    expect(await doors.refresh()).toEqual([]);
    await doors.destroy();
    expect(await now()).toEqual(before);
  });

  test('after-foreign: ours go behind', async () => {
    await stranger('prog', device, hook, 'tail', 'their_prog');
    await stranger('link', device, hook, 'tail', 'their_link');
    const before = await now();
    await doors.up(mine('ab', { placement: 'after-foreign' }));
    expect(await order()).toBe('their_prog their_link a b');
    await doors.up(mine('bca', { placement: 'after-foreign' }));
    expect(await order()).toBe('their_prog their_link b c a');
    expect(await foreign()).toEqual(before);
  });

  test('theirs between ours stay when ours are moved, swapped and deleted', async () => {
    await doors.up(mine('abc'));
    await stranger('prog', device, hook, `after:${await idOf('a')}`, 'their_prog');
    await stranger('link', device, hook, `before:${await idOf('c')}`, 'their_link');
    expect(await order()).toBe('a their_prog b their_link c');
    const before = await foreign();
    expect(await doors.up(mine('abc'))).toEqual([]);
    for (const wanted of ['bac', 'cab', 'c', 'cd'])
      for (const object of [probes, others]) {
        await doors.up(mine(wanted, {}, object));
        expect(await foreign()).toEqual(before);
        expect((await order()).replaceAll(/their_\w+ ?/g, '').replaceAll(' ', '')).toBe(wanted);
      }
    await doors.destroy();
    expect(await now()).toEqual(before);
  });

  test('theirs that go while we look away are no drift', async () => {
    await stranger('prog', device, hook, 'tail', 'their_prog');
    await doors.up(mine('ab'));
    await stranger('unprog', device, hook, String(await idOf('their_prog')));
    expect(await doors.up(mine('ab'))).toEqual([]);
    await doors.up(mine('ba'));
    expect(await order()).toBe('b a');
  });

  test('an actor that changes the chain all the time: it converges or says so, and harms nobody', async () => {
    await stranger('link', device, hook, 'tail', 'their_link');
    const before = await foreign();
    await sh('touch /run/storm');
    const storm = stranger('storm', device, hook, '/run/storm');
    await eventually('it storms', async () => (await order()).includes('storm'));
    const outcomes: string[] = [];
    for (let round = 0; round < 6; round++) {
      const program = round === 3 ? {} : mine(['abcd', 'dcba', 'ac'][round % 3] ?? '');
      outcomes.push(
        await doors.up(program).then(
          () => 'done',
          (error: unknown) => (error instanceof StepError ? String(error.code) : String(error)),
        ),
      );
      expect(await foreign()).toEqual(before);
    }
    await sh('rm /run/storm');
    expect(Number(await storm)).toBeGreaterThan(5);
    for (const outcome of outcomes) expect(['done', 'chain-moved']).toContain(outcome);
    await doors.up(mine('dcab'));
    expect(await order()).toBe('d c a b their_link');
    expect(await foreign()).toEqual(before);
  });
});
