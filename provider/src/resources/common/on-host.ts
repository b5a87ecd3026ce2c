/**
 * A resource on the host that its inputs name. The resource itself knows of one host only; here are the host's name in ids,
 * claims and messages, and the machine that it must still be.
 */
import { withDefaults } from '../../check/defaults.js';
import {
  asNetkitError,
  containsUnknown,
  failure,
  type Host,
  type DeclaredHost,
  type HostFacts,
  type Hosts,
  isUnknown,
  NetkitError,
  sameJson,
  UNKNOWN,
} from '@pulumi-netkit/contract';
import { hostRules } from '../../check/host/host.js';
import { changesAt, type Diff } from './diff.js';
import { acceptable } from './acceptable.js';
import { hostOfId } from '../../identity/host-of-id.js';
import { PartialError, type Json, type Resource, type Run } from './resource.js';
import { omit } from './state.js';

/** The same resource, on whatever host it is declared to be. */
export function onHost(resource: Resource): Resource<Hosts> {
  const full = (inputs: Json): Json => withDefaults(resource.kind, inputs);
  return {
    kind: resource.kind,

    check(inputs, recorded, newIncarnation, naming) {
      const checked = resource.check(inputs, recorded, newIncarnation, naming);
      const failures = [...checked.failures, ...hostRules(checked.inputs['host'])];
      return { ...checked, failures };
    },

    async inspect(inputs, outlineOf, recorded) {
      const isSameHost = recorded !== undefined && sameJson(recorded['host'], inputs['host']);
      const before = isSameHost ? full(bare(recorded)) : undefined;
      return (await resource.inspect?.(bare(inputs), outlineOf, before)) ?? [];
    },

    claims(inputs) {
      const name = nameOf(hostOf(inputs));
      const where = name === undefined ? '' : `${name}: `;
      return resource
        .claims(bare(inputs))
        .map(({ property, what }) => ({ property, what: `${where}${what}` }));
    },

    diff(recorded, desired) {
      return withHost(resource.diff(bare(recorded), full(bare(desired))), recorded, desired);
    },

    preview(recorded, desired) {
      const declared = hostOf(desired);
      const machine = recorded ? recorded['machine'] : UNKNOWN;
      return {
        ...resource.preview(recorded && bare(recorded), full(bare(desired))),
        ...(declared === undefined ? {} : { host: declared }),
        ...(machine === undefined ? {} : { machine }),
      };
    },

    async foresee(hosts, inputs) {
      return resource.foresee?.(hosts.at(hostOf(inputs)), full(bare(inputs)));
    },

    severs(inputs, hosts) {
      const { target } = inputs;
      if (containsUnknown(target) || isAllowedToSever(inputs)) return [];
      const isCarrier = resource.device?.(bare(inputs)) === 'lo' && hosts.isHere?.(hostOf(inputs));
      return isCarrier ? [failure('target.name', 'carries-connection', `"lo" ${OF_ENGINE}`)] : [];
    },

    async create(hosts, inputs, run) {
      const declared = hostOf(inputs);
      return named(declared, async () => {
        const host = hosts.at(declared);
        assertKeepsConnection(await host.facts(), resource.device?.(bare(inputs)), inputs);
        return settled(host, inputs, run, async () => {
          const made = await resource.create(host, full(bare(inputs)), run);
          const state = on(inputs, made.state, await host.facts());
          return { ...made, id: longId(declared, made.id), state };
        });
      });
    },

    async read(hosts, id, recorded) {
      const isLookUp = recorded['stateVersion'] === undefined;
      const declared = hostOf(recorded) ?? (isLookUp ? hostOfId(id) : undefined);
      return named(declared, async () => {
        const host = hosts.at(declared);
        const facts = await assertSameMachine(host, declared, recorded);
        const seen = await resource.read(host, shortId(declared, id), bare(recorded));
        if (!seen) return undefined;
        const found = isLookUp
          ? { inputs: seen.inputs, kept: {} }
          : acceptable(resource, seen.inputs, recorded);
        const hasKept = Object.keys(found.kept).length > 0;
        const state = { ...seen.state, ...(hasKept ? { kept: found.kept } : {}) };
        return {
          id: longId(declared, seen.id),
          inputs: { ...found.inputs, ...ofConnection({ ...recorded, host: declared }) },
          state: on({ ...recorded, host: declared }, state, facts),
        };
      });
    },

    async update(hosts, id, recorded, inputs, run) {
      const declared = hostOf(inputs);
      return named(declared, async () => {
        const host = hosts.at(declared);
        const facts = await assertSameMachine(host, declared, recorded);
        assertKeepsConnection(facts, resource.device?.(bare(inputs)), inputs);
        const short = shortId(declared, id);
        const wanted = full(bare(inputs));
        const { state } = await resource.update(host, short, bare(recorded), wanted, run);
        await host.settle?.(String(recorded['incarnation']));
        return { state: on(inputs, state, facts) };
      });
    },

    async delete(hosts, id, recorded, owner) {
      const declared = hostOf(recorded);
      return named(declared, async () => {
        const host = hosts.at(declared);
        await assertSameMachine(host, declared, recorded);
        await resource.delete(host, shortId(declared, id), bare(recorded), owner);
      });
    },
  };
}

/**
 * Creates, and has the host keep what was made once the engine is about to hear of it. Until then the helper takes it back
 * when this process ends: an engine that was killed never asks about it again.
 */
async function settled<T>(
  host: Host,
  inputs: Json,
  run: Run | undefined,
  create: () => Promise<T>,
): Promise<T> {
  const settle = async (): Promise<void> => {
    await run?.assertEngine();
    await host.settle?.(String(inputs['incarnation']));
  };
  try {
    const made = await create();
    await settle();
    return made;
  } catch (error) {
    // What is left of a failed create is in the state, too.
    if (error instanceof PartialError) await settle();
    throw error;
  }
}

function hostOf(value: Json): DeclaredHost | undefined {
  return value['host'] as DeclaredHost | undefined;
}

function nameOf(host: Partial<DeclaredHost> | undefined): string | undefined {
  return host?.name;
}

/** What the resource itself knows. */
function bare(value: Json): Json {
  return omit(value, ['host', 'machine', 'mayDisconnect', 'kept']);
}

/** What only the connection is about, of inputs or state. */
function ofConnection({ host, mayDisconnect }: Json): Json {
  return {
    ...(host === undefined ? {} : { host }),
    ...(mayDisconnect === undefined ? {} : { mayDisconnect }),
  };
}

function isAllowedToSever({ mayDisconnect }: Json): boolean {
  return mayDisconnect === true || isUnknown(mayDisconnect);
}

const OVERRIDE = 'choose another device, or set mayDisconnect: true';
const OF_ENGINE = `carries the connections of the engine to its own plugins on this machine: a program that drops would hang the run; ${OVERRIDE}`;

/** @throws NetkitError `carries-connection` before anything is changed */
function assertKeepsConnection(
  { carriers = [] }: HostFacts,
  device: string | undefined,
  inputs: Json,
): void {
  if (device === undefined || !carriers.includes(device) || isAllowedToSever(inputs)) return;
  throw new NetkitError(
    'carries-connection',
    `"${device}" carries the connection between the engine and the host: a program that drops would cut it off in the middle of the run; nothing was changed`,
    { path: 'target.name', advice: 'Choose another device, or set mayDisconnect: true' },
  );
}

/** The id with the host's name in front: `edge1:web0`. It is read back by the one who knows the name. */
function longId(host: DeclaredHost | undefined, id: string): string {
  return host === undefined ? id : `${host.name}:${id}`;
}

function shortId(host: DeclaredHost | undefined, id: string): string {
  const prefix = longId(host, '');
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

/** State as the engine keeps it: how the host was reached, and which machine that is. */
function on(inputs: Json, state: Json, { machineId }: HostFacts): Json {
  return {
    ...state,
    ...ofConnection(inputs),
    ...(machineId === undefined ? {} : { machine: machineId }),
  };
}

/** Another name is another host, and what is not known may be one; another way to the same is only written down. */
function withHost(inner: Diff, recorded: Json, desired: Json): Diff {
  const [is, want] = [hostOf(recorded), hostOf(desired)];
  if (!containsUnknown(want) && sameJson(is ?? null, want ?? null)) return inner;
  const isOther = isUnknown(want) || nameOf(is) !== nameOf(want);
  return {
    changes: undefined,
    replaces: isOther ? [...inner.replaces, 'host'] : inner.replaces,
    deleteBeforeReplace: true,
    details: [...inner.details, ...changesAt('host', recorded, desired, ['host.name'])],
  };
}

/** @throws NetkitError `other-machine` when the state tells of another one than the one that answers */
async function assertSameMachine(
  host: Host,
  declared: DeclaredHost | undefined,
  recorded: Json,
): Promise<HostFacts> {
  const facts = await host.facts();
  assertMachine(facts, declared, recorded);
  return facts;
}

/** @throws NetkitError `other-machine` when a resource is on another one than the one of these facts */
export function assertMachine(
  facts: HostFacts,
  declared: DeclaredHost | undefined,
  recorded: Json,
): void {
  const known = recorded['machine'];
  if (typeof known !== 'string' || known === facts.machineId) return;
  const address = declared?.address === undefined ? 'this machine' : `"${declared.address}"`;
  throw new NetkitError(
    'other-machine',
    facts.machineId === undefined
      ? `${address} has no machine-id, and the state was written for machine ${known}; nothing was changed`
      : `${address} is machine ${facts.machineId}, but the state was written for machine ${known}; nothing was changed`,
    {
      advice:
        'Correct the address. If the machine was installed again, remove its resources from the state ("pulumi state delete") and run pulumi up',
    },
  );
}

/** Works with errors that name the host. */
export async function named<T>(host: DeclaredHost | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartialError) {
      const state = { ...error.state, ...(host === undefined ? {} : { host }) };
      throw new PartialError(longId(host, error.id), state, naming(host, error.reason));
    }
    throw naming(host, asNetkitError(error));
  }
}

function naming(host: DeclaredHost | undefined, error: NetkitError): NetkitError {
  if (host === undefined || error.details.host !== undefined) return error;
  const { code, summary, details, cause } = error;
  return new NetkitError(code, summary, { ...details, host: host.name }, cause);
}
