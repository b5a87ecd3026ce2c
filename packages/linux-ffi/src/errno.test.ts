import { errnoName, errnoNumber, errnoSentence } from './errno';

test.each([
  [1, 'EPERM', 'operation not permitted'],
  [11, 'EAGAIN', 'resource temporarily unavailable'],
  [95, 'EOPNOTSUPP', 'operation not supported'],
  [105, 'ENOBUFS', 'no buffer space available'],
  [116, 'ESTALE', 'stale file handle'],
  [524, 'ENOTSUPP', 'operation not supported'],
])('errno %i is %s: %s', (errno, name, sentence) => {
  expect(errnoName(errno)).toBe(name);
  expect(errnoName(-errno)).toBe(name);
  expect(errnoNumber(name)).toBe(errno);
  expect(errnoSentence(errno)).toBe(sentence);
});

test('a number Linux does not define still has a name', () => {
  expect(errnoName(4001)).toBe('E4001');
  expect(errnoSentence(4001)).toBe('unknown error 4001');
  expect(errnoNumber('toString')).toBeUndefined();
});
