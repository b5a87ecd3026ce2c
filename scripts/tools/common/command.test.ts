import { parseArgs } from 'node:util';
import { exitCodeOf, Refusal } from './command.js';
import { ProgramFailed } from './processes.js';

test.each([
  { name: 'a refusal', error: new Refusal('no space'), code: 125 },
  { name: 'a program that failed', error: new ProgramFailed(['cc'], 4), code: 4 },
  { name: 'a program that a signal ended', error: new ProgramFailed(['cc'], null), code: 1 },
  { name: 'a defect', error: new TypeError('x is undefined'), code: 1 },
])('exitCodeOf() $name is $code', ({ error, code }) => {
  expect(exitCodeOf(error)).toBe(code);
});

test('exitCodeOf() a wrong option is 125', () => {
  const codeOf = (args: string[]): number | undefined => {
    try {
      parseArgs({ args, options: { only: { type: 'string' } } });
      return undefined;
    } catch (error) {
      return exitCodeOf(error);
    }
  };
  expect([['--more'], ['--only'], ['one']].map(codeOf)).toEqual([125, 125, 125]);
});
