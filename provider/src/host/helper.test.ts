import { PassThrough } from 'node:stream';
import { pair } from '../../test/desired.js';
import { FakeKernel } from '../../test/fake-kernel.js';
import { VERSION } from '../generated/version.js';
import type { Plan } from '../plan/op.js';
import { pairQuery } from '../resources/netkit-pair/state.js';
import { serve } from './helper.js';
import type { Hello, Response } from './protocol.js';

/** What a helper on `kernel` says to these lines, until its end of the pipe closes. */
async function talk(kernel: FakeKernel, ...lines: unknown[]): Promise<[Hello, ...Response[]]> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serve(kernel, input, output).finally(() => output.end());
  const wanted = 1 + lines.filter((line) => typeof line !== 'string').length;
  let heard = '';
  output.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    // The greeting, and an answer for each request: a note of a step is none.
    if (heard.split('\n').filter((line) => line !== '' && !line.includes('"at"')).length === wanted)
      input.end();
  });
  for (const line of lines) {
    input.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  }
  await served;
  const said = heard.trimEnd().split('\n');
  return said.map((line) => JSON.parse(line) as Response) as unknown as [Hello, ...Response[]];
}

const plan: Plan = [{ op: { op: 'netns.touch', name: 'green' }, path: 'name' }];

test('serve() greets with its protocol and facts, and ends with the pipe', async () => {
  await expect(talk(new FakeKernel())).resolves.toEqual([
    { protocol: 3, version: VERSION, facts: { kernel: '7.3.4', bootId: 'boot-1' } },
  ]);
});

test('serve() answers each request in turn, by its id', async () => {
  const query = pairQuery(pair());
  const [, ...answers] = await talk(
    new FakeKernel(),
    { id: 1, method: 'observe', query },
    { id: 7, method: 'run', plan },
    { id: 3, method: 'observe', query: { kind: 'netns', name: 'green', incarnation: '' } },
  );
  expect(answers).toEqual([
    { id: 1, ok: { kind: 'pair', leftovers: [], occupants: {}, missingNetns: {} } },
    { id: 7, ok: null },
    { id: 3, ok: expect.objectContaining({ state: 'file' }) as unknown },
  ]);
});

test('serve() says which step it is at, but for the first, before it answers', async () => {
  const [, ...said] = await talk(new FakeKernel(), {
    id: 4,
    method: 'run',
    plan: [...plan, { op: { op: 'netns.bind', name: 'green' } }],
  });
  expect(said).toEqual([
    { id: 4, at: 1 },
    { id: 4, ok: null },
  ]);
});

test('serve() answers a failure as one, with its path, and goes on', async () => {
  const [, first, second] = await talk(
    new FakeKernel({ namespaces: ['green'] }),
    { id: 1, method: 'run', plan },
    { id: 2, method: 'run', plan: [] },
  );
  expect(first).toMatchObject({
    id: 1,
    error: { code: 'kernel-refused', details: { errno: 'EEXIST', path: 'name' } },
  });
  expect(second).toEqual({ id: 2, ok: null });
});

test('serve() runs a whole request while it holds the lock, and takes it for each request anew', async () => {
  const kernel = new FakeKernel();
  const locked = jest.spyOn(kernel, 'exclusively');
  await talk(kernel, { id: 1, method: 'run', plan }, { id: 2, method: 'run', plan: [] });
  expect(locked).toHaveBeenCalledTimes(2);
});

test('serve() does not begin what waited when the pipe closed', async () => {
  const kernel = new FakeKernel();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serve(kernel, input, output);
  input.write(`${JSON.stringify({ id: 1, method: 'run', plan: [] })}\n`);
  input.end(`${JSON.stringify({ id: 2, method: 'run', plan })}\n`);
  await served;
  expect(kernel.ops).toEqual([]);
});

test('serve() passes over empty lines', async () => {
  const [, ...answers] = await talk(new FakeKernel(), '', '  ', { id: 1, method: 'run', plan });
  expect(answers).toHaveLength(1);
});

test('serve() ends at a line that is no request', async () => {
  await expect(talk(new FakeKernel(), 'no JSON')).rejects.toThrow(SyntaxError);
});

test('serve() does not begin what was dropped while it waited, and says so', async () => {
  const kernel = new FakeKernel();
  const [, ...answers] = await talk(
    kernel,
    { id: 1, method: 'run', plan: [] },
    { id: 2, method: 'run', plan },
    { id: 3, method: 'drop', of: 2 },
    { id: 4, method: 'drop', of: 9 },
    { id: 5, method: 'observe', query: { kind: 'netns', name: 'green', incarnation: '' } },
  );
  expect(answers.find(({ id }) => id === 2)).toMatchObject({ error: { code: 'cancelled' } });
  expect(answers.filter(({ id }) => id === 3 || id === 4)).toEqual([
    { id: 3, ok: true },
    { id: 4, ok: false },
  ]);
  expect(answers.at(-1)).toMatchObject({ id: 5, ok: { state: 'absent' } });
});
