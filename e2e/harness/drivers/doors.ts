/**
 * A mini engine: drives a door's methods (the dynamic provider's, or with NETKIT_DOOR=plugin those of the plugin, over gRPC) in the order the real one does (check, diff, then create, update or
 * replace; deletes last), with state as plain JSON between runs, against a helper in the guest. What it costs is the helper's
 * work alone, so that whole matrices can be run.
 */
import { join } from 'node:path';
import { dynamicProvider, type DynamicProvider } from '../../../provider/src/doors/dynamic.js';
import { PluginClient } from '../../../provider/test/plugin-client.js';
import { pluginDoor } from '../../../provider/test/plugin-door.js';
import { HelperHost } from '../../../provider/src/transport/process/client.js';
import type { Connection } from '../../../provider/src/transport/way/connection.js';
import type { Host, Hosts } from '@pulumi-netkit/contract';
import { HostPool } from '../../../provider/src/transport/process/pool.js';
import { bpfAttachment } from '../../../provider/src/resources/bpf-attachment/index.js';
import { netkitPair } from '../../../provider/src/resources/netkit-pair/index.js';
import { networkNamespace } from '../../../provider/src/resources/network-namespace/index.js';
import { onHost } from '../../../provider/src/resources/common/on-host.js';
import type { NetkitPairArgs, NetworkNamespaceArgs } from '../../../sdk/src/index.js';
import { GUEST_COMMAND, HELPER, sh } from '../guests/guest.js';

const RESOURCES = {
  NetkitPair: netkitPair,
  NetworkNamespace: networkNamespace,
  BpfAttachment: bpfAttachment,
} as const;

/** A kind of resource. */
export type Kind = keyof typeof RESOURCES;

type Json = Record<string, unknown>;

/** A declared resource: its kind and inputs, plain. */
export type Declared =
  | { readonly kind: 'NetkitPair'; readonly args: NetkitPairArgs }
  | { readonly kind: 'NetworkNamespace'; readonly args: NetworkNamespaceArgs }
  // Objects are assets by now, as the engine hands them on, and a target may come from another resource's outputs.
  | {
      readonly kind: 'BpfAttachment';
      readonly args: Json | ((outputs: (name: string) => Json) => Json);
    };

/** A program: resources by logical name, in the order of their dependencies. */
export type Program = Readonly<Record<string, Declared>>;

/** What a run did, as the engine counts: `create web`, `update web`, `delete web`, … in order. */
export type Steps = readonly string[];

interface Stored {
  readonly kind: Kind;
  readonly id: string;
  readonly inputs: Json;
  readonly outputs: Json;
  readonly hasInitErrors: boolean;
}

/** A failure of one resource, as the engine shows it. */
export class StepError extends Error {
  readonly code: string | undefined;

  constructor(step: string, message: string) {
    super(`${step}: ${message}`);
    this.code = /\[([a-z-]+)\]$/.exec(message)?.[1];
  }
}

/** Helper for programs. */
export const pair = (args: NetkitPairArgs): Declared => ({ kind: 'NetkitPair', args });
/** Helper for programs. */
export const netns = (name: string, more: Omit<NetworkNamespaceArgs, 'name'> = {}): Declared => ({
  kind: 'NetworkNamespace',
  args: { name, ...more },
});

/** The helper in the guest, as the package ships it. */
export function guestHost(connection: Connection = {}): HelperHost {
  // Never by accident on the machine that runs the tests.
  if ('command' in connection && !Array.isArray(connection.command))
    throw new Error('no command to the guest');
  return new HelperHost({ command: GUEST_COMMAND, helper: HELPER, ...connection });
}

/** A copy of the helper that any user of the guest can read: a checkout may be in a folder of root's alone. */
export async function plainHelper(): Promise<string> {
  const folder = '/tmp/plain-helper';
  const modules = join(HELPER, '../../../node_modules');
  await sh(
    `mkdir -p ${folder}/node_modules && cp -rL ${HELPER} ${folder}/helper.js && ` +
      `cp -rL ${modules}/koffi ${modules}/@koromix ${modules}/ipaddr.js ${folder}/node_modules/ && chmod -R a+rX ${folder}`,
  );
  return `${folder}/helper.js`;
}

/** One stack. With hosts instead of a host, resources are where their `host` says. */
export class Doors implements AsyncDisposable {
  readonly #stack: string;
  #host: Host | Hosts;
  #started: Providers | undefined;
  #state = new Map<string, Stored>();

  constructor(stack = 'test', host: Host | Hosts = guestHost()) {
    this.#stack = stack;
    this.#host = host;
  }

  /** Goes on with another host, as a new run of the engine has a new provider process. */
  useHost(host: Host | Hosts): void {
    this.#host = host;
    this.#restart();
  }

  /** A copy of the state. */
  save(): ReadonlyMap<string, Stored> {
    return new Map(this.#state);
  }

  /** Goes back to a state: what an engine that was killed has in its file. */
  restore(state: ReadonlyMap<string, Stored>): void {
    this.#state = new Map(state);
  }

  outputs(name: string): Json {
    const stored = this.#state.get(name);
    if (!stored) throw new Error(`no resource ${name} in the state`);
    return stored.outputs;
  }

  names(): string[] {
    return [...this.#state.keys()];
  }

  /** `pulumi up`. @throws StepError at the first failure, with what it left in the state */
  async up(program: Program): Promise<Steps> {
    // A new run is a new provider process: it remembers no names that another run claimed.
    this.#restart();
    const steps: string[] = [];
    for (const [name, declared] of Object.entries(program)) {
      const step = await this.#converge(name, declared);
      if (step) steps.push(step);
    }
    for (const name of this.names().reverse()) {
      if (!(name in program)) steps.push(await this.#delete(name));
    }
    return steps;
  }

  /** `pulumi destroy`. */
  destroy(): Promise<Steps> {
    return this.up({});
  }

  /** `pulumi refresh`. @returns the names of what is gone or differs */
  async refresh(): Promise<string[]> {
    const found: string[] = [];
    for (const [name, stored] of this.#state) {
      const read = await guarded(`refresh ${name}`, () =>
        this.#providers[stored.kind].read(stored.id, wire({ ...stored.outputs })),
      );
      if (read.id === '') {
        this.#state.delete(name);
        found.push(`${name} is gone`);
        continue;
      }
      if (!same(read.props, stored.outputs)) found.push(`${name} differs`);
      this.#state.set(name, {
        ...stored,
        inputs: { ...(read.inputs ?? stored.inputs), __provider: TEXT },
        outputs: read.props,
      });
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
    await this.close();
  }

  // Started by who asks first: a stack is declared where no guest is up yet.
  get #providers(): Providers {
    return (this.#started ??= providersOf(this.#host));
  }

  #restart(): void {
    this.#started?.end();
    this.#started = undefined;
  }

  /** Ends the helpers. */
  async close(): Promise<void> {
    this.#restart();
    if (this.#host instanceof HelperHost || this.#host instanceof HostPool)
      await this.#host.close();
  }

  async #converge(name: string, { kind, args }: Declared): Promise<string | undefined> {
    const provider = this.#providers[kind];
    const stored = this.#state.get(name);
    const news = wire({
      ...(typeof args === 'function' ? args((other) => this.outputs(other)) : args),
      owner: `urn:pulumi:${this.#stack}::doors::netkit:${kind}::${name}`,
      __provider: TEXT,
    });
    const checked = await guarded(`check ${name}`, () =>
      provider.check(wire(stored?.inputs ?? {}), news),
    );
    if (checked.failures.length > 0) {
      const text = checked.failures.map(({ property, reason }) => `${property}: ${reason}`);
      throw new StepError(`check ${name}`, text.join('\n'));
    }
    const inputs = { ...checked.inputs, __provider: TEXT };
    if (!stored) {
      await this.#create(name, kind, inputs);
      return `create ${name}`;
    }
    const diff = await guarded(`diff ${name}`, () =>
      provider.diff(stored.id, wire(stored.outputs), wire(inputs)),
    );
    // Not told is the engine's word for: compare the inputs yourself.
    const changes = diff.changes ?? !same(stored.inputs, inputs);
    if (diff.replaces.length > 0) {
      if (diff.deleteBeforeReplace) {
        await this.#delete(name);
        await this.#create(name, kind, inputs);
      } else throw new Error(`${name} is to be replaced, and the old one deleted last`);
      return `replace ${name}`;
    }
    if (!changes && !stored.hasInitErrors) {
      this.#state.set(name, { ...stored, inputs });
      return undefined;
    }
    const { outs } = await this.#guardedWrite(`update ${name}`, name, kind, inputs, stored, () =>
      provider.update(stored.id, wire(stored.outputs), wire(inputs)),
    );
    this.#state.set(name, { ...stored, inputs, outputs: outs, hasInitErrors: false });
    return `update ${name}`;
  }

  async #create(name: string, kind: Kind, inputs: Json): Promise<void> {
    const { id, outs } = await this.#guardedWrite(
      `create ${name}`,
      name,
      kind,
      inputs,
      undefined,
      () => this.#providers[kind].create(wire(inputs)),
    );
    this.#state.set(name, { kind, id, inputs, outputs: outs, hasInitErrors: false });
  }

  async #delete(name: string): Promise<string> {
    const stored = this.#state.get(name);
    if (!stored) throw new Error(`no resource ${name} in the state`);
    const { kind, id, outputs } = stored;
    await guarded(`delete ${name}`, () => this.#providers[kind].delete(id, wire(outputs)));
    this.#state.delete(name);
    return `delete ${name}`;
  }

  /** Stores what a failed create or update tells of what it left, as the engine does. */
  async #guardedWrite<T>(
    step: string,
    name: string,
    kind: Kind,
    inputs: Json,
    stored: Stored | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const partial = error as Partial<{ id: string; properties: Json; reasons: string[] }>;
      if (partial.id !== undefined && partial.properties) {
        const { id, properties } = partial;
        this.#state.set(name, {
          ...stored,
          kind,
          id,
          inputs,
          outputs: properties,
          hasInitErrors: true,
        });
      }
      throw new StepError(step, (error as Error).message);
    }
  }
}

const TEXT = 'exports.handler = () => undefined;';

/** A provider process: one door for each kind. */
type Providers = Readonly<Record<Kind, DynamicProvider>> & { readonly end: () => void };

function providersOf(host: Host | Hosts): Providers {
  return process.env['NETKIT_DOOR'] === 'plugin' ? pluginOf(host) : dynamicOf(host);
}

// A suite may leave a stack as it is; its plugin's port would keep the process.
const plugins = new Set<Promise<PluginClient>>();
afterAll(async () => {
  for (const plugin of plugins) await (await plugin)[Symbol.asyncDispose]();
});

function pluginOf(host: Host | Hosts): Providers {
  const plugin = PluginClient.start('at' in host ? host : { at: () => host });
  plugins.add(plugin);
  return {
    NetkitPair: pluginDoor(plugin, 'NetkitPair'),
    NetworkNamespace: pluginDoor(plugin, 'NetworkNamespace'),
    BpfAttachment: pluginDoor(plugin, 'BpfAttachment'),
    end: () => void plugin.then((started) => started[Symbol.asyncDispose]()),
  };
}

function dynamicOf(host: Host | Hosts): Providers {
  const hosts: Hosts = 'at' in host ? host : { at: () => host };
  const provider = (kind: Kind): DynamicProvider => {
    const made = dynamicProvider(onHost(RESOURCES[kind]), () => hosts);
    void made.configure({ config: { get: () => undefined } });
    return made;
  };
  return {
    NetkitPair: provider('NetkitPair'),
    NetworkNamespace: provider('NetworkNamespace'),
    BpfAttachment: provider('BpfAttachment'),
    end: () => undefined,
  };
}

async function guarded<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StepError(step, (error as Error).message);
  }
}

// Over the wire nothing is shared, and `undefined` does not travel.
function wire(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__provider')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
