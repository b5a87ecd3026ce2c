/** What the kernel refuses, as BpfErrors: numbers of the kernel's and of libbpf's own, and their words. */
import { errnoName, errnoSentence, SyscallError } from '@pulumi-netkit/linux-ffi';
import { BpfError, type BpfErrorCode } from '@pulumi-netkit/bpf-object';

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

/** An errno as a BpfError has it. @internal */
export function errnoDetails(errno: number): {
  readonly errno: number;
  readonly errnoName: string;
} {
  return { errno, errnoName: errnoWord(errno) };
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
  const details = { ...errnoDetails(error.errno), cause: error };
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
