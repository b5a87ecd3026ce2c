import fc from 'fast-check';
import { longestIncreasing, order, type OrderStep } from './order.js';

// A chain as text: lower case is ours, upper case foreign, which is never moved.
const isForeign = (key: string): boolean => key !== key.toLowerCase();
type Step = OrderStep<string>;
const script = (from: string, to: string): Step[] =>
  order(Array.from(from), Array.from(to), { keyOf: (key) => key, isFixed: isForeign });

function words(one: Step): string {
  if (one.step === 'detach') return `detach ${one.entry}`;
  const { step, entry, spot } = one;
  return 'at' in spot ? `${step} ${entry} at ${spot.at}` : `${step} ${entry} after ${spot.after}`;
}

/** What the kernel does with the steps: the reference model. */
function play(text: string, steps: readonly Step[]): string {
  let list = Array.from(text);
  for (const one of steps) {
    const { entry } = one;
    if (one.step === 'detach') {
      list = list.filter((other) => other !== entry);
      continue;
    }
    const { spot } = one;
    const copy = `${entry}'`;
    if ('at' in spot) list.splice(spot.at === 'head' ? 0 : list.length, 0, copy);
    else {
      const at = list.indexOf(spot.after);
      if (at < 0) throw new Error(`${entry} has no neighbour ${spot.after} in ${list.join('')}`);
      list.splice(at + 1, 0, copy);
    }
    list = list.filter((other) => other !== entry).map((other) => (other === copy ? entry : other));
  }
  return list.join('');
}

test.each([
  { name: 'does nothing when all stands', from: 'aXb', to: 'aXb', steps: [] },
  {
    name: 'attaches to an empty chain in order',
    from: '',
    to: 'ab',
    steps: ['attach a at head', 'attach b after a'],
  },
  { name: 'goes before foreign programs', from: 'XY', to: 'aXY', steps: ['attach a at head'] },
  { name: 'goes after foreign programs', from: 'XY', to: 'XYa', steps: ['attach a at tail'] },
  { name: 'goes between them', from: 'XY', to: 'XaY', steps: ['attach a after X'] },
  { name: 'moves one, not two', from: 'abc', to: 'cab', steps: ['move c at head'] },
  { name: 'moves ours, not the foreign one', from: 'Xab', to: 'abX' },
  { name: 'moves the fewest of a reversal', from: 'abc', to: 'cba' },
  { name: 'swaps around a foreign program', from: 'aXb', to: 'bXa' },
  { name: 'inserts in the middle', from: 'ac', to: 'abc', steps: ['attach b after a'] },
  {
    name: 'detaches what is not wanted, last',
    from: 'ab',
    to: 'c',
    steps: ['attach c at head', 'detach a', 'detach b'],
  },
])('order() $name', ({ from, to, steps }) => {
  const made = script(from, to);
  if (steps) expect(made.map(words)).toEqual(steps);
  expect(play(from, made)).toBe(to);
});

const [OURS, FOREIGN] = [
  ['a', 'b', 'c', 'd', 'e', 'f'],
  ['X', 'Y', 'Z'],
];
const among = (ours: readonly string[], foreign: readonly string[], places: readonly number[]) => {
  const list = [...foreign];
  ours.forEach((one, at) => list.splice((places[at] ?? 0) % (list.length + 1), 0, one));
  return list.join('');
};
/** A chain as it is and as it is wanted, with the same foreign programs in the same order. */
const pairs = fc
  .tuple(
    fc.shuffledSubarray(OURS),
    fc.shuffledSubarray(OURS),
    fc.shuffledSubarray(FOREIGN),
    fc.array(fc.nat(100), { minLength: 6, maxLength: 6 }),
    fc.array(fc.nat(100), { minLength: 6, maxLength: 6 }),
  )
  .map(([from, to, foreign, here, there]): [string, string] => {
    return [among(from, foreign, here), among(to, foreign, there)];
  });

test('order() always ends in the wanted order, and never moves what is foreign', () => {
  fc.assert(
    fc.property(pairs, ([from, to]) => {
      const steps = script(from, to);
      expect(play(from, steps)).toBe(to);
      expect(steps.filter(({ entry }) => isForeign(entry))).toEqual([]);
    }),
  );
});

test('order() moves as few as brute force does', () => {
  const fewest = (from: string, to: string): number => {
    const staying = Array.from(from).filter((key) => to.includes(key));
    const ours = staying.filter((key) => !isForeign(key));
    let best = 0;
    for (let mask = 0; mask < 1 << ours.length; mask++) {
      const kept = staying.filter((key) => isForeign(key) || mask & (1 << ours.indexOf(key)));
      const ranks = kept.map((key) => to.indexOf(key));
      if (ranks.every((rank, at) => at === 0 || rank > ranks[at - 1]!))
        best = Math.max(best, kept.filter((key) => !isForeign(key)).length);
    }
    return ours.length - best;
  };
  fc.assert(
    fc.property(pairs, ([from, to]) => {
      const moves = script(from, to).filter(({ step }) => step === 'move').length;
      expect(moves).toBe(fewest(from, to));
    }),
  );
});

test('order() of any five takes as few single moves as a search of all', () => {
  // How many moves of one entry lead from `abcde` to each order: breadth first, by trying every move.
  const start = 'abcde';
  const fewest = new Map([[start, 0]]);
  for (const [text, moves] of fewest) {
    for (const letter of text) {
      const rest = text.replace(letter, '');
      for (let at = 0; at <= rest.length; at++) {
        const next = rest.slice(0, at) + letter + rest.slice(at);
        if (!fewest.has(next)) fewest.set(next, moves + 1);
      }
    }
  }
  expect(fewest.size).toBe(120);
  for (const [to, moves] of fewest) {
    const steps = script(start, to);
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: moves }, () => 'move'));
    expect(play(start, steps)).toBe(to);
  }
});

test('order() of what it made asks for nothing', () => {
  fc.assert(
    fc.property(pairs, ([from, to]) => {
      expect(script(play(from, script(from, to)), to)).toEqual([]);
    }),
  );
});

test('longestIncreasing() of a random list rises', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat()), (list) => {
      const run = longestIncreasing(list, (item) => item);
      expect(run).toEqual([...run].sort((a, b) => a - b));
    }),
  );
});
