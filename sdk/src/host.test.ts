import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

import * as pulumi from '@pulumi/pulumi';
import { transformSync } from '@swc/core';

import * as sdk from './index.js';
import { BpfAttachment, Host, NetkitPair, NetworkNamespace } from './index.js';
import type { BpfAttachmentArgs, HostArgs, NetkitPairArgs } from './index.js';

type Inputs = Record<string, unknown>;

const registered = new Map<string, Inputs>();

/** Answers as the engine does; `address` of a machine is an output, which no preview knows. */
async function mock(isPreview: boolean): Promise<void> {
  registered.clear();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        registered.set(name, inputs as Inputs);
        const state = { ...(inputs as Inputs), incarnation: 'i-1' };
        return { id: 'x', state: isPreview ? state : { ...state, address: '192.0.2.7' } };
      },
      call: () => ({}),
    },
    'proj',
    'dev',
    isPreview,
  );
}

class Machine extends pulumi.CustomResource {
  declare readonly address: pulumi.Output<string>;
  constructor(name: string) {
    super('cloud:index:Machine', name, { address: undefined });
  }
}

const pairArgs: NetkitPairArgs = { name: 'web0', peer: { name: 'eth0', netns: 'blue' } };
const rest: Omit<BpfAttachmentArgs, 'target'> = {
  attachType: 'netkit/peer',
  programs: [{ name: 'guard', object: './policy.o' }],
};
const edge1 = new Host('edge1', { address: 'edge1.example', user: 'deploy', sudo: true });
const declared = { name: 'edge1', address: 'edge1.example', user: 'deploy', sudo: true };

async function inputsOf(resource: pulumi.CustomResource, name: string): Promise<Inputs> {
  await new Promise((resolve) => resource.urn.apply(resolve));
  return registered.get(name)!;
}

/** The host that an attachment is declared to be on. */
async function hostOfAttachment(args: Partial<BpfAttachmentArgs>): Promise<unknown> {
  const attachment = new BpfAttachment('egress', { ...rest, target: { name: 'eth0' }, ...args });
  return (await inputsOf(attachment, 'egress'))['host'];
}

test('a host is what it was made with, and nothing else', () => {
  expect(Object.entries(edge1)).toEqual(Object.entries(declared));
  expect(Object.entries(new Host('here'))).toEqual([['name', 'here']]);
});

describe('in an update', () => {
  beforeEach(() => mock(false));

  test.each<{ name: string; host: HostArgs }>([
    { name: 'made by its class', host: edge1 },
    { name: 'written out', host: declared },
    {
      name: 'of outputs',
      host: new Host(pulumi.output('edge1'), {
        ...declared,
        address: pulumi.output(Promise.resolve('edge1.example')),
      }),
    },
  ])('a host $name reaches the engine as a plain object', async ({ host }) => {
    const netns = new NetworkNamespace('blue', { name: 'blue', host });
    const pair = new NetkitPair('web', { ...pairArgs, host });
    expect((await inputsOf(netns, 'blue'))['host']).toStrictEqual(declared);
    expect((await inputsOf(pair, 'web'))['host']).toStrictEqual(declared);
    expect(await hostOfAttachment({ host })).toStrictEqual(declared);
  });

  test('a host’s address may be what another resource says', async () => {
    const host = new Host('edge1', { address: new Machine('edge1').address });
    const pair = new NetkitPair('web', { ...pairArgs, host });
    const address = '192.0.2.7';
    expect((await inputsOf(pair, 'web'))['host']).toEqual({ name: 'edge1', address });
  });

  test('a pair’s ends take their attachment to the pair’s host', async () => {
    const pair = new NetkitPair('web', { ...pairArgs, host: edge1 });
    expect(await hostOfAttachment({ target: pair.primary })).toEqual(declared);
    expect(registered.get('egress')!['target']).toEqual({ name: 'web0', incarnation: 'i-1' });
    expect(await hostOfAttachment({ target: pair.peer })).toEqual(declared);
  });

  test('the host that an attachment names itself wins', async () => {
    const pair = new NetkitPair('web', { ...pairArgs, host: edge1 });
    const other = { name: 'edge2', address: 'edge2.example' };
    const host = new Host(other.name, { address: other.address });
    expect(await hostOfAttachment({ target: pair.primary, host })).toEqual(other);
    expect(await hostOfAttachment({ target: pair.peer, host })).toEqual(other);
  });

  test('without a host none is declared', async () => {
    const pair = new NetkitPair('web', pairArgs);
    expect(await inputsOf(pair, 'web')).not.toHaveProperty('host');
    expect(await hostOfAttachment({ target: pair.primary })).toBeUndefined();
    expect(await hostOfAttachment({})).toBeUndefined();
  });

  test('a handle that went another way still tells its host', async () => {
    const pair = new NetkitPair('web', { ...pairArgs, host: edge1 });
    const target = pair.primary.apply((handle) => ({ ...handle }));
    expect(await hostOfAttachment({ target })).toEqual(declared);
  });

  test('a look-up takes the host along', async () => {
    const found = NetkitPair.get('found', 'edge1:web0', undefined, { host: edge1 });
    expect((await inputsOf(found, 'found'))['host']).toEqual(declared);
    const netns = NetworkNamespace.get('netns', 'edge1:blue', undefined, { host: edge1 });
    expect((await inputsOf(netns, 'netns'))['host']).toEqual(declared);
  });
});

describe('in a preview', () => {
  beforeEach(() => mock(true));

  test('a device named by hand is on no host, whatever of it is not known', async () => {
    const netns = new Machine('edge1').address; // anything that a preview does not know
    expect(await hostOfAttachment({ target: { name: 'eth0', netns } })).toBeUndefined();
  });

  test('a host is known with its pair', async () => {
    const pair = new NetkitPair('web', { ...pairArgs, host: edge1 });
    expect(await hostOfAttachment({ target: pair.primary })).toEqual(declared);
  });

  test('an address that is not known hides neither the pair nor the target', async () => {
    const host = new Host('edge1', { address: new Machine('edge1').address });
    const pair = new NetkitPair('web', { ...pairArgs, host });
    expect(await inputsOf(pair, 'web')).toMatchObject({ name: 'web0', host: { name: 'edge1' } });
    expect(await hostOfAttachment({ target: pair.primary })).toMatchObject({ name: 'edge1' });
    expect(registered.get('egress')!['target']).toEqual({ name: 'web0', incarnation: 'i-1' });
  });
});

describe('what is documented', () => {
  const root = join(__dirname, '../..');
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  beforeEach(() => mock(false));

  test.each<{ page: string; hosts: Record<string, string> }>([
    { page: 'docs/hosts.md', hosts: { blue: 'edge1', web: 'edge1', egress: 'edge1' } },
    {
      page: 'README.md',
      hosts: {
        'edge1-blue': 'edge1',
        'edge1-web': 'edge1',
        'edge2-blue': 'edge2',
        'edge2-web': 'edge2',
        'edge3-blue': 'edge3',
        'edge3-web': 'edge3',
      },
    },
    { page: 'sdk/README.md', hosts: { blue: 'edge1' } },
  ])('the example of $page runs', async ({ page, hosts }) => {
    const blocks = read(page).match(/```ts\n[^]*?```/g) ?? [];
    const example = blocks.find((block) => block.includes('new netkit.Host('))!;
    const source = `const netkit = require('pulumi-netkit');${example.slice(5, -3)}`;
    const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' } } });
    (compileFunction(code, ['require']) as (load: () => unknown) => void)(() => sdk);
    while (registered.size < Object.keys(hosts).length)
      await new Promise((resolve) => setImmediate(resolve));
    const seen = [...registered].map(([name, { host }]) => [name, (host as { name: string }).name]);
    expect(Object.fromEntries(seen)).toEqual(hosts);
  });

  test('docs/hosts.md has a row for every key', () => {
    const { types } = JSON.parse(read('schema.json')) as {
      types: Record<string, { properties: object }>;
    };
    const rows = [...read('docs/hosts.md').matchAll(/^\| `(\w+)` +\| [`[]/gm)].map(
      ([, key]) => key,
    );
    expect(rows.sort()).toEqual(Object.keys(types['netkit:index:Host']!.properties).sort());
  });

  test('docs/hosts.md names no code that there is not', () => {
    const known = new Set(
      [...read('docs/errors.md').matchAll(/^\| <a id="[\w-]+"><\/a>`([\w-]+)` \|/gm)].map(
        ([, code]) => code,
      ),
    );
    const named = [
      ...read('docs/hosts.md').matchAll(
        /`((?:host|helper|connection|other|libbpf|no|request)-[a-z-]+)`/g,
      ),
    ].map(([, code]) => code);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((code) => !known.has(code))).toEqual([]);
  });
});
