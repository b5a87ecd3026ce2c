import { UNKNOWN } from '../check/unknown.js';
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
  expect(diff(desired)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: true });
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

test('diffByKeys() names the top-level key of a path once', () => {
  const recorded = {
    mode: 'l3',
    peer: { netns: 'a' },
    inputsDigest: '',
    stateVersion: 1,
    owner: '',
  };
  const desired = { mode: 'l2', peer: { netns: 'b' } };
  const { replaces } = diffByKeys(
    'NetkitPair',
    ['mode', 'peer.netns', 'peer.netns'],
    recorded,
    desired,
    () => false,
  );
  expect(replaces).toEqual(['mode', 'peer']);
});
