/** The whole life of pairs through the real engine: what is declared is there, what is changed changes in place. */
import { NetkitPair, NetworkNamespace, type NetkitPairArgs } from '../../sdk/src/index.js';
import { Scenario, type Json } from '../harness/drivers/engine.js';
import { pings, residue, sh } from '../harness/guests/guest.js';
import { expectAgreement, readEnd } from '../harness/oracles/oracle.js';
import { useGuest } from '../harness/guests/suite.js';
import { WEB } from '../harness/inputs/pods.js';

let scenario: Scenario;

useGuest({
  before: async () => {
    scenario = await Scenario.open();
  },
  after: () => scenario[Symbol.asyncDispose](),
});

function program(args: NetkitPairArgs, also: () => void = () => undefined): () => unknown {
  return () => {
    const blue = new NetworkNamespace('blue', { name: 'blue' });
    const pair = new NetkitPair('web', args, { dependsOn: blue });
    also();
    return { primary: pair.primary, ifindex: pair.ifindex, operstate: pair.operstate };
  };
}

/** Runs `up` and claims that just the pair was changed, that `ip` agrees, and that nothing is left to do. */
async function change(args: NetkitPairArgs, op: 'update' | 'replace' = 'update'): Promise<Json> {
  const before = scenario.outputs('web')['ifindex'];
  const { changes } = await scenario.up(program(args));
  expect(changes).toEqual({ same: 2, [op]: 1 });
  const after = scenario.outputs('web');
  await expectAgreement(after);
  if (op === 'update') expect(after['ifindex']).toBe(before);
  else expect(after['ifindex']).not.toBe(before);
  return after;
}

describe('an l3 pair', () => {
  test('is created as declared, and ip agrees with every output', async () => {
    const { changes, outputs } = await scenario.up(program(WEB));
    expect(changes).toEqual({ create: 3 });
    const state = scenario.outputs('web');
    await expectAgreement(state);
    expect(outputs['ifindex']?.value).toBe(state['ifindex']);
    expect(outputs['operstate']?.value).toBe('up');
    expect(outputs['primary']?.value).toEqual({ name: 'web0', incarnation: state['incarnation'] });
    expect(state['changes']).toEqual([]);
  });

  test('carries packets both ways', async () => {
    expect([await pings(null, '10.0.0.2'), await pings('blue', '10.0.0.1')]).toEqual([true, true]);
  });

  test('needs nothing in a second up', async () => {
    expect((await scenario.up()).changes).toEqual({ same: 3 });
  });

  test('policy drop stops packets from the host, in place', async () => {
    await change({ ...WEB, policy: 'drop' });
    expect(await pings(null, '10.0.0.2')).toBe(false);
  });

  test('peerPolicy drop stops packets from the pod, and policy pass opens again, in place', async () => {
    const { changes } = await change({ ...WEB, peerPolicy: 'drop' });
    expect(await pings('blue', '10.0.0.1')).toBe(false);
    // What closes comes first.
    expect(changes).toEqual([
      'ip link set web0 type netkit peer blackhole',
      'ip link set web0 type netkit forward',
    ]);
  });

  test('mtu, addresses and routes change in place', async () => {
    await change({
      ...WEB,
      mtu: 9000,
      addresses: ['10.0.0.9/32'],
      routes: [{ destination: '10.0.0.2/32', metric: 7 }],
      peer: {
        ...WEB.peer,
        mtu: 1400,
        routes: [{ destination: '10.0.0.9/32' }, { destination: '10.0.0.1/32', table: 100 }],
      },
    });
    expect(await pings('blue', '10.0.0.9')).toBe(true);
  });

  test('an address and a route by the gateway of its subnet change together', async () => {
    const ends = (peer: string[], route: object): NetkitPairArgs => ({
      ...WEB,
      addresses: ['10.0.0.1/24'],
      routes: [],
      peer: {
        ...WEB.peer,
        addresses: peer,
        routes: [{ destination: 'default', gateway: '10.0.0.1', ...route }],
      },
    });
    await change(ends(['10.0.0.4/24'], { metric: 71 }));
    await change(ends(['10.0.0.5/24'], { metric: 72 }));
    await change(ends(['10.0.0.7/24', '10.0.0.8/24'], { source: '10.0.0.7' }));
    await change(ends(['10.0.0.8/24'], { source: '10.0.0.8' }));
    expect(await pings('blue', '10.0.0.1')).toBe(true);
  });

  test('the peer is renamed in place', async () => {
    await change({ ...WEB, peer: { ...WEB.peer, name: 'net0' } });
    expect(await pings('blue', '10.0.0.1')).toBe(true);
  });

  test('both ends go down and up in place', async () => {
    const { routes: _none, ...down } = WEB;
    const { routes: _nor, ...peer } = WEB.peer;
    const state = await change({ ...down, up: false, peer: { ...peer, up: false } });
    expect([state['operstate'], state['peerOperstate']]).toEqual(['down', 'down']);
    await change(WEB);
    expect(await pings(null, '10.0.0.2')).toBe(true);
  });

  test('a change of mode replaces the pair, the old one first', async () => {
    const { incarnation } = scenario.outputs('web');
    const preview = await scenario.preview(program({ ...WEB, mode: 'l2' }));
    expect(preview.changes).toEqual({ same: 2, replace: 1 });
    // Names are unique in a namespace: made before the deletion, the new one would fail with EEXIST.
    const state = await change({ ...WEB, mode: 'l2' }, 'replace');
    expect(state['incarnation']).not.toBe(incarnation);
    // 3, NET_ADDR_SET: udev keeps such a MAC. It replaces one that the kernel drew (1), as MACAddressPolicy says.
    expect(await sh('cat /sys/class/net/web0/addr_assign_type')).toBe('3\n');
    expect(await sh('ip netns exec blue cat /sys/class/net/eth0/addr_assign_type')).toBe('3\n');
    expect(
      (await sh('ls /sys/class/net; ls /run/pulumi-netkit/records')).match(
        /web0|-[0-9a-f]{24}\.json/g,
      ),
    ).toHaveLength(3);
  });
});

describe('an l2 pair', () => {
  const MACS = {
    ...WEB,
    mode: 'l2',
    mac: '02:00:00:00:00:01',
    scrub: 'none',
    peer: { ...WEB.peer, mac: '02:00:00:00:00:02' },
  } satisfies NetkitPairArgs;

  test('has the declared MACs, ARP, and scrub none', async () => {
    const state = await change(MACS, 'replace');
    expect([state['mac'], state['peerMac']]).toEqual(['02:00:00:00:00:01', '02:00:00:00:00:02']);
    expect((await readEnd('web0')).arp).toBe(true);
    expect(await pings(null, '10.0.0.2')).toBe(true);
    expect(await sh('ip neigh show dev web0')).toContain('10.0.0.2 lladdr 02:00:00:00:00:02');
  });

  test('changes its MACs in place', async () => {
    await change({
      ...MACS,
      mac: '02:00:00:00:00:11',
      peer: { ...MACS.peer, mac: '02:00:00:00:00:12' },
    });
  });

  test('takes IPv6 addresses and routes', async () => {
    await change({
      ...MACS,
      addresses: ['10.0.0.1/32', 'fd00::1/64'],
      routes: [...MACS.routes, { destination: 'fd01::/64', gateway: 'fd00::2' }],
      peer: {
        ...MACS.peer,
        addresses: ['fd00::2/64', 'fd01::1/128'],
        routes: [{ destination: 'default', gateway: 'fd00::1', source: 'fd01::1', metric: 50 }],
      },
    });
    // Without duplicate address detection they work at once.
    expect([await pings(null, 'fd01::1'), await pings('blue', 'fd00::1')]).toEqual([true, true]);
  });
});

describe('sizes, groups and texts', () => {
  const SIZES = {
    group: 70_000,
    txQueueLength: 500,
    gsoMaxSize: 40_000,
    gsoIpv4MaxSize: 30_000,
    groMaxSize: 50_000,
    groIpv4MaxSize: 20_000,
    alias: 'to the "blue" pod',
  };
  const SIZED = {
    ...WEB,
    ...SIZES,
    peer: {
      ...WEB.peer,
      ...SIZES,
      group: 7,
      gsoMaxSize: 100_000,
      gsoIpv4MaxSize: 90_000,
      alias: 'pod ✓',
    },
  } satisfies NetkitPairArgs;

  test('are there from the beginning, on both ends', async () => {
    await change(SIZED, 'replace');
    expect((await readEnd('web0')).group).toBe(70_000);
  });

  test('change in place, on both ends', async () => {
    const other = {
      group: 1,
      txQueueLength: 0,
      gsoMaxSize: 200_000,
      gsoIpv4MaxSize: 65_536,
      groMaxSize: 65_536,
      groIpv4MaxSize: 200_000,
      alias: '',
    };
    await change({ ...WEB, ...other, peer: { ...WEB.peer, ...other } });
    expect(await pings(null, '10.0.0.2')).toBe(true);
  });
});

describe('other places', () => {
  test('both ends in one namespace, a primary in a namespace, two pairs of one name', async () => {
    const { changes } = await scenario.up(
      program(WEB, () => {
        const blue = { dependsOn: new NetworkNamespace('red', { name: 'red' }) };
        new NetkitPair('together', {
          name: 'a0',
          addresses: ['10.1.0.1/24'],
          peer: { name: 'a1', addresses: ['10.2.0.1/24'] },
        });
        new NetkitPair(
          'inside',
          { name: 'a0', netns: 'red', peer: { name: 'a1', netns: 'red' } },
          blue,
        );
        new NetkitPair(
          'across',
          {
            name: 'b0',
            netns: 'red',
            addresses: ['10.3.0.1/31'],
            peer: { name: 'b0', netns: '/run/netns/blue', addresses: ['10.3.0.0/31'] },
          },
          blue,
        );
        new NetkitPair(
          'out',
          {
            name: 'c0',
            netns: 'red',
            addresses: ['10.4.0.1/31'],
            peer: { name: 'c0', addresses: ['10.4.0.0/31'] },
          },
          blue,
        );
      }),
    );
    expect(changes).toMatchObject({ create: 5 });
    for (const name of ['web', 'together', 'inside', 'across', 'out'])
      await expectAgreement(scenario.outputs(name));
    expect([await pings('red', '10.3.0.0'), await pings(null, '10.4.0.1')]).toEqual([true, true]);
    expect((await scenario.up()).changes).toEqual({ same: 8 });
  });

  test('destroy leaves nothing', async () => {
    expect((await scenario.destroy()).changes).toEqual({ delete: 8 });
    expect(await residue()).toEqual([]);
  });
});
