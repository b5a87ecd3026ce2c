import fc from 'fast-check';
import { derivedIncarnation, derivedNetnsIncarnation } from './identity.js';
import { altNameOf, birthGroup, parseAltName } from './mark.js';

const ID = '0123456789abcdef01234567';
const incarnations = fc
  .array(fc.nat(15), { minLength: 24, maxLength: 24 })
  .map((digits) => digits.map((digit) => digit.toString(16)).join(''));

test('altNameOf() tells the incarnation and the end', () => {
  expect(altNameOf(ID, 'primary')).toBe('netkit-0123456789abcdef01234567-primary');
  expect(altNameOf(ID, 'peer')).toBe('netkit-0123456789abcdef01234567-peer');
});

test('parseAltName() reads what altNameOf() wrote', () =>
  fc.assert(
    fc.property(incarnations, fc.constantFrom('primary', 'peer'), (incarnation, end) => {
      expect(parseAltName(altNameOf(incarnation, end))).toEqual({ incarnation, end });
    }),
  ));

test.each([
  { name: 'a plain name', altName: 'web0' },
  { name: 'too few digits', altName: 'netkit-0123456789abcdef0123456-peer' },
  { name: 'too many digits', altName: 'netkit-0123456789abcdef012345678-peer' },
  { name: 'upper case', altName: 'netkit-0123456789ABCDEF01234567-peer' },
  { name: 'another end', altName: 'netkit-0123456789abcdef01234567-host' },
  { name: 'something before', altName: 'xnetkit-0123456789abcdef01234567-peer' },
  { name: 'something behind', altName: 'netkit-0123456789abcdef01234567-peer1' },
])('parseAltName() takes $name for nobody of ours', ({ altName }) => {
  expect(parseAltName(altName)).toBeUndefined();
});

test('birthGroup() is a positive 31-bit number that no plain group is near', () =>
  fc.assert(
    fc.property(incarnations, (incarnation) => {
      const group = birthGroup(incarnation);
      expect(Number.isInteger(group)).toBe(true);
      expect(group).toBeGreaterThanOrEqual(2 ** 30);
      expect(group).toBeLessThan(2 ** 31);
    }),
  ));

test('birthGroup() keeps 30 bits of the incarnation', () => {
  expect(birthGroup('00000000'.padEnd(24, 'f'))).toBe(0x40000000);
  expect(birthGroup('ffffffff'.padEnd(24, '0'))).toBe(0x7fffffff);
  expect(birthGroup('12345678'.padEnd(24, '0'))).toBe(0x52345678);
});

const PLACE = { bootId: 'boot-1', inode: '4026531840', ifindex: 7, peerIfindex: 2 };

// It stands in states: another digest of the same place is another pair.
test('derivedIncarnation() of a place stays what it was in the first release', () => {
  expect(derivedIncarnation(PLACE)).toBe('e4fd2331438b927a55cb2949');
  expect(derivedNetnsIncarnation('boot-1', '4026531840')).toBe('ac45057d3d90b92f68935d54');
});

test.each([
  { name: 'boot', other: { bootId: 'boot-2' } },
  { name: 'namespace', other: { inode: '4026531841' } },
  { name: 'primary', other: { ifindex: 8 } },
  { name: 'peer', other: { peerIfindex: 3 } },
  { name: 'order of the ends', other: { ifindex: 2, peerIfindex: 7 } },
])('derivedIncarnation() is another one with another $name', ({ other }) => {
  expect(derivedIncarnation({ ...PLACE, ...other })).not.toBe(derivedIncarnation(PLACE));
});
