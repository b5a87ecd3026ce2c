import * as pulumi from '@pulumi/pulumi';
import type { MockCallArgs, MockResourceArgs } from '@pulumi/pulumi/runtime';

import * as dynamic from './index.js';
import * as plugin from './plugin.js';
import { BpfAttachment, Host, NetkitPair, NetworkNamespace, Provider } from './plugin.js';
import type { BpfAttachmentArgs, NetkitPairArgs } from './plugin.js';

const { version: VERSION } = jest.requireActual<{ version: string }>('../package.json');

interface Request {
  getVersion(): string;
  getDeletebeforereplace(): boolean;
  getAliasesList(): { getSpec(): { getType(): string } | undefined }[];
  getTok(): string;
}

interface Call extends MockCallArgs {
  readonly inputs: { readonly target?: object };
}

const registered: MockResourceArgs[] = [];
const asked: Call[] = [];
let requests: Request[];

/** Answers as the plugin does: in a preview too it says what it knows of the outputs. */
async function mock(isPreview: boolean): Promise<void> {
  registered.length = asked.length = 0;
  requests = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        const { peer, ...inputs } = args.inputs as { peer?: object };
        const end = { name: 'web-abcdef', incarnation: 'i-1' };
        const state = { ...end, ...inputs, ...(peer && { peer: { ...end, ...peer } }) };
        return { id: isPreview ? '' : 'x', state };
      },
      call: (args) => {
        asked.push(args);
        return { kernel: '7.3', features: [], chain: [] };
      },
    },
    'proj',
    'dev',
    isPreview,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as Record<
    'registerResource' | 'invoke',
    (request: Request, callback: unknown) => unknown
  >;
  for (const method of ['registerResource', 'invoke'] as const) {
    const real = monitor[method].bind(monitor);
    monitor[method] = (request, callback) => {
      requests.push(request);
      return real(request, callback);
    };
  }
}

const args: NetkitPairArgs = { name: 'web0', peer: { name: 'eth0', netns: 'blue' } };
const attachmentArgs: BpfAttachmentArgs = {
  target: { name: 'eth0' },
  attachType: 'tcx/ingress',
  programs: [{ name: 'guard', object: './policy.o' }],
};

async function registrationOf(resource: pulumi.CustomResource): Promise<MockResourceArgs> {
  await new Promise((resolve) => resource.urn.apply(resolve));
  return registered.at(-1)!;
}

/** An output's value, or `unknown` when a preview does not know it. */
async function known(output: pulumi.Output<unknown>): Promise<unknown> {
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
  return (await inner.isKnown) ? inner.promise() : 'unknown';
}

test('the plugin’s door has all that the dynamic one has', () => {
  expect(Object.keys(plugin)).toEqual(expect.arrayContaining(Object.keys(dynamic)));
});

describe('in an update', () => {
  beforeEach(() => mock(false));

  test('a resource registers what was declared, and nothing else', async () => {
    expect(await registrationOf(new NetkitPair('web', args))).toMatchObject({
      type: 'netkit:index:NetkitPair',
      name: 'web',
      inputs: args,
    });
    expect(registered.at(-1)?.inputs).toEqual(args);
    expect(await registrationOf(new NetworkNamespace('blue'))).toMatchObject({
      type: 'netkit:index:NetworkNamespace',
      inputs: {},
    });
    expect(registered.at(-1)?.inputs).toEqual({});
    const attachment = await registrationOf(new BpfAttachment('web-egress', attachmentArgs));
    expect(attachment.type).toBe('netkit:index:BpfAttachment');
    expect(attachment.inputs).toEqual({
      ...attachmentArgs,
      programs: [{ name: 'guard', object: expect.any(pulumi.asset.FileAsset) as unknown }],
    });
  });

  test('a resource is asked of this release, deletes first, and was a dynamic one before', async () => {
    await registrationOf(new NetkitPair('web', args));
    await registrationOf(new NetworkNamespace('blue', {}, { deleteBeforeReplace: false }));
    await registrationOf(new BpfAttachment('web-egress', attachmentArgs, { version: '9.9.9' }));
    expect(requests.map((request) => request.getVersion())).toEqual([VERSION, VERSION, '9.9.9']);
    expect(requests.map((request) => request.getDeletebeforereplace())).toEqual([
      true,
      false,
      true,
    ]);
    const before = requests.map((request) =>
      request.getAliasesList().map((alias) => alias.getSpec()?.getType()),
    );
    expect(before).toEqual([
      ['pulumi-nodejs:dynamic/netkit:NetkitPair'],
      ['pulumi-nodejs:dynamic/netkit:NetworkNamespace'],
      ['pulumi-nodejs:dynamic/netkit:BpfAttachment'],
    ]);
  });

  test('get() reads by id', async () => {
    expect((await registrationOf(NetkitPair.get('web', 'blue/web0'))).id).toBe('blue/web0');
    expect((await registrationOf(NetworkNamespace.get('blue', 'blue'))).id).toBe('blue');
    const id = 'web0/netkit/peer/web-egress';
    const found = await registrationOf(BpfAttachment.get('web-egress', id));
    expect(found.id).toBe(id);
    expect(found.inputs).toEqual({ adopt: false });
  });

  test('isInstance() knows a resource of this door only', async () => {
    const pair = new NetkitPair('web', args);
    const other = new dynamic.NetkitPair('other', args);
    expect(NetkitPair.isInstance(pair)).toBe(true);
    expect(BpfAttachment.isInstance(pair)).toBe(false);
    expect(NetkitPair.isInstance(other)).toBe(false);
    expect(dynamic.NetkitPair.isInstance(pair)).toBe(false);
    await registrationOf(other);
  });

  test('a provider takes its settings as texts', async () => {
    const connection = { address: pulumi.output('edge1.example'), sudo: true };
    const provider = new Provider('edge', { connection, refreshBeforeUpdate: false });
    expect(await registrationOf(provider)).toMatchObject({
      type: 'pulumi:providers:netkit',
      inputs: {
        connection: '{"address":"edge1.example","sudo":true}',
        refreshBeforeUpdate: 'false',
      },
    });
    expect(requests.map((request) => request.getVersion())).toEqual([VERSION]);
    expect((await registrationOf(new Provider('plain'))).inputs).toEqual({});
  });

  test('functions ask this release, by values and by outputs', async () => {
    const support = await plugin.getKernelSupport({ host: { name: 'edge1', address: 'edge1' } });
    expect(support.kernel).toBe('7.3');
    const netns = new NetworkNamespace('blue').name;
    const seen = plugin.getNetkitPairOutput({ name: 'web0', netns });
    expect(await known(seen.kernel)).toBe('7.3');
    expect(asked).toMatchObject([
      {
        token: 'netkit:index:getKernelSupport',
        inputs: { host: { name: 'edge1', address: 'edge1' } },
      },
      { token: 'netkit:index:getNetkitPair', inputs: { name: 'web0', netns: 'web-abcdef' } },
    ]);
    const calls = requests.filter((request) => 'getTok' in request);
    expect(calls.map((request) => request.getVersion())).toEqual([VERSION, VERSION]);
  });

  test('getHook() takes a pair’s end, with its host', async () => {
    const edge1 = { name: 'edge1', address: 'edge1.example' };
    const { name, ...connection } = edge1;
    const pair = new NetkitPair('web', { ...args, host: new Host(name, connection) });
    const target = { name: 'web0', incarnation: 'i-1' };
    await known(plugin.getHookOutput({ target: pair.primary, attachType: 'netkit/peer' }));
    const handle = (await known(pair.primary)) as dynamic.DeviceHandle;
    await plugin.getHook({ target: handle, attachType: 'netkit/peer' });
    const inputs = { target, attachType: 'netkit/peer', host: edge1 };
    expect(asked).toMatchObject([{ inputs }, { inputs }]);
    expect(asked.map((one) => one.inputs.target)).toEqual([target, target]);
  });
});

describe('in a preview', () => {
  beforeEach(() => mock(true));

  test('the ends of a pair without names are known, as the plugin says them', async () => {
    const pair = new NetkitPair('web', { peer: { netns: 'blue' } });
    const primary = { name: 'web-abcdef', incarnation: 'i-1' };
    expect(await known(pair.primary)).toEqual(primary);
    expect(await known(pair.peer)).toEqual({ ...primary, netns: 'blue' });
    const attachment = new BpfAttachment('egress', { ...attachmentArgs, target: pair.primary });
    expect(await registrationOf(attachment)).toMatchObject({ inputs: { target: primary } });
  });
});

test('importing the plugin’s door loads no provider, no native code and no validator', () => {
  jest.isolateModules(() => {
    const refuse = (name: string) => () => {
      throw new Error(`${name} was loaded`);
    };
    jest.doMock('@pulumi-netkit/provider', refuse('the provider'));
    jest.doMock('ajv', refuse('ajv'));
    jest.doMock('koffi', refuse('koffi'));
    expect(() => jest.requireActual<object>('./plugin.js')).not.toThrow();
  });
});
