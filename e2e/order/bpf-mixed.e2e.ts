/**
 * The kernel's selftests of mixed hooks (tc_links.c, tc_opts.c, tc_netkit.c), declared: a tc filter behind tcx programs, both
 * ends of a pair at once, programs of the older call among links, a revision or an anchor that is stale when it is used, and
 * a hook that is full.
 */
import {
  asset,
  bpfResidue,
  chain,
  compileText,
  links,
  names,
  stranger,
} from '../harness/inputs/bpf.js';
import { Doors, guestHost, StepError, type Program } from '../harness/drivers/doors.js';
import { eventually, pings, sh, succeeds } from '../harness/guests/guest.js';
import { HOLDING } from '../harness/killing/killing.js';
import { lastProbes, probes, probing, ran } from '../harness/oracles/probes.js';
import { useDoors } from '../harness/guests/suite.js';
import { onPod, IN_SUBNET, pod } from '../harness/inputs/pods.js';

const steady = guestHost();
const doors = useDoors({}, new Doors('test', steady));
afterEach(async () => {
  await doors.destroy();
  await sh(
    'rm -rf /sys/fs/bpf/stranger /run/kill /run/kill.*; ip link del web0 2>/dev/null || true',
  );
  expect(await bpfResidue()).toEqual([]);
});

type Hook = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

const base = (mode: 'l2' | 'l3' = 'l3', more: object = {}): Program =>
  pod({ ...IN_SUBNET, mode, ...more });
const order = async (hook: Hook): Promise<string> => (await names('web0', hook)).join(' ');
const revision = async (hook: Hook): Promise<number> =>
  Number(await stranger('revision', 'web0', hook));

describe.each([
  { hook: 'tcx/ingress', side: 'ingress' },
  { hook: 'tcx/egress', side: 'egress' },
] as const)('a tc filter on $side', ({ hook, side }) => {
  const mine = (order: string, object = probes): Program => ({
    ...base(),
    mine: onPod(hook, probing(order, object)),
  });
  const filter = (what: string): Promise<string> => sh(`tc filter ${what} dev web0 ${side}`);
  const FILTER = `tc qdisc add dev web0 clsact; tc filter add dev web0 ${side} protocol all prio 7 handle 3 matchall action bpf bytecode '1,6 0 0 4294967295'`;

  /** How many packets the filter saw while one ping went. */
  async function filtered(): Promise<number> {
    const seen = async (): Promise<number> => {
      const text = await sh(`tc -s -j filter show dev web0 ${side}`);
      return Number(/"packets":(\d+)/.exec(text)?.[1]);
    };
    const before = await seen();
    expect(await pings(null, '10.0.0.2')).toBe(true);
    return (await seen()) - before;
  }

  test('chain_classic: ours run before it, NEXT reaches it, a verdict hides it, and it stays', async () => {
    await doors.up(base());
    await sh(FILTER);
    const theirs = await filter('show');
    await doors.up(mine('ab'));
    expect(await ran('web0', hook, '10.0.0.2')).toBe('ab');
    expect(await filtered()).toBeGreaterThan(0);
    await doors.up(mine('ab', lastProbes));
    expect([await ran('web0', hook, '10.0.0.2'), await filtered()]).toEqual(['a', 0]);
    await doors.up(mine('ba'));
    expect(await ran('web0', hook, '10.0.0.2')).toBe('ba');
    expect(await filtered()).toBeGreaterThan(0);
    await doors.up(base());
    expect(await filtered()).toBeGreaterThan(0);
    expect(await filter('show')).toBe(theirs);
  });

  test('chain_mixed: clsact comes and goes behind ours and a program of others, and nothing of theirs moves', async () => {
    await doors.up(mine('ab'));
    await stranger('prog', 'web0', hook, 'tail', 'their_prog');
    const before = { chain: await chain('web0', hook), revision: await revision(hook) };
    // The hook's revision, which theirs raised, is an output.
    expect(await doors.refresh()).toEqual(['mine differs']);
    for (let times = 0; times < 2; times++) {
      await sh(FILTER);
      expect(await ran('web0', hook, '10.0.0.2')).toBe('ab');
      expect(await filtered()).toBeGreaterThan(0);
      expect(await doors.refresh()).toEqual([]);
      await sh('tc qdisc del dev web0 clsact');
      expect(await ran('web0', hook, '10.0.0.2')).toBe('ab');
      expect({ chain: await chain('web0', hook), revision: await revision(hook) }).toEqual(before);
    }
    await sh(FILTER);
    await doors.up(mine('bca'));
    expect(await order(hook)).toBe('b c a their_prog');
    expect(await filtered()).toBeGreaterThan(0);
  });

  test('dev_mixed: a device deleted under links, an older attachment and a filter leaves what a destroy cleans', async () => {
    await doors.up(mine('ab'));
    await stranger('prog', 'web0', hook, 'tail', 'their_prog');
    await sh(`${FILTER}; ip link del web0`);
    expect((await links()).map(({ ifindex = 0 }) => ifindex)).toEqual([0, 0]);
    await doors.destroy();
    expect(await bpfResidue()).toEqual([]);
  });
});

describe.each(['l2', 'l3'] as const)('both ends of a pair in mode %s', (mode) => {
  const ENDS = ['netkit/primary', 'netkit/peer'] as const;
  const both = (primary: string, peer: string): Program => ({
    ...base(mode),
    to: onPod('netkit/primary', probing(primary), 'to'),
    from: onPod('netkit/peer', probing(peer), 'from'),
  });
  const runs = (): Promise<string[]> =>
    Promise.all(ENDS.map((hook) => ran('web0', hook, '10.0.0.2')));
  const each = <T>(look: (hook: Hook) => Promise<T>): Promise<T[]> => Promise.all(ENDS.map(look));

  test('multi_links: each has its own chain, revision and order, and all run', async () => {
    await doors.up(both('a', 'b'));
    expect([await each(order), await each(revision)]).toEqual([
      ['a', 'b'],
      [2, 2],
    ]);
    await doors.up(both('ca', 'db'));
    expect([await each(order), await each(revision)]).toEqual([
      ['c a', 'd b'],
      [3, 3],
    ]);
    expect(await runs()).toEqual(['ca', 'db']);
    await doors.up(base(mode));
    expect([await each(order), await links()]).toEqual([['', ''], []]);
  });

  test('multi_opts: what the older call attached at both ends runs among ours and stays', async () => {
    await doors.up(both('a', 'b'));
    for (const hook of ENDS) {
      await stranger('prog', 'web0', hook, 'head', 'their_first');
      await stranger('prog', 'web0', hook, 'tail', 'their_last');
    }
    expect(await each(order)).toEqual(['their_first a their_last', 'their_first b their_last']);
    await doors.up(both('ca', 'bd'));
    const without = (await each(order)).map((text) => text.replaceAll(/their_\w+ ?/g, '').trim());
    expect([without, await runs()]).toEqual([
      ['c a', 'b d'],
      ['ca', 'bd'],
    ]);
    await doors.up(base(mode));
    expect(await each(order)).toEqual(['their_first their_last', 'their_first their_last']);
  });
});

describe.each(['netkit/peer', 'tcx/egress'] as const)('stale when it is used, on %s', (hook) => {
  const mine = (order: string): Program => ({ ...base(), mine: onPod(hook, probing(order)) });

  /** Runs `up`, held before its first change of a kind while somebody else acts. @returns how often it tried that kind */
  async function meanwhile(
    kind: string,
    act: () => Promise<unknown>,
    to: Program,
  ): Promise<number> {
    await sh(`rm -f /run/kill.*; echo 1 ${kind} > /run/kill`);
    const host = guestHost({ command: HOLDING });
    doors.useHost(host);
    try {
      const done = doors.up(to);
      await eventually('it is held', () => succeeds('test -s /run/kill.held'));
      await act();
      await sh('rm /run/kill.held');
      await done;
      return Number(await sh(`grep -c "^${kind}" /run/kill.log`));
    } finally {
      await host.close();
      doors.useHost(steady);
    }
  }

  test('revision: another program comes between look and attach; it stays, and ours are planned anew', async () => {
    await doors.up(mine('a'));
    const insert = () => stranger('link', 'web0', hook, 'head', 'theirs');
    // The kernel refused the first, since its revision was another by then. Then ours are to run before what came.
    expect(await meanwhile('LINK_CREATE', insert, mine('ab'))).toBe(3);
    expect(await order(hook)).toBe('a b theirs');
    expect(await ran('web0', hook, '10.0.0.2')).toBe('ab');
    expect(await doors.refresh()).toEqual([]);
  });

  test('anchor: the program that ours were to stand beside goes; it is attached again, in its place', async () => {
    await doors.up(mine('ab'));
    const [, b] = await chain('web0', hook);
    const detach = (): Promise<string> => sh(`bpftool link detach id ${b!.linkId}`);
    // One that is refused, and then two.
    expect(await meanwhile('LINK_CREATE', detach, mine('abc'))).toBe(3);
    expect(await order(hook)).toBe('a b c');
    expect(await ran('web0', hook, '10.0.0.2')).toBe('abc');
    expect(await doors.refresh()).toEqual([]);
  });

  test('the program that was to be swapped: what somebody put in its place is noticed, and ours wins', async () => {
    await doors.up(mine('ab'));
    const [first] = await chain('web0', hook);
    const [{ pinned = [] } = { pinned: [] }] = (await links()).filter(
      ({ id }) => id === first!.linkId,
    );
    const to = { ...base(), mine: onPod(hook, probing('ab', lastProbes)) };
    const swap = (): Promise<string> => stranger('swap', pinned[0]!, 'theirs');
    // One that is refused, since another program is there, and then two.
    expect(await meanwhile('LINK_UPDATE', swap, to)).toBe(3);
    expect(await order(hook)).toBe('a b');
    expect(await ran('web0', hook, '10.0.0.2')).toBe('a');
    expect(await doors.refresh()).toEqual([]);
  });
});

describe('a full hook', () => {
  const many = asset(
    compileText(
      'many',
      '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n' +
        Array.from(
          { length: 64 },
          (_, at) => `SEC("tc") int f${at}(void *skb) { return -1; }`,
        ).join('\n') +
        '\nchar _license[] SEC("license") = "GPL";\n',
    ),
  );
  const count = (number: number, from = 0): object[] =>
    Array.from({ length: number }, (_, at) => ({
      name: `f${at + from}`,
      object: many,
      program: `f${at + from}`,
    }));
  const refused = async (program: Program): Promise<string> => {
    const error: unknown = await doors.up(program).catch((thrown: unknown) => thrown);
    if (!(error instanceof StepError)) throw new Error('it was to be refused');
    return error.message;
  };

  test('max: 63 fit on a netkit end, and can be exchanged; a move has no place', async () => {
    const filled = (programs: object[]): Program => ({
      ...base(),
      mine: onPod('netkit/peer', programs),
    });
    await doors.up(filled(count(63)));
    const before = await names('web0', 'netkit/peer');
    expect(before).toHaveLength(63);
    expect(await pings(null, '10.0.0.2')).toBe(true);
    const moved = [...count(62, 1), ...count(1)];
    expect(await refused(filled(moved))).toMatch(
      /63 programs.*holds 63.*needs a free place for its copy.*\[chain-full\]/,
    );
    expect(await names('web0', 'netkit/peer')).toEqual(before);
    await doors.up(filled(count(62, 1)));
    await doors.up(filled([...count(61, 2), ...count(1, 1)]));
    expect((await names('web0', 'netkit/peer')).at(-1)).toBe('f1');
  });
});
