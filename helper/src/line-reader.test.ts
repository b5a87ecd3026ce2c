import { PassThrough } from 'node:stream';
import { MOST_LINE_BYTES, MOST_REQUEST_BYTES, type NetkitError } from '@pulumi-netkit/contract';
import { readLines } from './line-reader.js';

/** The lines of a stream of these chunks, and why it ended. */
async function read(
  ...chunks: readonly (string | Buffer)[]
): Promise<{ lines: string[]; why: unknown }> {
  const input = new PassThrough();
  const lines: string[] = [];
  const ended = new Promise((resolve) =>
    readLines(input, { onLine: (line) => void lines.push(line), onEnd: resolve }),
  );
  for (const chunk of chunks) input.write(chunk);
  input.end();
  return { lines, why: await ended };
}

test.each([
  { name: 'one', chunks: ['a\n'], lines: ['a'] },
  { name: 'in pieces', chunks: ['a', 'b\nc', '\n'], lines: ['ab', 'c'] },
  {
    name: 'a letter in pieces',
    chunks: [Buffer.from([0xc3]), Buffer.from([0xa4, 10])],
    lines: ['\u00e4'],
  },
  {
    name: 'several, an empty one, and one without an end',
    chunks: ['a\n\nb'],
    lines: ['a', '', 'b'],
  },
  { name: 'none', chunks: [], lines: [] },
])('lines: $name', async ({ chunks, lines }) => {
  expect(await read(...chunks)).toEqual({ lines, why: undefined });
});

test('a line is refused while it comes', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  const { lines, why } = await read('a\n', ...Array.from({ length: 90 }, () => chunk));
  expect(lines).toEqual(['a']);
  expect((why as NetkitError).code).toBe('request-refused');
  expect((why as NetkitError).message).toContain(`the limit is ${MOST_LINE_BYTES}`);
});

const DIGEST = 'ab'.repeat(32);
const object = (bytes: string, rest = ''): string =>
  `{"id":7,"method":"object","digest":"${DIGEST}","bytes":"${bytes}"${rest}}`;

test('only the bytes of an object may be as long as one', async () => {
  const long = 'A'.repeat(MOST_REQUEST_BYTES);
  expect((await read(`${object(long)}\n`)).lines).toHaveLength(1);
  for (const line of [`[${'1,'.repeat(MOST_REQUEST_BYTES / 2)}1]`, object(long, ',"x":[[],[]]')]) {
    const { lines, why } = await read(`${line}\n`);
    expect(lines).toEqual([]);
    expect((why as NetkitError).message).toContain(`the limit is ${MOST_REQUEST_BYTES}`);
  }
});

test('a listener that throws ends it', async () => {
  const input = new PassThrough();
  const ended = new Promise((resolve) =>
    readLines(input, { onLine: (line) => void JSON.parse(line), onEnd: resolve }),
  );
  input.write('no JSON\n');
  expect(await ended).toBeInstanceOf(SyntaxError);
});
