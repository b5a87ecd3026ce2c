/** The README's code is code that runs: each block stands in testing/readme-examples.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, path), 'utf8');
const examples = [
  ...read('testing/readme-examples.ts').matchAll(/ {2}\/\/ \[ (\w+)\n(.*?) {2}\/\/ \]/gs),
].map(([, name, body]) => [name, (body ?? '').replace(/^ {2}/gm, '').trimEnd()] as const);
const blocks = [...read('../README.md').matchAll(/```ts\n(.*?)\n```/gs)].map(([, code]) => code);

test.each(examples)('the README has the example "%s" as it runs', (_name, body) => {
  expect(blocks).toContain(body);
});

test('the README has no other code', () => {
  expect(blocks).toHaveLength(examples.length);
});
