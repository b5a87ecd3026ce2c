/** The scenarios of the kernel's own selftests (tc_links.c, tc_netkit.c) that can be said declaratively, declared. */
import { bpfResidue, chain, links, names, stranger } from '../harness/inputs/bpf.js';
import { type Program } from '../harness/drivers/doors.js';
import { pings, sh } from '../harness/guests/guest.js';
import { otherProbes, probes, probing, ran } from '../harness/oracles/probes.js';
import { useDoors } from '../harness/guests/suite.js';
import { IN_SUBNET, pod, onPod } from '../harness/inputs/pods.js';

const doors = useDoors();

interface Place {
  readonly what: string;
  readonly hook: 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';
  readonly mode: 'l2' | 'l3';
}

const NETKIT: readonly Place[] = (['l2', 'l3'] as const).flatMap((mode) =>
  (['netkit/primary', 'netkit/peer'] as const).map((hook) => ({
    what: `${mode} ${hook}`,
    hook,
    mode,
  })),
);
const TCX: readonly Place[] = (['tcx/ingress', 'tcx/egress'] as const).map((hook) => ({
  what: hook,
  hook,
  mode: 'l3',
}));

describe.each([...NETKIT, ...TCX])('$what', ({ hook, mode }) => {
  const base = pod({ ...IN_SUBNET, mode });
  const on = (order: string, of = probes): Program => ({
    ...base,
    mine: onPod(hook, probing(order, of)),
  });
  const order = async (): Promise<string> => (await names('web0', hook)).join('');
  const revision = async (): Promise<number> => Number(await stranger('revision', 'web0', hook));

  const runs = (): Promise<string> => ran('web0', hook, '10.0.0.2');

  test('basic: one link, revision 2, and it runs', async () => {
    await doors.up(on('a'));
    expect([await order(), await revision(), await runs()]).toEqual(['a', 2, 'a']);
    const [entry] = await chain('web0', hook);
    expect((doors.outputs('mine')['attached'] as { linkId: number }[])[0]!.linkId).toBe(
      entry!.linkId,
    );
  });

  test('before: the second before the first, revision 3, both run', async () => {
    const [a] = await chain('web0', hook);
    await doors.up(on('ba'));
    expect([await order(), await revision(), await runs()]).toEqual(['ba', 3, 'ba']);
    expect((await chain('web0', hook))[1]).toEqual(a);
  });

  test('prepend, append and between: one revision each', async () => {
    const revisions: number[] = [];
    const ways: string[] = [];
    for (const wanted of ['cba', 'cbad', 'cbead']) {
      await doors.up(on(wanted));
      expect(await order()).toBe(wanted);
      revisions.push(await revision());
      ways.push(await runs());
    }
    expect([revisions, ways]).toEqual([
      [4, 5, 6],
      ['cba', 'cbad', 'cbead'],
    ]);
  });

  test('replace: places, links and pins stay, one revision each', async () => {
    const before = await chain('web0', hook);
    const from = await revision();
    await doors.up(on('cbead', otherProbes));
    const after = await chain('web0', hook);
    expect(after.map(({ linkId }) => linkId)).toEqual(before.map(({ linkId }) => linkId));
    expect(after.some((one, at) => one.programId === before[at]!.programId)).toBe(false);
    expect([await revision(), await runs()]).toEqual([from + 5, 'cbead']);
  });

  test('replace by the same is a no-op', async () => {
    const before = await revision();
    expect(await doors.up(on('cbead', otherProbes))).toEqual([]);
    expect(await revision()).toBe(before);
  });

  test('every order of three is reached, and runs', async () => {
    for (const wanted of ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']) {
      await doors.up(on(wanted));
      expect([await order(), await runs()]).toEqual([wanted, wanted]);
    }
  });

  test('detach: the rest stays in its order, and the list is empty at the end', async () => {
    await doors.up(on('abcd'));
    await doors.up(on('ad'));
    expect([await order(), await runs()]).toEqual(['ad', 'ad']);
    await doors.up(base);
    expect([await order(), await links()]).toEqual(['', []]);
    expect(await pings(null, '10.0.0.2')).toBe(true);
  });

  test('dev_cleanup: a device deleted under its links leaves defunct ones, which are cleaned', async () => {
    await doors.up(on('abc'));
    await sh('ip link del web0');
    expect((await links()).map(({ ifindex = 0 }) => ifindex)).toEqual([0, 0, 0]);
    await doors.destroy();
    expect(await bpfResidue()).toEqual([]);
  });
});
