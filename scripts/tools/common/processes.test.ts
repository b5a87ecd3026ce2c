import { must, output, ProgramFailed, run } from './processes.js';

test('run() returns the exit code, or that a signal ended it', async () => {
  expect(await run(['sh', '-c', 'exit 3'], 'ignore')).toBe(3);
  expect(await run(['sh', '-c', 'kill $$'], 'ignore')).toBeNull();
});

test('output() is what a program prints, with a variable of its own', async () => {
  expect(await output(['sh', '-c', 'echo "$NAME"'], { NAME: 'a b' })).toBe('a b');
});

test.each([must, output])('$name() rejects with the exit code', async (start) => {
  const failed = start(['sh', '-c', 'exit 3']);
  await expect(failed).rejects.toThrow(ProgramFailed);
  await expect(failed).rejects.toMatchObject({ message: 'sh failed (exit code 3)', code: 3 });
});

test('a program that is not there rejects', async () => {
  await expect(must(['/nowhere/x'])).rejects.toThrow('ENOENT');
});
