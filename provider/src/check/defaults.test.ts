import fc from 'fast-check';
import { checkShape } from './shape.js';
import { withDefaults, withoutDefaults } from './defaults.js';
import { UNKNOWN } from '@pulumi-netkit/contract';

type Json = Record<string, unknown>;

const PAIR: Json = {
  name: 'web0',
  incarnation: 'i',
  addresses: ['10.0.0.1/32'],
  routes: [{ destination: 'default', gateway: '10.0.0.2' }],
  peer: { name: 'eth0', incarnation: 'i', mtu: 1500 },
};
const { incarnation: _i, mtu: _m, ...PEER } = PAIR['peer'] as Json;
const SHORT: Json = { ...PAIR, peer: PEER };
const full = checkShape('NetkitPair', PAIR).inputs;

test('nothing is left of what nobody wrote', () => {
  expect(withoutDefaults('NetkitPair', full)).toEqual(SHORT);
  expect(withoutDefaults('NetworkNamespace', { name: 'b', adopt: false, force: false })).toEqual({
    name: 'b',
  });
});

test('what is left is completed to the same', () => {
  expect(withDefaults('NetkitPair', SHORT)).toEqual(full);
  expect(withDefaults('NetkitPair', full)).toEqual(full);
});

test('the peer has the mtu of the primary, unless it has its own', () => {
  const both = { ...full, mtu: 9000, peer: { ...(full['peer'] as Json), mtu: 9000 } };
  const short = withoutDefaults('NetkitPair', both);
  expect([short['mtu'], (short['peer'] as Json)['mtu']]).toEqual([9000, undefined]);
  expect(withDefaults('NetkitPair', short)).toEqual(both);
  const own = { ...full, mtu: 9000 };
  expect(withDefaults('NetkitPair', withoutDefaults('NetkitPair', own))).toEqual(own);
});

test('what an older release wrote stays, so that nothing differs', () => {
  expect(withoutDefaults('NetkitPair', full, full)).toEqual(full);
});

test('a value that is no longer declared is shown as it becomes', () => {
  const before = { ...SHORT, alias: 'mine', routes: [] };
  expect(withoutDefaults('NetkitPair', full, before)).toEqual({ ...SHORT, alias: '' });
});

test('an item of a list that changes stays whole, so that each value that changes is shown', () => {
  const short = { destination: 'default', gateway: '10.0.0.2' };
  const whole = { ...short, onLink: false, table: 254 };
  const routes = (now: Json[], before?: Json[]): unknown =>
    withoutDefaults('NetkitPair', { ...full, routes: now }, before && { ...SHORT, routes: before })[
      'routes'
    ];
  expect(routes([whole])).toEqual([short]);
  expect(routes([whole], [short])).toEqual([short]);
  expect(routes([whole], [whole])).toEqual([whole]);
  expect(routes([whole], [{ ...short, onLink: true }])).toEqual([whole]);
  expect(routes([whole, { ...whole, metric: 5 }], [short])).toEqual([
    short,
    { ...short, metric: 5 },
  ]);
});

test('what is unknown stays', () => {
  const inputs = { ...full, mtu: UNKNOWN, routes: UNKNOWN };
  expect(withoutDefaults('NetkitPair', inputs)).toMatchObject({ mtu: UNKNOWN, routes: UNKNOWN });
  expect(withDefaults('NetkitPair', { ...SHORT, peer: UNKNOWN })['peer']).toBe(UNKNOWN);
});

test('any inputs are completed to what they were, whatever was there before', () => {
  const some = fc.subarray(Object.keys(full).filter((key) => key !== 'peer'));
  const ofPeer = fc.subarray(Object.keys(full['peer'] as Json));
  const pick = (from: Json, keys: string[]): Json =>
    Object.fromEntries(keys.map((key) => [key, from[key]]));
  fc.assert(
    fc.property(some, ofPeer, fc.boolean(), (keys, peerKeys, hasOther) => {
      const before = { ...pick(full, keys), peer: pick(full['peer'] as Json, peerKeys) };
      const checked = hasOther ? { ...full, mtu: 1400, alias: 'x' } : full;
      expect(withDefaults('NetkitPair', withoutDefaults('NetkitPair', checked, before))).toEqual(
        checked,
      );
    }),
  );
});
