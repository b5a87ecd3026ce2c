import fc from 'fast-check';
import { sameJson, UNKNOWN } from '@pulumi-netkit/contract';
import { object } from '../../../test/desired.js';
import { longestIncreasing } from '../bpf-attachment/chain/order.js';
import { differencesAt, pathText, type Difference, type ListRule, type Path } from './details.js';

type Json = Readonly<Record<string, unknown>>;

const ORDERED: ListRule = {
  nameOf: (item) => (item as { name?: string }).name,
  staying: (pairs) => longestIncreasing(pairs, ([, to]) => to),
};
const SET: ListRule = { meaning: (item) => String(item).toLowerCase() };

const words = (found: readonly Difference[]): string[] =>
  found.map(({ path, kind }) => `${kind} ${pathText(path)}`);

/** Does to the old what the entries say, with values of the new at their paths alone: the reference model. */
function apply(is: unknown, want: unknown, found: readonly Difference[]): unknown {
  const whole = found.find(({ path }) => path.length === 0);
  if (whole) return whole.kind === 'delete' ? undefined : want;
  if (found.length === 0) return is;
  const below = (key: string | number): Difference[] =>
    found
      .filter(({ path }) => path[0] === key)
      .map(({ path, kind }) => ({ path: path.slice(1), kind }));
  if (Array.isArray(is) && Array.isArray(want)) {
    // An item stays as it is unless something below its index changed; a new one at its index moves it on.
    const result = is.filter((_, at) =>
      below(at).every(({ path, kind }) => path.length === 0 && kind === 'add'),
    );
    for (const at of want.keys()) {
      const here = below(at);
      if (here.length === 0 || here.some(({ path, kind }) => !path.length && kind === 'delete'))
        continue;
      result.splice(at, 0, apply(is[at], want[at], here));
    }
    return result;
  }
  const result = { ...(is as Json) };
  for (const key of new Set(found.map(({ path }) => path[0] as string))) {
    const value = apply(result[key], (want as Json)[key], below(key));
    if (value === undefined) Reflect.deleteProperty(result, key);
    else result[key] = value;
  }
  return result;
}

test.each<{ name: string; is: unknown; want: unknown; rule?: ListRule; says: string[] }>([
  {
    name: 'nothing of what is equal',
    is: { a: [1, { b: 2 }] },
    want: { a: [1, { b: 2 }] },
    says: [],
  },
  {
    name: 'what came, went and changed, by key',
    is: { a: 1, b: 1, c: 1 },
    want: { b: 2, c: 1, d: 1 },
    says: ['delete a', 'update b', 'add d'],
  },
  {
    name: 'an object that came, as one',
    is: { a: 1 },
    want: { a: 1, b: { c: 1, d: 1 } },
    says: ['add b'],
  },
  {
    name: 'an object that went, as one',
    is: { b: { c: 1, d: 1 } },
    want: {},
    says: ['delete b'],
  },
  {
    name: 'a list without a rule by index',
    is: { a: [1, 2, 3] },
    want: { a: [1, 3] },
    says: ['update a[1]', 'delete a[2]'],
  },
  {
    name: 'a value of another type, as one',
    is: { a: { b: 1 }, c: [1] },
    want: { a: [1], c: { b: 1 } },
    says: ['update a', 'update c'],
  },
  {
    name: 'a key that every object has from its class',
    is: {},
    want: { constructor: 1, toString: 2 },
    says: ['add constructor', 'add toString'],
  },
  {
    name: 'nothing of the same content elsewhere',
    is: { a: object('a', '/x') },
    want: { a: object('a', '/y') },
    says: [],
  },
  {
    name: 'another content as one',
    is: { a: object('a') },
    want: { a: object('b') },
    says: ['update a'],
  },
  {
    name: 'an asset in place of an object as one',
    is: { a: { path: 1 } },
    want: { a: object('b') },
    says: ['update a'],
  },
  {
    name: 'an unknown list or object as one',
    is: { a: [1], b: { c: 1 } },
    want: { a: UNKNOWN, b: UNKNOWN },
    says: ['update a', 'update b'],
  },
  {
    name: 'an unknown that came',
    is: {},
    want: { a: UNKNOWN },
    says: ['add a'],
  },
  {
    name: 'the smallest path of an unknown inside',
    is: { a: { b: [1, 2], c: 1 } },
    want: { a: { b: [1, UNKNOWN], c: 1 } },
    says: ['update a.b[1]'],
  },
])('differencesAt() says $name', ({ is, want, says }) => {
  expect(words(differencesAt([], is, want))).toEqual(says);
});

const program = (text: string): Json => {
  const [name = '', rate = '0'] = text.split('=');
  return { name: name === '?' ? UNKNOWN : name, globals: { rate: Number(rate) } };
};
const programs = (text: string): Json[] => text.split(' ').filter(Boolean).map(program);

const NAMED: ListRule = {
  ...ORDERED,
  nameOf(item) {
    const { name } = item as { name?: string };
    return name === UNKNOWN ? undefined : name;
  },
};

test.each<{ name: string; is: string; want: string; says: string[] }>([
  { name: 'nothing of the same', is: 'a b', want: 'a b', says: [] },
  {
    name: 'the last moved to the front as one out and one in',
    is: 'a b c',
    want: 'c a b',
    says: ['add [0]', 'delete [2]'],
  },
  {
    name: 'the first moved to the end as one out and one in',
    is: 'a b c d',
    want: 'b c d a',
    says: ['delete [0]', 'add [3]'],
  },
  {
    name: 'one put in the middle as one in',
    is: 'a b c',
    want: 'a x b c',
    says: ['add [1]'],
  },
  { name: 'one taken out as one out', is: 'a b c', want: 'a c', says: ['delete [1]'] },
  {
    name: 'one exchanged for another as one update',
    is: 'a b c',
    want: 'a x c',
    says: ['update [1]'],
  },
  {
    name: 'what changed in place below its index',
    is: 'a b c',
    want: 'a b=1 c',
    says: ['update [1].globals.rate'],
  },
  {
    name: 'what changed and moved as one out and one in',
    is: 'a b c',
    want: 'b c a=1',
    says: ['delete [0]', 'add [2]'],
  },
  {
    name: 'what moved past all that stays, to the index it had, as an update',
    is: 'a b x c d',
    want: 'c d x a b',
    says: ['delete [0]', 'delete [1]', 'update [2]', 'add [3]', 'add [4]'],
  },
  {
    name: 'a name that is not known yet below its index',
    is: 'a b',
    want: 'a ?',
    says: ['update [1].name'],
  },
  {
    name: 'an item that holds an unknown and has no counterpart as one in',
    is: 'a',
    want: 'a ?',
    says: ['add [1]'],
  },
])('differencesAt() of an ordered list says $name', ({ is, want, says }) => {
  expect(words(differencesAt([], programs(is), programs(want), NAMED))).toEqual(says);
});

test('differencesAt() takes an item that is not known at all for a change at its index', () => {
  const [a, b] = programs('a b');
  expect(words(differencesAt([], [a, b], [a, UNKNOWN], NAMED))).toEqual(['update [1]']);
  expect(words(differencesAt([], [a, b], [a, b, UNKNOWN], NAMED))).toEqual(['add [2]']);
});

test.each<{ name: string; is: string[]; want: string[]; says: string[] }>([
  { name: 'nothing of another order', is: ['a', 'b', 'c'], want: ['c', 'A', 'b'], says: [] },
  { name: 'one that went', is: ['a', 'b', 'c'], want: ['c', 'b'], says: ['delete [0]'] },
  { name: 'one that came', is: ['a', 'b'], want: ['x', 'b', 'a'], says: ['add [0]'] },
  {
    name: 'one gone and one come at different indexes',
    is: ['a', 'b'],
    want: ['b', 'x'],
    says: ['delete [0]', 'add [1]'],
  },
  { name: 'one exchanged', is: ['a', 'b'], want: ['a', 'x'], says: ['update [1]'] },
  { name: 'one more of the same', is: ['a'], want: ['a', 'a'], says: ['add [1]'] },
  { name: 'one of two that are the same', is: ['a', 'a'], want: ['a'], says: ['delete [1]'] },
])('differencesAt() of a set says $name', ({ is, want, says }) => {
  expect(words(differencesAt([], is, want, SET))).toEqual(says);
});

test.each<{ name: string; is: Json; want: unknown; says: string[] }>([
  { name: 'at the end', is: { p: { q: 1 } }, want: { p: { q: 2 } }, says: ['update p.q'] },
  {
    name: 'at the unknown above it',
    is: { p: { q: 1 } },
    want: { p: UNKNOWN },
    says: ['update p'],
  },
  { name: 'at what is absent above it', is: {}, want: { p: { q: 2 } }, says: ['add p'] },
])('differencesAt() stops $name', ({ is, want, says }) => {
  expect(words(differencesAt(['p', 'q'], is, want))).toEqual(says);
});

const anyJson = fc.jsonValue({ maxDepth: 3 }).filter((value) => !holdsProto(value));

function holdsProto(value: unknown): boolean {
  return JSON.stringify(value).includes('__proto__');
}

test('the entries lead from a list in a list to one with an item more', () => {
  expect(apply([[]], [[0]], differencesAt([], [[]], [[0]]))).toEqual([[0]]);
});

test('the entries lead from any value to any other, and there are none between equal ones', () => {
  fc.assert(
    fc.property(anyJson, anyJson, (is, want) => {
      const found = differencesAt([], is, want);
      expect(apply(is, want, found)).toEqual(want);
      expect(found.length === 0).toBe(sameJson(is, want));
      expect(differencesAt([], is, structuredClone(is))).toEqual([]);
    }),
  );
});

const anyPrograms = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.nat(1)), {
    selector: ([name]) => name,
  })
  .map((list) => list.map(([name, rate]) => program(`${name}=${rate}`)));

test('the entries lead from any chain to any other, and name nothing that is the same', () => {
  fc.assert(
    fc.property(anyPrograms, anyPrograms, (is, want) => {
      const found = differencesAt([], is, want, ORDERED);
      expect(apply(is, want, found)).toEqual(want);
      for (const { path, kind } of found) {
        // One that moved past the others and is at its old index again is said as one that changed.
        if (kind === 'update' && path.length > 1)
          expect(valueAt(is, path)).not.toEqual(valueAt(want, path));
      }
      expect(new Set(words(found)).size).toBe(found.length);
    }),
  );
});

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, key) => (here as Json)[key], value);
}

test('the entries of an ordered list are the fewest: all but a longest common subsequence', () => {
  const letters = fc.shuffledSubarray(Array.from('abcdefgh'));
  fc.assert(
    fc.property(letters, letters, (is, want) => {
      const found = differencesAt([], is, want, { staying: ORDERED.staying! });
      const moves = found.reduce((sum, { kind }) => sum + (kind === 'update' ? 2 : 1), 0);
      expect(moves).toBe(is.length + want.length - 2 * commonLength(is, want));
      expect(apply(is, want, found)).toEqual(want);
    }),
  );
});

// By the definition, and not as the code under test finds it.
function commonLength(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one[0], other[0]];
  if (a === undefined || b === undefined) return 0;
  if (a === b) return 1 + commonLength(one.slice(1), other.slice(1));
  return Math.max(commonLength(one.slice(1), other), commonLength(one, other.slice(1)));
}

test('the entries of a set are what only one side has, whatever the order', () => {
  const letters = fc.shuffledSubarray(Array.from('abcdefgh'));
  fc.assert(
    fc.property(letters, letters, (is, want) => {
      const found = differencesAt([], is, want, SET);
      const named = (kinds: string[], list: string[]): string[] =>
        found
          .filter(({ kind }) => kinds.includes(kind))
          .map(({ path }) => list[path[0] as number]!)
          .sort();
      const without = (list: string[], other: string[]): string[] =>
        list.filter((letter) => !other.includes(letter)).sort();
      expect(named(['delete', 'update'], is)).toEqual(without(is, want));
      expect(named(['add', 'update'], want)).toEqual(without(want, is));
    }),
  );
});

test.each<{ path: Path; text: string }>([
  { path: ['peer', 'mtu'], text: 'peer.mtu' },
  { path: ['programs', 0, 'globals', 'max_rate'], text: 'programs[0].globals.max_rate' },
  { path: ['globals', 'a.b'], text: 'globals["a.b"]' },
  { path: ['globals', 'a"b\\c'], text: 'globals["a\\"b\\c"]' },
  { path: ['slots', '0'], text: 'slots["0"]' },
  { path: ['options', 'max-rate', ''], text: 'options["max-rate"][""]' },
])('pathText() writes $text', ({ path, text }) => {
  expect(pathText(path)).toBe(text);
});
