/**
 * The door of Pulumi's dynamic providers: their methods, and nothing decided here. Loads no native code and touches no host
 * until the engine creates, reads, updates or deletes; previews never do, they only read the files of objects whose slots are
 * declared. Nothing is printed on stdout.
 */
import { asNetkitError, type NetkitError } from '../errors.js';
import { parseConnection } from '../host/connection.js';
import type { Hosts } from '../host/host.js';
import { HostPool } from '../host/pool.js';
import { bpfAttachment } from '../resources/bpf-attachment/index.js';
import { netkitPair } from '../resources/netkit-pair/index.js';
import { networkNamespace } from '../resources/network-namespace/index.js';
import { onHost } from '../resources/on-host.js';
import { PartialError, type Json, type Resource } from '../resources/resource.js';
import { checkInputs, type Claims } from './checking.js';
import { forResource, sayToEngine } from './engine-log.js';
import { exitWithEngine } from './engine-watch.js';

const PROVIDER_KEY = '__provider';
const CONNECTION_KEY = 'netkit:connection';

/** The methods that Pulumi's dynamic-provider process calls, with plain JSON both ways. */
export interface DynamicProvider {
  configure(request: { readonly config: { get(key: string): string | undefined } }): Promise<void>;
  check(
    olds: Json,
    news: Json,
  ): Promise<{ inputs: Json; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Json,
    news: Json,
  ): Promise<{ changes?: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Json): Promise<{ id: string; outs: Json }>;
  read(id: string, props: Json): Promise<{ id: string; props: Json; inputs?: Json }>;
  update(id: string, olds: Json, news: Json): Promise<{ outs: Json }>;
  delete(id: string, props: Json): Promise<void>;
}

/** Serves one kind of resource. `hostsFor` gives it its hosts, by the setting `netkit:connection`. */
export function dynamicProvider<H>(
  resource: Resource<H>,
  hostsFor: (connection: string | undefined) => H,
): DynamicProvider {
  const claimed: Claims = new Map();
  // The engine does not wait for configure before it calls the rest (up to 800 ms apart were seen), so everyone waits here.
  let configured: {
    readonly resolve: (hosts: H) => void;
    readonly reject: (error: unknown) => void;
  };
  const ready = new Promise<H>((resolve, reject) => (configured = { resolve, reject }));
  ready.catch(() => undefined); // Each caller that waits is told; nobody waiting is no defect.
  return {
    configure: ({ config }) =>
      calmly({}, () => {
        exitWithEngine();
        try {
          configured.resolve(hostsFor(config.get(CONNECTION_KEY)));
        } catch (error) {
          configured.reject(error);
          throw error;
        }
      }),

    check: (olds, news) =>
      calmly({}, async () => {
        const recorded = Object.keys(olds).length > 0 ? without(olds, PROVIDER_KEY) : undefined;
        const checked = await checkInputs(resource, without(news, PROVIDER_KEY), recorded, claimed);
        return { inputs: clean(checked.inputs), failures: [...checked.failures] };
      }),

    diff: (_id, olds, news) =>
      calmly({}, () => {
        const { changes, replaces, deleteBeforeReplace } = resource.diff(
          olds,
          without(news, PROVIDER_KEY),
        );
        return {
          ...(changes === undefined ? {} : { changes }),
          replaces: [...replaces],
          deleteBeforeReplace,
        };
      }),

    async create(inputs) {
      const hosts = await ready;
      const { id, state } = await partially(inputs, () =>
        resource.create(hosts, without(inputs, PROVIDER_KEY)),
      );
      return { id, outs: clean(state) };
    },

    read: (id, props) =>
      calmly(props, async () => {
        const seen = await resource.read(await ready, id, without(props, PROVIDER_KEY));
        if (!seen) return { id: '', props: {} };
        return { id: seen.id, props: clean(seen.state), inputs: clean(seen.inputs) };
      }),

    async update(id, olds, news) {
      const hosts = await ready;
      const { state } = await partially(news, () =>
        resource.update(hosts, id, without(olds, PROVIDER_KEY), without(news, PROVIDER_KEY)),
      );
      return { outs: clean(state) };
    },

    delete: (id, props) =>
      calmly(props, async () => resource.delete(await ready, id, without(props, PROVIDER_KEY))),
  };
}

/** What `require("pulumi-netkit/dynamic").BpfAttachment` gives; that text is state format. */
export const BpfAttachment: DynamicProvider = dynamicProvider(onHost(bpfAttachment), sharedHosts);
/** What `require("pulumi-netkit/dynamic").NetkitPair` gives; that text is state format. */
export const NetkitPair: DynamicProvider = dynamicProvider(onHost(netkitPair), sharedHosts);
/** What `require("pulumi-netkit/dynamic").NetworkNamespace` gives; that text is state format. */
export const NetworkNamespace: DynamicProvider = dynamicProvider(
  onHost(networkNamespace),
  sharedHosts,
);

let pool: { readonly setting: string | undefined; readonly hosts: Hosts } | undefined;

// One process serves every resource of a stack, and one pool every kind of them.
function sharedHosts(setting: string | undefined): Hosts {
  if (pool?.setting !== setting || !pool)
    pool = { setting, hosts: new HostPool(parseConnection(setting), sayToEngine) };
  return pool.hosts;
}

/** The engine prints a stack for what check, diff, read and delete throw; ours says its code instead. */
async function calmly<T>(props: Json, work: () => T | Promise<T>): Promise<T> {
  try {
    return await forResource(props['owner'], work);
  } catch (error) {
    throw plainly(error);
  }
}

function plainly(error: unknown): Error {
  const { message, code } = asNetkitError(error);
  const plain = new Error(message);
  plain.stack = code;
  plain.toString = () => 'pulumi-netkit';
  return plain;
}

/** A failure that left something behind, as the engine stores it: all inputs, `__provider` too, and what was read back. */
async function partially<T>(inputs: Json, work: () => Promise<T>): Promise<T> {
  try {
    return await forResource(inputs['owner'], work);
  } catch (error) {
    if (!(error instanceof PartialError)) throw plainly(error);
    const reason: NetkitError = error.reason;
    throw Object.assign(plainly(reason), {
      id: error.id,
      properties: clean({ ...inputs, ...error.state }),
      reasons: [reason.message],
    });
  }
}

function without(value: Json, key: string): Json {
  const { [key]: _dropped, ...rest } = value;
  return rest;
}

// A key whose value is undefined is "Unexpected struct type" on the wire.
function clean(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
