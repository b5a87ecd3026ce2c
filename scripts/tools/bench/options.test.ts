import { optionsOf } from './options.js';

test('optionsOf() of nothing leaves all to what the machine can do', () => {
  expect(optionsOf([])).toEqual({ kernel: undefined, only: undefined, settings: {} });
});

test('optionsOf() takes the kernel and the options in any order', () => {
  const args = '--rounds 5 here --only up,plugin --pairs=50 --resources 9 --long --json';
  expect(optionsOf(args.split(' '))).toEqual({
    kernel: 'here',
    only: 'up,plugin',
    settings: {
      BENCH_ROUNDS: '5',
      BENCH_PAIRS: '50',
      BENCH_RESOURCES: '9',
      BENCH_LONG: '1',
      BENCH_JSON: '1',
    },
  });
});

test.each([
  { args: ['--more'], message: /Unknown option '--more'/ },
  { args: ['--rounds'], message: /'--rounds <value>' argument missing/ },
  { args: ['7.3', '6.12'], message: /^one kernel, not 7\.3 and 6\.12$/ },
])('optionsOf() refuses $args', ({ args, message }) => {
  expect(() => optionsOf(args)).toThrow(message);
});
