/** The device scenarios of the kernel's own selftests (tc_netkit.c) that need no program, declared instead of called. */
import type { NetkitPairArgs } from '../../sdk/src/index.js';
import { pair, StepError } from '../harness/drivers/doors.js';
import { eventually, pings, sh, succeeds, VERSION } from '../harness/guests/guest.js';
import { readEnd, readRooms } from '../harness/oracles/oracle.js';
import { useDoors } from '../harness/guests/suite.js';
import { IN_SUBNET, BLUE } from '../harness/inputs/pods.js';

const doors = useDoors();

type Some = Partial<Omit<NetkitPairArgs, 'peer'>> & { readonly peer?: { readonly mac?: string } };

function web(more: Some = {}): NetkitPairArgs {
  return { ...IN_SUBNET, ...more, peer: { ...IN_SUBNET.peer, ...more.peer } };
}

const up = (more: Some = {}): Promise<unknown> => doors.up({ ...BLUE, web: pair(web(more)) });

describe('neigh_links', () => {
  test('l2 resolves neighbours by ARP', async () => {
    await up({ mode: 'l2' });
    expect(await pings(null, '10.0.0.2')).toBe(true);
    const { mac, arp } = await readEnd('eth0', 'blue');
    expect([await sh('ip neigh show dev web0'), arp]).toEqual([
      expect.stringContaining(`10.0.0.2 lladdr ${mac}`),
      true,
    ]);
  });

  test('l3 sends IP without a neighbour', async () => {
    await up({ mode: 'l3' });
    expect(await pings(null, '10.0.0.2')).toBe(true);
    expect([await sh('ip neigh show dev web0 nud reachable'), (await readEnd('web0')).arp]).toEqual(
      ['', false],
    );
  });
});

describe('a MAC', () => {
  test.each(['mac', 'peer.mac'])('%s in mode l3 is refused in preview already', async (path) => {
    const mac = '02:00:00:00:00:01';
    const more = path === 'mac' ? { mac } : { peer: { mac } };
    const error = await up(more as Some).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StepError);
    expect((error as StepError).message).toMatch(
      new RegExp(`^check web: ${path}: .*\\[mac-needs-l2\\]$`),
    );
  });
});

describe('scrub', () => {
  // The other side answers with the mark that the request still had, and has a rule that refuses to send such.
  const rule = (exec: string, verb: string): Promise<string> =>
    sh(
      `${exec}sysctl -q net.ipv4.fwmark_reflect=${verb === 'add' ? 1 : 0}; ${exec}ip rule ${verb} fwmark 42 prohibit`,
    );

  test.each([
    { scrub: 'none', answered: false },
    { scrub: 'default', answered: true },
  ] as const)(
    '$scrub on the primary: is a request with a mark answered? $answered',
    async ({ scrub, answered }) => {
      await up({ scrub });
      await rule('ip netns exec blue ', 'add');
      expect(await succeeds('ping -n -c1 -W1 -m 42 10.0.0.2')).toBe(answered);
      expect(await succeeds('ping -n -c1 -W1 -m 41 10.0.0.2')).toBe(true);
      await rule('ip netns exec blue ', 'del');
    },
  );

  test.each([
    { peerScrub: 'none', answered: false },
    { peerScrub: 'default', answered: true },
  ] as const)(
    '$peerScrub on the peer: is a request with a mark answered? $answered',
    async ({ peerScrub, answered }) => {
      await up({ peerScrub });
      await rule('', 'add');
      expect(await succeeds('ip netns exec blue ping -n -c1 -W1 -m 42 10.0.0.1')).toBe(answered);
      expect(await succeeds('ip netns exec blue ping -n -c1 -W1 -m 41 10.0.0.1')).toBe(true);
      await rule('', 'del');
    },
  );
});

const knowsRooms = VERSION[0] > 6 || VERSION[1] >= 14;
(knowsRooms ? test : test.skip)(
  `headroom and tailroom are visible on both ends only if requested${knowsRooms ? '' : ' [skipped: needs Linux 6.14]'}`,
  async () => {
    const together = { name: 'web0', peer: { name: 'web1' } };
    await doors.up({ ...BLUE, web: pair({ ...together, headroom: 32, tailroom: 8 }) });
    for (const end of ['web0', 'web1'])
      expect(await readRooms(end)).toEqual({ headroom: 32, tailroom: 8 });
    await doors.up({ ...BLUE, web: pair(together) });
    for (const end of ['web0', 'web1'])
      expect(await readRooms(end)).toEqual({ headroom: 0, tailroom: 0 });
  },
);

describe('policy', () => {
  const received = async (exec: string, name: string): Promise<number> =>
    Number(await sh(`${exec}cat /sys/class/net/${name}/statistics/rx_packets`));

  test.each([
    { policy: 'pass', peerPolicy: 'pass' },
    { policy: 'pass', peerPolicy: 'drop' },
    { policy: 'drop', peerPolicy: 'pass' },
    { policy: 'drop', peerPolicy: 'drop' },
  ] as const)(
    '$policy to the pod, $peerPolicy from it: each end drops for itself',
    async ({ policy, peerPolicy }) => {
      await up({ policy, peerPolicy });
      const IN_BLUE = 'ip netns exec blue ';
      const inBlue = await received(IN_BLUE, 'eth0');
      await pings(null, '10.0.0.2');
      expect((await received(IN_BLUE, 'eth0')) > inBlue).toBe(policy === 'pass');
      const here = await received('', 'web0');
      await pings('blue', '10.0.0.1');
      expect((await received('', 'web0')) > here).toBe(peerPolicy === 'pass');
    },
  );
});

describe('removal', () => {
  test.each([
    { what: 'the primary', by: 'ip link del web0' },
    { what: 'the peer', by: 'ip -n blue link del eth0' },
    { what: 'the namespace', by: 'ip netns del blue' },
  ])('of $what takes both ends, and up brings them back', async ({ by }) => {
    await up();
    await sh(by);
    await eventually(
      'both ends are gone',
      async () => !(await succeeds('ip link show web0 || ip -n blue link show eth0')),
    );
    expect(await doors.refresh()).toContain('web is gone');
    await up();
    expect(await pings('blue', '10.0.0.1')).toBe(true);
  });
});
