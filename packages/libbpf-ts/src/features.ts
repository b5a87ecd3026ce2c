/** What the running kernel can do, asked without making anything. Never from version numbers. */
import { accessSync, constants } from 'node:fs';
import { errnoSentence, SyscallError } from '@pulumi-netkit/linux-ffi';
import { ATTACH_TYPES, attachTypeNumber, hookSince, type AttachType } from './links/hook';
import { libbpfVersion } from './libbpf';
import { isBpffs } from './pin';
import { progQuery } from './sys/links';

/** Yes; no, and since when others have it; or why it could not be told, which is never "no". */
export type Feature =
  | { readonly state: 'present'; readonly detail?: string }
  | { readonly state: 'absent'; readonly since: string }
  | { readonly state: 'unknown'; readonly why: string };

/** The answers of features(). */
export interface Features {
  readonly hooks: Readonly<Record<AttachType, Feature>>;
  /** The kernel's own BTF, which CO-RE relocations need. */
  readonly kernelBtf: Feature;
  /** A bpffs at the path asked for. */
  readonly bpffs: Feature;
  /** libbpf.so.1; `detail` is its version. */
  readonly libbpf: Feature;
}

/** Asks everything at once; nothing is made, loaded or mounted, and nothing is cached. */
export function features(options: { readonly bpffs?: string } = {}): Features {
  const { bpffs = '/sys/fs/bpf' } = options;
  const hooks = ATTACH_TYPES.map((attachType) => [attachType, probeHook(attachType)] as const);
  return {
    hooks: Object.fromEntries(hooks) as Record<AttachType, Feature>,
    kernelBtf: probeKernelBtf(),
    bpffs: probeBpffs(bpffs),
    libbpf: probeLibbpf(),
  };
}

/**
 * Whether the kernel has a hook: a query of device 0, which no device has, gets ENODEV from a kernel
 * that would have looked, and EINVAL from one that does not know the hook.
 */
export function probeHook(attachType: AttachType): Feature {
  try {
    progQuery(0, attachTypeNumber(attachType), 0);
  } catch (error) {
    if (!(error instanceof SyscallError)) throw error;
    if (error.code === 'ENODEV') return { state: 'present' };
    if (error.code === 'EINVAL')
      return { state: 'absent', since: `Linux ${hookSince(attachType)}` };
    if (error.code === 'ENOSYS') return { state: 'absent', since: 'CONFIG_BPF_SYSCALL' };
    if (error.code === 'EPERM')
      return { state: 'unknown', why: 'no right to ask: needs CAP_NET_ADMIN' };
    return { state: 'unknown', why: errnoSentence(error.errno) };
  }
  return { state: 'unknown', why: 'the kernel answered for a device that cannot be' };
}

function probeKernelBtf(): Feature {
  try {
    accessSync('/sys/kernel/btf/vmlinux', constants.R_OK);
    return { state: 'present' };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return code === 'ENOENT'
      ? { state: 'absent', since: 'CONFIG_DEBUG_INFO_BTF' }
      : { state: 'unknown', why: code };
  }
}

function probeBpffs(path: string): Feature {
  const answer = isBpffs(path);
  if (answer === undefined) return { state: 'unknown', why: `cannot look at ${path}` };
  return answer ? { state: 'present', detail: path } : { state: 'absent', since: 'mount -t bpf' };
}

function probeLibbpf(): Feature {
  try {
    return { state: 'present', detail: libbpfVersion() };
  } catch (error) {
    return { state: 'unknown', why: (error as Error).message };
  }
}
