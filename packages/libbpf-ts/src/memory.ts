/** Waits where the kernel has no memory at this instant. */
import { SyscallError } from '@pulumi-netkit/linux-ffi';

/** Milliseconds before each further try: a quarter of a second in all. */
const PAUSES_MS = [1, 2, 4, 8, 16, 32, 64, 128] as const;

/**
 * Does what takes memory of the kernel's, and again when it answers ENOMEM; the last answer counts. Entries of a map without
 * preallocation come from a small reserve of each CPU, which is filled up a moment after it was used (kernel/bpf/memalloc.c).
 * The thread waits meanwhile.
 */
export function withMemory<T>(act: () => T, wait: (ms: number) => void = sleep): T {
  for (const ms of PAUSES_MS) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof SyscallError && error.code === 'ENOMEM')) throw error;
      wait(ms);
    }
  }
  return act();
}

const still = new Int32Array(new SharedArrayBuffer(4));

function sleep(ms: number): void {
  Atomics.wait(still, 0, 0, ms);
}
