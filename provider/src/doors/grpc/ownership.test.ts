/** What another stack made, imported, changed and deleted through the plugin's real connection to a fake kernel. */
import { object } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../../test/plugin-client.js';
import type { Kind } from '../../check/schema.js';
import { ownerOf } from '../../identity/urn.js';

interface Deployed {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Json;
  readonly outputs: Json;
}

const pair: Json = { name: 'web0', peer: { name: 'eth0', netns: 'blue' } };
const chain: Json = {
  name: 'egress',
  target: { name: 'web0' },
  attachType: 'netkit/peer',
  programs: [{ name: 'a', object: object('a'), program: 'a' }],
};

/** Each kind, how a change of it looks, and the code of what is refused. */
const KINDS = [
  { kind: 'NetkitPair', id: 'web0', news: pair, change: { group: 7 }, code: 'device-taken' },
  {
    kind: 'NetworkNamespace',
    id: 'red',
    news: { name: 'red' },
    change: { force: true },
    code: 'netns-not-ours',
  },
  {
    kind: 'BpfAttachment',
    id: 'web0/netkit/peer/egress',
    news: chain,
    change: { programs: [{ name: 'b', object: object('b'), program: 'b' }] },
    code: 'attachment-taken',
  },
] as const satisfies readonly {
  kind: Kind;
  id: string;
  news: Json;
  change: Json;
  code: string;
}[];

let kernel: FakeKernel;
let host: FakeHost;
let client: PluginClient;

/** A run of the engine has a provider process of its own. */
async function newRun(): Promise<void> {
  host = new FakeHost(kernel);
  client = await PluginClient.start({ at: () => host });
}

async function endRun(): Promise<void> {
  await client[Symbol.asyncDispose]();
  host.end();
}

beforeEach(async () => {
  kernel = new FakeKernel();
  await newRun();
});
afterEach(() => endRun());

const urnIn = (stack: string, kind: Kind): string => urnOf(kind, 'web', stack);

async function created(kind: Kind, news: Json, stack: string): Promise<Deployed> {
  const urn = urnIn(stack, kind);
  const { inputs, failures } = await client.check(urn, {}, news, undefined, Buffer.from(urn));
  expect(failures).toEqual([]);
  const made = { urn, inputs, ...(await client.create(urn, inputs)) };
  await endRun();
  await newRun();
  return made;
}

/** Made by the stack `first`; an attachment on a pair of the same stack. */
async function made(kind: Kind, news: Json): Promise<Deployed> {
  if (kind === 'BpfAttachment') await created('NetkitPair', pair, 'first');
  return created(kind, news, 'first');
}

/** Looked at, as before each update; checked and changed. */
async function updated({ urn, id, ...state }: Deployed, news: Json): Promise<Deployed> {
  const seen = await client.read(urn, id, state);
  const { inputs } = await client.check(urn, seen.inputs, news);
  const outputs = await client.update(urn, id, seen.outputs, inputs);
  return { urn, id, inputs, outputs };
}

const ownerOfLast = (): string => kernel.records.at(-1)!.owner;
const refusal = (stack: string, code: string): RegExp =>
  new RegExp(`belongs to stack "${stack}" of project "project".*\\[${code}\\]`);

test.each(KINDS)('is not imported: $kind', async ({ kind, id, news, code }) => {
  await made(kind, news);
  const before = kernel.snapshot();
  const urn = urnIn('second', kind);
  // As the engine does it: a read by id alone.
  await expect(client.read(urn, id)).rejects.toThrow(refusal('first', code));
  expect(kernel.snapshot()).toEqual(before);
});

test.each(KINDS)('is read by a get with a property: $kind', async ({ kind, id, news }) => {
  const { outputs } = await made(kind, news);
  const got = await client.read(urnIn('second', kind), id, {
    inputs: {},
    outputs: { adopt: false },
  });
  expect(got.outputs['incarnation']).toBe(outputs['incarnation']);
});

test.each(KINDS)('is taken over with adopt: true: $kind', async ({ kind, id, news, change }) => {
  const first = await made(kind, news);
  const second = await created(kind, { ...news, adopt: true }, 'second');
  expect(ownerOfLast()).toBe(ownerOf(second.urn));
  // The first stack finds what it made no more, and takes nothing away.
  const before = kernel.snapshot();
  await client.delete(first.urn, id, first.outputs);
  expect(kernel.snapshot()).toEqual(before);
  const after = await updated(second, { ...news, ...change, adopt: true });
  await client.delete(after.urn, id, after.outputs);
  expect(kernel.records.filter(({ owner }) => owner === ownerOf(after.urn))).toEqual([]);
});

test.each(KINDS)(
  'two stacks with one state: the one that changes it last owns it, and the other is refused: $kind',
  async ({ kind, id, news, change, code }) => {
    const first = await made(kind, news);
    // The state was exported and imported into another stack, and its owner edited.
    const copy = { ...first, urn: urnIn('second', kind) };
    const mine = ownerOf(copy.urn);
    const owned = { ...copy, outputs: { ...copy.outputs, owner: mine } };
    await expect(updated(owned, { ...news, ...change })).rejects.toThrow(refusal('first', code));
    await expect(client.delete(owned.urn, id, owned.outputs)).rejects.toThrow(
      refusal('first', code),
    );
    await updated(owned, { ...news, ...change, adopt: true });
    expect(ownerOfLast()).toBe(mine);
    const before = kernel.snapshot();
    const refused = refusal('second', code);
    await expect(updated(first, { ...news, ...change })).rejects.toThrow(refused);
    await expect(client.delete(first.urn, id, first.outputs)).rejects.toThrow(refused);
    expect(kernel.snapshot()).toEqual(before);
  },
);

test.each(KINDS)('a stack that was renamed keeps what it made: $kind', async (one) => {
  const { kind, id, news, change } = one;
  const { inputs, outputs } = await made(kind, news);
  const urn = urnIn('renamed', kind);
  await updated({ urn, id, inputs, outputs }, { ...news, ...change });
  expect(ownerOfLast()).toBe(ownerOf(urn));
  // Killed before the state held it.
  await client.delete(urn, id, outputs);
  expect(kernel.records.filter(({ owner }) => owner === ownerOf(urn))).toEqual([]);
});

test('an attachment is created over another stack’s with adopt: true, and says so', async () => {
  const first = await made('BpfAttachment', chain);
  const urn = urnIn('second', 'BpfAttachment');
  const refused = await client.check(urn, {}, chain, undefined, Buffer.from('x'));
  await expect(client.create(urn, refused.inputs)).rejects.toThrow(
    /belongs to the BpfAttachment ".*" of stack "first" of project "project".*set adopt: true to take it over\. \[attachment-taken\]/,
  );
  const [before, web0] = [kernel.snapshot(), kernel.device(null, 'web0')];
  const links = kernel.chains.hook(web0, 'netkit/peer').entries;
  const { inputs } = await client.check(
    urn,
    {},
    { ...chain, adopt: true },
    undefined,
    Buffer.from('y'),
  );
  const { id, outputs } = await client.create(urn, inputs);
  expect(outputs['changes']).toEqual([`adopted ${id}, made by ${ownerOf(first.urn)}`]);
  expect(kernel.chains.hook(web0, 'netkit/peer').entries).toEqual(links);
  expect(kernel.snapshot()).not.toEqual(before);
  // What the other stack knows is not there any more: deleting it takes nothing away.
  await client.delete(first.urn, id, first.outputs);
  expect(kernel.chains.labels(web0, 'netkit/peer')).toEqual(['a']);
  await client.delete(urn, id, outputs);
  expect(kernel.chains.labels(web0, 'netkit/peer')).toEqual([]);
});

test('is imported into the stack that made it, whatever the resource is called now', async () => {
  await created('NetkitPair', pair, 'first');
  const urn = urnOf('NetkitPair', 'again', 'first');
  const { inputs, outputs } = await client.read(urn, 'web0');
  await client.diff(urn, 'web0', outputs, inputs);
});
