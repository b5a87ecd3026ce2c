import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { parseAddress, parsePrefix, type Address, type Prefix } from '@pulumi-netkit/contract';
import { PrefixSet } from './prefix-set.js';

const prefix = (text: string): Prefix => parsePrefix(text)!;
const address = (text: string): Address => parseAddress(text)!;

test('an address is in the set when one prefix covers it', () => {
  const set = new PrefixSet(['10.0.0.1/24', '10.0.2.0/24', 'fd00::/8'].map(prefix));
  const asked = ['10.0.0.255', '10.0.1.0', '10.0.2.0', '10.0.3.0', 'fdff::1', 'fe00::', '::1'];
  expect(asked.filter((text) => set.has(address(text)))).toEqual([
    '10.0.0.255',
    '10.0.2.0',
    'fdff::1',
  ]);
});

test('it answers as ipaddr.js does, prefix by prefix', () => {
  const octets = (top: number): fc.Arbitrary<string> =>
    fc.tuple(fc.nat(3), fc.nat(top)).map(([a, b]) => `10.0.${a}.${b}`);
  const some = fc.array(
    fc.tuple(octets(255), fc.integer({ min: 20, max: 32 })).map(([a, b]) => prefix(`${a}/${b}`)),
  );
  fc.assert(
    fc.property(some, octets(255).map(address), (prefixes, one) => {
      expect(new PrefixSet(prefixes).has(one)).toBe(
        prefixes.some(({ text, length }) =>
          ipaddr.parse(one.text).match(ipaddr.parse(text), length),
        ),
      );
    }),
  );
});
