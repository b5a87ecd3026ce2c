/** A look at a resource that did not reach its host. Pure. */
import { asNetkitError, type ErrorCode } from '@pulumi-netkit/contract';
import type { Json } from './resource.js';

/**
 * A look that ends with one of these reports nothing about the resource: the way to its host, as the state has it, no longer
 * works. The program may name another way, and must get the chance to.
 */
const UNSEEN: readonly ErrorCode[] = [
  'connection-lost',
  'helper-not-started',
  'helper-protocol',
  'host-key-changed',
  'host-key-unknown',
  'host-refused',
  'host-silent',
  'host-unreachable',
  'host-unsupported',
  'no-permission',
  'other-machine',
  'ssh-missing',
];

const OFFLINE =
  'No host is looked at, since netkit:offline is true: resources are compared with the state alone. "pulumi config rm netkit:offline" ends that';

/**
 * Whether a resource is kept as it was recorded although a look at it failed, and the warning about it, or about all of them. Undefined: the look's
 * error ends the run. `isRecorded`: the way is one of an earlier run, and not one that the program or the settings name now.
 */
export function keptUnseen(
  error: unknown,
  recorded: Json,
  isRecorded: boolean,
): { readonly warning: string; readonly isOfRun?: boolean } | undefined {
  // A look-up by id, as of an import: there is no state to keep.
  if (recorded['stateVersion'] === undefined) return undefined;
  const { code, message } = asNetkitError(error);
  if (code === 'offline') return { warning: OFFLINE, isOfRun: true };
  if (!isRecorded || !UNSEEN.includes(code)) return undefined;
  return {
    warning: `The host was not reached, so this resource was not looked at and its state is kept: ${message}`,
  };
}
