/**
 * Functions of a shared library by prototype, and what calling C that way needs: addresses, copies of
 * foreign memory, a printf-like callback. Which functions, and what they mean, is the caller's business.
 */
import { nativeCalls } from './native';

/** What may cross: pointers are bigints or buffers, C strings are strings, NULL is null. */
export type NativeValue = number | bigint | string | boolean | Uint8Array | null;

/** A C function: its result and its parameters, in C's words. `void *` gives a bigint or null. */
export type Prototype = readonly [result: string, parameters: readonly string[]];

/** A call's result, and errno as the call left it (only meaningful when the call says it failed). */
export interface NativeResult {
  readonly value: number | bigint | string | null | undefined;
  readonly errno: number;
}

interface NativeFunction {
  (...args: NativeValue[]): NativeResult['value'];
  async(...args: unknown[]): void;
}

/** A loaded library. It stays loaded for the life of the process. */
export class SharedLibrary<P extends Record<string, Prototype>> {
  readonly path: string;
  readonly #functions = new Map<keyof P, NativeFunction>();
  readonly #prototypes: P;

  /** Loads `path` as dlopen(3) does: a bare name is searched. Throws when it or a function is missing. */
  constructor(path: string, prototypes: P) {
    this.path = path;
    this.#prototypes = prototypes;
    const library = nativeCalls().load(path);
    for (const [name, [result, parameters]] of Object.entries(prototypes))
      this.#functions.set(name, library.func(name, result, [...parameters]) as NativeFunction);
  }

  /** Calls a function on this thread and waits for it. */
  call(name: keyof P & string, ...args: NativeValue[]): NativeResult {
    const value = this.#function(name, args)(...args);
    return { value, errno: nativeCalls().errno() };
  }

  /**
   * Calls a function on another thread. Keep every buffer of the arguments reachable until it settles.
   * That thread has the network namespace of libuv's pool, not one entered by withNetns().
   */
  callAsync(name: keyof P & string, ...args: NativeValue[]): Promise<NativeResult['value']> {
    const call = this.#function(name, args);
    return new Promise((resolve, reject) => {
      call.async(...args, (error: Error | null, value: NativeResult['value']) => {
        if (error === null) resolve(value);
        else reject(error);
      });
    });
  }

  #function(name: keyof P & string, args: readonly NativeValue[]): NativeFunction {
    const expected = this.#prototypes[name]?.[1].length ?? 0;
    // koffi ignores extra arguments.
    if (args.length !== expected)
      throw new TypeError(`${name} takes ${expected} arguments, not ${args.length}`);
    const call = this.#functions.get(name);
    if (call === undefined) throw new TypeError(`${name} has no prototype`);
    return call;
  }
}

/** The address of a buffer's first byte; 0 for null. Nothing keeps the buffer alive: hold on to it. */
export function addressOf(memory: Uint8Array | null): bigint {
  if (memory === null || memory.length === 0) return 0n;
  return nativeCalls().address(memory);
}

/** A copy of `length` bytes at an address a library gave. A wrong address ends the process. */
export function copyMemory(address: bigint, length: number): Buffer {
  return Buffer.from(Buffer.from(nativeCalls().view(address, length)));
}

/**
 * A C callback `int (*)(int level, const char *format, va_list args)`, the shape of libbpf's printer.
 * It may be called from any thread; the listener runs on this one. Call dispose() when no library can
 * call it any more.
 */
export class PrintCallback {
  /** The function pointer, to pass where the library wants one. */
  readonly pointer: bigint;
  readonly #formatted = Buffer.alloc(64 * 1024);

  /** Messages above `maxLevel` are not even formatted. */
  constructor(maxLevel: number, listener: (level: number, message: string) => void) {
    const koffi = nativeCalls();
    const libc = koffi.load(null);
    const parameters = ['void *', 'size_t', 'void *', 'void *'];
    const vsnprintf = libc.func('vsnprintf', 'int', parameters) as unknown as (
      ...args: NativeValue[]
    ) => number;
    // Anonymous: a named prototype would collide with a second copy of this module.
    const type = koffi.pointer(koffi.proto('int', ['int', 'void *', 'void *']));
    const formatted = this.#formatted;
    const print = (level: number, format: bigint, args: bigint): number => {
      if (level > maxLevel) return 0;
      // va_list is a pointer in both ABIs (x86-64: an array; arm64: by reference). vsnprintf uses it up,
      // so a longer message is cut rather than formatted again.
      const length = vsnprintf(formatted, formatted.length, format, args);
      const end = Math.min(Math.max(length, 0), formatted.length - 1);
      listener(level, formatted.toString('utf8', 0, end));
      return length;
    };
    this.pointer = koffi.register(print, type);
  }

  dispose(): void {
    nativeCalls().unregister(this.pointer);
  }
}
