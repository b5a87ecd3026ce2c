import fc from 'fast-check';
import { type NetkitPairChecked, sameJson, UNKNOWN } from '@pulumi-netkit/contract';
import { replaceKeys } from '../../check/schema.js';
import { anyPair, FULL, meaning, pair } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { Json } from '../common/resource.js';
import type { Diff } from '../common/diff.js';
import { diffPair } from './diff.js';
import { netkitPair } from './index.js';
import type { PairState } from './state.js';

let state: PairState;
beforeAll(async () => {
  const inputs = pair(FULL) as unknown as Json;
  const made = await netkitPair.create(new FakeHost(new FakeKernel()), inputs);
  state = made.state as unknown as PairState;
});

const PEER = FULL['peer'] as Json;

test.each<{ path: string; changes: Json }>([
  { path: 'name', changes: { name: 'web1' } },
  { path: 'netns', changes: { netns: 'red' } },
  { path: 'scrub', changes: { scrub: 'default' } },
  { path: 'peerScrub', changes: { peerScrub: 'default' } },
  { path: 'headroom', changes: { headroom: 31 } },
  { path: 'tailroom', changes: { tailroom: 0 } },
  { path: 'peer.netns', changes: { peer: { ...PEER, netns: 'red' } } },
])('diffPair() replaces, deleting first, when $path changes', ({ path, changes }) => {
  expect(replaceKeys('NetkitPair')).toContain(path);
  expect(diffPair(state, pair({ ...FULL, ...changes }))).toEqual({
    changes: undefined,
    replaces: [path.split('.')[0]],
    deleteBeforeReplace: true,
    details: [{ path, kind: path === 'netns' ? 'add' : 'update', replaces: true }],
  });
});

test('diffPair() replaces when mode changes', () => {
  const desired = { ...pair(FULL), mode: 'l3' } as NetkitPairChecked;
  expect(diffPair(state, desired)).toMatchObject({ changes: undefined, replaces: ['mode'] });
});

test('the keys above, and the host, are all that replace', () => {
  const above = [
    'headroom',
    'host.name', // on-host.ts
    'mode',
    'name',
    'netns',
    'peer.netns',
    'peerScrub',
    'scrub',
    'tailroom',
  ];
  expect(replaceKeys('NetkitPair').toSorted()).toEqual(above);
});

test.each<{ path: string; changes: Json }>([
  { path: 'policy', changes: { policy: 'pass' } },
  { path: 'peerPolicy', changes: { peerPolicy: 'pass' } },
  { path: 'mtu', changes: { mtu: 1400 } },
  { path: 'mac', changes: { mac: '02:00:00:00:00:0f' } },
  { path: 'up', changes: { up: false, routes: [] } },
  { path: 'addresses', changes: { addresses: ['10.0.0.1/24'], routes: [] } },
  { path: 'routes', changes: { routes: [] } },
  {
    path: "a route's source",
    changes: { routes: [{ destination: '10.9.0.0/16', gateway: '10.0.0.2', metric: 7 }] },
  },
  { path: 'group', changes: { group: 0 } },
  { path: 'txQueueLength', changes: { txQueueLength: 0 } },
  { path: 'gsoMaxSize', changes: { gsoMaxSize: 321 } },
  { path: 'gsoIpv4MaxSize', changes: { gsoIpv4MaxSize: 321 } },
  { path: 'groMaxSize', changes: { groMaxSize: 1 } },
  { path: 'groIpv4MaxSize', changes: { groIpv4MaxSize: 1 } },
  { path: 'alias', changes: { alias: '' } },
  { path: 'adopt', changes: { adopt: true } },
  { path: 'peer.name', changes: { peer: { ...PEER, name: 'eth9' } } },
  { path: 'peer.mtu', changes: { peer: { ...PEER, mtu: 1400 } } },
  { path: 'peer.mac', changes: { peer: { ...PEER, mac: '02:00:00:00:00:0f' } } },
  { path: 'peer.up', changes: { peer: { ...PEER, up: false, routes: [] } } },
  { path: 'peer.alias', changes: { peer: { ...PEER, alias: '' } } },
])('diffPair() changes in place when $path changes', ({ changes }) => {
  expect(diffPair(state, pair({ ...FULL, ...changes }))).toMatchObject({
    changes: undefined,
    replaces: [],
  });
});

test.each<{ name: string; changes: Json }>([
  { name: 'a MAC in upper case', changes: { mac: '02:00:00:00:00:AA' } },
  { name: 'addresses in another order', changes: { addresses: ['FD00:0::1/64', '10.0.0.1/24'] } },
  {
    name: 'a default route by its prefix',
    changes: { peer: { ...PEER, routes: [{ destination: '0.0.0.0/0', gateway: '10.0.0.1' }] } },
  },
])('diffPair() finds nothing in $name', ({ changes }) => {
  expect(diffPair(state, pair({ ...FULL, ...changes })).changes).toBe(false);
});

test('diffPair() finds nothing in a MAC that is no longer declared', () => {
  const { mac: _mac, ...rest } = FULL;
  const { mac: _peerMac, ...peer } = PEER;
  expect(diffPair(state, pair({ ...rest, peer })).changes).toBe(false);
});

test('diffPair() tells drift, with the inputs as they were, from a change of the program', () => {
  const drifted = { ...state, mtu: 1280 };
  expect(diffPair(drifted, pair(FULL))).toMatchObject({ changes: true, replaces: [] });
  expect(diffPair(drifted, pair({ ...FULL, alias: 'x' }))).toMatchObject({ changes: undefined });
});

const words = ({ details }: Diff): string[] =>
  details.map(({ path, kind, replaces }) => `${kind} ${path}${replaces ? ', replacing' : ''}`);

test.each<{ name: string; unknown: Json; replaces: string[]; says: string[] }>([
  {
    name: 'the name',
    unknown: { name: UNKNOWN },
    replaces: ['name'],
    says: ['update name, replacing'],
  },
  {
    name: 'a namespace',
    unknown: { peer: { ...PEER, netns: UNKNOWN } },
    replaces: ['peer'],
    says: ['update peer.netns, replacing'],
  },
  { name: 'the mtu', unknown: { mtu: UNKNOWN }, replaces: [], says: ['update mtu'] },
  {
    name: 'all addresses',
    unknown: { addresses: UNKNOWN, routes: [] },
    replaces: [],
    says: ['update addresses', 'delete routes[0]'],
  },
  {
    name: 'one address',
    unknown: { addresses: ['fd00::1/64', UNKNOWN], routes: [] },
    replaces: [],
    says: ['delete addresses[0]', 'add addresses[1]', 'delete routes[0]'],
  },
  {
    name: 'one address where another was',
    unknown: { addresses: [UNKNOWN, 'fd00::1/64'], routes: [] },
    replaces: [],
    says: ['update addresses[0]', 'delete routes[0]'],
  },
  {
    name: 'one route',
    unknown: { routes: [UNKNOWN] },
    replaces: [],
    says: ['update routes[0]'],
  },
  {
    name: 'the destination of a route',
    unknown: { routes: [{ ...(FULL['routes'] as Json[])[0], destination: UNKNOWN }] },
    replaces: [],
    says: ['update routes[0].destination'],
  },
  {
    name: 'the gateway of a route',
    unknown: { peer: { ...PEER, routes: [{ destination: 'default', gateway: UNKNOWN }] } },
    replaces: [],
    says: ['update peer.routes[0].gateway'],
  },
])('diffPair() takes an unknown for a change: $name', ({ unknown, replaces, says }) => {
  const diff = diffPair(state, pair({ ...FULL, ...unknown }));
  expect(diff).toMatchObject({ changes: undefined, replaces, deleteBeforeReplace: true });
  expect(words(diff)).toEqual(says);
});

test('diffPair() replaces when the whole peer is unknown', () => {
  const desired = { ...pair(FULL), peer: UNKNOWN } as unknown as NetkitPairChecked;
  expect(diffPair(state, desired)).toMatchObject({ changes: undefined, replaces: ['peer'] });
  expect(words(diffPair(state, desired))).toEqual(['update peer, replacing']);
});

const ROUTE = (FULL['routes'] as Json[])[0]!;

test.each<{ name: string; changes: Json; says: string[] }>([
  {
    name: 'an address that came in front',
    changes: { addresses: ['10.0.0.7/24', '10.0.0.1/24', 'FD00:0::1/64'] },
    says: ['add addresses[0]'],
  },
  {
    name: 'an address that went, whatever the order of the rest',
    changes: { addresses: ['fd00::1/64'], routes: [] },
    says: ['delete addresses[0]', 'delete routes[0]'],
  },
  {
    name: 'an address for another',
    changes: { addresses: ['10.0.0.1/24', 'fd00::2/64'] },
    says: ['update addresses[1]'],
  },
  {
    name: 'another way of a route by what is other',
    changes: { routes: [{ ...ROUTE, gateway: '10.0.0.9' }] },
    says: ['update routes[0].gateway'],
  },
  {
    name: 'nothing but that, when the rest is spelled another way',
    changes: { peer: { ...PEER, routes: [{ destination: '0.0.0.0/0', gateway: '10.0.0.9' }] } },
    says: ['update peer.routes[0].gateway'],
  },
  {
    name: 'a route of another metric as another route',
    changes: { routes: [{ ...ROUTE, metric: 8 }] },
    says: ['update routes[0]'],
  },
  {
    name: 'a route that came before one that stays',
    changes: { routes: [{ destination: '10.8.0.0/16', gateway: '10.0.0.2' }, ROUTE] },
    says: ['add routes[0]'],
  },
  {
    name: 'a MAC that came',
    changes: { peer: { ...PEER, mac: '02:00:00:00:00:cc', mtu: 1400 } },
    says: ['update peer.mtu', 'update peer.mac'],
  },
  {
    name: 'a namespace that is no longer named',
    changes: { peer: { ...PEER, netns: undefined } },
    says: ['delete peer.netns, replacing'],
  },
])('diffPair() tells $name', ({ changes, says }) => {
  expect(words(diffPair(state, pair({ ...FULL, ...changes })))).toEqual(says);
});

test('diffPair() has details exactly where two pairs mean another thing, and a replacement where one is asked', async () => {
  await fc.assert(
    fc.asyncProperty(anyPair(), anyPair(), async (from, to) => {
      const host = new FakeHost(new FakeKernel());
      const made = await netkitPair.create(host, from);
      const diff = diffPair(made.state as unknown as PairState, to);
      expect(diff.details.length === 0).toBe(diff.changes === false);
      expect(diff.details.some(({ replaces }) => replaces)).toBe(diff.replaces.length > 0);
      const keys = diff.details.map(({ path }) => path.replace(/\[.*/, ''));
      expect([...new Set(keys)].sort()).toEqual(otherKeys(meaning(from), meaning(to)));
    }),
  );
});

/** The keys that differ by the meaning of both, an oracle beside the code under test. */
function otherKeys(from: Json, to: Json, above = ''): string[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys
    .flatMap((key) => {
      if (key === 'peer') return otherKeys(from[key] as Json, to[key] as Json, 'peer.');
      const isUndeclared = key === 'mac' && to[key] === undefined;
      return isUndeclared || sameJson(from[key], to[key]) ? [] : [`${above}${key}`];
    })
    .sort();
}
