/**
 * The body of the kill suites: killed between any two changes of the host, the next run brings about what is declared, with
 * nothing left over. Each way to die is a file of its own, so that they run side by side.
 */
import type { NetkitPairArgs } from '../../sdk/src/index.js';
import type { Host } from '../../provider/src/host/host.js';
import type { HelperHost } from '../../provider/src/host/client.js';
import { Doors, guestHost, netns, pair, type Program } from './doors.js';
import { residue, sh, startGuest } from './guest.js';
import { DyingHost, KILLING } from './killing.js';
import { expectAgreement } from './oracle.js';

let steady: HelperHost;

const WEB = {
  name: 'web0',
  addresses: ['10.0.0.1/32', 'fd00::1/64'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: 'blue',
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
} satisfies NetkitPairArgs;

const blue = netns('blue');
const CHANGED = {
  ...WEB,
  policy: 'drop',
  mtu: 9000,
  group: 5,
  alias: 'changed',
  addresses: ['10.0.0.9/32'],
  routes: [{ destination: '10.0.0.2/32', metric: 3 }],
  peer: {
    ...WEB.peer,
    name: 'net0',
    addresses: ['10.0.0.2/32', '10.0.0.3/32'],
    routes: [{ destination: '10.0.0.9/32' }],
  },
} satisfies NetkitPairArgs;

const SCENARIOS: readonly { name: string; from: Program; to: Program }[] = [
  { name: 'create of a namespace', from: {}, to: { blue } },
  { name: 'create of a pair', from: { blue }, to: { blue, web: pair(WEB) } },
  {
    name: 'update of everything',
    from: { blue, web: pair(WEB) },
    to: { blue, web: pair(CHANGED) },
  },
  {
    name: 'replacement',
    from: { blue, web: pair({ name: 'web0', peer: { name: 'eth0', netns: 'blue' } }) },
    to: { blue, web: pair({ name: 'web0', mode: 'l2', peer: { name: 'eth0', netns: 'blue' } }) },
  },
  { name: 'delete of a pair', from: { blue, web: pair(WEB) }, to: { blue } },
  { name: 'delete of a namespace', from: { blue }, to: {} },
];

/** Names of all that is there, and how many records: what a run that nobody disturbs leaves. */
async function inventory(): Promise<string> {
  return sh(
    'ls /sys/class/net; ls /run/netns 2>/dev/null || true; ls /run/pulumi-netkit; ls /run/pulumi-netkit/records | wc -l;' +
      'for n in $(ls /run/netns 2>/dev/null); do ip netns exec $n ls -x /sys/class/net 2>&1 || true; done;' +
      'cat /run/pulumi-netkit/records/* 2>/dev/null | grep -o "phase.:.[a-z]*" | sort || true',
  );
}

/** Runs every scenario, dying before each change. */
export function killScenarios(who: 'helper' | 'provider'): void {
  const dies = (host: Host): Host => (who === 'helper' ? host : new DyingHost(host));
  beforeAll(() => {
    startGuest();
    steady = guestHost();
  });
  // What one scenario leaves when it fails must not fail the next.
  afterEach(() =>
    sh(
      'ip netns del blue 2>/dev/null || true; ip link del web0 2>/dev/null || true; rm -f /run/pulumi-netkit/records/* /run/kill',
    ),
  );
  afterAll(async () => {
    await steady.close();
    await sh('rm -f /run/kill /run/kill.died');
    expect(await residue()).toEqual([]);
  });

  describe.each(SCENARIOS)('$name', ({ from, to }) => {
    test('converges, whichever change was the next', async () => {
      const doors = new Doors('test', steady);
      await doors.up(from);
      await doors.up(to);
      const undisturbed = await inventory();
      await doors.destroy();

      let deaths = 0;
      for (let n = 1; ; n++) {
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
        if (who === 'provider') doors.restore(before);
        const at = `before change ${n}, ${died}`;
        const steps = await doors.up(to).catch((error: unknown) => [`${at}: ${String(error)}`]);
        expect({ at, steps: steps.filter((step) => step.includes('rror')) }).toEqual({
          at,
          steps: [],
        });
        expect({ at, left: await inventory() }).toEqual({ at, left: undisturbed });
        if ('web' in to) await expectAgreement(doors.outputs('web'));
        expect(await doors.up(to)).toEqual([]);
      }
      expect(deaths).toBeGreaterThan(1);
    }, 300_000);
  });
}
