import fc from 'fast-check';
import { UNKNOWN } from '../../check/shape.js';
import { checkPair } from './inputs.js';
import { fresh, pair, complaints } from './testing/good-pair.js';

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
