import { type Host, UNKNOWN } from '@pulumi-netkit/contract';
import { netkitPair } from '../resources/netkit-pair/index.js';
import { onHost } from '../resources/common/on-host.js';
import { networkNamespace } from '../resources/network-namespace/index.js';
import type { Json } from '../resources/common/resource.js';
import { OWNER } from '../../test/desired.js';
import { FakeHost, noHost } from '../../test/fakes/fake-host.js';
import { FakeKernel } from '../../test/fakes/fake-kernel.js';
import { dynamicProvider, NetkitPair, NetworkNamespace, type DynamicProvider } from './dynamic.js';

const SHIM = 'exports.handler = () => require("pulumi-netkit/dynamic").NetkitPair;';
const NEWS: Json = {
  __provider: SHIM,
  owner: OWNER,
  name: 'web0',
  mtu: 9000,
  addresses: ['10.0.0.1/24'],
  peer: { name: 'eth0', netns: 'blue', addresses: ['10.0.0.2/24'] },
};

const noConfig = { config: { get: () => undefined } };

async function door(host: Host = new FakeHost(new FakeKernel())): Promise<DynamicProvider> {
  const provider = dynamicProvider(onHost(netkitPair), () => ({ at: () => host }));
  await provider.configure(noConfig);
  return provider;
}

async function deployed(
  kernel = new FakeKernel(),
): Promise<{ provider: DynamicProvider; kernel: FakeKernel; inputs: Json; outs: Json }> {
  const provider = await door(new FakeHost(kernel));
  const { inputs } = await provider.check({}, NEWS);
  const withShim = { ...inputs, __provider: SHIM };
  const { outs } = await provider.create(withShim);
  return { provider, kernel, inputs: withShim, outs };
}

async function refusal(work: Promise<unknown>): Promise<Error & Json> {
  return work.then(
    (value) => {
      throw new Error(`nothing was refused: ${JSON.stringify(value)}`);
    },
    (error: unknown) => error as Error & Json,
  );
}

/** Paths of keys whose value is undefined: the engine has no type for them. */
function undefinedKeys(value: unknown, path = ''): string[] {
  if (value === undefined) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => undefinedKeys(item, `${path}.${key}`));
}

let printed: jest.SpyInstance;
beforeEach(() => (printed = jest.spyOn(process.stdout, 'write')));
afterEach(() => {
  const calls = printed.mock.calls as unknown[][];
  printed.mockRestore();
  // The engine reads the provider's port from there.
  expect(calls).toEqual([]);
});

describe('configure', () => {
  test('is waited for by every call that needs the host', async () => {
    const host = new FakeHost(new FakeKernel());
    const provider = dynamicProvider(onHost(netkitPair), () => ({ at: () => host }));
    const { inputs } = await provider.check({}, NEWS);
    let isCreated = false;
    const created = provider.create(inputs).then((answer) => {
      isCreated = true;
      return answer;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([isCreated, host.looks]).toEqual([false, 0]);
    await provider.configure(noConfig);
    await expect(created).resolves.toMatchObject({ id: 'web0' });
  });

  test('hands the connection of the stack to the host, and asks for nothing else', async () => {
    const hostFor = jest.fn((_connection: unknown, _offline: unknown) => noHost);
    const get = jest.fn((key: string) =>
      key === 'netkit:connection' ? '{"sudo":true}' : undefined,
    );
    await dynamicProvider(netkitPair, hostFor).configure({ config: { get } });
    expect(hostFor.mock.calls).toEqual([['{"sudo":true}', undefined]]);
    expect(get.mock.calls).toEqual([['netkit:connection'], ['netkit:offline']]);
  });

  test('refuses a setting that is none, and so does every call that waits', async () => {
    const config = { get: () => '{"sudo":1}' };
    const read = NetkitPair.read('web0', {});
    const refused = await refusal(NetkitPair.configure({ config }));
    expect(refused.message).toContain('[bad-connection]');
    expect((await refusal(read)).message).toContain('[bad-connection]');
  });
});

describe('check and diff', () => {
  test('never ask the host, which need not even be configured', async () => {
    const { inputs, outs } = await deployed();
    const hostFor = jest.fn(() => ({ at: () => noHost }));
    const provider = dynamicProvider(onHost(netkitPair), hostFor);
    await expect(provider.check(inputs, NEWS)).resolves.toMatchObject({ failures: [] });
    await expect(provider.diff('web0', outs, inputs)).resolves.toMatchObject({ changes: false });
    expect(hostFor).not.toHaveBeenCalled();
  });

  test('check adds an incarnation and no default, and drops what is not an input', async () => {
    const { inputs, failures } = await (await door()).check({}, NEWS);
    expect(failures).toEqual([]);
    const { __provider: _, ...declared } = NEWS;
    const incarnation = expect.stringMatching(/^[0-9a-f]{24}$/) as string;
    expect(inputs).toEqual({ ...declared, incarnation });
  });

  test('check keeps the incarnation that is recorded, and makes another one for what replaces', async () => {
    const provider = await door();
    const first = (await provider.check({}, NEWS)).inputs;
    const third = (await provider.check({ ...first, __provider: SHIM }, { ...NEWS, mtu: 1400 }))
      .inputs;
    const replaced = (await provider.check(first, { ...NEWS, headroom: 32 })).inputs;
    expect(third['incarnation']).toBe(first['incarnation']);
    expect(replaced['incarnation']).not.toBe(first['incarnation']);
  });

  test('check answers failures as property and reason alone', async () => {
    const { failures } = await (await door()).check({}, { ...NEWS, mtu: 1, nme: 'x' });
    expect(failures.map(({ property }) => property).sort()).toEqual(['mtu', 'nme']);
    for (const failure of failures) expect(Object.keys(failure)).toEqual(['property', 'reason']);
  });

  test('check takes undefined for absent', async () => {
    const { inputs, failures } = await (await door()).check({}, { ...NEWS, mac: undefined });
    expect(failures).toEqual([]);
    expect(undefinedKeys(inputs)).toEqual([]);
  });

  test.each([
    {
      name: 'false where nothing differs',
      olds: {},
      news: {},
      answer: { changes: false, replaces: [] },
    },
    {
      name: 'nothing where the program changed',
      olds: {},
      news: { mtu: 1400 },
      answer: { replaces: [] },
    },
    {
      name: 'true where only the host drifted',
      olds: { mtu: 68 },
      news: {},
      answer: { changes: true, replaces: [] },
    },
    {
      name: 'nothing where both did',
      olds: { mtu: 68 },
      news: { alias: 'x' },
      answer: { replaces: [] },
    },
    { name: 'what replaces', olds: {}, news: { headroom: 32 }, answer: { replaces: ['headroom'] } },
    {
      name: 'a replacement for an unknown namespace of the peer',
      olds: {},
      news: { peer: { name: 'eth0', netns: UNKNOWN, addresses: ['10.0.0.2/24'] } },
      answer: { replaces: ['peer'] },
    },
  ])('diff answers $name', async ({ olds, news, answer }) => {
    const { provider, inputs, outs } = await deployed();
    const checked = (await provider.check(inputs, { ...NEWS, ...news })).inputs;
    const desired = { ...checked, __provider: SHIM };
    // toStrictEqual: `changes` must be absent, not undefined.
    await expect(
      provider.diff('web0', { ...outs, ...olds, __provider: 'an older shim' }, desired),
    ).resolves.toStrictEqual({ ...answer, deleteBeforeReplace: true });
  });

  test('the second resource of one program that wants a name is told, and by whom it is taken', async () => {
    const provider = await door();
    await provider.check({}, NEWS);
    const other = { ...NEWS, owner: 'urn:other', peer: { name: 'eth1', netns: 'blue' } };
    const { failures } = await provider.check({}, other);
    expect(failures).toEqual([
      {
        property: 'name',
        reason: `device web0 on the host is declared by ${OWNER} as well; give one of them another name [name-conflict]`,
      },
    ]);
  });

  test.each([
    { name: "a peer's name", news: { name: 'web1' }, conflicts: ['peer.name'] },
    {
      name: 'a name elsewhere',
      news: { name: 'eth0', netns: 'blue', peer: { name: 'x', netns: 'blue' } },
      conflicts: ['name'],
    },
    {
      name: 'the same name in another namespace',
      news: { netns: 'red', peer: { name: 'x', netns: 'red' } },
      conflicts: [],
    },
    { name: 'a name that is not known yet', news: { name: UNKNOWN }, conflicts: [] },
  ])('check tells a conflict over $name: $conflicts', async ({ news, conflicts }) => {
    const provider = await door();
    await provider.check({}, NEWS);
    const { failures } = await provider.check({}, { ...NEWS, owner: 'urn:other', ...news });
    expect(failures.map(({ property }) => property)).toEqual(conflicts);
  });

  test('a resource that is checked twice is in nobody’s way', async () => {
    const provider = await door();
    const { inputs } = await provider.check({}, NEWS);
    await expect(provider.check(inputs, NEWS)).resolves.toMatchObject({ failures: [] });
  });
});

describe('what is returned', () => {
  test('has no key with undefined in it, and nothing of the shim', async () => {
    const { provider, inputs, outs } = await deployed();
    const read = await provider.read('web0', { ...outs, __provider: SHIM });
    const updated = await provider.update('web0', outs, { ...inputs, alias: 'x' });
    const diffed = await provider.diff('web0', outs, inputs);
    for (const answer of [inputs, outs, read, updated, diffed])
      expect(undefinedKeys(answer)).toEqual([]);
    for (const answer of [outs, read.props, read.inputs, updated.outs])
      expect(answer).not.toHaveProperty('__provider');
  });

  test('has no such key even where a resource left one', async () => {
    const holey = { a: 1, none: undefined, deep: { none: undefined }, list: [{ none: undefined }] };
    const whole = { a: 1, deep: {}, list: [{}] };
    const provider = dynamicProvider(
      {
        ...netkitPair,
        claims: () => [],
        check: () => ({ inputs: holey, failures: [] }),
        create: () => Promise.resolve({ id: 'x', state: holey }),
        read: () => Promise.resolve({ id: 'x', state: holey, inputs: holey }),
        update: () => Promise.resolve({ state: holey }),
      },
      () => noHost,
    );
    await provider.configure(noConfig);
    expect((await provider.check({}, {})).inputs).toStrictEqual(whole);
    const outs = { ...whole, omitsDefaults: true };
    expect((await provider.create({})).outs).toStrictEqual(outs);
    expect(await provider.read('x', {})).toStrictEqual({ id: 'x', props: whole, inputs: whole });
    expect((await provider.update('x', {}, {})).outs).toStrictEqual(outs);
  });

  test('read gives the inputs that check gave', async () => {
    const { provider, inputs, outs } = await deployed();
    const read = await provider.read('web0', outs);
    const { __provider: _shim, ...declared } = inputs;
    expect(read).toMatchObject({ id: 'web0', inputs: declared, props: outs });
  });

  test('read writes the defaults where an older release did', async () => {
    const { provider, inputs, outs } = await deployed();
    const { omitsDefaults, ...older } = outs;
    expect(omitsDefaults).toBe(true);
    const { __provider: _, ...given } = inputs;
    expect((await provider.read('web0', outs)).inputs).toEqual(given);
    const read = await provider.read('web0', older);
    expect(read.inputs).toMatchObject({ ...given, mode: 'l3', adopt: false });
    expect(read.props).not.toHaveProperty('omitsDefaults');
  });

  test('read of a pair that is gone answers an empty id', async () => {
    const { provider, kernel, outs } = await deployed();
    kernel.removeNetns('blue');
    await expect(provider.read('web0', outs)).resolves.toEqual({ id: '', props: {} });
  });

  test('get of a pair that is not there throws, or the program would go on with nothing', async () => {
    const provider = await door();
    const error = await refusal(provider.read('nope', { __provider: SHIM }));
    expect(error.message).toContain('there is no netkit primary "nope"');
    expect(error.message).toContain('[does-not-exist]');
  });

  test('delete removes the pair and answers nothing', async () => {
    const { provider, kernel, outs } = await deployed();
    await expect(provider.delete('web0', { ...outs, __provider: SHIM })).resolves.toBeUndefined();
    expect(kernel.devices).toEqual([]);
  });
});

describe('what is thrown', () => {
  test('by create and update is one line: the message', async () => {
    const provider = await door(new FakeHost(new FakeKernel({ namespaces: [] })));
    const { inputs } = await provider.check({}, NEWS);
    const error = await refusal(provider.create(inputs));
    expect(error.message).toBe('peer.netns: there is no network namespace "blue". [netns-missing]');
    expect(error).not.toHaveProperty('id');
  });

  test('has its code where the engine prints a stack', async () => {
    const { provider, outs } = await deployed();
    const newer = { ...outs, stateVersion: 9 };
    for (const work of [
      provider.read('web0', newer),
      provider.delete('web0', newer),
      provider.update('web0', newer, {}),
      provider.diff('web0', newer, NEWS),
      provider.read('nope', {}),
    ]) {
      const error = await refusal(work);
      expect(error.stack).toMatch(/^[a-z-]+$/);
      expect(`${String(error)}${error.stack}`).not.toContain('at ');
    }
  });

  test('of a create that left something carries id, all inputs and outputs, and a reason that says all', async () => {
    const kernel = new FakeKernel();
    const provider = await door(new FakeHost(kernel, { restarts: true }));
    const { inputs } = await provider.check({}, NEWS);
    const withShim = { ...inputs, __provider: SHIM };
    kernel.killAfter(8);
    const error = await refusal(provider.create(withShim));
    expect(error['id']).toBe('web0');
    expect(error['reasons']).toEqual(['the helper died. [helper-died]']);
    const properties = error['properties'] as Json;
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(withShim)));
    expect(properties).toMatchObject({ __provider: SHIM, ifindex: 2, stateVersion: 1 });
    expect(undefinedKeys(properties)).toEqual([]);
    // What the next up gets is enough to finish it.
    const { outs } = await provider.update('web0', properties, withShim);
    await expect(provider.diff('web0', outs, withShim)).resolves.toMatchObject({ changes: false });
  });
});

test('two kinds are two providers', async () => {
  expect(NetkitPair).not.toBe(NetworkNamespace);
  const kernel = new FakeKernel({ namespaces: [] });
  const provider = dynamicProvider(onHost(networkNamespace), () => ({
    at: () => new FakeHost(kernel),
  }));
  await provider.configure(noConfig);
  const { inputs } = await provider.check({}, { name: 'green', owner: 'urn:netns' });
  await expect(provider.create(inputs)).resolves.toMatchObject({
    id: 'green',
    outs: { path: '/run/netns/green' },
  });
});

describe('incarnations', () => {
  const checked = async (olds: Json, news: Json, provider?: DynamicProvider): Promise<Json> =>
    (await (provider ?? (await door(noHost))).check(olds, news)).inputs;

  test('are the same in a plan that was saved and in the run that carries it out', async () => {
    const [plan, run] = [await checked({}, NEWS), await checked({}, NEWS)];
    expect(run).toEqual(plan);
    const moved = { ...NEWS, mode: 'l2' };
    expect(await checked(plan, moved)).toEqual(await checked(plan, moved));
  });

  test('of a replacement are others, of a forced one too, and repeated by its second check', async () => {
    const first = await checked({}, NEWS);
    const provider = await door(noHost);
    const kept = await checked(first, NEWS, provider);
    expect(kept['incarnation']).toBe(first['incarnation']);
    const forced = await checked({}, NEWS, provider);
    expect(forced['incarnation']).not.toBe(first['incarnation']);
    const moved = { ...NEWS, mode: 'l2' };
    const other = await door(noHost);
    const replaced = await checked(first, moved, other);
    expect(await checked({}, moved, other)).toEqual(replaced);
    expect(replaced['incarnation']).not.toBe(first['incarnation']);
  });
});
