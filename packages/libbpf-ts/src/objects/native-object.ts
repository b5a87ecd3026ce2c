/** libbpf's struct bpf_object: opened, walked, loaded once, freed. What is chosen and set is object.ts's business. */
import { addressOf } from '@pulumi-netkit/linux-ffi';
import { BpfError, type Elf, isDataSection } from '@pulumi-netkit/bpf-object';
import { explainLibbpf } from './explain';
import {
  inTurn,
  libbpfInt,
  libbpfIntAsync,
  libbpfPointer,
  libbpfText,
  listen,
  listening,
} from '../libbpf';

/** How to open an object. */
export interface OpenOptions {
  /** Names the object in errors and, cut short, the maps of its variables in the kernel. */
  readonly name: string;
  /**
   * A directory on a bpffs for maps with LIBBPF_PIN_BY_NAME; made when missing. Without it such a map is
   * an error unless it is given a path of its own: libbpf's default, /sys/fs/bpf, belongs to nobody.
   */
  readonly pinRoot?: string;
  /** Bytes of verifier log the kernel may write when it rejects a program. @default 64 MiB, touched as used */
  readonly kernelLogSize?: number;
}

/** A program of an object that is not loaded. */
export interface ObjectProgram {
  /** The C function's name, in full; the kernel keeps 15 bytes of it. */
  readonly name: string;
  /** The SEC("…") it is in. */
  readonly section: string;
  /** Its instructions, without the functions it calls. */
  readonly instructionCount: number;
}

/** A program with libbpf's handle on it. */
export interface NativeProgram extends ObjectProgram {
  readonly pointer: bigint;
}

/** A map with libbpf's handle on it. */
export interface NativeMap {
  readonly pointer: bigint;
  readonly name: string;
  /** Asks to be pinned by name, and there is no pin root. */
  readonly isHomeless: boolean;
  /** Asks to be pinned by name. */
  readonly isPinnedByName: boolean;
}

/** What loading answered: 0 or a negative errno, and what libbpf printed. */
export interface LoadResult {
  readonly result: number;
  readonly messages: readonly string[];
}

const opened = new Set<NativeObject>();

/** Objects that are open now. A test that ends with a longer list has leaked libbpf's memory. */
export function openObjects(): readonly string[] {
  return [...opened].map(({ name }) => name);
}

/** @internal */
export class NativeObject {
  readonly name: string;
  readonly #what: string;
  /** libbpf keeps pointers into these. */
  readonly #memory: Uint8Array[] = [];
  #handle: bigint | undefined;

  /** `bytes` are libbpf's from here on. */
  constructor(bytes: Buffer, { name, pinRoot }: OpenOptions, what: string) {
    this.name = name;
    this.#what = what;
    const options = Buffer.alloc(80);
    // bpf_object_open_opts: sz 0, object_name 8, pin_root_path 24.
    const plain = Buffer.from(`${name.replace(/[^A-Za-z0-9_]/g, '_')}\0`);
    const root = Buffer.from(`${pinRoot ?? ''}\0`);
    options.writeBigUInt64LE(BigInt(options.length), 0);
    options.writeBigUInt64LE(addressOf(plain), 8);
    if (pinRoot !== undefined) options.writeBigUInt64LE(addressOf(root), 24);
    const messages: string[] = [];
    const { pointer, errno } = listening(messages, () =>
      libbpfPointer('bpf_object__open_mem', bytes, bytes.length, options),
    );
    this.keep(bytes, plain, root, options);
    if (pointer === undefined) throw explainLibbpf(what, errno, messages);
    this.#handle = pointer;
    opened.add(this);
  }

  /** The handle; throws 'object-used' once it was loaded or closed. */
  alive(): bigint {
    if (this.#handle === undefined)
      throw new BpfError(
        'object-used',
        `${this.#what}: it was loaded or closed, and an object can be loaded once; open it again`,
      );
    return this.#handle;
  }

  /** Keeps memory that libbpf points into, until it is closed. */
  keep(...memory: readonly Uint8Array[]): void {
    this.#memory.push(...memory);
  }

  programs(): NativeProgram[] {
    return this.#each('bpf_object__next_program').map((pointer) => ({
      pointer,
      name: libbpfText('bpf_program__name', pointer) ?? '',
      section: libbpfText('bpf_program__section_name', pointer) ?? '',
      instructionCount: libbpfInt('bpf_program__insn_cnt', pointer),
    }));
  }

  /** The maps, those of variables by their sections; libbpf's default pin path is taken away when `isRootless`. */
  maps(elf: Elf, isRootless: boolean): NativeMap[] {
    return this.#each('bpf_object__next_map').map((pointer) => {
      // libbpf names a variables' map after the object, cut short; its section is what identifies it.
      const section = elf.sections.find(
        ({ name }) =>
          (isDataSection(name) || name === '.kconfig') &&
          libbpfPointer('bpf_object__find_map_by_name', this.alive(), name).pointer === pointer,
      );
      const own = libbpfText('bpf_map__name', pointer) ?? '';
      const isInternal = libbpfInt('bpf_map__is_internal', pointer) !== 0;
      const name = section?.name ?? (isInternal ? own.slice(Math.max(0, own.indexOf('.'))) : own);
      // Without a root of ours libbpf has put its own default there.
      const isPinnedByName = libbpfText('bpf_map__pin_path', pointer) !== undefined;
      const isHomeless = isRootless && isPinnedByName;
      if (isHomeless) libbpfInt('bpf_map__set_pin_path', pointer, null);
      return { pointer, name, isHomeless, isPinnedByName };
    });
  }

  /** Loads it on this thread. */
  load(): LoadResult {
    const handle = this.alive();
    const messages: string[] = [];
    const result = listening(messages, () => libbpfInt('bpf_object__load', handle));
    return { result, messages };
  }

  /**
   * Loads it on a thread of koffi's pool, between `prepare` and `finish` and one at a time. Safe there: loading asks for
   * nothing of the thread (no namespace, no errno: it answers one), and until it is done nobody else has the handle.
   */
  loadAsync<P, R>(prepare: () => P, finish: (result: LoadResult, prepared: P) => R): Promise<R> {
    return inTurn(async () => {
      const messages: string[] = [];
      const handle = this.alive();
      const prepared = prepare();
      this.#handle = undefined;
      const end = listen(messages);
      let result: number;
      try {
        result = await libbpfIntAsync('bpf_object__load', handle);
      } finally {
        end();
        this.#handle = handle;
      }
      try {
        return finish({ result, messages }, prepared);
      } finally {
        this.close();
      }
    });
  }

  /** Frees what libbpf holds. What was loaded stays. */
  close(): void {
    const handle = this.#handle;
    if (handle === undefined) return;
    this.#handle = undefined;
    opened.delete(this);
    libbpfInt('bpf_object__close', handle);
    this.#memory.length = 0;
  }

  #each(next: 'bpf_object__next_program' | 'bpf_object__next_map'): bigint[] {
    const handle = this.alive();
    const found: bigint[] = [];
    for (;;) {
      const { pointer } = libbpfPointer(next, handle, found.at(-1) ?? null);
      if (pointer === undefined) return found;
      found.push(pointer);
    }
  }
}
