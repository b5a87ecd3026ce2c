import fc from 'fast-check';

import { checkShape, UNKNOWN } from './shape.js';

const pair = { name: 'web0', peer: { name: 'eth0' } };

/** `property: reason` of every failure. */
function complaints(inputs: unknown): string[] {
  return checkShape('NetkitPair', inputs).failures.map((one) => `${one.property}: ${one.reason}`);
}

test('checkShape() fills in every default, of the peer and of routes too', () => {
  const routes = [{ destination: 'default' }];
  const { inputs, failures } = checkShape('NetkitPair', {
    ...pair,
    peer: { name: 'eth0', routes },
  });
  const end = {
    mtu: 1500,
    up: true,
    addresses: [],
    group: 0,
    txQueueLength: 1000,
    gsoMaxSize: 65536,
    gsoIpv4MaxSize: 65536,
    groMaxSize: 65536,
    groIpv4MaxSize: 65536,
    alias: '',
  };
  expect(failures).toEqual([]);
  expect(inputs).toEqual({
    ...end,
    name: 'web0',
    mode: 'l3',
    policy: 'pass',
    peerPolicy: 'pass',
    scrub: 'default',
    peerScrub: 'default',
    headroom: 0,
    tailroom: 0,
    routes: [],
    adopt: false,
    peer: {
      ...end,
      name: 'eth0',
      routes: [{ destination: 'default', table: 254, onLink: false }],
    },
  });
});

test('checkShape() leaves what it was given alone, and no two answers share a list', () => {
  const given = Object.freeze({ ...pair, peer: Object.freeze({ name: 'eth0' }) });
  const [one, other] = [checkShape('NetkitPair', given), checkShape('NetkitPair', given)];
  expect(given.peer).toEqual({ name: 'eth0' });
  expect(one.inputs['addresses']).not.toBe(other.inputs['addresses']);
});

test.each([
  { name: 'the primary’s', inputs: { mtu: 9000 }, mtu: 9000 },
  {
    name: 'its own, if it has one',
    inputs: { mtu: 9000, peer: { name: 'b', mtu: 1400 } },
    mtu: 1400,
  },
  { name: 'unknown, if the primary’s is', inputs: { mtu: UNKNOWN }, mtu: UNKNOWN },
])('the peer’s mtu is $name', ({ inputs, mtu }) => {
  expect(checkShape('NetkitPair', { ...pair, ...inputs }).inputs['peer']).toMatchObject({ mtu });
});

test('undefined and null count as absent, at any depth', () => {
  const routes = [{ destination: 'default', gateway: null, metric: undefined }];
  const { inputs, failures } = checkShape('NetkitPair', {
    ...pair,
    netns: null,
    mac: undefined,
    routes,
  });
  expect(failures).toEqual([]);
  expect(inputs).not.toHaveProperty('netns');
  expect(inputs).not.toHaveProperty('mac');
  expect(inputs['routes']).toEqual([{ destination: 'default', table: 254, onLink: false }]);
});

test('what the program and check add by themselves passes unchanged', () => {
  const added = { __provider: 'exports.handler = …', owner: 'urn:…', incarnation: 'i' };
  const peer = { name: 'eth0', incarnation: 'i' };
  const { inputs, failures } = checkShape('NetkitPair', { ...pair, ...added, peer });
  expect(failures).toEqual([]);
  expect(inputs).toMatchObject({ ...added, peer });
});

test.each<{ name: string; inputs: object; says: string }>([
  {
    name: 'a peer that is missing',
    inputs: { peer: null },
    says: "peer: is missing: the peer, which is the end in a pod's network namespace [missing]",
  },
  {
    name: 'a name of 16 bytes, in the peer',
    inputs: { peer: { name: 'exactly-16-bytes' } },
    says: 'peer.name: "exactly-16-bytes" is 16 bytes; Linux allows 15. Shorten it [name-too-long]',
  },
  {
    name: 'an unknown key, with the one that was meant',
    inputs: { adresses: [] },
    says: 'adresses: "adresses" is not a property of a NetkitPair; did you mean "addresses"? [unknown-property]',
  },
  {
    name: 'an unknown key that is like no other',
    inputs: { colour: 'red' },
    says: 'colour: "colour" is not a property of a NetkitPair [unknown-property]',
  },
  {
    name: 'an unknown key of the peer',
    inputs: { peer: { name: 'eth0', netn: 'blue' } },
    says: 'peer.netn: "netn" is not a property of a Peer; did you mean "netns"? [unknown-property]',
  },
  {
    name: 'an unknown key of a route',
    inputs: { routes: [{ destination: 'default', gatway: '10.0.0.1' }] },
    says: 'routes[0].gatway: "gatway" is not a property of a Route; did you mean "gateway"? [unknown-property]',
  },
  {
    name: 'an unknown key with a dot in it',
    inputs: { 'a.b': 1 },
    says: '["a.b"]: "a.b" is not a property of a NetkitPair [unknown-property]',
  },
  {
    name: 'a property of the peer at the top',
    inputs: { peerMtu: 1400 },
    says: 'peerMtu: "peerMtu" is not a property of a NetkitPair; write it as peer.mtu [unknown-property]',
  },
  {
    name: 'the peer’s policy within the peer',
    inputs: { peer: { name: 'eth0', policy: 'drop' } },
    says: 'peer.policy: "policy" is not a property of a Peer; write it as peerPolicy, beside peer [unknown-property]',
  },
  {
    name: 'the mode within the peer',
    inputs: { peer: { name: 'eth0', mode: 'l2' } },
    says: 'peer.mode: "mode" is not a property of a Peer; write mode beside peer, it holds for both [unknown-property]',
  },
  {
    name: 'an unknown mode',
    inputs: { mode: 'L2' },
    says: 'mode: "L2" is not "l3" or "l2"; did you mean "l2"? [unknown-value]',
  },
  {
    name: 'a policy in the words of iproute2',
    inputs: { policy: 'blackhole' },
    says: 'policy: "blackhole" is not "pass" or "drop" [unknown-value]',
  },
  {
    name: 'a number for an enum, once',
    inputs: { mode: 5 },
    says: 'mode: 5 is a number; a string is wanted [wrong-type]',
  },
  {
    name: 'a string for a number',
    inputs: { mtu: '1500' },
    says: 'mtu: "1500" is a string; a whole number is wanted [wrong-type]',
  },
  {
    name: 'an mtu with a fraction',
    inputs: { mtu: 1500.5 },
    says: 'mtu: 1500.5 is not whole; a whole number is wanted [wrong-type]',
  },
  {
    name: 'an mtu that is no number at all',
    inputs: { mtu: NaN },
    says: 'mtu: NaN is not whole; a whole number is wanted [wrong-type]',
  },
  {
    name: 'an mtu below 68',
    inputs: { mtu: 67 },
    says: 'mtu: 67 is below 68, the least that Linux allows [out-of-range]',
  },
  {
    name: 'an mtu above 65535, in the peer',
    inputs: { peer: { name: 'eth0', mtu: 65536 } },
    says: 'peer.mtu: 65536 is above 65535, the most that Linux allows [out-of-range]',
  },
  {
    name: 'a gso size above the kernel’s limit',
    inputs: { gsoMaxSize: 524281 },
    says: 'gsoMaxSize: 524281 is above 524280, the most that Linux allows [out-of-range]',
  },
  {
    name: 'an IPv4 gso size above the kernel’s limit',
    inputs: { gsoIpv4MaxSize: 524281 },
    says: 'gsoIpv4MaxSize: 524281 is above 524280, the most that Linux allows [out-of-range]',
  },
  {
    name: 'a gro size above the kernel’s limit, in the peer',
    inputs: { peer: { name: 'eth0', groMaxSize: 524281 } },
    says: 'peer.groMaxSize: 524281 is above 524280, the most that Linux allows [out-of-range]',
  },
  {
    name: 'an IPv4 gro size above the kernel’s limit',
    inputs: { groIpv4MaxSize: 524281 },
    says: 'groIpv4MaxSize: 524281 is above 524280, the most that Linux allows [out-of-range]',
  },
  {
    name: 'a group of more than 32 bits',
    inputs: { group: 2 ** 32 },
    says: 'group: 4294967296 is above 4294967295, the most that Linux allows [out-of-range]',
  },
  {
    name: 'a queue length of more than 15 bits',
    inputs: { txQueueLength: 2 ** 15 },
    says: 'txQueueLength: 32768 is above 32767, the most that Linux allows [out-of-range]',
  },
  {
    name: 'a headroom that would crash the kernel',
    inputs: { headroom: 65535 },
    says: 'headroom: 65535 is above 32768, the most that is taken here: Linux takes up to 65535, but some crash at the first packet from 65500 on [out-of-range]',
  },
  {
    name: 'a tailroom above our own limit',
    inputs: { tailroom: 32769 },
    says: 'tailroom: 32769 is above 32768, the most that is taken here, as of headroom: Linux takes up to 65535 [out-of-range]',
  },
  {
    name: 'a headroom below nothing, which is the limit of Linux',
    inputs: { headroom: -1 },
    says: 'headroom: -1 is below 0, the least that Linux allows [out-of-range]',
  },
  {
    name: 'a table of 0',
    inputs: { routes: [{ destination: 'default', table: 0 }] },
    says: 'routes[0].table: 0 is below 1, the least that Linux allows [out-of-range]',
  },
  {
    name: 'a list that is none',
    inputs: { addresses: '10.0.0.1/32' },
    says: 'addresses: "10.0.0.1/32" is a string; a list is wanted [wrong-type]',
  },
  {
    name: 'an address that is null, where it stands',
    inputs: { addresses: ['10.0.0.1/32', null] },
    says: 'addresses[1]: null is nothing; a string is wanted [wrong-type]',
  },
  {
    name: 'a route that is a string',
    inputs: { peer: { name: 'eth0', routes: ['default'] } },
    says: 'peer.routes[0]: "default" is a string; an object is wanted [wrong-type]',
  },
  {
    name: 'a route without destination',
    inputs: { routes: [{ gateway: '10.0.0.1' }] },
    says: 'routes[0].destination: is missing: the destination, which is a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default` [missing]',
  },
  {
    name: 'a peer that is a list',
    inputs: { peer: ['eth0'] },
    says: 'peer: ["eth0"] is a list; an object is wanted [wrong-type]',
  },
  {
    name: 'an up that is a string',
    inputs: { up: 'yes' },
    says: 'up: "yes" is a string; true or false is wanted [wrong-type]',
  },
  {
    name: 'a malformed address',
    inputs: { addresses: ['10.0.0.1/32', '10.0.0.300/24'] },
    says: 'addresses[1]: "10.0.0.300/24" is not a valid IP address. Write it in full, "10.0.0.1/32" [bad-address]',
  },
  {
    name: 'a malformed gateway',
    inputs: { routes: [{ destination: 'default', gateway: 'gw' }] },
    says: 'routes[0].gateway: "gw" is not a valid IP address. Write it in full, "10.0.0.1" [bad-address]',
  },
])('checkShape() refuses $name', ({ inputs, says }) => {
  expect(complaints({ ...pair, ...inputs })).toEqual([says]);
});

test.each([
  {
    inputs: null,
    says: ': null is not an object; write the properties of a NetkitPair [wrong-type]',
  },
  { inputs: [], says: ': [] is not an object; write the properties of a NetkitPair [wrong-type]' },
])('checkShape() refuses $inputs for the whole', ({ inputs, says }) => {
  expect(complaints(inputs)).toEqual([says]);
});

test('checkShape() tells everything at once', () => {
  const routes = [{}];
  expect(complaints({ name: '', mode: 'x', mtu: 1, peer: { nme: '', routes } })).toHaveLength(5);
});

test.each<{ name: string; inputs: object }>([
  { name: 'a name', inputs: { name: UNKNOWN } },
  { name: 'a number', inputs: { mtu: UNKNOWN } },
  { name: 'a boolean', inputs: { up: UNKNOWN } },
  { name: 'an enum', inputs: { mode: UNKNOWN } },
  { name: 'the peer', inputs: { peer: UNKNOWN } },
  { name: 'a value in the peer', inputs: { peer: { name: UNKNOWN, netns: UNKNOWN } } },
  { name: 'a list', inputs: { addresses: UNKNOWN, routes: UNKNOWN } },
  { name: 'elements of a list, more than one', inputs: { addresses: [UNKNOWN, UNKNOWN] } },
  { name: 'a route', inputs: { routes: [UNKNOWN, { destination: UNKNOWN, gateway: UNKNOWN }] } },
  {
    name: 'a value of another language’s program',
    inputs: { mtu: '3eeb2bf0-c639-47a8-9e75-3b44932eb421' },
  },
])('$name that is unknown passes untouched', ({ inputs }) => {
  const checked = checkShape('NetkitPair', { ...pair, ...inputs });
  expect(checked.failures).toEqual([]);
  expect(checked.inputs).toMatchObject(
    JSON.parse(JSON.stringify({ ...pair, ...inputs })) as object,
  );
});

describe('on any JSON', () => {
  const kinds = fc.constantFrom('NetkitPair' as const, 'NetworkNamespace' as const);

  test('checkShape() never throws, and every failure has a place, a reason and a code', () => {
    fc.assert(
      fc.property(kinds, fc.oneof(fc.jsonValue(), fc.anything()), (kind, inputs) => {
        for (const { property, reason, code } of checkShape(kind, inputs).failures) {
          expect(typeof property).toBe('string');
          expect(reason.endsWith(` [${code}]`)).toBe(true);
          expect(reason).not.toMatch(/\n|must NOT|\[object/);
        }
      }),
    );
  });

  test('checkShape() is idempotent', () => {
    fc.assert(
      fc.property(kinds, anyInputs(), (kind, inputs) => {
        const once = checkShape(kind, inputs);
        expect(checkShape(kind, once.inputs)).toEqual(once);
      }),
    );
  });
});

/** Objects near enough to a pair that every part of the schema is met. */
function anyInputs(): fc.Arbitrary<unknown> {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(UNKNOWN, 'l2', 'web0', 1500, true, '10.0.0.1/32', null, undefined),
  );
  const list = fc.oneof(value, fc.array(fc.oneof(value, fc.record({ destination: value }))));
  const end = { name: value, mtu: value, addresses: list, routes: list, foo: value };
  const peer = fc.oneof(value, fc.record(end, { requiredKeys: [] }));
  return fc.record({ ...end, mode: value, adopt: value, peer }, { requiredKeys: [] });
}
