import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as pulumi from '@pulumi/pulumi';
import { transformSync } from '@swc/core';
import type { DeviceHandle } from './resources/device-handle.js';
import * as sdk from './index.js';
import {
  AttachType,
  BpfAttachment,
  Mode,
  NetkitPair,
  NetworkNamespace,
  Placement,
  Policy,
  Scrub,
} from './index.js';
import type {
  BpfAttachmentArgs,
  NetkitPairArgs,
  NetworkNamespaceArgs,
  PeerArgs,
  TargetArgs,
} from './index.js';
import {
  registered,
  mock,
  args,
  guard,
  attachmentArgs,
  settle,
  known,
  registrationOf,
  fileAsset,
  objectsOf,
  spyOnRequests,
} from './testing/mocks.js';

/** The keys of `Args` that the output of the same name does not fit. */
type Misfits<Outputs, Args> = {
  [K in keyof Args & keyof Outputs]: Outputs[K] extends Args[K] ? never : K;
}[keyof Args & keyof Outputs];

/** The properties of an output that is an object, each an output. */
type Lifted<T> = T extends pulumi.Output<infer O> ? { [K in keyof O]: pulumi.Output<O[K]> } : never;

type None<T extends never> = T;

// Checked by the compiler: what a resource reads back is an input of the next one.
export type OutputsFit = [
  None<Misfits<NetkitPair, NetkitPairArgs>>,
  None<Misfits<NetworkNamespace, NetworkNamespaceArgs>>,
  None<Misfits<BpfAttachment, BpfAttachmentArgs>>,
  None<Misfits<Lifted<NetkitPair['peer']>, PeerArgs>>,
  None<Misfits<NetkitPair, TargetArgs>>,
];

describe('in an update', () => {
  beforeEach(() => mock(false));

  test('the provider texts are state format: byte for byte', async () => {
    const pair = await registrationOf(new NetkitPair('web', args));
    const netns = await registrationOf(new NetworkNamespace('blue', { name: 'blue' }));
    const attachment = await registrationOf(new BpfAttachment('web-egress', attachmentArgs));
    expect([pair, netns, attachment].map(({ inputs }) => inputs['__provider'] as string)).toEqual([
      'exports.handler = () => require("pulumi-netkit/dynamic").NetkitPair;',
      'exports.handler = () => require("pulumi-netkit/dynamic").NetworkNamespace;',
      'exports.handler = () => require("pulumi-netkit/dynamic").BpfAttachment;',
    ]);
    expect([pair, netns, attachment].map(({ type }) => type)).toEqual([
      'pulumi-nodejs:dynamic/netkit:NetkitPair',
      'pulumi-nodejs:dynamic/netkit:NetworkNamespace',
      'pulumi-nodejs:dynamic/netkit:BpfAttachment',
    ]);
  });

  test('a pair registers what was declared, its owner, and nothing else', async () => {
    const { inputs } = await registrationOf(new NetkitPair('web', args));
    expect({ ...inputs, __provider: undefined }).toEqual({
      ...args,
      owner: 'urn:pulumi:dev::proj::pulumi-nodejs:dynamic/netkit:NetkitPair::web',
    });
  });

  test('the owner is the URN, below a component too', async () => {
    const parent = new pulumi.ComponentResource('my:index:Pod', 'pod');
    const pair = new NetkitPair('web', args, { parent });
    const { inputs } = await registrationOf(pair);
    expect(inputs['owner']).toBe(await known(pair.urn));
  });

  test('outputs that no input names are filled in', async () => {
    const pair = new NetkitPair('web', args);
    expect(await known(pair.ifindex)).toBe(7);
    expect(await known(pair.peer)).toMatchObject({ name: 'eth0', incarnation: 'i-1' });
    expect(await known(pair.mac)).toBeUndefined();
  });

  test('a replacement deletes first, unless the program says otherwise', async () => {
    const requests = spyOnRequests();
    await registrationOf(new NetkitPair('web', args));
    await registrationOf(new NetkitPair('web2', args, { deleteBeforeReplace: false }));
    await registrationOf(new NetworkNamespace('blue'));
    await registrationOf(new BpfAttachment('web-egress', attachmentArgs));
    expect(requests.map((request) => request.getDeletebeforereplace())).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(requests.every((request) => request.getDeletebeforereplacedefined())).toBe(true);
  });

  test('get() reads by id and declares no owner', async () => {
    const { id, inputs } = await registrationOf(NetkitPair.get('web', 'blue/web0'));
    expect(id).toBe('blue/web0');
    expect(inputs).not.toHaveProperty('owner');
    // A read by the id alone is an import, which another stack's resource refuses.
    expect(inputs['adopt']).toBe(false);
    expect(inputs).toHaveProperty('__provider');
    expect((await registrationOf(NetworkNamespace.get('blue', 'blue'))).id).toBe('blue');
  });

  test('a namespace is handed on by its name', async () => {
    const netns = new NetworkNamespace('blue', { name: 'blue' });
    const pair = new NetkitPair('web', { name: 'web0', peer: { name: 'eth0', netns: netns.name } });
    expect((await registrationOf(pair)).inputs['peer']).toEqual({ name: 'eth0', netns: 'blue' });
  });

  test('the README’s example runs', async () => {
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
    const [, example = ''] = /```ts\n([^]*?)```/.exec(readme) ?? [];
    const { code } = transformSync(example, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    const exported: {
      primary?: pulumi.Output<DeviceHandle>;
      chain?: pulumi.Output<string[]>;
    } = {};
    const load = (name: string): unknown => (name === 'pulumi-netkit' ? sdk : undefined);
    const run = compileFunction(code, ['require', 'exports']) as (...given: unknown[]) => void;
    run(load, exported);
    expect(await known(exported.primary!)).toEqual({ name: 'web0', incarnation: 'i-1' });
    await settle(exported.chain!);
    expect(registered.map(({ name }) => name)).toEqual(['blue', 'web', 'web-egress']);
  });

  test('isInstance() knows a resource by its type', () => {
    const netns = new NetworkNamespace('blue', { name: 'blue' });
    expect(NetworkNamespace.isInstance(netns)).toBe(true);
    expect(NetkitPair.isInstance(netns)).toBe(false);
    expect(NetkitPair.isInstance({ __pulumiType: 'pulumi-nodejs:dynamic/netkit:NetkitPair' })).toBe(
      true,
    );
    expect(NetkitPair.isInstance(undefined)).toBe(false);
    const attachment = new BpfAttachment('web-egress', attachmentArgs);
    expect(BpfAttachment.isInstance(attachment)).toBe(true);
    expect(BpfAttachment.isInstance(netns)).toBe(false);
  });

  test('an attachment registers what was declared and its owner, and leaves its name to check', async () => {
    const { inputs } = await registrationOf(new BpfAttachment('web-egress', attachmentArgs));
    expect(inputs).toEqual({
      ...attachmentArgs,
      programs: [{ name: 'guard', object: expect.any(pulumi.asset.FileAsset) as unknown }],
      owner: 'urn:pulumi:dev::proj::pulumi-nodejs:dynamic/netkit:BpfAttachment::web-egress',
      __provider: 'exports.handler = () => require("pulumi-netkit/dynamic").BpfAttachment;',
    });
    const named = new BpfAttachment('web', { ...attachmentArgs, name: 'egress' });
    expect((await registrationOf(named)).inputs['name']).toBe('egress');
  });

  test.each<{ name: string; programs: BpfAttachmentArgs['programs'] }>([
    { name: 'a path', programs: [guard] },
    { name: 'a path to come', programs: [{ ...guard, object: pulumi.output('./policy.o') }] },
    { name: 'an asset', programs: [{ ...guard, object: fileAsset() }] },
    { name: 'an asset to come', programs: [{ ...guard, object: Promise.resolve(fileAsset()) }] },
    { name: 'in a program to come', programs: [pulumi.output(guard)] },
    { name: 'in a list to come', programs: pulumi.output([guard]) },
    {
      name: 'an asset in a list to come',
      programs: pulumi.output([{ name: 'guard', object: fileAsset() }]),
    },
  ])('an object may be $name', async ({ programs }) => {
    const attachment = new BpfAttachment('web-egress', { ...attachmentArgs, programs });
    expect(await objectsOf(attachment)).toEqual([{ path: './policy.o' }]);
  });

  test('an object that is a text or fetched goes on as it is, for check to refuse', async () => {
    const programs = [
      { name: 'a', object: new pulumi.asset.StringAsset('ELF') },
      { name: 'b', object: new pulumi.asset.RemoteAsset('https://example.org/b.o') },
    ];
    const attachment = new BpfAttachment('web-egress', { ...attachmentArgs, programs });
    expect(await objectsOf(attachment)).toEqual([
      { text: 'ELF' },
      { uri: 'https://example.org/b.o' },
    ]);
  });

  test.each<{ name: string; programs: unknown }>([
    { name: 'nothing', programs: undefined },
    { name: 'no list', programs: 'guard' },
    { name: 'a list of no objects', programs: [null, 'guard', { name: 'guard' }] },
  ])('programs that are $name go on as they are, for check to refuse', async ({ programs }) => {
    const wrong = { ...attachmentArgs, programs } as BpfAttachmentArgs;
    const { inputs } = await registrationOf(new BpfAttachment('web-egress', wrong));
    expect(inputs['programs']).toEqual(programs);
  });

  test.each<{ name: string; target: () => BpfAttachmentArgs['target']; handle: object }>([
    {
      name: 'a pair’s primary',
      target: () => new NetkitPair('web', args).primary,
      handle: { name: 'web0', incarnation: 'i-1' },
    },
    {
      name: 'a pair’s peer, of which no more than the handle counts',
      target: () =>
        new NetkitPair('web', { ...args, peer: { name: 'eth0', netns: 'blue', mtu: 1400 } }).peer,
      handle: { name: 'eth0', netns: 'blue', incarnation: 'i-1' },
    },
    {
      name: 'a device in a namespace',
      target: () => ({
        name: 'eth0',
        netns: new NetworkNamespace('blue', { name: 'blue' }).name,
      }),
      handle: { name: 'eth0', netns: 'blue' },
    },
  ])('a target is $name', async ({ target, handle }) => {
    const attachment = new BpfAttachment('w', { ...attachmentArgs, target: target() });
    expect((await registrationOf(attachment)).inputs['target']).toEqual(handle);
  });
});

test('an output that is absent is an input that is absent', async () => {
  await mock(false);
  const pair = new NetkitPair('web', args);
  const beside = new NetkitPair('beside', {
    netns: pair.netns,
    peer: { name: 'eth1', netns: pair.peer.netns },
  });
  const { inputs } = await registrationOf(beside);
  expect(inputs['netns']).toBeUndefined();
  expect(inputs['peer']).toMatchObject({ name: 'eth1', netns: 'blue' });
});

test('enums are plain strings under names', () => {
  expect(Object.values(AttachType)).toEqual([
    'netkit/primary',
    'netkit/peer',
    'tcx/ingress',
    'tcx/egress',
  ]);
  expect(Object.values(Placement)).toEqual(['before-foreign', 'after-foreign']);
  expect([Mode.L3, Mode.L2, Policy.Pass, Policy.Drop, Scrub.Default, Scrub.None]).toEqual([
    'l3',
    'l2',
    'pass',
    'drop',
    'default',
    'none',
  ]);
});

test('importing the package loads no provider, no native code and no validator', () => {
  jest.isolateModules(() => {
    const refuse = (name: string) => () => {
      throw new Error(`${name} was loaded`);
    };
    jest.doMock('@pulumi-netkit/provider', refuse('the provider'));
    jest.doMock('ajv', refuse('ajv'));
    jest.doMock('koffi', refuse('koffi'));
    expect(() => jest.requireActual<object>('./index.js')).not.toThrow();
  });
});

test('the resources of one component, each of which names another, are all registered', async () => {
  await mock(false);
  class Pod extends pulumi.ComponentResource {
    readonly attachment: BpfAttachment;

    constructor(name: string) {
      super('test:index:Pod', name);
      const blue = new NetworkNamespace(`${name}-ns`, { name: 'blue' }, { parent: this });
      const peer = { name: 'eth0', netns: blue.name };
      const pair = new NetkitPair(`${name}-pair`, { name: 'web0', peer }, { parent: this });
      const on = { ...attachmentArgs, target: pair.primary };
      this.attachment = new BpfAttachment(`${name}-chain`, on, { parent: this });
    }
  }
  await settle(new Pod('pod').attachment.urn);
  expect(registered.map(({ name }) => name)).toEqual(['pod', 'pod-ns', 'pod-pair', 'pod-chain']);
  expect(registered.at(-1)!.inputs['owner']).toMatch(/::test:index:Pod\$pulumi-nodejs:dynamic\//);
});
