import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';

import {
  canonicalAddress,
  canonicalDestination,
  canonicalRoute,
  covers,
  isLinkLocal,
  isMulticast,
  parseAddress,
  parsePrefix,
  routeFamily,
  routeKey,
  spanOf,
} from './address.js';
import type { RouteLike } from './address.js';
import { UNKNOWN } from './unknown.js';

test.each([
  { text: '10.0.0.1/32', canonical: '10.0.0.1/32' },
  { text: '10.0.0.1/24', canonical: '10.0.0.1/24' },
  { text: 'FD00:0:0::01/64', canonical: 'fd00::1/64' },
  { text: '::FFFF:10.0.0.1/128', canonical: '::ffff:a00:1/128' },
  { text: '::10.0.0.1/128', canonical: '::a00:1/128' },
  { text: 'not an address', canonical: 'not an address' },
  { text: UNKNOWN, canonical: UNKNOWN },
])('canonicalAddress() of $text is $canonical', ({ text, canonical }) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

test.each([
  { text: 'default', family: 4, canonical: '0.0.0.0/0' },
  { text: 'default', family: 6, canonical: '::/0' },
  { text: '10.0.0.2', family: 4, canonical: '10.0.0.2/32' },
  { text: 'FD00::2', family: 4, canonical: 'fd00::2/128' },
  { text: '10.1.0.0/16', family: 4, canonical: '10.1.0.0/16' },
  { text: '10.1.2.3/12', family: 4, canonical: '10.0.0.0/12' },
  { text: 'fd00:ffff::/20', family: 6, canonical: 'fd00:f000::/20' },
  { text: UNKNOWN, family: 4, canonical: UNKNOWN },
] as const)('canonicalDestination() of $text for IPv$family is $canonical', (row) => {
  expect(canonicalDestination(row.text, row.family)).toBe(row.canonical);
});

test.each<{ name: string; route: RouteLike; family: number }>([
  { name: 'is the destination’s', route: { destination: 'fd00::/8' }, family: 6 },
  { name: 'of a default is the gateway’s', route: of('default', 'fe80::1'), family: 6 },
  { name: 'of a bare default is 4', route: { destination: 'default' }, family: 4 },
  {
    name: 'of a default without gateway is the source’s',
    route: { destination: 'default', source: 'fd00::1' },
    family: 6,
  },
])('routeFamily() $name', ({ route, family }) => expect(routeFamily(route)).toBe(family));

function of(destination: string, gateway: string): RouteLike {
  return { destination, gateway };
}

test.each<{ name: string; route: RouteLike; key: string }>([
  {
    name: 'IPv4’s metric 0 and the main table',
    route: { destination: 'default' },
    key: '0.0.0.0/0 table 254 metric 0',
  },
  {
    name: 'IPv6’s metric 1024',
    route: of('default', 'FE80::1'),
    key: '::/0 table 254 metric 1024',
  },
  {
    name: 'IPv6’s metric 1024 for a 0 too',
    route: { destination: 'fd00::2', metric: 0, table: 7 },
    key: 'fd00::2/128 table 7 metric 1024',
  },
])('routeKey() fills in $name', ({ route, key }) => expect(routeKey(route)).toBe(key));

test('canonicalRoute() keeps an absent gateway absent and spells the rest one way', () => {
  expect(canonicalRoute({ destination: 'FD00::/8', source: 'FD00::1' })).toEqual({
    destination: 'fd00::/8',
    source: 'fd00::1',
    metric: 1024,
    table: 254,
    onLink: false,
  });
});

test.each([
  { prefix: '10.0.0.0/8', inner: '10.255.0.1', is: true },
  { prefix: '10.0.0.0/9', inner: '10.128.0.1', is: false },
  { prefix: '0.0.0.0/0', inner: '1.2.3.4', is: true },
  { prefix: '0.0.0.0/0', inner: 'fd00::1', is: false },
  { prefix: 'fd00::/65', inner: 'fd00::7fff:0:0:1', is: true },
  { prefix: 'fd00::/65', inner: 'fd00::8000:0:0:1', is: false },
])('covers(): $prefix covers $inner is $is', ({ prefix, inner, is }) => {
  expect(covers(parsePrefix(prefix)!, parseAddress(inner)!)).toBe(is);
});

// ipaddr.js takes "::1.2.3.4" for "::ffff:1.2.3.4".
const oracle = (text: string): ipaddr.IPv4 | ipaddr.IPv6 =>
  ipaddr.parse(text.replace(/^::(?=\d+\.)/, '::0:'));
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const lengths = fc.integer({ min: 0, max: 128 });

test('canonical forms are stable, and still well-formed', () => {
  fc.assert(
    fc.property(address, lengths, (ip, length) => {
      const text = `${ip}/${ip.includes(':') ? length : length % 33}`;
      const once = canonicalAddress(text);
      expect(canonicalAddress(once)).toBe(once);
      expect(parsePrefix(once)).toBeDefined();
      const destination = canonicalDestination(text);
      expect(canonicalDestination(destination)).toBe(destination);
      const [network, bits] = ipaddr.parseCIDR(destination);
      expect(oracle(ip).match(network, bits)).toBe(true);
    }),
  );
});

test('canonicalRoute() is stable on any text', () => {
  const text = fc.oneof(address, fc.string(), fc.constantFrom('default', UNKNOWN));
  const route = fc.record(
    { destination: text, gateway: text, source: text, metric: fc.nat(), table: fc.nat() },
    { requiredKeys: ['destination'] },
  );
  fc.assert(
    fc.property(route, (one) => {
      const once = canonicalRoute(one);
      expect(canonicalRoute(once)).toEqual(once);
      expect(routeKey(once)).toBe(routeKey(one));
    }),
  );
});

test('an address has the text, the number, the span and the range that ipaddr.js gives it', () => {
  const number = (ip: ipaddr.IPv4 | ipaddr.IPv6): bigint =>
    BigInt(`0x${Buffer.from(ip.toByteArray()).toString('hex')}`);
  const multicast = fc.constantFrom('224.0.0.1', '239.255.255.255', 'ff02::1', 'febf::1', 'fec0::');
  fc.assert(
    fc.property(fc.oneof(address, multicast), lengths, (text, some) => {
      const [ip, read] = [oracle(text), parseAddress(text)!];
      const length = ip.kind() === 'ipv4' ? some % 33 : some;
      expect(BigInt(read.value)).toBe(number(ip));
      expect(read.text).toBe(ip instanceof ipaddr.IPv6 ? ip.toRFC5952String() : ip.toString());
      expect(isMulticast(read)).toBe(ip.range() === 'multicast');
      expect(isLinkLocal(read)).toBe(ip instanceof ipaddr.IPv6 && ip.range() === 'linkLocal');
      const kind = ip instanceof ipaddr.IPv4 ? ipaddr.IPv4 : ipaddr.IPv6;
      expect(spanOf(parsePrefix(`${text}/${length}`)!).map(BigInt)).toEqual([
        number(kind.networkAddressFromCIDR(`${ip.toString()}/${length}`)),
        number(ip) | ((1n << BigInt((ip.kind() === 'ipv4' ? 32 : 128) - length)) - 1n),
      ]);
    }),
  );
});

test('an IPv6 address is what inet_pton(3) takes for one, spelled as a URL spells it', () => {
  const part = fc.constantFrom(
    ...[
      ':',
      '::',
      '0',
      '00',
      'f',
      'F0',
      '0001',
      '00001',
      'g',
      '1.2.3.4',
      '1.2.3',
      '01.2.3.4',
      '256.1.1.1',
      '%',
      '',
    ],
  );
  const near = fc.array(part, { maxLength: 16 }).map((parts) => parts.join(''));
  const groups = fc.array(fc.constantFrom('0', '1', 'ab', ''), { minLength: 6, maxLength: 9 });
  const text = fc.oneof(
    near,
    groups.map((some) => some.join(':')),
    fc.ipV6(),
  );
  fc.assert(
    fc.property(text, (one) => {
      fc.pre(one.includes(':'));
      const isRead = isIPv6(one) && !one.includes('%');
      const spelled = isRead ? new URL(`http://[${one}]`).hostname.slice(1, -1) : undefined;
      expect(parseAddress(one)?.text).toBe(spelled);
    }),
    { numRuns: 2000 },
  );
});
