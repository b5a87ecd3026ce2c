/**
 * A resource on the host that its inputs name. The resource itself knows of one host only; here are the host's name in ids,
 * claims and messages, and the machine that it must still be.
 */
import { hostRules } from '../check/host.js';
import { sameJson } from '../check/json.js';
import { containsUnknown, isUnknown, UNKNOWN } from '../check/unknown.js';
import { asNetkitError, NetkitError } from '../errors.js';
import type { Host as DeclaredHost } from '../generated/types.js';
import type { Host, HostFacts, Hosts } from '../host/host.js';
import { changesAt, type Diff } from './diff.js';
import { hostOfId } from './host-of-id.js';
import { PartialError, type Json, type Resource } from './resource.js';
import { omit } from './state.js';

/** The same resource, on whatever host it is declared to be. */
export function onHost(resource: Resource): Resource<Hosts> {
  return {
    check(inputs, recorded, newIncarnation, naming) {
      const checked = resource.check(inputs, recorded, newIncarnation, naming);
      const failures = [...checked.failures, ...hostRules(checked.inputs['host'])];
      return { ...checked, failures };
    },

    inspect: async (inputs, outlineOf) => (await resource.inspect?.(bare(inputs), outlineOf)) ?? [],

    claims(inputs) {
      const name = nameOf(hostOf(inputs));
      const where = name === undefined ? '' : `${name}: `;
      return resource
        .claims(bare(inputs))
        .map(({ property, what }) => ({ property, what: `${where}${what}` }));
    },

    diff(recorded, desired) {
      return withHost(resource.diff(bare(recorded), bare(desired)), recorded, desired);
    },

    preview(recorded, desired) {
      const declared = hostOf(desired);
      const machine = recorded ? recorded['machine'] : UNKNOWN;
      return {
        ...resource.preview(recorded && bare(recorded), bare(desired)),
        ...(declared === undefined ? {} : { host: declared }),
        ...(machine === undefined ? {} : { machine }),
      };
    },

    async create(hosts, inputs) {
      const declared = hostOf(inputs);
      return named(declared, async () => {
        const host = hosts.at(declared);
        const { id, state } = await resource.create(host, bare(inputs));
        return { id: longId(declared, id), state: on(declared, state, await host.facts()) };
      });
    },

    async read(hosts, id, recorded) {
      const isLookUp = recorded['stateVersion'] === undefined;
      const declared = hostOf(recorded) ?? (isLookUp ? hostOfId(id) : undefined);
      return named(declared, async () => {
        const host = hosts.at(declared);
        const facts = await assertSameMachine(host, declared, recorded);
        const seen = await resource.read(host, shortId(declared, id), bare(recorded));
        return (
          seen && {
            id: longId(declared, seen.id),
            inputs: { ...seen.inputs, ...(declared ? { host: declared } : {}) },
            state: on(declared, seen.state, facts),
          }
        );
      });
    },

    async update(hosts, id, recorded, inputs) {
      const declared = hostOf(inputs);
      return named(declared, async () => {
        const host = hosts.at(declared);
        const facts = await assertSameMachine(host, declared, recorded);
        const short = shortId(declared, id);
        const { state } = await resource.update(host, short, bare(recorded), bare(inputs));
        return { state: on(declared, state, facts) };
      });
    },

    async delete(hosts, id, recorded) {
      const declared = hostOf(recorded);
      return named(declared, async () => {
        const host = hosts.at(declared);
        await assertSameMachine(host, declared, recorded);
        await resource.delete(host, shortId(declared, id), bare(recorded));
      });
    },
  };
}

function hostOf(value: Json): DeclaredHost | undefined {
  return value['host'] as DeclaredHost | undefined;
}

function nameOf(host: Partial<DeclaredHost> | undefined): string | undefined {
  return host?.name;
}

/** What the resource itself knows. */
function bare(value: Json): Json {
  return omit(value, ['host', 'machine']);
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
function on(host: DeclaredHost | undefined, state: Json, { machineId }: HostFacts): Json {
  return {
    ...state,
    ...(host === undefined ? {} : { host }),
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
  const known = recorded['machine'];
  if (typeof known !== 'string' || known === facts.machineId) return facts;
  const address = declared?.address === undefined ? 'this machine' : `"${declared.address}"`;
  throw new NetkitError(
    'other-machine',
    facts.machineId === undefined
      ? `${address} is to be machine ${known}, and has no machine-id to know it by`
      : `${address} is machine ${facts.machineId}, and the state tells of machine ${known}; nothing was touched`,
    {
      advice:
        'Correct the address; or, if the machine was set up anew and what was on it is gone, let Pulumi forget its resources with "pulumi state delete" and run up',
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
