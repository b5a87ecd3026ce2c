/** Whose a thing on a host is: the URN of the resource that made it. Pure. */
import { type ErrorCode, NetkitError, type OwnerRecord } from '@pulumi-netkit/contract';
import type { Json } from './resource.js';

/** The stack and the project of an owner. */
export function programOf(owner: string): string {
  return owner.split('::').slice(0, 2).join('::');
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

interface Found {
  readonly name: string;
  readonly owner: string;
}

function belongs(code: ErrorCode, found: Found, what: string, advice: string): NetkitError {
  const [stack = '', project = ''] = programOf(found.owner).replace('urn:pulumi:', '').split('::');
  const whose = `stack "${stack}" of project "${project}" (${found.owner})`;
  return new NetkitError(code, `"${found.name}" belongs to ${whose} and ${what}`, {
    path: 'adopt',
    advice,
  });
}
