import { UNKNOWN } from '../../check/unknown.js';
import { replaceKeys } from '../../check/schema.js';
import type { NetkitPairChecked } from '../../generated/types.js';
import { FULL, pair } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fake-host.js';
import { FakeKernel } from '../../../test/fake-kernel.js';
import type { Json } from '../resource.js';
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
  { path: 'gsoMaxSize', changes: { gsoMaxSize: 1 } },
  { path: 'gsoIpv4MaxSize', changes: { gsoIpv4MaxSize: 1 } },
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

test.each<{ name: string; unknown: Json; replaces: string[] }>([
  { name: 'the name', unknown: { name: UNKNOWN }, replaces: ['name'] },
  { name: 'a namespace', unknown: { peer: { ...PEER, netns: UNKNOWN } }, replaces: ['peer'] },
  { name: 'the mtu', unknown: { mtu: UNKNOWN }, replaces: [] },
  { name: 'all addresses', unknown: { addresses: UNKNOWN, routes: [] }, replaces: [] },
  { name: 'one address', unknown: { addresses: [UNKNOWN], routes: [] }, replaces: [] },
  {
    name: 'the destination of a route',
    unknown: { routes: [{ destination: UNKNOWN }] },
    replaces: [],
  },
])('diffPair() takes an unknown for a change: $name', ({ unknown, replaces }) => {
  const diff = diffPair(state, pair({ ...FULL, ...unknown }));
  expect(diff).toEqual({ changes: undefined, replaces, deleteBeforeReplace: true });
});

test('diffPair() replaces when the whole peer is unknown', () => {
  const desired = { ...pair(FULL), peer: UNKNOWN } as unknown as NetkitPairChecked;
  expect(diffPair(state, desired)).toMatchObject({ changes: undefined, replaces: ['peer'] });
});
