/** The plugin in a run of the engine: refresh, import, settings, cancel. */
import type * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { FakeHost, noHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../../test/plugin-client.js';
import { type Host } from '@pulumi-netkit/contract';
import type { Connection } from '../../transport/way/connection.js';
import { WEB, NEWS, client, use, start, deploy, DIFF, KIND } from './testing/deployed.js';

describe('refresh', () => {
  test('what is there is told as it is, with inputs to match', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const first = await deploy();
    const read = await client.read(WEB, first.id, first);
    expect(read).toEqual({ id: 'web0', outputs: first.outputs, inputs: first.inputs });
  });

  test('what was changed by hand is told, as a drift that the next update mends', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const first = await deploy();
    kernel.device(null, 'web0').mtu = 1400;
    const read = await client.read(WEB, first.id, first);
    expect([read.outputs['mtu'], read.inputs['mtu']]).toEqual([1400, 1400]);
    // The engine asks what the refresh found: the old inputs against what was read.
    const found = await client.diff(WEB, first.id, read.outputs, first.inputs);
    expect(found.toObject().detaileddiffMap).toEqual([
      ['mtu', { kind: KIND.UPDATE, inputdiff: false }],
    ]);
    const { inputs } = await client.check(WEB, read.inputs, NEWS);
    const mended = await client.update(WEB, first.id, read.outputs, inputs);
    expect([mended['mtu'], kernel.device(null, 'web0').mtu]).toEqual([9000, 9000]);
  });

  test('what is gone has no id', async () => {
    const kernel = new FakeKernel();
    await start(new FakeHost(kernel));
    const first = await deploy();
    kernel.remove(kernel.device(null, 'web0'));
    await expect(client.read(WEB, first.id, first)).resolves.toEqual({
      id: '',
      outputs: {},
      inputs: {},
    });
  });

  test('before each update is asked for, until the setting says no', async () => {
    await start();
    const { inputs } = await client.check(WEB, {}, NEWS);
    expect((await client.create(WEB, inputs)).refreshes).toBe(true);
    await client.configure({ refreshBeforeUpdate: 'false' });
    const other = { name: 'w1', peer: { name: 'p1', netns: 'blue' } };
    const checked = await client.check(urnOf('NetkitPair', 'w1'), {}, other);
    const made = await client.create(urnOf('NetkitPair', 'w1'), checked.inputs);
    expect(made.refreshes).toBe(false);
  });
});

describe('import', () => {
  test('by id alone gives inputs that no preview changes', async () => {
    await start();
    const first = await deploy();
    const imported = await client.read(urnOf('NetkitPair', 'again'), first.id);
    expect(imported.id).toBe('web0');
    const { inputs } = await client.check(WEB, imported.inputs, NEWS);
    const diff = await client.diff(WEB, imported.id, imported.outputs, inputs);
    expect(diff.getChanges()).toBe(DIFF.NONE);
  });

  test('of what is not there is an error', async () => {
    await start();
    await expect(client.read(WEB, 'nope')).rejects.toThrow('[does-not-exist]');
  });
});

describe('settings', () => {
  const config = async (settings: Json): Promise<{ property: string; reason: string }[]> => {
    const { CheckRequest } = await import('@pulumi/pulumi/proto/provider_pb.js');
    const { Struct } = await import('google-protobuf/google/protobuf/struct_pb.js');
    const request = new CheckRequest();
    request.setNews(Struct.fromJavaScript(settings as Record<string, string>));
    const answer = await client.call<wire.CheckResponse>((done) =>
      client.client.checkConfig(request, done),
    );
    return answer.getFailuresList().map((failure) => failure.toObject());
  };

  test('what the engine and the SDKs add is no mistake', async () => {
    await start(noHost);
    const settings = { version: '0.1.0', connection: '{"sudo": true}', refreshBeforeUpdate: true };
    await expect(config(settings)).resolves.toEqual([]);
  });

  test('mistakes are told by name', async () => {
    await start(noHost);
    const failures = await config({
      conection: '{}',
      connection: '{"sudo": 1}',
      refreshBeforeUpdate: 'no',
    });
    expect(failures.map(({ property }) => property).sort()).toEqual([
      'conection',
      'connection',
      'refreshBeforeUpdate',
    ]);
    expect(failures.find(({ property }) => property === 'conection')?.reason).toContain(
      'did you mean "connection"?',
    );
  });

  test('the connection leads to the host', async () => {
    const asked: Connection[] = [];
    use(
      await PluginClient.start((connection) => {
        asked.push(connection);
        return { at: () => noHost };
      }),
    );
    await client.configure({ connection: '{"address": "edge1.example"}' });
    expect(asked.at(-1)).toEqual({ address: 'edge1.example' });
    await expect(client.configure({ connection: '{' })).rejects.toThrow('[bad-connection]');
  });

  test('another way to the host replaces nothing', async () => {
    await start();
    // The whole stack's config, as the engine hands it on when a stack comes from the dynamic provider.
    const olds = { 'project:a': 'b', 'netkit:connection': '{}' };
    const diff = await client.diffConfig(olds, { connection: '{"sudo": true}' });
    expect(diff.toObject()).toMatchObject({ changes: DIFF.SOME, replacesList: [] });
  });
});

describe('cancel', () => {
  /** A host whose plans wait until they are let go. */
  function slowHost(kernel: FakeKernel): { host: Host; begun: Promise<void>; letGo: () => void } {
    const fast = new FakeHost(kernel);
    let [tell, letGo]: [() => void, () => void] = [() => undefined, () => undefined];
    const begun = new Promise<void>((resolve) => (tell = resolve));
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const host: Host = {
      facts: () => fast.facts(),
      observe: (query) => fast.observe(query),
      run: async (plan, objects) => {
        tell();
        await gate;
        await fast.run(plan, objects);
      },
    };
    return { host, begun, letGo: () => letGo() };
  }

  test('in the middle: what was made is in the state', async () => {
    const kernel = new FakeKernel();
    const { host, begun, letGo } = slowHost(kernel);
    await start(host);
    const { inputs } = await client.check(WEB, {}, NEWS);
    const created = client.create(WEB, inputs);
    await begun;
    await client.cancel();
    letGo();
    await expect(created).resolves.toMatchObject({ id: 'web0', outputs: { mtu: 9000 } });
    expect(kernel.devices).toHaveLength(2);
  });

  test('is no error at the normal end, and no call is left', async () => {
    await start();
    await deploy();
    await client.cancel();
    await expect(client.plugin.calls.settled()).resolves.toBeUndefined();
  });
});

test('a plugin that is attached to speaks to the engine that attached', async () => {
  const { PluginAttach } = await import('@pulumi/pulumi/proto/plugin_pb.js');
  const told: string[] = [];
  use(await PluginClient.start({ at: () => noHost }, (address) => told.push(address)));
  const request = new PluginAttach();
  request.setAddress('127.0.0.1:4711');
  await client.call((done) => client.client.attach(request, done));
  expect(told).toEqual(['127.0.0.1:4711']);
});

describe('what it says of itself', () => {
  test('handshake, info, schema, mappings', async () => {
    await start(noHost);
    const messages = await import('@pulumi/pulumi/proto/provider_pb.js');
    const { client: raw } = client;
    const hello = await client.call<wire.ProviderHandshakeResponse>((done) =>
      raw.handshake(new messages.ProviderHandshakeRequest(), done),
    );
    expect(hello.toObject()).toMatchObject({
      acceptSecrets: true,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: true,
    });
    const info = await client.call<{ getVersion(): string }>((done) =>
      raw.getPluginInfo(new Empty(), done),
    );
    expect(info.getVersion()).toBe('0.1.0');
    const schema = await client.call<wire.GetSchemaResponse>((done) =>
      raw.getSchema(new messages.GetSchemaRequest(), done),
    );
    expect(JSON.parse(schema.getSchema())).toMatchObject({ name: 'netkit' });
    const mapping = await client.call<wire.GetMappingResponse>((done) =>
      raw.getMapping(new messages.GetMappingRequest(), done),
    );
    expect(mapping.getProvider()).toBe('');
  });
});
