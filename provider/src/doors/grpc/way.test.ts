/** Which way the plugin takes to a host, as the engine calls it; what is behind a way is a fake kernel, or nothing. */
import {
  asNetkitError,
  type ErrorCode,
  type Host,
  type Hosts,
  NetkitError,
} from '@pulumi-netkit/contract';
import type { Connection } from '../../transport/way/connection.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../../test/plugin-client.js';

const DEFAULT = 'urn:pulumi:test::project::pulumi:providers:netkit::default_0_1_0';
const DECLARED = 'urn:pulumi:test::project::pulumi:providers:netkit::edge';
const WEB = urnOf('NetkitPair', 'web');
const NEWS: Json = { name: 'web0', peer: { name: 'eth0', netns: 'blue' } };
const DIFF_NONE = 1;

const words = (word: string): string => JSON.stringify({ command: [word] });
const LIVE = words('live');
const DEAD = words('dead');

function failing(code: ErrorCode): Host {
  const fail = (): Promise<never> => Promise.reject(new NetkitError(code, 'no way'));
  return { facts: fail, observe: fail, run: fail };
}

/** A kernel behind every way but `dead`; each way that was asked is counted. */
class World {
  readonly kernel = new FakeKernel();
  readonly asked: string[] = [];
  code: ErrorCode = 'host-unreachable';
  machineId = 'a'.repeat(32);
  #declared = new Map<string, Connection>();

  readonly hostsFor = (connection: Connection): Hosts => ({
    at: (declared) =>
      this.#host(declared ? (this.#declared.get(declared.name) ?? declared) : connection),
    declare: (host) => this.#declared.set(host.name, host),
  });

  #host(connection: Connection): Host {
    const way = connection.address ?? connection.command?.[0] ?? 'here';
    const host = way.startsWith('dead') ? failing(this.code) : new FakeHost(this.kernel);
    const machineId = way.startsWith('other') ? 'b'.repeat(32) : this.machineId;
    return {
      facts: async () => {
        this.asked.push(way);
        return { ...(await host.facts()), machineId };
      },
      observe: (query) => host.observe(query),
      run: (plan, objects) => host.run(plan, objects),
    };
  }
}

let client: PluginClient;
let world: World;
beforeEach(() => (world = new World()));
const started: PluginClient[] = [];
afterEach(() => Promise.all(started.splice(0).map((one) => one[Symbol.asyncDispose]())));

/** A plugin process as the engine starts it, with the settings of the stack. */
async function launch(stack: Json | undefined): Promise<void> {
  client = await PluginClient.start(world.hostsFor, undefined, stack);
  started.push(client);
}

/** The same, configured with the settings of a provider. */
async function start(stack: Json | undefined, given: Json, urn = DEFAULT): Promise<void> {
  await launch(stack);
  await client.configure(given, urn);
}

interface Deployed {
  readonly id: string;
  readonly inputs: Json;
  readonly outputs: Json;
}

async function deployed(news: Json = NEWS): Promise<Deployed> {
  const { inputs, failures } = await client.check(WEB, {}, news);
  expect(failures).toEqual([]);
  const { id, outputs } = await client.create(WEB, inputs);
  world.asked.length = 0;
  return { id, inputs, outputs };
}

/** The state of a run by a live way, by another plugin process. */
async function lastRun(news: Json = NEWS): Promise<Deployed> {
  await start({ connection: LIVE }, { connection: LIVE });
  return deployed(news);
}

describe('the default provider', () => {
  test('goes by the connection that the stack names now, whatever was recorded', async () => {
    const state = await lastRun();
    await start({ connection: LIVE }, { connection: DEAD });
    const read = await client.read(WEB, state.id, state);
    expect(read).toEqual(state);
    expect(new Set(world.asked)).toEqual(new Set(['live']));
  });

  test('has no connection any more when the stack names none', async () => {
    await start({}, { connection: DEAD });
    await deployed();
    await start({ connection: DEAD }, {});
    await expect(deployed()).rejects.toThrow('[host-unreachable]');
  });

  test('a dead way that the stack names now ends the look with an error', async () => {
    const state = await lastRun();
    await start({ connection: DEAD }, { connection: LIVE });
    await expect(client.read(WEB, state.id, state)).rejects.toThrow('[host-unreachable]');
  });

  test('an engine that hands no settings to the process is taken at its word', async () => {
    const state = await lastRun();
    await start(undefined, { connection: LIVE });
    await expect(client.read(WEB, state.id, state)).resolves.toEqual(state);
  });
});

describe('a way that was recorded and no longer works', () => {
  const CODES: readonly ErrorCode[] = [
    'connection-lost',
    'helper-not-started',
    'helper-protocol',
    'host-key-changed',
    'host-key-unknown',
    'host-refused',
    'host-silent',
    'host-unreachable',
    'no-permission',
    'other-machine',
    'ssh-missing',
  ];
  const host = (address: string): Json => ({ name: 'edge1', address });

  test.each(CODES)('of a declared provider: %s leaves the state as it is', async (code) => {
    const state = await lastRun();
    world.code = code;
    await start({}, { connection: DEAD }, DECLARED);
    await expect(client.read(WEB, state.id, state)).resolves.toEqual(state);
  });

  test.each(CODES)('of a resource: %s leaves the state as it is', async (code) => {
    const { id, inputs, outputs } = await lastRun({ ...NEWS, host: host('live') });
    world.code = code;
    const dead = host('dead');
    const state = { id, inputs: { ...inputs, host: dead }, outputs: { ...outputs, host: dead } };
    await start({ connection: LIVE }, { connection: LIVE });
    await expect(client.read(WEB, id, state)).resolves.toEqual(state);
    // And the run goes on to the way that the program names now.
    const checked = await client.check(WEB, state.inputs, { ...NEWS, host: host('live2') });
    await expect(client.update(WEB, id, state.outputs, checked.inputs)).resolves.toMatchObject({
      host: host('live2'),
    });
  });

  test('a look-up by id has no state to keep, and fails', async () => {
    await start({ connection: DEAD }, { connection: DEAD });
    await expect(client.read(WEB, 'web0')).rejects.toThrow('[host-unreachable]');
  });

  test('what the look itself refuses is an error', async () => {
    const state = await lastRun();
    world.code = 'kernel-refused';
    await start({}, { connection: DEAD }, DECLARED);
    await expect(client.read(WEB, state.id, state)).rejects.toThrow('[kernel-refused]');
  });

  test('a delete goes by the way that the program names now for that host', async () => {
    const { id, inputs, outputs } = await lastRun({ ...NEWS, host: host('live') });
    await start({ connection: LIVE }, { connection: LIVE });
    await client.check(WEB, inputs, { ...NEWS, host: host('live2') });
    await client.delete(WEB, id, { ...outputs, host: host('dead') });
    expect(world.kernel.devices).toEqual([]);
  });
});

describe('a new connection', () => {
  const state = { connection: LIVE };

  test('that is a mistake is an error, and so is not recorded', async () => {
    await launch({ connection: DEAD });
    const [failure = ''] = await client.checkConfig(state, { connection: DEAD });
    expect(failure).toMatch(/^connection: .*\[host-unreachable\]$/);
  });

  test('that works is tried once', async () => {
    await launch({});
    expect(await client.checkConfig(state, { connection: words('live2') })).toEqual([]);
    expect(world.asked).toEqual(['live2']);
  });

  test('the same one, one that is not known yet, and the first one are not tried', async () => {
    await launch({});
    const news = { ...state, refreshBeforeUpdate: 'false' };
    expect(await client.checkConfig(state, news)).toEqual([]);
    const unknown = { connection: '04da6b54-80e4-46f7-96ec-b56ff0331ba9' };
    expect(await client.checkConfig(state, unknown)).toEqual([]);
    expect(await client.checkConfig({}, { connection: DEAD })).toEqual([]);
    expect(world.asked).toEqual([]);
  });

  test('that replaces none, and none that replaces one, are tried', async () => {
    await launch({});
    expect(await client.checkConfig({ version: '1' }, { connection: DEAD })).toHaveLength(1);
    expect(await client.checkConfig(state, { version: '1' })).toEqual([]);
    expect(world.asked).toEqual(['dead', 'here']);
  });

  test('to another machine is an error at the first resource, though nothing differs', async () => {
    const { id, inputs, outputs } = await lastRun();
    await launch({});
    expect(await client.checkConfig(state, { connection: words('other') })).toEqual([]);
    await client.configure({ connection: words('other') }, DECLARED);
    await expect(client.diff(WEB, id, outputs, inputs)).rejects.toThrow('[other-machine]');
  });
});

describe('offline', () => {
  const OFFLINE = { connection: LIVE, offline: 'true' };

  test.each([
    { name: 'the default provider', urn: DEFAULT },
    { name: 'a declared provider, by the setting of the stack', urn: DECLARED },
  ])('$name: a preview contacts nothing, and knows the state', async ({ urn }) => {
    const state = await lastRun();
    await launch(OFFLINE);
    expect(await client.checkConfig({ connection: DEAD }, { connection: LIVE })).toEqual([]);
    await client.configure({ connection: LIVE }, urn);
    await expect(client.read(WEB, state.id, state)).resolves.toEqual(state);
    const { inputs } = await client.check(WEB, state.inputs, NEWS);
    const diff = await client.diff(WEB, state.id, state.outputs, inputs);
    expect(diff.getChanges()).toBe(DIFF_NONE);
    const changed = await client.check(WEB, state.inputs, { ...NEWS, mtu: 1400 });
    await expect(
      client.update(WEB, state.id, state.outputs, changed.inputs, { preview: true }),
    ).resolves.toMatchObject({ mtu: 1400 });
    expect(world.asked).toEqual([]);
  });

  test('a provider of its own may be offline alone', async () => {
    await start({}, { connection: LIVE, offline: true }, DECLARED);
    await expect(deployed()).rejects.toThrow('[offline]');
  });

  test('what has to contact a host is refused', async () => {
    const { id, outputs } = await lastRun();
    await start(OFFLINE, {});
    for (const work of [
      () => deployed(),
      () => client.delete(WEB, id, outputs),
      () => client.read(WEB, 'web0'),
      () => client.invoke('netkit:index:getKernelSupport', {}),
    ]) {
      const refused = await work().then(() => undefined, asNetkitError);
      expect(refused?.message).toContain('the setting netkit:offline is true');
    }
    expect(world.asked).toEqual([]);
  });
});
