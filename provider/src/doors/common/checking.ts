/** What both doors do with a resource's inputs before the engine goes on: the resource's own checks, its objects, and names wanted twice. */
import { createHash, randomBytes } from 'node:crypto';
import { withoutDefaults } from '../../check/defaults.js';
import type { Naming } from '../../identity/naming.js';
import { containsUnknown, type DeclaredHost, type Hosts, isObject } from '@pulumi-netkit/contract';
import { outlineOf } from '../../transport/files/object-outline.js';
import type { Json, Resource } from '../../resources/common/resource.js';
import type { Claims, RunMemory } from './run-memory.js';
import { omit } from '../../resources/common/state.js';
import { Secrecy, type Said } from './secrecy.js';

/** Checked inputs, and what is wrong with them. */
export interface Checked {
  readonly inputs: Json;
  readonly failures: readonly Failure[];
}

interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** What the engine says beside the inputs. */
export interface Asked<H> {
  readonly naming?: Naming | undefined;
  /** The engine's randomness: the same again when a saved plan is carried out. Empty or absent: there is none. */
  readonly seed?: Uint8Array;
  /** Where resources are, once that is known. */
  readonly hosts?: H | undefined;
  /** What is secret of the inputs, or was of the recorded ones. Absent: nothing. */
  readonly secrecy?: Secrecy;
}

/** Checks the inputs of a resource, `owner` among them. The files of objects whose slots are declared are read. */
export async function checkInputs<H>(
  resource: Pick<Resource<H>, 'kind' | 'check' | 'claims' | 'together' | 'inspect' | 'severs'>,
  inputs: Json,
  recorded: Json | undefined,
  memory: RunMemory,
  { naming, seed = new Uint8Array(), hosts, secrecy = new Secrecy() }: Asked<H> = {},
): Promise<Checked> {
  memory.checked(String(inputs['owner']), recorded);
  const look = async (
    from: Json,
    before: Json | undefined,
  ): Promise<{ readonly inputs: Json; readonly failures: readonly Said[] }> => {
    const checked = resource.check(from, before, () => newIncarnation(seed), naming);
    const misfits =
      checked.failures.length > 0
        ? []
        : ((await resource.inspect?.(checked.inputs, outlineOf, before)) ?? []);
    const severed = hosts === undefined ? [] : (resource.severs?.(checked.inputs, hosts) ?? []);
    return { inputs: checked.inputs, failures: [...checked.failures, ...misfits, ...severed] };
  };
  const checked = await look(inputs, recorded);
  const conflicts =
    checked.failures.length > 0
      ? []
      : [
          ...conflictsOf(resource, checked.inputs, memory.claims),
          ...contradictions(resource, checked.inputs, memory),
        ];
  const all = [...checked.failures, ...conflicts];
  const known =
    secrecy.isAny && all.length > 0
      ? (await look(secrecy.masked(inputs), recorded && secrecy.masked(recorded))).failures
      : [];
  const failures = secrecy
    .failures(all, known)
    .map(({ property, reason }) => ({ property, reason }));
  return { inputs: withoutDefaults(resource.kind, checked.inputs, recorded), failures };
}

function newIncarnation(seed: Uint8Array): string {
  if (seed.length === 0) return randomBytes(12).toString('hex');
  return createHash('sha256').update(seed).digest('hex').slice(0, 24);
}

/** Two resources of one program that want one name: the second is told at preview. */
function conflictsOf(resource: Pick<Resource, 'claims'>, inputs: Json, claimed: Claims): Said[] {
  // The incarnation of a target that is not made yet is unknown, and no part of a name.
  if (containsUnknown(withoutIncarnations(inputs))) return [];
  const owner = String(inputs['owner']);
  return resource.claims(inputs).flatMap(({ property, what }) => {
    const other = claimed.get(what);
    if (other === undefined) claimed.set(what, owner);
    return other === undefined || other === owner
      ? []
      : [
          {
            property,
            code: 'name-conflict',
            reason: `${what} is declared by ${other} as well; give one of them another name [name-conflict]`,
          },
        ];
  });
}

/** What is wrong with the resources of one group together; the one that is checked last is told. */
function contradictions(
  { kind, together }: Pick<Resource, 'kind' | 'together'>,
  inputs: Json,
  memory: RunMemory,
): readonly Said[] {
  if (!together || containsUnknown(withoutIncarnations(inputs))) return [];
  const others = memory.grouped(
    `${kind} ${together.group(inputs)}`,
    String(inputs['owner']),
    inputs,
  );
  return together.failures(inputs, others);
}

function withoutIncarnations({ target, ...inputs }: Json): Json {
  const named = isObject(target) ? omit(target, ['incarnation']) : target;
  return { ...omit(inputs, ['incarnation']), target: named };
}

/** Makes known which way to its host a resource declares in this run. */
export function declareHost(hosts: Hosts, { inputs, failures }: Checked): void {
  const host = inputs['host'] as DeclaredHost | undefined;
  if (failures.length === 0 && host !== undefined && !containsUnknown(host)) hosts.declare?.(host);
}
