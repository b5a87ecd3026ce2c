/** The plugin over its real connection, as the engine calls it; the host is a fake kernel. */
import { FakeHost, noHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { Refused } from '../../../test/plugin-client.js';
import { netkitPair } from '../../resources/netkit-pair/index.js';
import { urnOf, type Json } from '../../../test/plugin-client.js';
import { UNKNOWN } from '@pulumi-netkit/contract';
import { ownerOf } from '../../identity/urn.js';
import {
  WEB,
  NEWS,
  secret,
  client,
  start,
  deploy,
  change,
  DIFF,
  KIND,
} from './testing/deployed.js';

describe('a life', () => {
  test('create, no-op, update, delete', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const first = await deploy();
    expect(first.id).toBe('web0');
    expect(first.outputs).toMatchObject({ name: 'web0', mtu: 9000, owner: ownerOf(WEB) });
    expect(first.inputs).not.toHaveProperty('owner');

    const same = await change(first, NEWS);
    expect(same.diff).toMatchObject({ changes: DIFF.NONE, replacesList: [], detaileddiffMap: [] });

    const { inputs, diff } = await change(first, { ...NEWS, mtu: 8000 });
    expect(diff).toMatchObject({
      changes: DIFF.SOME,
      replacesList: [],
      diffsList: ['mtu', 'peer'],
    });
    expect(diff.detaileddiffMap).toEqual(
      expect.arrayContaining([['mtu', { kind: KIND.UPDATE, inputdiff: false }]]),
    );
    expect(diff.stablesList).toEqual(expect.arrayContaining(['ifindex', 'incarnation']));
    const outputs = await client.update(WEB, first.id, first.outputs, inputs);
    expect(outputs).toMatchObject({ mtu: 8000, ifindex: first.outputs['ifindex'] });

    await client.delete(WEB, first.id, outputs);
    expect(kernel.devices).toEqual([]);
  });

  test('what is fixed at creation replaces, deleting first, and says which property asks for it', async () => {
    await start();
    const { diff } = await change(await deploy(), { ...NEWS, mode: 'l2' });
    expect(diff).toMatchObject({ replacesList: ['mode'], deletebeforereplace: true });
    expect(diff.detaileddiffMap).toEqual([
      ['mode', { kind: KIND.UPDATE_REPLACE, inputdiff: false }],
    ]);
    expect(diff.stablesList).toEqual([]);
  });

  test('a replacement, the old one deleted first', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const old = await deploy();
    await client.delete(WEB, old.id, old.outputs);
    // The engine checks again, with no olds.
    const fresh = await deploy({ ...NEWS, mode: 'l2' });
    expect(fresh.outputs).toMatchObject({ name: 'web0', mode: 'l2' });
    expect(fresh.outputs['incarnation']).not.toBe(old.outputs['incarnation']);
    expect(kernel.devices).toHaveLength(2);
  });

  test('a forced replacement, the old one deleted last, keeps what stands', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const old = await deploy();
    const fresh = await deploy();
    await client.delete(WEB, old.id, old.outputs);
    expect(kernel.devices).toHaveLength(2);
    const read = await client.read(WEB, fresh.id, fresh);
    expect(read.outputs).toEqual(fresh.outputs);
  });

  test('a hundred creates at once', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const made = await Promise.all(
      Array.from({ length: 100 }, (_, at) => {
        const peer = { name: `p${at}`, netns: 'blue' };
        return deploy({ name: `w${at}`, peer }, urnOf('NetkitPair', `w${at}`));
      }),
    );
    expect(new Set(made.map(({ outputs }) => outputs['ifindex'])).size).toBe(100);
    expect(kernel.devices).toHaveLength(200);
  });
});

describe('previews', () => {
  test('ask no host, and know what is declared and what will be drawn', async () => {
    await start(noHost);
    const { inputs } = await client.check(WEB, {}, NEWS);
    const { id, outputs, refreshes } = await client.create(WEB, inputs, { preview: true });
    expect([id, refreshes]).toEqual(['', false]);
    expect(outputs).toMatchObject({
      name: 'web0',
      mode: 'l3',
      incarnation: UNKNOWN,
      ifindex: UNKNOWN,
      kernel: UNKNOWN,
    });
  });

  test('of an update know what it leaves as it is', async () => {
    await start();
    const first = await deploy();
    const { inputs } = await client.check(WEB, first.inputs, { ...NEWS, mtu: 8000 });
    const preview = await client.update(WEB, first.id, first.outputs, inputs, { preview: true });
    expect(preview).toMatchObject({
      mtu: 8000,
      ifindex: first.outputs['ifindex'],
      kernel: first.outputs['kernel'],
      operstate: UNKNOWN,
    });
  });

  test('unknown inputs pass, at any depth, and are unknown outputs', async () => {
    await start(noHost);
    const news = { ...NEWS, mtu: UNKNOWN, peer: { name: 'eth0', netns: UNKNOWN } };
    const { inputs, failures } = await client.check(WEB, {}, news);
    expect(failures).toEqual([]);
    const { outputs } = await client.create(WEB, inputs, { preview: true });
    expect(outputs).toMatchObject({ mtu: UNKNOWN, peer: { netns: UNKNOWN } });
  });

  test('an unknown in what replaces is a replacement', async () => {
    await start();
    const peer = { ...(NEWS['peer'] as Json), netns: UNKNOWN };
    const { diff } = await change(await deploy(), { ...NEWS, peer });
    expect(diff.detaileddiffMap).toEqual([
      ['peer.netns', { kind: KIND.UPDATE_REPLACE, inputdiff: false }],
    ]);
  });
});

describe('inputs', () => {
  test('what is wrong is told with its path', async () => {
    await start(noHost);
    const { failures } = await client.check(WEB, {}, { ...NEWS, mode: 5, nme: 'x' });
    expect(failures.map(({ property }) => property).sort()).toEqual(['mode', 'nme']);
  });

  test('one name for two is told to the second', async () => {
    await start(noHost);
    await client.check(WEB, {}, NEWS);
    const { failures } = await client.check(urnOf('NetkitPair', 'other'), {}, NEWS);
    expect(failures.map(({ property }) => property)).toEqual(['name', 'peer.name']);
    expect(failures[0]?.reason).toContain('[name-conflict]');
  });

  test('a stack that comes from the dynamic provider brings its text, which is dropped', async () => {
    await start();
    const first = await deploy();
    const olds = { ...first.inputs, owner: ownerOf(WEB), __provider: 'exports.handler = …' };
    const { inputs } = await client.check(WEB, olds, NEWS);
    expect(inputs).toEqual(first.inputs);
    const outputs = { ...first.outputs, __provider: 'exports.handler = …' };
    const diff = await client.diff(WEB, first.id, outputs, inputs);
    expect(diff.getChanges()).toBe(DIFF.NONE);
  });
});

test('inputs of an older release, with every default, come back as they are and differ in nothing', async () => {
  await start();
  const { inputs: short } = await client.check(WEB, {}, NEWS);
  const { id, outputs } = await client.create(WEB, short);
  const { inputs: older } = netkitPair.check({ ...NEWS }, undefined, () =>
    String(outputs['incarnation']),
  );
  expect(Object.keys(older).length).toBeGreaterThan(Object.keys(short).length);
  const { inputs } = await client.check(WEB, older, NEWS);
  expect(inputs).toEqual(older);
  const read = await client.read(WEB, id, { inputs: older, outputs });
  expect(read.inputs).toEqual(older);
  const diff = await client.diff(WEB, id, outputs, inputs);
  expect(diff.getChanges()).toBe(DIFF.NONE);
});

describe("a pair's incarnation", () => {
  const drawn = async (seed?: Uint8Array): Promise<unknown> =>
    (await client.check(WEB, {}, NEWS, undefined, seed)).inputs['__incarnation'];

  test("is drawn of the engine's seed, so that a saved plan can be carried out", async () => {
    await start(noHost);
    const [one, other] = [Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 4)];
    expect(await drawn(one)).toMatch(/^[0-9a-f]{24}$/);
    expect(await drawn(one)).toBe(await drawn(one));
    expect(await drawn(other)).not.toBe(await drawn(one));
    expect(await drawn()).not.toBe(await drawn());
  });
});

describe('names that are left out', () => {
  const bare: Json = { peer: { netns: 'blue' } };

  test('are the same in every preview and run, and fit', async () => {
    await start(noHost);
    const names = async (): Promise<string[]> => {
      const { inputs, failures } = await client.check(WEB, {}, bare);
      expect(failures).toEqual([]);
      return [inputs['name'], (inputs['peer'] as Json)['name']] as string[];
    };
    const [first, second] = [await names(), await names()];
    expect(first).toEqual(second);
    expect(first[0]).toMatch(/^web-[0-9a-f]{6}$/);
    expect(first[1]).not.toBe(first[0]);
    const long = urnOf('NetkitPair', 'a name: longer/than %any device');
    const { inputs, failures } = await client.check(long, {}, bare);
    expect(failures).toEqual([]);
    expect(inputs['name']).toMatch(/^a-name-l-[0-9a-f]{6}$/);
  });

  test.each([
    {
      what: 'proposed and fitting',
      naming: { mode: 'propose', proposed: 'web-blue' },
      is: 'web-blue',
    },
    {
      what: 'proposed and too long',
      naming: { mode: 'propose', proposed: 'organisation-project-web' },
      is: expect.stringMatching(/^web-[0-9a-f]{6}$/) as string,
    },
    { what: 'enforced', naming: { mode: 'enforce', proposed: 'web' }, is: 'web' },
  ] as const)('$what', async ({ naming, is }) => {
    await start(noHost);
    const { inputs } = await client.check(WEB, {}, bare, naming);
    expect(inputs['name']).toEqual(is);
  });

  test('enforced and too long is refused with the limit', async () => {
    await start(noHost);
    const naming = { mode: 'enforce', proposed: 'checkout-frontend0' } as const;
    const { failures } = await client.check(WEB, {}, bare, naming);
    expect(failures).toEqual([
      { property: 'name', reason: expect.stringContaining('18 bytes; Linux allows 15') as string },
    ]);
  });

  test('disabled: must be written', async () => {
    await start(noHost);
    const { failures } = await client.check(WEB, {}, bare, { mode: 'disable', proposed: '' });
    expect(failures.map(({ property }) => property)).toEqual(['name', 'peer.name']);
  });

  test('stay what they are when the program stops to say them', async () => {
    await start(noHost);
    const { inputs: olds } = await client.check(WEB, {}, NEWS);
    const { inputs } = await client.check(WEB, olds, { ...NEWS, name: null });
    expect(inputs).toEqual(olds);
  });
});

test('what a read answers for an import is what check accepts', async () => {
  await start();
  const { id, inputs } = await deploy();
  const read = await client.read(WEB, id);
  const checked = await client.check(WEB, read.inputs, read.inputs);
  expect(checked.failures).toEqual([]);
  expect(checked.inputs).toEqual(read.inputs);
  expect(read.inputs['__incarnation']).toBe(inputs['__incarnation']);
});

describe('secrets', () => {
  test('stay secret in inputs and outputs, in words too', async () => {
    await start();
    const { inputs } = await client.check(WEB, {}, { ...NEWS, alias: secret('token of web') });
    expect(inputs['alias']).toEqual(secret('token of web'));
    const { outputs } = await client.create(WEB, inputs);
    expect(outputs['alias']).toEqual(secret('token of web'));
    const news = { ...NEWS, alias: secret('another token') };
    const checked = await client.check(WEB, inputs, news);
    const updated = await client.update(WEB, 'web0', outputs, checked.inputs);
    expect(updated['alias']).toEqual(secret('another token'));
    expect(updated['changes']).toEqual(secret(expect.anything()));
    const read = await client.read(WEB, 'web0', { inputs: checked.inputs, outputs: updated });
    expect([read.inputs['alias'], read.outputs['alias']]).toEqual([
      secret('another token'),
      secret('another token'),
    ]);
  });

  test('in a list that the kernel tells in another order hide the list', async () => {
    await start();
    const addresses = ['10.0.0.9/24', secret('10.0.0.1/24')];
    const { outputs } = await deploy({ ...NEWS, addresses });
    expect(JSON.stringify(outputs['addresses'])).toContain('1b47061264138c4ac30d75fd1eb44270');
  });

  test('are not quoted by what refuses them', async () => {
    await start(noHost);
    const { failures } = await client.check(WEB, {}, { ...NEWS, mac: secret('hunter2-hunter2') });
    expect(failures).not.toEqual([]);
    expect(JSON.stringify(failures)).not.toContain('hunter2');
  });
});

describe('failures', () => {
  test('one that left something is told with all of it, and the next update mends it', async () => {
    const kernel = new FakeKernel();
    // The helper dies half-way, and its provider starts another, which sees what is there.
    await start(new FakeHost(kernel, { restarts: true }));
    const { inputs } = await client.check(WEB, {}, { ...NEWS, alias: secret('a token') });
    kernel.killAfter(6);
    const refused = await client.create(WEB, inputs).then(
      () => undefined,
      (error: unknown) => error as Refused,
    );
    expect(refused?.message).toContain('[helper-died]');
    expect(refused?.partial).toMatchObject({
      id: 'web0',
      reasons: [refused?.message],
      inputs,
      properties: { name: 'web0', incarnation: inputs['__incarnation'] },
      refreshBeforeUpdate: true,
    });
    const { properties = {} } = refused?.partial ?? {};
    const outputs = await client.update(WEB, 'web0', properties, inputs);
    expect(outputs).toMatchObject({
      mtu: 9000,
      addresses: ['10.0.0.1/24'],
      alias: secret('a token'),
    });
  });

  test('a plain one is its message and nothing else', async () => {
    await start(new FakeHost(new FakeKernel({ namespaces: [] })));
    const { inputs } = await client.check(WEB, {}, NEWS);
    const refused = client.create(WEB, inputs);
    await expect(refused).rejects.toThrow(/^peer\.netns: .*\[netns-missing\]$/);
    await expect(refused).rejects.toMatchObject({ partial: undefined });
  });

  test('a resource of no kind of ours is refused by name', async () => {
    await start(noHost);
    const urn = 'urn:pulumi:test::project::netkit:index:Bridge::b';
    await expect(client.check(urn, {}, {})).rejects.toThrow('has no "urn:pulumi:');
  });
});
