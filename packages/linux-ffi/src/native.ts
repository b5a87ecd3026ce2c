/**
 * The prototypes of the libc functions in use, bound on first call. The only file that knows koffi.
 *
 * Requiring koffi costs 10 ms and every prototype 10 µs, which a process that never touches the
 * kernel should not pay. No named koffi types: names are global to the process, so a second copy of
 * this module (a bundle, a second jest file in one worker) would die with "Duplicate type name".
 */
import type * as Koffi from 'koffi';
import { SyscallError } from './syscall-error';

type Argument = number | bigint | string | Uint8Array | null;

const INT_MAX = 0x7fffffff;

// ssize_t is no koffi type; intptr_t has its width. Strings with an inner NUL are cut, see text().
const PROTOTYPES = {
  socket: ['int', ['int', 'int', 'int']],
  bind: ['int', ['int', 'void *', 'uint32_t']],
  getsockname: ['int', ['int', 'void *', 'void *']],
  setsockopt: ['int', ['int', 'int', 'int', 'void *', 'uint32_t']],
  send: ['intptr_t', ['int', 'void *', 'size_t', 'int']],
  recvfrom: ['intptr_t', ['int', 'void *', 'size_t', 'int', 'void *', 'void *']],
  close: ['int', ['int']],
  setns: ['int', ['int', 'int']],
  unshare: ['int', ['int']],
  mount: ['int', ['str', 'str', 'str', 'unsigned long', 'void *']],
  umount2: ['int', ['str', 'int']],
  flock: ['int', ['int', 'int']],
  // Variadic in C. NS_GET_NSTYPE takes no third argument, so a fixed prototype passes the same registers.
  ioctl: ['int', ['int', 'unsigned long', 'uintptr_t']],
  fstatfs: ['int', ['int', 'void *']],
  // Variadic in C too. Fixed integer parameters pass the same registers on x86-64 and arm64.
  syscall: ['long', ['long', 'long', 'void *', 'uint32_t']],
  fcntl: ['int', ['int', 'int', 'long']],
} as const satisfies Record<string, readonly [string, readonly string[]]>;

type Name = keyof typeof PROTOTYPES;

let koffi: typeof Koffi | undefined;
let libc: Koffi.LibraryHandle | undefined;
const bound = new Map<Name, (...args: Argument[]) => number | bigint>();

function bind(name: Name): (...args: Argument[]) => number | bigint {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazily: see the head of this file
  koffi ??= require('koffi') as typeof Koffi;
  // The process itself: Node is linked with glibc or musl, whichever the machine has.
  libc ??= koffi.load(null);
  const [result, parameters] = PROTOTYPES[name];
  const call = libc.func(name, result, [...parameters]) as (...args: Argument[]) => number | bigint;
  bound.set(name, call);
  return call;
}

/**
 * Calls a libc function and answers its result; -1 becomes a SyscallError. Extra or missing arguments
 * are caught here, because koffi ignores the former.
 * @internal
 */
export function invoke(name: Name, args: Argument[], path?: string): number {
  if (args.length !== PROTOTYPES[name][1].length)
    throw new TypeError(
      `${name} takes ${PROTOTYPES[name][1].length} arguments, not ${args.length}`,
    );
  const call = bound.get(name) ?? bind(name);
  const result = Number(call(...args));
  if (result !== -1) return result;
  // The live errno of this thread: any call in between, even a readFileSync, would overwrite it.
  const errno = koffi?.errno() ?? 0;
  throw new SyscallError(name, errno, path);
}

/** koffi itself, for calls into libraries other than libc. @internal */
export function nativeCalls(): typeof Koffi {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazily: see the head of this file
  koffi ??= require('koffi') as typeof Koffi;
  return koffi;
}

/** A C int, checked: koffi wraps 2^32+5 to 5 and cuts 1.7 to 1 without a word. @internal */
export function int(value: number, what: string): number {
  if (!Number.isInteger(value) || value < -INT_MAX - 1 || value > INT_MAX)
    throw new RangeError(`${what} must be a 32-bit integer, not ${value}`);
  return value;
}

/** A C string, checked: koffi cuts it at the first NUL, so "a\0b" would name another file. @internal */
export function text(value: string, what: string): string {
  if (value.includes('\0')) throw new RangeError(`${what} must not contain a NUL byte`);
  return value;
}
