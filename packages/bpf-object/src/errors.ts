import type { VerifierLog } from './verifier-error';

/** Why something failed. Stable: match on it. */
export type BpfErrorCode =
  // the file
  | 'object-missing'
  | 'object-unreadable'
  | 'object-directory'
  | 'object-empty'
  | 'object-lfs-pointer'
  | 'object-not-elf'
  | 'object-truncated'
  | 'object-corrupt'
  | 'object-wrong-endian'
  | 'object-wrong-machine'
  | 'object-not-relocatable'
  // what is in it
  | 'object-no-programs'
  | 'object-legacy-maps'
  | 'object-static-program'
  | 'object-undefined'
  | 'object-bad-map'
  | 'object-refused'
  | 'object-used'
  | 'no-btf'
  | 'program-missing'
  | 'program-ambiguous'
  | 'program-rejected'
  | 'extern-missing'
  | 'global-missing'
  | 'global-type'
  | 'global-range'
  | 'global-read-only'
  | 'map-missing'
  | 'map-mismatch'
  | 'map-not-created'
  | 'map-needs-pin-root'
  | 'map-size'
  | 'map-type'
  | 'map-key-missing'
  | 'map-key-exists'
  | 'map-full'
  | 'map-frozen'
  // bpffs
  | 'pin-exists'
  | 'pin-missing'
  | 'pin-name'
  | 'pin-not-bpffs'
  | 'pin-read-only'
  | 'pin-kind'
  // links and chains
  | 'hook-unsupported'
  | 'hook-not-netkit'
  | 'hook-is-peer'
  | 'hook-single'
  | 'device-missing'
  | 'chain-moved'
  | 'chain-full'
  | 'already-attached'
  | 'anchor-missing'
  | 'anchor-conflict'
  | 'program-type'
  | 'link-defunct'
  | 'program-changed'
  | 'id-missing'
  // the machine
  | 'library-missing'
  | 'no-permission'
  | 'kernel-refused';

/** What is known beside the words. */
export interface BpfErrorDetails {
  readonly errno?: number | undefined;
  readonly errnoName?: string | undefined;
  readonly log?: VerifierLog | undefined;
  readonly messages?: readonly string[] | undefined;
  readonly program?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A request that failed, as *what: why; what to do.* Match on `code`, not on the class: two copies of
 * this package may be loaded.
 */
export class BpfError extends Error {
  override readonly name = 'BpfError';
  readonly code: BpfErrorCode;
  /** The kernel's or libbpf's number, when one of them refused. libbpf's own start at 4000. */
  declare readonly errno?: number;
  /** The errno's name: 'EINVAL'. */
  declare readonly errnoName?: string;
  /** The verifier's log of a rejected program. */
  declare readonly log?: VerifierLog;
  /** What libbpf printed, warnings only, in order. */
  declare readonly messages?: readonly string[];
  /** The function that was refused, where it was one. */
  declare readonly program?: string;

  constructor(code: BpfErrorCode, message: string, details: BpfErrorDetails = {}) {
    const { errno, errnoName, log, messages, program, cause } = details;
    super(`${message} [${code}]`, cause === undefined ? undefined : { cause });
    this.code = code;
    if (errno !== undefined) this.errno = errno;
    if (errnoName !== undefined) this.errnoName = errnoName;
    if (log !== undefined) this.log = log;
    if (messages !== undefined) this.messages = messages;
    if (program !== undefined) this.program = program;
  }
}

/** `"a", "b" and 3 more`, for the lists in errors. */
export function list(names: readonly string[], most = 20): string {
  if (names.length === 0) return 'none';
  const quoted = names.slice(0, most).map((name) => `"${name}"`);
  const rest = names.length - quoted.length;
  return rest === 0 ? quoted.join(', ') : `${quoted.join(', ')} and ${rest} more`;
}
