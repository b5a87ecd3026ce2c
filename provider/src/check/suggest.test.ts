import { didYouMean, suggest } from './suggest.js';

const words = ['name', 'netns', 'peer', 'addresses', 'txQueueLength'];

test.each([
  { word: 'nme', nearest: 'name' },
  { word: 'NAME', nearest: 'name' },
  { word: 'adresses', nearest: 'addresses' },
  { word: 'txQueueLen', nearest: 'txQueueLength' },
  { word: 'pere', nearest: 'peer' },
  { word: 'addres', nearest: 'addresses' },
  { word: 'txQu', nearest: 'txQueueLength' },
  { word: 'txQ', nearest: undefined },
  { word: 'namespace', nearest: undefined },
  { word: 'x', nearest: undefined },
  { word: '', nearest: undefined },
])('suggest() for $word is $nearest', ({ word, nearest }) => {
  expect(suggest(word, words)).toBe(nearest);
});

test.each([
  { letters: 2, edits: 1 },
  { letters: 5, edits: 1 },
  { letters: 6, edits: 2 },
  { letters: 9, edits: 3 },
])('suggest() takes $edits wrong of $letters letters, and not one more', ({ letters, edits }) => {
  const word = 'abcdefghi'.slice(0, letters);
  const wrong = (count: number) => 'x'.repeat(count) + word.slice(count);
  expect(suggest(word, [wrong(edits)])).toBe(wrong(edits));
  expect(suggest(word, [wrong(edits + 1)])).toBeUndefined();
});

test('didYouMean() says nothing when nothing is near', () => {
  expect(didYouMean('colour', words)).toBe('');
  expect(didYouMean('per', words)).toBe('; did you mean "peer"?');
});
