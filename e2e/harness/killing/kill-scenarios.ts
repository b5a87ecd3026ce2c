/** What the kill suites of pairs declare, and look at. Each way to die is a file of its own, so that they run side by side. */
import type { NetkitPairArgs } from '../../../sdk/src/index.js';
import { netns, pair } from '../drivers/doors.js';
import { residue, sh, startGuest } from '../guests/guest.js';
import { WEB as POD } from '../inputs/pods.js';
import { killEverywhere, type Story, type Victim } from './kill-loop.js';
import { expectAgreement } from '../oracles/oracle.js';

const WEB = { ...POD, addresses: ['10.0.0.1/32', 'fd00::1/64'] } satisfies NetkitPairArgs;

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

const SCENARIOS: Story['scenarios'] = [
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
  { name: 'delete of a pair', from: { blue, web: pair(WEB) }, to: { blue }, stride: 1 },
  { name: 'delete of a namespace', from: { blue }, to: {}, stride: 1 },
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
export function killScenarios(who: Victim): void {
  beforeAll(startGuest);
  // What one scenario leaves when it fails must not fail the next.
  afterEach(() =>
    sh(
      'ip netns del blue 2>/dev/null || true; ip link del web0 2>/dev/null || true; rm -f /run/pulumi-netkit/records/* /run/kill',
    ),
  );
  killEverywhere(who, {
    scenarios: SCENARIOS,
    inventory,
    expectAgreement: async (doors, to) => {
      if ('web' in to) await expectAgreement(doors.outputs('web'));
    },
    // On the host it is the same whoever dies; only what the engine was told is not.
    stride: who === 'provider' ? 2 : 1,
  });
  afterAll(async () => {
    expect(await residue()).toEqual([]);
  });
}
