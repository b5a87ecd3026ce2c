import { isReported } from './wait-reports.js';

test('a wait of five minutes is reported nine times, not three hundred', () => {
  const seconds = Array.from({ length: 301 }, (_, second) => second);
  expect(seconds.filter(isReported)).toEqual([1, 3, 10, 30, 60, 120, 180, 240, 300]);
});
