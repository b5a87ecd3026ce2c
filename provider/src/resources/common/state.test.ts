import { assertReadable, digest, keepSpelling, omit, STATE_VERSION } from './state.js';

test.each([{}, { stateVersion: undefined }, { stateVersion: STATE_VERSION }, { stateVersion: 0 }])(
  'assertReadable() reads %j',
  (state) => expect(() => assertReadable(state)).not.toThrow(),
);

test('assertReadable() refuses state of a newer release and names both versions', () => {
  expect(() => assertReadable({ stateVersion: STATE_VERSION + 1 })).toThrow(
    'the state has version 2; this release reads up to 1. Install the release of pulumi-netkit that wrote it, or a newer one. [state-version]',
  );
});

test('digest() is short, and blind to key order, undefined and what only we put there', () => {
  const plain = digest({ a: 1, b: { c: [1, 2], d: 'x' } });
  const same = { b: { d: 'x', c: [1, 2], e: undefined }, a: 1 };
  expect(plain).toMatch(/^[0-9a-f]{16}$/);
  expect(digest({ ...same, owner: 'o', __provider: 'p', incarnation: 'i', stateVersion: 1 })).toBe(
    plain,
  );
});

test("digest() is blind to a peer's incarnation, and sees a variable of that name", () => {
  expect(digest({ peer: { name: 'b', incarnation: 'i' } })).toBe(digest({ peer: { name: 'b' } }));
  expect(digest({ globals: { owner: 1 } })).not.toBe(digest({ globals: { owner: 2 } }));
});

test.each([
  { name: 'a value', other: { a: 2, b: [1, 2] } },
  { name: 'the order of a list', other: { a: 1, b: [2, 1] } },
  { name: 'the type of a value', other: { a: '1', b: [1, 2] } },
  { name: 'a key more', other: { a: 1, b: [1, 2], c: null } },
])('digest() sees $name', ({ other }) => {
  expect(digest(other)).not.toBe(digest({ a: 1, b: [1, 2] }));
});

test('keepSpelling() keeps place and words of what is declared, then what nobody declared', () => {
  const meaning = (text: string): string => text.toLowerCase();
  expect(keepSpelling(['B', 'A', 'gone'], ['x', 'a', 'b'], meaning)).toEqual(['B', 'A', 'x']);
});

test('omit() leaves out keys, and the rest as it is', () => {
  expect(omit({ a: 1, b: undefined, c: 3 }, ['a'])).toStrictEqual({ b: undefined, c: 3 });
});
