/** What the kill suites of chains declare, and look at. Each way to die is a file of its own, so that they run side by side. */
import { asset, attachment, bpfResidue, compile, names, POLICY, PROBES } from '../inputs/bpf.js';
import type { Program } from '../drivers/doors.js';
import { residue, sh, startGuest } from '../guests/guest.js';
import { killEverywhere, type Victim } from './kill-loop.js';

const policy = asset(compile(POLICY));
const twice = asset(
  compile(POLICY, (text) => text.replace('count_in(SEEN);', 'count_in(SEEN);'.repeat(2))),
);
const probes = asset(compile(PROBES));

const mine = (programs: readonly object[]): Program => ({
  mine: attachment({
    name: 'mine',
    target: { name: 'web0' },
    attachType: 'netkit/peer',
    programs,
  }),
});
const guarded = (object = policy, more: object = {}): Program =>
  mine([
    { name: 'guard', object, program: 'guard', ...more },
    { name: 'count', object, program: 'count' },
  ]);
const probing = (order: string): Program =>
  mine(Array.from(order).map((name) => ({ name, object: probes, program: name })));

const part = (name: string, more: object): Program => ({
  [name]: attachment({
    name,
    target: { name: 'web0' },
    attachType: 'netkit/peer',
    programs: [{ name, object: probes, program: name }],
    ...more,
  }),
});

const SCENARIOS: readonly { name: string; from: Program; to: Program }[] = [
  { name: 'create', from: {}, to: guarded() },
  { name: 'swap', from: guarded(), to: guarded(twice) },
  {
    name: 'more places for a map',
    // Back from many to few places between two deaths: its entries may go.
    from: guarded(policy, { maps: { counters: { keep: false } } }),
    to: guarded(policy, { maps: { counters: { maxEntries: 5 } } }),
  },
  { name: 'reorder', from: probing('abc'), to: probing('cab') },
  { name: 'insert, remove and move', from: probing('abc'), to: probing('dca') },
  {
    // `b` runs before `a` by priority; `c`, which must come between, moves both of the others' programs.
    name: "another attachment's programs moved",
    from: { ...part('a', { priority: 2 }), ...part('b', { priority: 1 }) },
    to: {
      ...part('a', { priority: 2 }),
      ...part('b', { priority: 1 }),
      ...part('c', { after: [{ attachment: 'a' }], before: [{ attachment: 'b' }] }),
    },
  },
  { name: 'delete', from: guarded(), to: {} },
];

/** What there is of ours, by name: what a run that nobody disturbs leaves. */
async function inventory(): Promise<string> {
  const rest = await sh(
    // A map is there for a pin or a program. How many there are tells nothing more: each load has constants of its own.
    'find /sys/fs/bpf/pulumi-netkit 2>/dev/null | sort || true; ls /run/pulumi-netkit/records 2>/dev/null | wc -l;' +
      'for kind in link prog; do echo $kind $(bpftool $kind show | grep -cE "^[0-9]"); done;' +
      'bpftool map show | grep -oE "name .*max_entries [0-9]+" | sort -u || true',
  );
  return `${(await names('web0', 'netkit/peer')).join(' ')}\n${rest}`;
}

/** Runs every scenario, dying before the changes. */
export function killChains(who: Victim): void {
  beforeAll(async () => {
    startGuest();
    // With a gate: nothing passes while the chain is empty.
    await sh('ip link add web0 type netkit peer blackhole name web1');
  });
  afterEach(async () => {
    const left = await bpfResidue();
    // What one scenario leaves when it fails must not fail the next.
    await sh('rm -rf /sys/fs/bpf/pulumi-netkit; rm -f /run/pulumi-netkit/records/* /run/kill');
    expect(left).toEqual([]);
  });
  killEverywhere(who, {
    scenarios: SCENARIOS,
    inventory,
    expectAgreement: async (doors, to) => {
      const differs = await doors.refresh();
      // Places in a chain that several attachments share change with the run of each.
      if (Object.keys(to).length < 2) expect(differs).toEqual([]);
    },
    // On the host it is the same whoever dies; only what the engine was told is not.
    stride: who === 'provider' ? 2 : 1,
  });
  afterAll(async () => {
    await sh('ip link del web0');
    expect(await residue()).toEqual([]);
  });
}
