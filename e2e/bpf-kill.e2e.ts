/** Killed between any two changes of the host, the next run brings about the declared chain: nothing twice, nothing left. */
import type { HelperHost } from '../provider/src/host/client.js';
import type { Host } from '../provider/src/host/host.js';
import { asset, attachment, bpfResidue, compile, names, POLICY, PROBES } from './harness/bpf.js';
import { Doors, guestHost, type Program } from './harness/doors.js';
import { residue, sh, startGuest } from './harness/guest.js';
import { DyingHost, KILLING, STRIDE } from './harness/killing.js';

let steady: HelperHost;

beforeAll(async () => {
  startGuest();
  steady = guestHost();
  // With a gate: nothing passes while the chain is empty.
  await sh('ip link add web0 type netkit peer blackhole name web1');
});
// What one scenario leaves when it fails must not fail the next.
afterEach(() =>
  sh('rm -rf /sys/fs/bpf/pulumi-netkit; rm -f /run/pulumi-netkit/records/* /run/kill'),
);
afterAll(async () => {
  await steady.close();
  await sh('rm -f /run/kill /run/kill.died; ip link del web0');
  expect(await residue()).toEqual([]);
  expect(await bpfResidue()).toEqual([]);
});

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

const SCENARIOS: readonly { name: string; from: Program; to: Program }[] = [
  { name: 'create', from: {}, to: guarded() },
  { name: 'swap', from: guarded(), to: guarded(twice) },
  {
    name: 'more places for a map',
    from: guarded(),
    to: guarded(policy, { maps: { counters: { maxEntries: 5 } } }),
  },
  { name: 'reorder', from: probing('abc'), to: probing('cab') },
  { name: 'insert, remove and move', from: probing('abc'), to: probing('dca') },
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

/** The same once the kernel has let go of what it was told to. */
async function settled(wanted: string): Promise<string> {
  const end = Date.now() + 5_000;
  let found = await inventory();
  while (found !== wanted && Date.now() < end) found = await inventory();
  return found;
}

describe.each(SCENARIOS)('$name', ({ from, to }) => {
  test.each([
    { who: 'the helper is killed', dies: (host: Host): Host => host, forgets: false },
    {
      who: 'the whole provider is killed',
      dies: (host: Host): Host => new DyingHost(host),
      forgets: true,
    },
  ])(
    'converges when $who before any change',
    async ({ dies, forgets }) => {
      const doors = new Doors('test', steady);
      await doors.up(from);
      await doors.up(to);
      let undisturbed = await inventory();
      for (let same = 0; same < 3; same++) {
        const again = await inventory();
        if (again !== undisturbed) same = -1;
        undisturbed = again;
      }
      await doors.destroy();

      let deaths = 0;
      for (let n = 1; ; n += STRIDE) {
        await doors.up(from);
        const before = doors.save();
        await sh(`rm -f /run/kill.died; echo ${n} > /run/kill`);
        const killing = guestHost({ command: KILLING });
        doors.useHost(dies(killing));
        const outcome = await doors.up(to).then(
          () => 'done',
          (error: unknown) => String(error),
        );
        await killing.close();
        const died = (await sh('cat /run/kill.died 2>/dev/null || true')).trim();
        doors.useHost(steady);
        if (died === '') {
          expect(outcome).toBe('done');
          await doors.destroy();
          break;
        }
        deaths += 1;
        // An engine that was killed has in its file what was there before; one that lives, what it was told.
        if (forgets) doors.restore(before);
        const at = `before change ${n}, ${died}`;
        const steps = await doors.up(to).catch((error: unknown) => [`${at}: ${String(error)}`]);
        expect({ at, steps: steps.filter((step) => step.includes('rror')) }).toEqual({
          at,
          steps: [],
        });
        expect({ at, left: await settled(undisturbed) }).toEqual({ at, left: undisturbed });
        expect(await doors.up(to)).toEqual([]);
        expect({ at, drift: await doors.refresh() }).toEqual({ at, drift: [] });
        await doors.destroy();
        expect({ at, left: await bpfResidue() }).toEqual({ at, left: [] });
      }
      expect(deaths).toBeGreaterThan(1);
    },
    300_000,
  );
});
