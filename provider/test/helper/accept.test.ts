import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { anyPair } from '../desired.js';
import { FakeHost } from '../fakes/fake-host.js';
import { FakeKernel } from '../fakes/fake-kernel.js';
import type { NetkitError } from '@pulumi-netkit/contract';
import { netkitPair } from '../../src/resources/netkit-pair/index.js';
import { accept } from '../../../helper/src/accept.js';
import { serve } from '../../../helper/src/serve.js';
import { DIGEST, DEVICE, OPS, run, REQUESTS } from './requests.js';

function refusal(request: unknown): NetkitError {
  try {
    accept(request);
  } catch (error) {
    return error as NetkitError;
  }
  throw new Error(`accepted: ${JSON.stringify(request)}`);
}

type Path = readonly (string | number)[];

/** Every place in a value, the value itself first. */
function places(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) =>
          places(one, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [{ path, value }, ...inner];
}

function replaced(root: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone({ root });
  const whole: Path = ['root', ...path];
  let here = copy as unknown as Record<string | number, unknown>;
  for (const key of whole.slice(0, -1)) here = here[key] as typeof here;
  const last = whole.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(here, last);
  else here[last] = value;
  return copy.root;
}

const shown = (path: Path): string => path.filter((key) => typeof key === 'string').join('.');

test.each(REQUESTS.map((request) => [JSON.stringify(request).slice(0, 90), request]))(
  'accept() takes %s',
  (_name, request) => expect(accept(request)).toBe(request),
);

test('accept() takes what planners make of any two pairs, and the questions they ask', async () => {
  // FakeHost judges as the helper does, for every test of a resource: what is refused fails the verb.
  await fc.assert(
    fc.asyncProperty(anyPair(), anyPair(), async (from, to) => {
      const host = new FakeHost(new FakeKernel());
      const { id, state } = await netkitPair.create(host, { ...from });
      const same = { ...to, mode: from.mode, scrub: from.scrub, headroom: from.headroom };
      if (from.mode === to.mode) await netkitPair.update(host, id, state, same).catch(notRefused);
      await netkitPair.delete(host, id, state);
    }),
    { numRuns: 50 },
  );
});

function notRefused(error: NetkitError): void {
  if (error.code === 'request-refused') throw error;
}

describe('accept() refuses', () => {
  test('another key, wherever it stands', () => {
    const open = /\.(globals|globals\.deep|maps|maps\.jumps\.slots|loaded|filled)$/; // keyed by names
    const objects = REQUESTS.flatMap((request) =>
      places(request)
        .filter(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value))
        .filter(({ path }) => !open.test(shown(path)))
        .map(({ path, value }) => replaced(request, path, Object.assign({}, value, { evil: 1 }))),
    );
    expect(objects.length).toBeGreaterThan(100);
    for (const request of objects)
      expect(refusal(request).message).toContain('"evil" is not a known key');
  });

  test('a value of another type, wherever it stands', () => {
    const anything = /\.globals(\.|$)/;
    const changed = REQUESTS.flatMap((request) =>
      places(request)
        .filter(({ path }) => !anything.test(shown(path)))
        .flatMap(({ path }) =>
          [{ a: 1 }, [['a']], -1, 1.5].map((value) => replaced(request, path, value)),
        ),
    );
    expect(changed.length).toBeGreaterThan(1000);
    for (const request of changed) expect(refusal(request).code).toBe('request-refused');
  });

  test('a request that lacks a key, unless it may', () => {
    const spared = REQUESTS.flatMap((request) =>
      places(request)
        .filter(({ path }) => typeof path.at(-1) === 'string')
        .filter(({ path }) => isAccepted(replaced(request, path, undefined)))
        .map(({ path }) => shown(path).replace('.undo.', '.op.')),
    );
    expect([...new Set(spared)].sort()).toMatchInlineSnapshot(`
      [
        "bytes",
        "plan.op.attachment.target.incarnation",
        "plan.op.declared.after",
        "plan.op.declared.after.program",
        "plan.op.declared.after.tag",
        "plan.op.declared.before",
        "plan.op.declared.before.attachment",
        "plan.op.declared.before.owner",
        "plan.op.declared.before.required",
        "plan.op.declared.priority",
        "plan.op.declared.programs.globals",
        "plan.op.declared.programs.globals.deep",
        "plan.op.declared.programs.globals.deep.list",
        "plan.op.declared.programs.globals.limit",
        "plan.op.declared.programs.maps",
        "plan.op.declared.programs.maps.flows",
        "plan.op.declared.programs.maps.flows.keep",
        "plan.op.declared.programs.path",
        "plan.op.declared.programs.program",
        "plan.op.load.globals.deep",
        "plan.op.load.globals.deep.list",
        "plan.op.load.globals.limit",
        "plan.op.load.isReplacement",
        "plan.op.load.maps.flows",
        "plan.op.load.maps.flows.keep",
        "plan.op.load.maps.flows.maxEntries",
        "plan.op.load.maps.flows.pinned",
        "plan.op.load.maps.flows.shared",
        "plan.op.load.maps.jumps",
        "plan.op.load.maps.jumps.slots",
        "plan.op.load.maps.jumps.slots.0",
        "plan.op.load.programs.program",
        "plan.op.other.target.incarnation",
        "plan.op.pair.peer.mac",
        "plan.op.pair.primary.mac",
        "plan.op.place.before.other.attachment.target.incarnation",
        "plan.op.record.attachment.target.incarnation",
        "plan.op.record.declared",
        "plan.op.record.filled",
        "plan.op.record.filled.9",
        "plan.op.record.loaded.12",
        "plan.op.route.gateway",
        "plan.op.route.metric",
        "plan.op.route.source",
        "plan.op.to.target.incarnation",
        "plan.path",
        "plan.undo",
        "query.attachment.target.incarnation",
        "query.contents",
        "query.lookUp",
        "query.owner",
        "query.target.incarnation",
      ]
    `);
  });

  test('a way out of a folder in every name; what is only text or compared may say so', () => {
    const free = REQUESTS.flatMap((request) =>
      places(request)
        .filter(({ value }) => typeof value === 'string')
        .filter(({ path }) =>
          ['../x', 'a/../../x', '..', '/etc/../x', 'a\0b'].some((text) =>
            isAccepted(replaced(request, path, text)),
          ),
        )
        .map(({ path }) => shown(path).replace('.undo.', '.op.')),
    );
    expect([...new Set(free)].sort()).toMatchInlineSnapshot(`
      [
        "plan.op.attachment.target.incarnation",
        "plan.op.declared.after.program",
        "plan.op.declared.before.owner",
        "plan.op.declared.programs.globals.deep.list",
        "plan.op.declared.programs.path",
        "plan.op.declared.programs.program",
        "plan.op.load.globals.deep.list",
        "plan.op.load.maps.jumps.slots.0",
        "plan.op.load.programs.program",
        "plan.op.other.target.incarnation",
        "plan.op.owner",
        "plan.op.place.before.other.attachment.target.incarnation",
        "plan.op.record.attachment.target.incarnation",
        "plan.op.record.owner",
        "plan.op.set.alias",
        "plan.op.to.target.incarnation",
        "plan.path",
        "query.attachment.target.incarnation",
        "query.owner",
        "query.target.incarnation",
      ]
    `);
  });

  test.each([
    ['no object', 7, 'the helper refuses the request: 7 is not an object'],
    ['a list', [], 'the request: [] is not an object'],
    ['no method', { id: 1 }, 'method: undefined is unknown'],
    ['an unknown method', { id: 1, method: 'exec', argv: ['sh'] }, 'method: "exec" is unknown'],
    ['a method by inheritance', { id: 1, method: 'constructor' }, '"constructor" is unknown'],
    ['an unknown op', run({ op: 'file.write' }), 'plan[0].op.op: "file.write" is unknown'],
    ['an op by inheritance', run({ op: 'toString' }), 'plan[0].op.op: "toString" is unknown'],
    [
      'an own __proto__',
      JSON.parse('{"id":1,"method":"run","plan":[],"__proto__":{}}'),
      'not a known key',
    ],
    ['two settings at once', run({ ...OPS['link.set'][0], set: { mtu: 9, up: true } }), 'one of'],
    ['no id', { method: 'run', plan: [] }, '"id" is missing'],
    [
      'half a digest',
      { id: 1, method: 'object', digest: 'ab' },
      'digest: "ab" is not a valid SHA-256',
    ],
    ['other base64', { id: 1, method: 'object', digest: DIGEST, bytes: 'a-b_' }, 'bytes: "a-b_"'],
    ['too much', { id: 1, method: 'run', plan: Array(100_001).fill({}) }, 'more than 100000'],
  ])('%s', (_name, request, says) => {
    const error = refusal(request);
    expect(error.code).toBe('request-refused');
    expect(error.message).toContain(says);
    expect(error.message).toContain('Nothing was done.');
  });

  test.each([
    'relative/path',
    './x',
    '/run//netns/x',
    '/run/netns/../x',
    '/run/netns/',
    '/run/./x',
    '/',
    'pid:0',
    'pid:x',
    'pid:1/../2',
    '',
    '.',
    '..',
    'x'.repeat(256),
    `/${'x'.repeat(4095)}`,
  ])('the namespace %p', (netns) => {
    const op = { ...OPS['pair.delete'][0], device: { ...DEVICE, netns } };
    expect(refusal(run(op)).message).toContain('plan[0].op.device.netns:');
  });

  test.each(['/etc/passwd', '/sys/fs/bpf/../x', 'flows', '/sys/fs/bpf/', '/sys/fs/bpf/a/./b', ''])(
    'the pinned map %p',
    (pinned) => {
      expect(refusal(run(pinnedAt(pinned))).message).toContain('.load.maps.flows.pinned:');
    },
  );
});

test('serve() answers a refused request as such, touches nothing, and goes on', async () => {
  const kernel = new FakeKernel();
  const before = kernel.snapshot();
  const taken = jest.spyOn(kernel, 'exclusively');
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serve(kernel, input, output).finally(() => output.end());
  const touch = { op: { op: 'netns.touch', name: 'green' } };
  const lines = [
    { id: 1, method: 'run', plan: [touch, { op: { op: 'netns.touch', name: '../green' } }] },
    { id: 'x', method: 'run', plan: [touch] },
    { id: 3, method: 'object', digest: '../../etc/shadow', bytes: '' },
    { id: 4, method: 'run', plan: [] },
  ];
  // One by one: what waits when the pipe ends is not begun.
  const heard = createInterface({ input: output })[Symbol.asyncIterator]();
  await heard.next();
  const answers: string[] = [];
  for (const line of lines) {
    input.write(`${JSON.stringify(line)}\n`);
    answers.push(String((await heard.next()).value));
  }
  input.end();
  await served;
  expect(answers.map((line) => JSON.parse(line) as unknown)).toEqual([
    { id: 1, error: expect.objectContaining({ code: 'request-refused' }) as unknown },
    { id: 0, error: expect.objectContaining({ code: 'request-refused' }) as unknown },
    { id: 3, error: expect.objectContaining({ code: 'request-refused' }) as unknown },
    { id: 4, ok: null },
  ]);
  expect(taken).toHaveBeenCalledTimes(1);
  expect(kernel.snapshot()).toEqual(before);
  expect(kernel.objectsKept.size).toBe(0);
});

function pinnedAt(pinned: string): unknown {
  const [op] = OPS['object.load'];
  return { ...op, load: { ...op?.load, maps: { flows: { pinned } } } };
}

function isAccepted(request: unknown): boolean {
  try {
    accept(request);
    return true;
  } catch {
    return false;
  }
}
