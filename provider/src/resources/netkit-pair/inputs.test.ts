import fc from 'fast-check';

import { UNKNOWN } from '../../check/shape.js';
import { checkPair } from './inputs.js';

const fresh = (): string => 'new';

/** A pair whose ends live in two namespaces and reach each other. */
const pair = {
  name: 'web0',
  addresses: ['10.0.0.1/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: 'blue',
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
};

function complaints(inputs: unknown): string[] {
  return checkPair(inputs, undefined, fresh).failures.map(
    (one) => `${one.property}: ${one.reason}`,
  );
}

test('checkPair() has nothing to say about a good pair', () => {
  expect(complaints(pair)).toEqual([]);
});

describe('names', () => {
  test.each([
    { name: 'on the host', netns: {}, peerNetns: {} },
    { name: 'of one name', netns: { netns: 'blue' }, peerNetns: { netns: 'blue' } },
    {
      name: 'by name and by path',
      netns: { netns: 'blue' },
      peerNetns: { netns: '/run/netns/blue' },
    },
    {
      name: 'by two paths',
      netns: { netns: '/var/run/netns/blue' },
      peerNetns: { netns: '/run/netns/blue' },
    },
    { name: 'of one process', netns: { netns: 'pid:7' }, peerNetns: { netns: 'pid:7' } },
  ])('are refused when both ends have one, in one namespace $name', ({ netns, peerNetns }) => {
    expect(complaints({ name: 'web0', ...netns, peer: { name: 'web0', ...peerNetns } })).toEqual([
      `peer.name: "web0" is the primary's name too, in the same namespace. Choose another, or set peer.netns [name-twice]`,
    ]);
  });

  test.each([
    { name: 'are in two namespaces', peer: { name: 'web0', netns: 'blue' } },
    { name: 'may be in two, as one is unknown', peer: { name: 'web0', netns: UNKNOWN } },
    { name: 'may differ, as one is unknown', peer: { name: UNKNOWN } },
  ])('may be the same when they $name', ({ peer }) => {
    expect(complaints({ name: 'web0', peer })).toEqual([]);
  });
});

describe('MAC addresses', () => {
  const mac = '02:00:00:00:00:01';

  test.each<{ name: string; inputs: object; says: string[] }>([
    {
      name: 'the primary has one in mode l3',
      inputs: { mac },
      says: [
        'mac: a pair in mode "l3" has no MAC, so "02:00:00:00:00:01" cannot be set (the kernel says only EOPNOTSUPP). Drop mac, or set mode to "l2" [mac-needs-l2]',
      ],
    },
    {
      name: 'the peer has one in mode l3',
      inputs: { mode: 'l3', peer: { ...pair.peer, mac } },
      says: [
        'peer.mac: a pair in mode "l3" has no MAC, so "02:00:00:00:00:01" cannot be set (the kernel says only EOPNOTSUPP). Drop peer.mac, or set mode to "l2" [mac-needs-l2]',
      ],
    },
    {
      name: 'both ends have the same, however spelled',
      inputs: {
        mode: 'l2',
        mac: '02:00:00:00:00:AB',
        peer: { name: 'eth0', mac: '02:00:00:00:00:ab' },
      },
      says: [
        `peer.mac: "02:00:00:00:00:ab" is the primary's MAC too; frames would come back to their sender. Choose another [mac-twice]`,
      ],
    },
    {
      name: 'one is multicast',
      inputs: { mode: 'l2', mac: '01:00:00:00:00:00' },
      says: [
        'mac: "01:00:00:00:00:00" is a multicast address. Make the first octet even, "02" say [mac-multicast]',
      ],
    },
    {
      name: 'one is all zero',
      inputs: { mode: 'l2', peer: { ...pair.peer, mac: '00:00:00:00:00:00' } },
      says: [
        'peer.mac: "00:00:00:00:00:00" is all zero, which no device can have. Omit it for a random one [mac-zero]',
      ],
    },
    { name: 'never in mode l2', inputs: { mode: 'l2', mac }, says: [] },
    { name: 'not while the mode is unknown', inputs: { mode: UNKNOWN, mac }, says: [] },
    { name: 'not while the MAC is unknown', inputs: { mac: UNKNOWN }, says: [] },
  ])('are refused when $name', ({ inputs, says }) => {
    expect(complaints({ ...pair, ...inputs })).toEqual(says);
  });
});

describe('addresses', () => {
  test.each<{ name: string; inputs: object; says: string[] }>([
    {
      name: 'stand twice, however spelled',
      inputs: { addresses: ['fd00::1/64', 'FD00:0::1/64'] },
      says: [
        'addresses[1]: "FD00:0::1/64" stands already at addresses[0]. Remove one [duplicate-address]',
      ],
    },
    {
      name: 'stand twice with two prefix lengths',
      inputs: { addresses: ['10.0.0.1/32', '10.0.0.1/24'] },
      says: [
        'addresses[1]: "10.0.0.1/24" stands already at addresses[0] as "10.0.0.1/32". Keep one prefix length [duplicate-address]',
      ],
    },
    {
      name: 'stand on both ends in one namespace',
      inputs: { peer: { name: 'eth0', addresses: ['10.0.0.1/24'] } },
      says: [
        'peer.addresses[0]: "10.0.0.1/24" is an address of the primary too (addresses[0]), in the same namespace. Give each end its own, or set peer.netns [address-on-both-ends]',
      ],
    },
    {
      name: 'are IPv6 on an mtu below 1280',
      inputs: { mtu: 1279, addresses: ['fd00::1/128'], routes: [] },
      says: [
        'mtu: 1279 is below 1280, the least for IPv6, and addresses[0] is IPv6 ("fd00::1/128"). Raise the mtu, or remove it [mtu-below-ipv6]',
      ],
    },
    {
      name: 'have an IPv6 route on an mtu below 1280, in the peer',
      inputs: { peer: { name: 'eth0', mtu: 576, routes: [{ destination: 'fd00::/8' }] } },
      says: [
        'peer.mtu: 576 is below 1280, the least for IPv6, and peer.routes[0] is IPv6 ("fd00::/8"). Raise the mtu, or remove it [mtu-below-ipv6]',
      ],
    },
    {
      name: 'share a subnet: never',
      inputs: { addresses: ['10.0.0.1/24', '10.0.0.3/24'] },
      says: [],
    },
    {
      name: 'stand on both ends in two namespaces: never',
      inputs: { peer: { name: 'eth0', netns: 'blue', addresses: ['10.0.0.1/32'] } },
      says: [],
    },
    { name: 'are IPv4 on a small mtu: never', inputs: { mtu: 68 }, says: [] },
    { name: 'are unknown: never', inputs: { addresses: [UNKNOWN, UNKNOWN] }, says: [] },
  ])('are refused when they $name', ({ inputs, says }) => {
    expect(complaints({ ...pair, ...inputs })).toEqual(says);
  });
});

describe('routes', () => {
  const end = (addresses: string[], ...routes: object[]): object => ({ addresses, routes });
  const unreachable = (path: string, gateway: string, host: string): string =>
    `${path}: "${gateway}" is covered by no address and by no on-link route of this end (the kernel says "Nexthop has invalid gateway"). Add the route "${host}", or set onLink to true [gateway-unreachable]`;

  test.each<{ name: string; inputs: object; says: string[] }>([
    {
      name: 'their gateway is of the other family',
      inputs: end(['fd00::1/64'], { destination: '10.0.0.0/8', gateway: 'fd00::2' }),
      says: [
        'routes[0].gateway: "fd00::2" is IPv6, and the destination "10.0.0.0/8" is IPv4. Use one family [family-mismatch]',
      ],
    },
    {
      name: 'their source is of the other family',
      inputs: end(['10.0.0.1/32'], { destination: 'fd00::/8', source: '10.0.0.1' }),
      says: [
        'routes[0].source: "10.0.0.1" is IPv4, and the destination "fd00::/8" is IPv6. Use one family [family-mismatch]',
      ],
    },
    {
      name: 'a default’s gateway and source are of two families',
      inputs: end(['fd00::1/64'], {
        destination: 'default',
        gateway: 'fd00::2',
        source: '10.0.0.1',
      }),
      says: [
        'routes[0].source: "10.0.0.1" is IPv4, and the destination "default" is IPv6. Use one family [family-mismatch]',
      ],
    },
    {
      name: 'two have one destination, table and metric',
      inputs: end([], { destination: 'default' }, { destination: '0.0.0.0/0', metric: 0 }),
      says: [
        'routes[1]: "0.0.0.0/0" has the destination, table and metric of routes[0], and Linux tells routes apart by these. Remove one, or give it another metric [duplicate-route]',
      ],
    },
    {
      name: 'two have one destination and IPv6’s own metric',
      inputs: end([], { destination: 'fd00::2' }, { destination: 'FD00::2/128', metric: 1024 }),
      says: [
        'routes[1]: "FD00::2/128" has the destination, table and metric of routes[0], and Linux tells routes apart by these. Remove one, or give it another metric [duplicate-route]',
      ],
    },
    {
      name: 'the kernel adds the same for an address',
      inputs: end(['10.0.0.1/24'], { destination: '10.0.0.0/24' }),
      says: [
        'routes[0]: "10.0.0.0/24" is there already: the kernel adds it for addresses[0], "10.0.0.1/24". Remove it, or give it another metric [route-of-address]',
      ],
    },
    {
      name: 'nothing covers their gateway',
      inputs: end(['10.0.0.1/32'], { destination: 'default', gateway: '10.9.0.1' }),
      says: [unreachable('routes[0].gateway', '10.9.0.1', '10.9.0.1/32')],
    },
    {
      name: 'nothing covers their gateway, in IPv6',
      inputs: end(['fd00::1/128'], { destination: 'default', gateway: 'fd00::2' }),
      says: [unreachable('routes[0].gateway', 'fd00::2', 'fd00::2/128')],
    },
    {
      name: 'their gateway is covered by a route with a gateway only',
      inputs: end(
        ['10.0.0.1/24'],
        { destination: '10.9.0.0/16', gateway: '10.0.0.9' },
        { destination: 'default', gateway: '10.9.0.1' },
      ),
      says: [unreachable('routes[1].gateway', '10.9.0.1', '10.9.0.1/32')],
    },
    {
      name: 'their gateway is covered in a table that nobody looks into',
      inputs: end(
        [],
        { destination: '10.9.0.1', table: 100 },
        { destination: 'default', gateway: '10.9.0.1' },
      ),
      says: [unreachable('routes[1].gateway', '10.9.0.1', '10.9.0.1/32')],
    },
    {
      name: 'an IPv6 gateway is an own address',
      inputs: end(['fd00::1/64'], { destination: 'default', gateway: 'fd00::1' }),
      says: [
        `routes[0].gateway: "fd00::1" is an address of this very end (addresses[0]). Write the other end's address [gateway-is-own-address]`,
      ],
    },
    {
      name: 'the gateway is 127.0.0.1',
      inputs: end(['10.0.0.1/24'], { ...via('127.0.0.1'), onLink: true }),
      says: [
        `routes[0].gateway: "127.0.0.1" is a loopback address. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'the gateway is 127.255.255.255',
      inputs: end(['10.0.0.1/24'], { ...via('127.255.255.255'), onLink: true }),
      says: [
        `routes[0].gateway: "127.255.255.255" is a loopback address. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'the gateway is ::1',
      inputs: end([], { ...via('::1'), onLink: true }),
      says: [
        `routes[0].gateway: "::1" is a loopback address. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'the gateway is in 0.0.0.0/8',
      inputs: end(['0.0.0.1/8'], via('0.1.2.3')),
      says: [
        'routes[0].gateway: "0.1.2.3" is in 0.0.0.0/8, in which no host is. Write another [bad-gateway]',
      ],
    },
    {
      name: 'the gateway is the broadcast address of an own subnet',
      inputs: end(['10.0.0.1/30'], via('10.0.0.3')),
      says: [
        `routes[0].gateway: "10.0.0.3" is the broadcast address of addresses[0]. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'an IPv4 gateway on the link is an own address',
      inputs: end(['10.0.0.1/24'], { ...via('10.0.0.1'), onLink: true }),
      says: [
        `routes[0].gateway: "10.0.0.1" is an address of this very end (addresses[0]). Write the other end's address [gateway-is-own-address]`,
      ],
    },
    {
      name: 'an IPv4 route is on the link and has no gateway',
      inputs: end([], { destination: '10.0.0.0/8', onLink: true }),
      says: [
        'routes[0].onLink: it says that the gateway is on the link, and there is none. Add a gateway, or remove it [on-link-needs-gateway]',
      ],
    },
    {
      name: 'their gateway is covered by an address of which the kernel makes no subnet',
      inputs: end(['10.0.0.1/0'], via('10.0.0.9')),
      says: [unreachable('routes[0].gateway', '10.0.0.9', '10.0.0.9/32')],
    },
    {
      name: 'they are in the table local',
      inputs: end([], { destination: '10.0.0.0/8', table: 255 }),
      says: [
        'routes[0].table: 255 is the table "local", which the kernel keeps by itself for the addresses of the namespace. Use another table [route-table-local]',
      ],
    },
    {
      name: 'one is the route to link-local addresses',
      inputs: end([], { destination: 'fe80::/64', metric: 256 }),
      says: [
        'routes[0]: "fe80::/64" is there already: the kernel adds it for link-local addresses. Remove it, or give it another metric [route-of-address]',
      ],
    },
    {
      name: 'one is the route that the kernel adds for an IPv6 address',
      inputs: end(
        ['fd00::1/64'],
        ...[255, 256, 257].map((metric) => ({ destination: 'fd00::/64', metric })),
      ),
      says: [
        'routes[1]: "fd00::/64" is there already: the kernel adds it for addresses[0], "fd00::1/64". Remove it, or give it another metric [route-of-address]',
      ],
    },
    {
      name: 'the source is the destination',
      inputs: end(['10.0.0.1/32'], { destination: '10.0.0.2/32', source: '10.0.0.2' }),
      says: [
        'routes[0].source: "10.0.0.2" is the destination itself. Write the address of this host that packets shall come from, or leave it out [source-is-destination]',
      ],
    },
    {
      name: 'the source is a prefix',
      inputs: end(['10.0.0.1/32'], { destination: '10.0.0.2/32', source: '10.0.0.0/24' }),
      says: [
        'routes[0].source: "10.0.0.0/24" has a prefix length; one address is wanted. Write "10.0.0.0" [prefix-unwanted]',
      ],
    },
    {
      name: 'their device is down',
      inputs: { up: false },
      says: [
        'routes: routes need a device that is up (the kernel says ENETDOWN), and up is false. Remove the routes, or set up to true [routes-need-up]',
      ],
    },
    {
      name: 'the peer is down',
      inputs: { peer: { ...pair.peer, up: false } },
      says: [
        'peer.routes: routes need a device that is up (the kernel says ENETDOWN), and peer.up is false. Remove the routes, or set peer.up to true [routes-need-up]',
      ],
    },
    {
      name: 'host bits are set',
      inputs: end([], { destination: '10.0.0.1/8' }),
      says: [
        'routes[0].destination: "10.0.0.1/8" has bits set behind its prefix; did you mean "10.0.0.0/8"? [host-bits-set]',
      ],
    },
  ])('are refused when $name', ({ inputs, says }) => {
    expect(complaints({ ...pair, ...inputs })).toEqual(says);
  });

  test.each<{ name: string; inputs: object }>([
    { name: 'an address covers the gateway', inputs: end(['10.0.0.1/24'], via('10.0.0.9')) },
    {
      name: 'an on-link route covers the gateway, wherever it stands',
      inputs: end([], via('10.9.0.1'), { destination: '10.9.0.0/16' }),
    },
    {
      name: 'an on-link route of the same table covers the gateway',
      inputs: end([], { destination: '10.9.0.1', table: 7 }, { ...via('10.9.0.1'), table: 7 }),
    },
    {
      name: 'an on-link route of the main table covers the gateway of another',
      inputs: end([], { destination: '10.9.0.1' }, { ...via('10.9.0.1'), table: 7 }),
    },
    {
      name: 'a /0 address and a default route go together, since the kernel makes no route of it',
      inputs: end(['10.0.0.1/0'], { destination: 'default' }),
    },
    {
      name: 'an IPv6 route is on the link without a gateway',
      inputs: end([], { destination: 'fd00::/64', onLink: true }),
    },
    {
      name: 'the gateway is the last address of a subnet of two',
      inputs: end(['10.0.0.0/31'], via('10.0.0.1')),
    },
    { name: 'onLink says so', inputs: end([], { ...via('10.9.0.1'), onLink: true }) },
    { name: 'the gateway is link-local', inputs: end(['fd00::1/64'], via('fe80::1')) },
    {
      name: 'IPv4’s gateway is an own address, which means on the link',
      inputs: end(['10.0.0.1/32'], via('10.0.0.1')),
    },
    { name: 'an address is unknown', inputs: end([UNKNOWN], via('10.9.0.1')) },
    {
      name: 'another route is unknown',
      inputs: { addresses: [], routes: [UNKNOWN, via('10.9.0.1')] },
    },
    {
      name: 'the addresses are unknown',
      inputs: { addresses: UNKNOWN, routes: [via('10.9.0.1')] },
    },
    { name: 'a gateway is unknown', inputs: end([], via(UNKNOWN)) },
    {
      name: 'two defaults differ in metric',
      inputs: end([], { destination: 'default' }, { destination: 'default', metric: 1 }),
    },
    {
      name: 'two defaults differ in family',
      inputs: end(['10.0.0.1/24', 'fd00::1/64'], via('10.0.0.9'), via('fd00::9')),
    },
    {
      name: 'the kernel’s route of an address has another metric',
      inputs: end(
        ['10.0.0.1/24', 'fd00::1/64'],
        { destination: '10.0.0.0/24', metric: 5 },
        { destination: 'fd00::/64' },
      ),
    },
    { name: 'up is unknown', inputs: { up: UNKNOWN } },
  ])('are taken when $name', ({ inputs }) => {
    expect(complaints({ ...pair, ...inputs })).toEqual([]);
  });
});

function via(gateway: string): object {
  return { destination: 'default', gateway };
}

describe('the incarnation', () => {
  const recorded = checkPair(pair, undefined, () => 'old').inputs;
  const incarnation = (inputs: object, before: Record<string, unknown> = recorded): unknown => {
    const { incarnation: own, peer } = checkPair(inputs, before, fresh).inputs;
    expect((peer as { incarnation?: string }).incarnation).toBe(own);
    return own;
  };

  test('is new for a new pair, on both ends', () => {
    expect(recorded).toMatchObject({ incarnation: 'old', peer: { incarnation: 'old' } });
  });

  test.each<{ name: string; inputs: object }>([
    { name: 'nothing differs', inputs: {} },
    { name: 'a default is written out', inputs: { mode: 'l3', headroom: 0 } },
    { name: 'what changes in place differs', inputs: { mtu: 9000, policy: 'drop', addresses: [] } },
    { name: 'the peer is renamed', inputs: { peer: { ...pair.peer, name: 'eth1' } } },
    { name: 'what changes in place is unknown', inputs: { mtu: UNKNOWN, addresses: UNKNOWN } },
    { name: 'the program writes another', inputs: { incarnation: 'forged' } },
  ])('is kept when $name', ({ inputs }) => {
    expect(incarnation({ ...pair, ...inputs })).toBe('old');
  });

  test.each<{ name: string; inputs: object }>([
    { name: 'name', inputs: { name: 'web1' } },
    { name: 'netns', inputs: { netns: 'red' } },
    { name: 'mode', inputs: { mode: 'l2' } },
    { name: 'scrub', inputs: { scrub: 'none' } },
    { name: 'peerScrub', inputs: { peerScrub: 'none' } },
    { name: 'headroom', inputs: { headroom: 16 } },
    { name: 'tailroom', inputs: { tailroom: 16 } },
    { name: 'peer.netns', inputs: { peer: { ...pair.peer, netns: 'red' } } },
    { name: 'absence of peer.netns', inputs: { peer: { name: 'eth0' } } },
    { name: 'unknown peer.netns', inputs: { peer: { ...pair.peer, netns: UNKNOWN } } },
    { name: 'unknown name', inputs: { name: UNKNOWN } },
  ])('is new when another $name replaces', ({ inputs }) => {
    expect(incarnation({ ...pair, addresses: [], routes: [], ...inputs })).toBe('new');
  });

  test('is new when the whole peer is unknown, which then has none', () => {
    const { inputs } = checkPair({ ...pair, peer: UNKNOWN }, recorded, fresh);
    expect(inputs).toMatchObject({ incarnation: 'new', peer: UNKNOWN });
  });

  test('survives a release that knows more keys', () => {
    const { headroom, tailroom, peerScrub, ...older } = recorded;
    expect([headroom, tailroom, peerScrub]).toEqual([0, 0, 'default']);
    expect(incarnation(pair, older)).toBe('old');
  });

  test('is new when none was recorded', () => {
    expect(incarnation(pair, { ...recorded, incarnation: undefined })).toBe('new');
  });
});

test('owner and __provider pass unchanged', () => {
  const added = { owner: 'urn:pulumi:…', __provider: 'exports.handler = …' };
  expect(checkPair({ ...pair, ...added }, undefined, fresh).inputs).toMatchObject(added);
});

describe('on any inputs', () => {
  const ip = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('10.0.0.1', 'fd00::1', 'default', UNKNOWN),
  );
  const length = fc.integer({ min: 0, max: 33 });
  const prefix = fc.tuple(ip, length).map(([address, bits]) => `${address}/${bits}`);
  const some = <T>(...values: T[]): fc.Arbitrary<T | string> => fc.constantFrom(...values, UNKNOWN);
  const route = fc.record(
    {
      destination: fc.oneof(ip, prefix),
      gateway: ip,
      source: ip,
      metric: some(0, 256, 1024),
      table: some(7),
    },
    { requiredKeys: ['destination'] },
  );
  const end = {
    name: some('web0', 'eth0'),
    netns: some('blue', '/run/netns/blue'),
    mac: some('02:00:00:00:00:01'),
    mtu: some(68, 1280),
    up: some(true, false),
    addresses: fc.oneof(some([]), fc.array(prefix)),
    routes: fc.oneof(some([]), fc.array(fc.oneof(route, some({})))),
  };
  const inputs = fc.record(
    { ...end, mode: some('l2', 'l3'), peer: fc.record(end, { requiredKeys: [] }) },
    { requiredKeys: [] },
  );

  test('checkPair() never throws', () => {
    fc.assert(
      fc.property(fc.oneof(inputs, fc.jsonValue(), fc.anything()), (any) => {
        checkPair(any, undefined, fresh);
        checkPair(pair, any as Record<string, unknown>, fresh);
      }),
    );
  });

  test('checkPair() is idempotent', () => {
    fc.assert(
      fc.property(inputs, (any) => {
        const once = checkPair(any, undefined, () => 'old');
        const hasUnknown = JSON.stringify(any).includes(UNKNOWN);
        const again = checkPair(once.inputs, once.inputs, () => (hasUnknown ? 'old' : 'new'));
        expect(again).toEqual(once);
      }),
    );
  });

  test('checkPair() says nothing about what is unknown', () => {
    const paths = [
      'name',
      'netns',
      'mode',
      'mac',
      'mtu',
      'up',
      'addresses',
      'routes',
      'peer',
    ] as const;
    fc.assert(
      fc.property(fc.subarray([...paths]), fc.subarray([...paths].slice(0, -1)), (top, below) => {
        const hide = (keys: readonly string[]): object =>
          Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
        const nested = { ...pair.peer, ...hide(below.filter((key) => key !== 'mode')) };
        expect(complaints({ ...pair, peer: nested, ...hide(top) })).toEqual([]);
      }),
    );
  });
});
