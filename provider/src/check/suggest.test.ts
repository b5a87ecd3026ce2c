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
  { word: 'namespace', nearest: undefined },
  { word: 'x', nearest: undefined },
  { word: '', nearest: undefined },
])('suggest() for $word is $nearest', ({ word, nearest }) => {
  expect(suggest(word, words)).toBe(nearest);
});

test('didYouMean() says nothing when nothing is near', () => {
  expect(didYouMean('colour', words)).toBe('');
  expect(didYouMean('per', words)).toBe('; did you mean "peer"?');
});
