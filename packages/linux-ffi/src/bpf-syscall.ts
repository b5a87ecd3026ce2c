/** bpf(2): one command, its attribute as bytes. What the bytes mean is the caller's business. */
import { invoke } from './native';
import { addressOf } from './shared-library';
import { SyscallError } from './syscall-error';

/** A pointer inside an attribute: where it stands, and the memory it points to. */
export type BpfPointer = readonly [offset: number, memory: Uint8Array | null];

const NUMBER: Partial<Record<NodeJS.Architecture, number>> = { x64: 321, arm64: 280 };

/**
 * Calls bpf(2). The kernel may write into `attr` and into the memory behind `pointers`, which is kept
 * alive until it returns. Answers the call's result: a new descriptor for some commands, else 0.
 * Commands that name a device resolve it in the calling thread's network namespace.
 */
export function bpf(
  command: { readonly number: number; readonly name: string },
  attr: Buffer,
  pointers: readonly BpfPointer[] = [],
): number {
  const number = NUMBER[process.arch];
  if (number === undefined) throw new Error(`bpf(2) has no known number on ${process.arch}`);
  for (const [offset, memory] of pointers) attr.writeBigUInt64LE(addressOf(memory), offset);
  try {
    return invoke('syscall', [number, command.number, attr, attr.length]);
  } catch (error) {
    if (error instanceof SyscallError) throw new SyscallError(command.name, error.errno);
    throw error;
  }
}
