/**
 * libbpf.so.1 of the system: its functions by name, its printed words, its errors. Opened on first use;
 * the environment variable LIBBPF_TS_LIBRARY names another file. 1.0 and later.
 */
import { PrintCallback, SharedLibrary, type NativeValue } from '@pulumi-netkit/linux-ffi';
import { BpfError } from '@pulumi-netkit/bpf-object';

const PTR = 'void *';

// prettier-ignore
const PROTOTYPES = {
  libbpf_version_string: ['str', []],
  libbpf_set_print: [PTR, [PTR]],
  bpf_object__open_mem: [PTR, [PTR, 'size_t', PTR]],
  bpf_object__load: ['int', [PTR]],
  bpf_object__close: ['void', [PTR]],
  bpf_object__next_program: [PTR, [PTR, PTR]],
  bpf_object__next_map: [PTR, [PTR, PTR]],
  bpf_object__find_map_by_name: [PTR, [PTR, 'str']],
  bpf_program__name: ['str', [PTR]],
  bpf_program__section_name: ['str', [PTR]],
  bpf_program__insn_cnt: ['size_t', [PTR]],
  bpf_program__fd: ['int', [PTR]],
  bpf_program__set_type: ['int', [PTR, 'int']],
  bpf_program__set_expected_attach_type: ['int', [PTR, 'int']],
  bpf_program__set_autoload: ['int', [PTR, 'bool']],
  bpf_program__set_log_buf: ['int', [PTR, PTR, 'size_t']],
  bpf_map__name: ['str', [PTR]],
  bpf_map__fd: ['int', [PTR]],
  bpf_map__type: ['int', [PTR]],
  bpf_map__set_type: ['int', [PTR, 'int']],
  bpf_map__key_size: ['uint32_t', [PTR]],
  bpf_map__value_size: ['uint32_t', [PTR]],
  bpf_map__max_entries: ['uint32_t', [PTR]],
  bpf_map__map_flags: ['uint32_t', [PTR]],
  bpf_map__map_extra: ['uint64_t', [PTR]],
  bpf_map__is_internal: ['bool', [PTR]],
  bpf_map__set_max_entries: ['int', [PTR, 'uint32_t']],
  bpf_map__set_autocreate: ['int', [PTR, 'bool']],
  bpf_map__set_pin_path: ['int', [PTR, 'str']],
  bpf_map__pin_path: ['str', [PTR]],
  bpf_map__reuse_fd: ['int', [PTR, 'int']],
  bpf_map__set_initial_value: ['int', [PTR, PTR, 'size_t']],
} as const;

/** What holds libbpf.so.1 where. */
const PACKAGES = 'libbpf1 (Debian, Ubuntu, openSUSE) or libbpf (Fedora, RHEL, Arch, Alpine)';

type Library = SharedLibrary<typeof PROTOTYPES>;
/** A function of libbpf that this package uses. @internal */
export type LibbpfFunction = keyof typeof PROTOTYPES;

let library: Library | undefined;
let printer: PrintCallback | undefined;

function load(): Library {
  const path = process.env['LIBBPF_TS_LIBRARY'] ?? 'libbpf.so.1';
  try {
    library ??= new SharedLibrary(path, PROTOTYPES);
  } catch (error) {
    throw new BpfError(
      'library-missing',
      `libbpf: "${path}" cannot be loaded, or is older than 1.0 (${(error as Error).message}); install ${PACKAGES}, or name the file in LIBBPF_TS_LIBRARY`,
      { cause: error },
    );
  }
  return library;
}

/** The version of the libbpf in use: 'v1.1'. */
export function libbpfVersion(): string {
  return String(load().call('libbpf_version_string').value);
}

/** Calls a function that answers an int; negative is -errno. @internal */
export function libbpfInt(name: LibbpfFunction, ...args: NativeValue[]): number {
  return Number(load().call(name, ...args).value);
}

/** Calls a function that answers a string; undefined for NULL. @internal */
export function libbpfText(name: LibbpfFunction, ...args: NativeValue[]): string | undefined {
  const { value } = load().call(name, ...args);
  return typeof value === 'string' ? value : undefined;
}

/** Calls a function that answers a pointer; `errno` says why it is undefined. @internal */
export function libbpfPointer(
  name: LibbpfFunction,
  ...args: NativeValue[]
): { pointer: bigint | undefined; errno: number } {
  const { value, errno } = load().call(name, ...args);
  return { pointer: typeof value === 'bigint' ? value : undefined, errno };
}

/** Calls a function that answers an int, on another thread. @internal */
export async function libbpfIntAsync(
  name: LibbpfFunction,
  ...args: NativeValue[]
): Promise<number> {
  return Number(await load().callAsync(name, ...args));
}

const LIBBPF_WARN = 0;

/**
 * Who hears what libbpf prints. Its printer is one for the process, so listeners are a stack: a call on
 * this thread pushes its own. What a load on another thread prints is delivered between calls, never
 * inside one, and there is only one such load at a time, so it is always the right one that hears.
 */
const listeners: string[][] = [];

/** Runs libbpf calls and collects its warnings into `messages`. @internal */
export function listening<T>(messages: string[], fn: () => T): T {
  const end = listen(messages);
  try {
    return fn();
  } finally {
    end();
  }
}

/** Starts collecting; the answer stops it. @internal */
export function listen(messages: string[]): () => void {
  const lib = load();
  printer ??= new PrintCallback(LIBBPF_WARN, (_level, message) => listeners.at(-1)?.push(message));
  const { value } = lib.call('libbpf_set_print', printer.pointer);
  const previous = typeof value === 'bigint' ? value : null;
  listeners.push(messages);
  return () => {
    listeners.splice(listeners.lastIndexOf(messages), 1);
    lib.call('libbpf_set_print', previous);
  };
}

let queue: Promise<unknown> = Promise.resolve();

/** One load on another thread at a time; see listeners. @internal */
export function inTurn<T>(fn: () => Promise<T>): Promise<T> {
  const turn = queue.then(fn, fn);
  queue = turn.catch(() => undefined);
  return turn;
}
