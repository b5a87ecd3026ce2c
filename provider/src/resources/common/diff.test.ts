import { UNKNOWN } from '@pulumi-netkit/contract';
import { diffByKeys, type Diff } from './diff.js';
import { digest } from './state.js';

const DECLARED = { name: 'blue', adopt: false, force: false };

function diff(desired: object, recorded: object = DECLARED, declared: object = recorded): Diff {
  const state = { ...recorded, inputsDigest: digest(declared), stateVersion: 1, owner: '' };
  return diffByKeys(
    'NetworkNamespace',
    ['name', 'adopt', 'force'],
    state,
    desired,
    (_path, is, want) => is === want,
  );
}

test('diffByKeys() finds nothing in what is equal, whatever else is there', () => {
  const desired = { ...DECLARED, __provider: 'x', incarnation: 'y' };
  expect(diff(desired)).toEqual({
    changes: false,
    replaces: [],
    deleteBeforeReplace: true,
    details: [],
  });
});

test('diffByKeys() leaves a changed program to the engine', () => {
  expect(diff({ ...DECLARED, force: true })).toMatchObject({ changes: undefined, replaces: [] });
});

test('diffByKeys() replaces where the schema says so', () => {
  expect(diff({ ...DECLARED, name: 'red' })).toMatchObject({
    changes: undefined,
    replaces: ['name'],
  });
});

test('diffByKeys() says true for drift alone', () => {
  const drifted = { ...DECLARED, force: true };
  expect(diff(DECLARED, drifted, DECLARED)).toMatchObject({ changes: true, replaces: [] });
});

test('diffByKeys() takes an unknown for a change', () => {
  expect(diff({ ...DECLARED, name: UNKNOWN }).replaces).toEqual(['name']);
  expect(diff({ ...DECLARED, force: UNKNOWN }).changes).toBeUndefined();
});

test('diffByKeys() takes a key that came or went for a change, without asking whether it is the same', () => {
  const { force: _force, ...less } = DECLARED;
  expect(diff(less).changes).toBeUndefined();
  expect(diff(DECLARED, less).changes).toBeUndefined();
  expect(diff(less, less).changes).toBe(false);
});

const PAIR = { inputsDigest: '', stateVersion: 1, owner: '' };
const pairKeys = ['mode', 'mtu', 'peer.netns', 'peer.mtu', 'peer.alias'];

function diffPair(recorded: object, desired: object): Diff {
  const state = { ...PAIR, ...recorded };
  return diffByKeys('NetkitPair', pairKeys, state, desired, (_path, is, want) => is === want);
}

test('diffByKeys() names the top-level key of a path once', () => {
  const { replaces } = diffPair(
    { mode: 'l3', peer: { netns: 'a' } },
    { mode: 'l2', peer: { netns: 'b', mtu: 1 } },
  );
  expect(replaces).toEqual(['mode', 'peer']);
});

test('diffByKeys() tells in the details what replaces from what does not', () => {
  const { details } = diffPair(
    { mode: 'l3', peer: { netns: 'a', mtu: 1 } },
    { mtu: 9, mode: 'l2', peer: { netns: 'b' } },
  );
  expect(details).toEqual([
    { path: 'mode', kind: 'update', replaces: true },
    { path: 'mtu', kind: 'add', replaces: false },
    { path: 'peer.netns', kind: 'update', replaces: true },
    { path: 'peer.mtu', kind: 'delete', replaces: false },
  ]);
});

test('diffByKeys() says an unknown once, where it stands, and as a replacement for what may be in it', () => {
  const { details } = diffPair({ peer: { netns: 'a', mtu: 1 } }, { peer: UNKNOWN });
  expect(details).toEqual([{ path: 'peer', kind: 'update', replaces: true }]);
  const known = diffPair({ peer: { netns: 'a', mtu: 1 } }, { peer: { netns: 'a', mtu: UNKNOWN } });
  expect(known.details).toEqual([{ path: 'peer.mtu', kind: 'update', replaces: false }]);
});

test('diffByKeys() names a key that differs though nothing in it does', () => {
  const state = { ...PAIR, alias: 'x' };
  const { details } = diffByKeys('NetkitPair', ['alias'], state, { alias: 'x' }, () => false);
  expect(details).toEqual([{ path: 'alias', kind: 'update', replaces: false }]);
});

test('diffByKeys() names nothing in a key that means the same', () => {
  const state = { ...PAIR, mtu: 1, alias: 'x' };
  const isSame = (path: string): boolean => path === 'alias';
  const desired = { mtu: 2, alias: 'X' };
  const { details } = diffByKeys('NetkitPair', ['mtu', 'alias'], state, desired, isSame);
  expect(details.map(({ path }) => path)).toEqual(['mtu']);
});
