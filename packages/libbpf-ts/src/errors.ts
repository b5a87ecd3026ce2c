import { errnoName, errnoSentence, SyscallError } from '@pulumi-netkit/linux-ffi';
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
    const { errno, log, messages, program, cause } = details;
    super(`${message} [${code}]`, cause === undefined ? undefined : { cause });
    this.code = code;
    if (errno !== undefined) {
      this.errno = errno;
      this.errnoName = errnoWord(errno);
    }
    if (log !== undefined) this.log = log;
    if (messages !== undefined) this.messages = messages;
    if (program !== undefined) this.program = program;
  }
}

// libbpf_errno in libbpf.h, from 4000 on.
const LIBBPF_ERRNO: readonly (readonly [name: string, meaning: string])[] = [
  ['LIBELF', 'libelf cannot read it'],
  ['FORMAT', 'the format of the object is not valid'],
  ['KVERSION', 'its version section is missing or not valid'],
  ['ENDIAN', 'its byte order is not that of this machine'],
  ['INTERNAL', 'libbpf met a defect of its own'],
  ['RELOC', 'a reference in its code cannot be resolved'],
  ['LOAD', 'the kernel does not load a program of it'],
  ['VERIFY', "the kernel's verifier rejects a program of it"],
  ['PROG2BIG', 'a program of it is too large'],
  ['KVER', 'it is made for another version of the kernel'],
  ['PROGTYPE', 'the kernel does not have the type of a program of it'],
  ['WRNGPID', 'an answer of the kernel was for another process'],
  ['INVSEQ', 'an answer of the kernel was out of order'],
  ['NLPARSE', 'an answer of the kernel could not be read'],
];

/** The name of an errno of the kernel's or of libbpf's own. @internal */
export function errnoWord(errno: number): string {
  const own = LIBBPF_ERRNO[Math.abs(errno) - 4000];
  return own === undefined ? errnoName(errno) : `LIBBPF_ERRNO__${own[0]}`;
}

/** What an errno of the kernel's or of libbpf's own means. @internal */
export function errnoMeaning(errno: number): string {
  return LIBBPF_ERRNO[Math.abs(errno) - 4000]?.[1] ?? errnoSentence(errno);
}

/** Words for one errno: the code, why, and what to do. @internal */
export type Explanation = readonly [code: BpfErrorCode, why: string];

/** Runs a system call; a refusal becomes a BpfError with the words of `table`, or general ones. @internal */
export function explained<T>(
  what: string,
  table: Readonly<Record<string, Explanation | undefined>>,
  call: () => T,
): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof SyscallError)) throw error;
    throw explain(what, error, table);
  }
}

/** @internal */
export function explain(
  what: string,
  error: SyscallError,
  table: Readonly<Record<string, Explanation | undefined>> = {},
): BpfError {
  const [code, why] = table[error.code] ?? GENERAL[error.code] ?? [undefined, undefined];
  const details = { errno: error.errno, cause: error };
  if (code === undefined)
    return new BpfError(
      'kernel-refused',
      `${what}: ${errnoMeaning(error.errno)} (${error.code} from ${error.syscall})`,
      details,
    );
  return new BpfError(code, `${what}: ${why} (${error.code})`, details);
}

const GENERAL: Readonly<Record<string, Explanation | undefined>> = {
  EPERM: [
    'no-permission',
    'the kernel denies it; run with CAP_BPF and CAP_NET_ADMIN, and CAP_SYS_ADMIN to find things by id',
  ],
  ENOSYS: ['kernel-refused', 'this kernel has no bpf(2); use one with CONFIG_BPF_SYSCALL'],
};

/** `"a", "b" and 3 more`, for the lists in errors. @internal */
export function list(names: readonly string[], most = 20): string {
  if (names.length === 0) return 'none';
  const quoted = names.slice(0, most).map((name) => `"${name}"`);
  const rest = names.length - quoted.length;
  return rest === 0 ? quoted.join(', ') : `${quoted.join(', ')} and ${rest} more`;
}
