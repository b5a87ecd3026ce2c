import { PassThrough } from 'node:stream';
import { pair } from '../desired.js';
import { FakeKernel } from '../fakes/fake-kernel.js';
import {
  type Hello,
  MOST_WAITING_BYTES,
  type Plan,
  PLAN_LIMIT_MS,
  type Response,
  VERSION,
} from '@pulumi-netkit/contract';
import { pairQuery } from '../../src/resources/netkit-pair/state.js';
import { serve } from '../../../helper/src/serve.js';

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
    { protocol: 4, version: VERSION, facts: { kernel: '7.3.4', bootId: 'boot-1' } },
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

describe('a plan that is held', () => {
  const KEY = 'a'.repeat(24);
  const record = {
    kind: 'netns',
    incarnation: KEY,
    owner: 'urn:web',
    phase: 'made',
    name: 'green',
  } as const;
  const held = {
    id: 1,
    method: 'run',
    plan: [...plan, { op: { op: 'record.write', record } }],
    hold: {
      key: KEY,
      undo: [
        { op: { op: 'netns.delete', name: 'green' } },
        { op: { op: 'record.remove', incarnation: KEY } },
      ],
    },
  };

  test('is taken back when the pipe ends before it is settled', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    await talk(kernel, held);
    expect([[...kernel.namespaces.keys()], kernel.records]).toEqual([[], []]);
  });

  test('stays when it was settled', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    const said = await talk(kernel, held, { id: 2, method: 'settle', key: KEY });
    expect(said.at(-1)).toEqual({ id: 2, ok: null });
    expect([[...kernel.namespaces.keys()], kernel.records]).toEqual([['green'], [record]]);
  });

  test('stays when another run has taken over what it made', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    const taken = { ...record, incarnation: 'b'.repeat(24) };
    await talk(kernel, held, {
      id: 2,
      method: 'run',
      plan: [
        { op: { op: 'record.write', record: taken } },
        { op: { op: 'record.remove', incarnation: KEY } },
      ],
    });
    expect([[...kernel.namespaces.keys()], kernel.records]).toEqual([['green'], [taken]]);
  });

  test('that fails is undone at once, and not again at the end', async () => {
    const kernel = new FakeKernel({ namespaces: ['green'] });
    await talk(kernel, held);
    expect([...kernel.namespaces.keys()]).toEqual(['green']);
  });

  test('is taken back as far as it goes when a step of it fails', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    const [gone] = [
      { op: { op: 'pair.delete', device: { netns: null, name: 'x', altName: 'x' } } },
    ];
    const { hold } = held;
    await talk(kernel, { ...held, hold: { ...hold, undo: [gone, ...hold.undo] } });
    expect([[...kernel.namespaces.keys()], kernel.records]).toEqual([[], []]);
  });
});

test('serve() reads no further while too much waits, and answers all of it in the end', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const paused = jest.spyOn(input, 'pause');
  const served = serve(new FakeKernel(), input, output);
  const count = 6;
  const padding = ' '.repeat(MOST_WAITING_BYTES / 4);
  let answers = 0;
  output.on('data', (chunk: Buffer) => {
    answers += chunk.toString().split('"ok":').length - 1;
    if (answers === count) input.end();
  });
  for (let id = 1; id <= count; id++)
    input.write(`{"id":${id},"method":"run","plan":[]}${padding}\n`);
  await served;
  expect(answers).toBe(count);
  expect(paused).toHaveBeenCalled();
});

test('serve() begins no step of a plan that takes too long, and undoes what it did', async () => {
  const kernel = new FakeKernel();
  let now = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += PLAN_LIMIT_MS * 0.7));
  const undo = { op: 'netns.delete', name: 'green' } as const;
  const [, ...said] = await talk(kernel, {
    id: 1,
    method: 'run',
    plan: [
      { op: { op: 'netns.touch', name: 'green' }, undo },
      { op: { op: 'netns.bind', name: 'green' } },
      { op: { op: 'netns.loUp', name: 'green' } },
    ],
  });
  clock.mockRestore();
  expect(said.at(-1)).toMatchObject({
    error: {
      code: 'request-refused',
      summary: 'after 600 s only 2 of 3 steps are done, and a request may take no longer',
    },
  });
  expect(kernel.ops.map(({ op }) => op)).toEqual(['netns.touch', 'netns.bind', 'netns.delete']);
});
