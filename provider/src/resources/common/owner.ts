/** Whose a thing on a host is: the URN of the resource that made it. Pure. */
import { type ErrorCode, NetkitError, type OwnerRecord } from '@pulumi-netkit/contract';
import type { Json } from './resource.js';

/** The stack and the project of an owner. */
export function programOf(owner: string): string {
  return owner.split('::').slice(0, 2).join('::');
}

/** How a message calls the owner of something that `by` wants, and what to do beside taking it over. */
export function ownerIs(
  owner: string,
  by: string | undefined,
): { readonly words: string; readonly advice: string } {
  const parts = owner.split('::');
  if (parts.length < 4) return { words: `belongs to ${owner}`, advice: 'Choose another name' };
  const [kind, name] = [parts[2]?.split(':').at(-1), parts.slice(3).join('::')];
  const resource = `${kind ?? 'resource'} "${name}"`;
  if (owner === by)
    return {
      words: `is what this resource had before, and it was retained (retainOnDelete)`,
      advice: 'Choose other names for the new one',
    };
  if (by !== undefined && programOf(owner) === programOf(by))
    return {
      words: `belongs to the ${resource} of this stack`,
      advice: `If that resource was renamed, give this one the option aliases: [{ name: "${name}" }]. Otherwise choose another name`,
    };
  return {
    words: `belongs to the ${resource} of ${stackOf(owner)}`,
    advice: 'Choose another name',
  };
}

/** The message of a create that continues with what is on the host: the state was lost or is an older one, or a run was killed. */
export function tookOver(what: string): string {
  return `took over ${what}, which an earlier run of this resource made`;
}

/**
 * Refuses to import what another stack made. An import reads by the id alone. A `get` may do so of what another stack made when
 * its state holds a property.
 * @throws NetkitError
 */
export function assertImportable(code: ErrorCode, found: Found, { owner, ...given }: Json): void {
  const isOthers =
    found.owner !== '' && typeof owner === 'string' && programOf(found.owner) !== programOf(owner);
  if (!isOthers || Object.values(given).some((value) => value !== undefined)) return;
  throw belongs(
    code,
    found,
    'was not imported',
    'To take it over, declare it with adopt: true and without the option import, and let the other stack forget it with "pulumi state delete". To read it with get, give its state a property, such as adopt: false',
  );
}

/**
 * Refuses a change or delete by `current` of what another stack took over since the state was written, by the record on the host.
 * @throws NetkitError
 */
export function assertNotTaken(
  code: ErrorCode,
  state: Found,
  record: OwnerRecord | undefined,
  current: string | undefined,
  adopt = false,
): void {
  // A stack that was renamed, or that a resource was moved to, is known by the owner that the state still has.
  const own = [state.owner, current ?? ''].filter((one) => one !== '').map(programOf);
  if (!record || own.length === 0 || own.includes(programOf(record.owner)) || adopt) return;
  throw belongs(
    code,
    { ...state, owner: record.owner },
    'was not changed',
    'Let this stack forget it with "pulumi state delete", or declare it with adopt: true and run up to take it back',
  );
}

function stackOf(owner: string): string {
  const [stack = '', project = ''] = programOf(owner).replace('urn:pulumi:', '').split('::');
  return `stack "${stack}" of project "${project}"`;
}

interface Found {
  readonly name: string;
  readonly owner: string;
}

function belongs(code: ErrorCode, found: Found, what: string, advice: string): NetkitError {
  const whose = `${stackOf(found.owner)} (${found.owner})`;
  return new NetkitError(code, `"${found.name}" belongs to ${whose} and ${what}`, {
    path: 'adopt',
    advice,
  });
}
