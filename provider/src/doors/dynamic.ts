/**
 * The door of Pulumi's dynamic providers: their methods, and nothing decided here. Loads no native code and touches no host
 * until the engine creates, reads, updates or deletes; previews never do, they only read the files of objects whose slots are
 * declared. Nothing is printed on stdout.
 */
import { withDefaults, withoutDefaults } from '../check/defaults.js';
import type { Kind } from '../check/schema.js';
import type { Hosts, NetkitError } from '@pulumi-netkit/contract';
import { parseConnection } from '../transport/way/connection.js';
import { keepLog } from '../transport/files/log-file.js';
import { offline } from '../transport/way/offline.js';
import { HostPool } from '../transport/process/pool.js';
import { bpfAttachment } from '../resources/bpf-attachment/index.js';
import { netkitPair } from '../resources/netkit-pair/index.js';
import { networkNamespace } from '../resources/network-namespace/index.js';
import { onHost } from '../resources/common/on-host.js';
import { keptUnseen } from '../resources/common/unseen.js';
import { PartialError, type Json, type Resource, type Run } from '../resources/common/resource.js';
import { checkInputs, declareHost, type Checked } from './common/checking.js';
import { forResource, sayToEngine, warnOfRun } from './common/engine-log.js';
import { exitWithEngine } from './common/engine-watch.js';
import { RunMemory } from './common/run-memory.js';
import { Secrecy, type SecretPath } from './common/secrecy.js';
import { Seeds } from './common/seeds.js';

const PROVIDER_KEY = '__provider';
const CONNECTION_KEY = 'netkit:connection';
const OFFLINE_KEY = 'netkit:offline';
// In a state: its inputs are without the defaults that the program does not set. A read knows the state and not the inputs.
const OMITS_DEFAULTS = 'omitsDefaults';

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
  hostsFor: (connection: string | undefined, offline: string | undefined) => H,
  declare: (hosts: H, checked: Checked) => void = () => undefined,
): DynamicProvider {
  const memory = new RunMemory();
  const runOf = (inputs: Json): Run => memory.of(String(inputs['owner']), false);
  const seeds = new Seeds();
  let known: H | undefined;
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
          known = hostsFor(config.get(CONNECTION_KEY), config.get(OFFLINE_KEY));
          configured.resolve(known);
        } catch (error) {
          configured.reject(error);
          throw error;
        }
      }),

    check: (olds, news) =>
      calmly({ ...secretsOf(olds, news) }, async () => {
        const recorded = Object.keys(olds).length > 0 ? without(olds, PROVIDER_KEY) : undefined;
        const secrecy = secrecyOf(olds, news);
        const asked = { seed: seeds.next(news['owner'], recorded), hosts: known, secrecy };
        const inputs = without(news, PROVIDER_KEY);
        const checked = await checkInputs(resource, inputs, recorded, memory, asked);
        void ready.then((hosts) => declare(hosts, checked)).catch(() => undefined);
        return { inputs: clean(checked.inputs), failures: [...checked.failures] };
      }),

    diff: (_id, olds, news) =>
      calmly({ ...secretsOf(olds, news) }, () => {
        const { changes, replaces, deleteBeforeReplace } = resource.diff(
          olds,
          without(news, PROVIDER_KEY),
        );
        if (deleteBeforeReplace && replaces.length > 0) memory.goesFirst(String(news['owner']));
        return {
          ...(changes === undefined ? {} : { changes }),
          replaces: [...replaces],
          deleteBeforeReplace,
        };
      }),

    async create(inputs) {
      const hosts = await ready;
      const { id, state, said } = await partially(inputs, () =>
        resource.create(hosts, without(inputs, PROVIDER_KEY), runOf(inputs)),
      );
      if (said !== undefined) await toldOf(inputs, said);
      return { id, outs: clean({ ...quiet(state, inputs), ...formOf(resource.kind, inputs) }) };
    },

    read: (id, props) =>
      calmly(props, async () => {
        const recorded = without(props, PROVIDER_KEY);
        const seen = await resource.read(await ready, id, recorded).catch((error: unknown) => {
          const kept = keptUnseen(error, recorded, false);
          if (!kept) throw error;
          warnOfRun(kept.warning);
          return 'unseen' as const;
        });
        memory.read(String(recorded['owner']), recorded, seen !== undefined);
        if (!seen) return { id: '', props: {} };
        if (seen === 'unseen') return { id, props };
        const { secretPaths, [OMITS_DEFAULTS]: omits } = props;
        const told = secretPaths === undefined ? {} : { secretPaths };
        const before = omits === true ? {} : seen.inputs;
        return {
          id: seen.id,
          props: clean({ ...quiet(seen.state, props), [OMITS_DEFAULTS]: omits }),
          inputs: clean({ ...withoutDefaults(resource.kind, seen.inputs, before), ...told }),
        };
      }),

    async update(id, olds, news) {
      const hosts = await ready;
      const { state } = await partially(news, () =>
        resource.update(
          hosts,
          id,
          without(olds, PROVIDER_KEY),
          without(news, PROVIDER_KEY),
          runOf(news),
        ),
      );
      return { outs: clean({ ...quiet(state, news), ...formOf(resource.kind, news) }) };
    },

    delete: (id, props) =>
      calmly(props, async () => {
        await resource.delete(await ready, id, without(props, PROVIDER_KEY));
        memory.deleted(String(props['owner']), props['incarnation']);
      }),
  };
}

/** Reports in the run's report what was done for a resource. */
async function toldOf(inputs: Json, text: string): Promise<void> {
  const { isAny } = secrecyOf(inputs);
  await forResource(inputs['owner'], () => sayToEngine(text, 'info'), isAny);
}

/** An older release wrote every default. */
function formOf(kind: Kind, inputs: Json): Json {
  const omits = Object.keys(withDefaults(kind, inputs)).some((key) => !(key in inputs));
  return omits ? { [OMITS_DEFAULTS]: true } : {};
}

/** What `require("pulumi-netkit/dynamic").BpfAttachment` gives; that text is state format. */
export const BpfAttachment: DynamicProvider = dynamicProvider(
  onHost(bpfAttachment),
  sharedHosts,
  declareHost,
);
/** What `require("pulumi-netkit/dynamic").NetkitPair` gives; that text is state format. */
export const NetkitPair: DynamicProvider = dynamicProvider(
  onHost(netkitPair),
  sharedHosts,
  declareHost,
);
/** What `require("pulumi-netkit/dynamic").NetworkNamespace` gives; that text is state format. */
export const NetworkNamespace: DynamicProvider = dynamicProvider(
  onHost(networkNamespace),
  sharedHosts,
  declareHost,
);

let pool: { readonly setting: string | undefined; readonly hosts: Hosts } | undefined;

// One process serves every resource of a stack, and one pool every kind of them.
function sharedHosts(setting: string | undefined, isOffline: string | undefined): Hosts {
  if (pool?.setting !== setting || !pool)
    pool = { setting, hosts: new HostPool(parseConnection(setting), sayToEngine) };
  return isOffline === 'true' ? offline(pool.hosts) : pool.hosts;
}

/** The engine prints a stack for what check, diff, read and delete throw; ours says its code instead. */
async function calmly<T>(props: Json, work: () => T | Promise<T>): Promise<T> {
  const secrecy = secrecyOf(props);
  try {
    return await forResource(props['owner'], work, secrecy.isAny);
  } catch (error) {
    throw plainly(keepLog(secrecy.error(error)));
  }
}

function plainly({ message, code }: NetkitError): Error {
  const plain = new Error(message);
  plain.stack = code;
  plain.toString = () => 'pulumi-netkit';
  return plain;
}

/** A failure that left something behind, as the engine stores it: all inputs, `__provider` too, and what was read back. */
async function partially<T>(inputs: Json, work: () => Promise<T>): Promise<T> {
  const secrecy = secrecyOf(inputs);
  try {
    return await forResource(inputs['owner'], work, secrecy.isAny);
  } catch (error) {
    const reason = error instanceof PartialError ? error.reason : error;
    const shown = keepLog(secrecy.error(reason));
    if (!(error instanceof PartialError)) throw plainly(shown);
    throw Object.assign(plainly(shown), {
      id: error.id,
      properties: clean({ ...inputs, ...quiet(error.state, inputs) }),
      reasons: [shown.message],
    });
  }
}

// The engine hands over secrets in plain; which they are is told by the SDK.
function secrecyOf(...values: readonly Json[]): Secrecy {
  const { secretPaths } = secretsOf(...values);
  return new Secrecy(secretPaths);
}

function secretsOf(...values: readonly Json[]): { readonly secretPaths: readonly SecretPath[] } {
  const paths = values.flatMap(({ secretPaths: one }) =>
    Array.isArray(one) ? (one as unknown[]) : [],
  );
  return { secretPaths: paths.filter(Array.isArray) as SecretPath[] };
}

/** State with what tells the secrets of its inputs, and without the words that quote them. */
function quiet(state: Json, inputs: Json): Json {
  const { secretPaths } = secretsOf(inputs);
  if (secretPaths.length === 0) return state;
  return { ...state, secretPaths, ...('changes' in state ? { changes: [] } : {}) };
}

function without(value: Json, key: string): Json {
  const { [key]: _dropped, ...rest } = value;
  return rest;
}

// A key whose value is undefined is "Unexpected struct type" on the wire.
function clean(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
