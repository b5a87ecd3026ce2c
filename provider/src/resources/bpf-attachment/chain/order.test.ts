import fc from 'fast-check';
import {
  longestIncreasing,
  order,
  type ChainEntry,
  type ChainStep,
  type Placement,
} from './order.js';

// A chain as text: lower case is ours, upper case foreign.
function chain(text: string): ChainEntry[] {
  return Array.from(text, (letter, index) => ({
    programId: 100 + index,
    linkId: letter === 'O' ? 0 : 200 + index,
    ...(letter === letter.toLowerCase() ? { name: letter } : {}),
  }));
}

function words({ step, name, ...rest }: ChainStep): string {
  if (!('place' in rest)) return `${step} ${name}`;
  return `${step} ${name} ${Object.entries(rest.place)
    .map(([how, what]) => `${how} ${what}`)
    .join('')}`;
}

/** What the kernel does with the steps: the reference model. */
function play(text: string, steps: readonly ChainStep[]): string {
  let list = Array.from(text);
  for (const { step, name, ...rest } of steps) {
    if (step === 'detach') {
      list = list.filter((entry) => entry !== name);
      continue;
    }
    const place = (rest as { place: Record<string, string> }).place;
    const [how, what] = Object.entries(place)[0]!;
    const copy = `${name}'`;
    if (how === 'at') list.splice(what === 'head' ? 0 : list.length, 0, copy);
    else {
      const at = list.indexOf(what);
      if (at < 0) throw new Error(`${name} has no neighbour ${what} in ${list.join('')}`);
      list.splice(how === 'before' ? at : at + 1, 0, copy);
    }
    list = list.filter((entry) => entry !== name).map((entry) => (entry === copy ? name : entry));
  }
  return list.join('');
}

test.each([
  { name: 'does nothing when all stands', from: 'aXb', to: 'ab', steps: [] },
  {
    name: 'attaches to an empty chain in order',
    from: '',
    to: 'ab',
    steps: ['attach a at head', 'attach b after a'],
  },
  { name: 'goes in front of foreign programs', from: 'XY', to: 'a', steps: ['attach a at head'] },
  { name: 'moves one, not two', from: 'abc', to: 'cab', steps: ['move c before a'] },
  { name: 'moves the fewest of a reversal', from: 'abc', to: 'cba' },
  { name: 'swaps around a foreign program', from: 'aXb', to: 'ba', steps: ['move a after b'] },
  { name: 'inserts in the middle', from: 'ac', to: 'abc', steps: ['attach b after a'] },
  {
    name: 'inserts at the front of ours, not of the chain',
    from: 'Xb',
    to: 'ab',
    steps: ['attach a before b'],
  },
  {
    name: 'detaches what is not wanted, last',
    from: 'ab',
    to: 'c',
    steps: ['attach c at head', 'detach a', 'detach b'],
  },
])('order() $name', ({ from, to, steps }) => {
  const script = order(chain(from), Array.from(to), 'before-foreign');
  if (steps) expect(script.map(words)).toEqual(steps);
  expect(play(from, script).replace(/[A-Z]/g, '')).toBe(to);
});

test('order() goes behind foreign programs when told so', () => {
  expect(play('XY', order(chain('XY'), ['a', 'b'], 'after-foreign'))).toBe('XYab');
});

const OURS = ['a', 'b', 'c', 'd', 'e', 'f'];
const chains = fc
  .tuple(
    fc.shuffledSubarray(OURS),
    fc.shuffledSubarray(['X', 'Y', 'Z', 'O']),
    fc.infiniteStream(fc.nat()),
  )
  .map(([ours, foreign, places]) => {
    const list = [...ours];
    for (const entry of foreign) list.splice(places.next().value % (list.length + 1), 0, entry);
    return list.join('');
  });
const placements = fc.constantFrom<Placement>('before-foreign', 'after-foreign');

test('order() always ends in the wanted order, and foreign programs keep theirs', () => {
  fc.assert(
    fc.property(chains, fc.shuffledSubarray(OURS), placements, (from, to, placement) => {
      const after = play(from, order(chain(from), to, placement));
      expect(after.replace(/[A-Z]/g, '')).toBe(to.join(''));
      expect(after.replace(/[a-z]/g, '')).toBe(from.replace(/[a-z]/g, ''));
    }),
  );
});

test('order() moves as few as brute force does', () => {
  const fewest = (from: string, to: readonly string[]): number => {
    const staying = Array.from(from).filter((name) => to.includes(name));
    let best = 0;
    for (let mask = 0; mask < 1 << staying.length; mask++) {
      const kept = staying.filter((_, bit) => mask & (1 << bit));
      const ranks = kept.map((name) => to.indexOf(name));
      if (ranks.every((rank, at) => at === 0 || rank > ranks[at - 1]!))
        best = Math.max(best, kept.length);
    }
    return staying.length - best;
  };
  fc.assert(
    fc.property(chains, fc.shuffledSubarray(OURS), placements, (from, to, placement) => {
      const moves = order(chain(from), to, placement).filter(({ step }) => step === 'move').length;
      expect(moves).toBe(fewest(from, to));
    }),
  );
});

test('order() of any five, with a foreign one in between, takes as few single moves as a search of all', () => {
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
    for (const from of ['abcde', 'Xabcde', 'abXcde', 'abcdeX']) {
      const steps = order(chain(from), Array.from(to), 'before-foreign');
      expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: moves }, () => 'move'));
      expect(play(from, steps).replace('X', '')).toBe(to);
    }
  }
});

test('order() of what it made asks for nothing', () => {
  fc.assert(
    fc.property(chains, fc.shuffledSubarray(OURS), placements, (from, to, placement) => {
      const after = play(from, order(chain(from), to, placement));
      expect(order(chain(after), to, placement)).toEqual([]);
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
