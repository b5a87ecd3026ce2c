/**
 * Objects: open from bytes, choose programs, configure maps and variables, load. The bytes are copied
 * once; their digest and what libbpf loads come from the same copy.
 */
import { createHash } from 'node:crypto';
import { addressOf, duplicateFd } from '@pulumi-netkit/linux-ffi';
import { readValue, writeValue, type CValue } from './btf-value';
import { readElf, type Elf } from './elf';
import { BpfError, list } from './errors';
import { explainLibbpf } from './explain';
import {
  findGlobal,
  isDataSection,
  readGlobals,
  type Globals,
  type GlobalVariable,
} from './globals';
import type { HasFd } from './ids';
import {
  inTurn,
  libbpfInt,
  libbpfIntAsync,
  libbpfPointer,
  libbpfText,
  listen,
  listening,
} from './libbpf';
import { LoadedObject } from './loaded-object';
import { BpfMap } from './map';
import { ObjectMap } from './object-map';
import { LoadedProgram } from './program';
import { otherType, preflight } from './preflight';
import { reach, type Reach } from './reach';
import { MAP_TYPE, PROGRAM_TYPE, type ProgramType } from './sys/uapi';
import { readVerifierLog } from './verifier-error';

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

/** How to load the chosen programs. */
export interface ChooseOptions {
  /** Whatever the section is called. */
  readonly type: ProgramType;
  /**
   * The kernel's number of an attach type. tcx and netkit do not look at it, but programs that tail-call
   * each other must have the same. @default 0
   */
  readonly expectedAttachType?: number;
}

/** Opens an object. Nothing reaches the kernel before load(). Close it, or open it with `using`. */
export function openObject(bytes: Uint8Array, options: OpenOptions): BpfObject {
  return new BpfObject(bytes, options);
}

const opened = new Set<BpfObject>();

/** Objects that are open now. A test that ends with a longer list has leaked libbpf's memory. */
export function openObjects(): readonly string[] {
  return [...opened].map(({ name }) => name);
}

interface NativeProgram extends ObjectProgram {
  readonly pointer: bigint;
}

const LOG_SIZE = 64 * 1024 * 1024;

/** An object that is open and not loaded. */
export class BpfObject implements Disposable {
  readonly name: string;
  /** SHA-256 of the bytes that will be loaded, in hex. */
  readonly digest: string;
  readonly programs: readonly ObjectProgram[];
  readonly #what: string;
  readonly #options: OpenOptions;
  readonly #elf: Elf;
  readonly #globals: Globals;
  readonly #programs: readonly NativeProgram[];
  readonly #maps: ReadonlyMap<string, ObjectMap>;
  /** What each data section will hold, once a variable of it was set. */
  readonly #contents = new Map<string, Uint8Array>();
  /** libbpf keeps pointers into these. */
  readonly #memory: Uint8Array[] = [];
  #handle: bigint | undefined;
  #chosen: { reach: Reach; options: ChooseOptions } | undefined;

  /** @internal */
  constructor(given: Uint8Array, options: OpenOptions) {
    this.name = options.name;
    this.#what = `object "${options.name}"`;
    this.#options = options;
    const bytes = Buffer.alloc(given.length);
    bytes.set(given);
    this.digest = createHash('sha256').update(bytes).digest('hex');
    this.#elf = readElf(bytes, this.#what);
    preflight(this.#elf, this.#what);
    this.#globals = readGlobals(this.#elf);
    this.#handle = this.#open(bytes);
    opened.add(this);
    try {
      this.#programs = this.#readPrograms();
      this.#maps = this.#readMaps();
    } catch (error) {
      this.close();
      throw error;
    }
    this.programs = this.#programs.map(({ name, section, instructionCount }) => ({
      name,
      section,
      instructionCount,
    }));
  }

  /** The object's own maps, without those of its variables. */
  get maps(): readonly ObjectMap[] {
    return [...this.#maps.values()].filter(({ name }) => !isVariables(name));
  }

  /** A map by name; '.rodata', '.data' and '.bss' hold the variables. Throws 'map-missing'. */
  map(name: string): ObjectMap {
    const map = this.#maps.get(name);
    if (map !== undefined) return map;
    const names = this.maps.map((each) => each.name);
    throw new BpfError(
      'map-missing',
      `${this.#what}: it has no map "${name}"; there are ${list(names)}`,
    );
  }

  /**
   * Uses maps that are there, by name, instead of making them: `loaded.maps` of the same object loaded
   * before gives a second copy of its programs that shares all data, variables included. Leave out
   * '.rodata' to give the copy constants of its own. Names the object has not are passed over.
   */
  reuseMaps(maps: Iterable<readonly [string, { readonly fd: HasFd }]>): void {
    this.#alive();
    for (const [name, { fd }] of maps) this.#maps.get(name)?.reuse(fd);
  }

  /** The variables that can be set by name; none without BTF. */
  get globals(): readonly GlobalVariable[] {
    return this.#globals.variables;
  }

  /** The value a variable will be loaded with. */
  getGlobal(name: string): CValue {
    const { btf, global } = findGlobal(this.#globals, name, this.#what);
    const { offset, size, typeId } = global;
    return readValue(btf, typeId, this.#content(global.section).subarray(offset, offset + size));
  }

  /** Sets a variable before loading. The type is checked: see CValue for what each takes. */
  setGlobal(name: string, value: CValue): void {
    this.#alive();
    const { btf, global } = findGlobal(this.#globals, name, this.#what);
    const { section, offset, size, typeId } = global;
    const content = Uint8Array.from(this.#content(section));
    const path = `${this.#what}: variable "${name}"`;
    writeValue(btf, typeId, value, content.subarray(offset, offset + size), path);
    this.#contents.set(section, content);
  }

  /**
   * Chooses what load() loads: these programs, and what they tail-call through slots filled in the
   * source; and of the maps and variables only what those use (setting others has no effect). Without a
   * choice everything is loaded, with the types that libbpf reads from the sections. Throws
   * 'program-missing'.
   */
  choosePrograms(names: readonly string[], options: ChooseOptions): void {
    this.#alive();
    const all = this.#programs.map(({ name }) => name);
    if (names.length === 0)
      throw new BpfError(
        'program-ambiguous',
        `${this.#what}: no program is named; choose of ${list(all)}`,
      );
    const missing = names.find((name) => !all.includes(name));
    if (missing !== undefined) throw this.#programMissing(missing, all);
    this.#chosen = { reach: reach(this.#elf, names), options };
  }

  /** The programs load() will load, tail-called ones included. */
  get chosen(): readonly string[] {
    const names = this.#programs.map(({ name }) => name);
    return names.filter((name) => this.#chosen?.reach.programs.has(name) ?? true);
  }

  /**
   * Makes the maps and loads the programs. Once libbpf has begun, the object is used up, whether it
   * succeeds or not: open it again.
   */
  load(): LoadedObject {
    const messages: string[] = [];
    const prepared = this.#prepare();
    try {
      const result = listening(messages, () => libbpfInt('bpf_object__load', prepared.handle));
      return this.#finish(result, messages, prepared);
    } finally {
      this.close();
    }
  }

  /** load() on another thread: a large object keeps the verifier busy for seconds. One at a time. */
  loadAsync(): Promise<LoadedObject> {
    return inTurn(async () => {
      const messages: string[] = [];
      const prepared = this.#prepare();
      // From here on nothing but this may touch the object.
      this.#handle = undefined;
      const end = listen(messages);
      let result: number;
      try {
        result = await libbpfIntAsync('bpf_object__load', prepared.handle);
      } finally {
        end();
        this.#handle = prepared.handle;
      }
      try {
        return this.#finish(result, messages, prepared);
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

  [Symbol.dispose](): void {
    this.close();
  }

  #alive(): bigint {
    if (this.#handle === undefined)
      throw new BpfError(
        'object-used',
        `${this.#what}: it was loaded or closed, and an object can be loaded once; open it again`,
      );
    return this.#handle;
  }

  #open(bytes: Buffer): bigint {
    const options = Buffer.alloc(80);
    // bpf_object_open_opts: sz 0, object_name 8, pin_root_path 24.
    const name = Buffer.from(`${this.name.replace(/[^A-Za-z0-9_]/g, '_')}\0`);
    const pinRoot = Buffer.from(`${this.#options.pinRoot ?? ''}\0`);
    options.writeBigUInt64LE(BigInt(options.length), 0);
    options.writeBigUInt64LE(addressOf(name), 8);
    if (this.#options.pinRoot !== undefined) options.writeBigUInt64LE(addressOf(pinRoot), 24);
    const messages: string[] = [];
    const { pointer, errno } = listening(messages, () =>
      libbpfPointer('bpf_object__open_mem', bytes, bytes.length, options),
    );
    this.#memory.push(bytes, name, pinRoot, options);
    if (pointer === undefined) throw explainLibbpf(this.#what, errno, messages);
    return pointer;
  }

  #readPrograms(): NativeProgram[] {
    return this.#each('bpf_object__next_program').map((pointer) => ({
      pointer,
      name: libbpfText('bpf_program__name', pointer) ?? '',
      section: libbpfText('bpf_program__section_name', pointer) ?? '',
      instructionCount: libbpfInt('bpf_program__insn_cnt', pointer),
    }));
  }

  #readMaps(): Map<string, ObjectMap> {
    const maps = this.#each('bpf_object__next_map').map((pointer) => {
      // libbpf names a variables' map after the object, cut short; its section is what identifies it.
      const section = this.#elf.sections.find(
        ({ name }) =>
          (isDataSection(name) || name === '.kconfig') &&
          libbpfPointer('bpf_object__find_map_by_name', this.#alive(), name).pointer === pointer,
      );
      const own = libbpfText('bpf_map__name', pointer) ?? '';
      const isInternal = libbpfInt('bpf_map__is_internal', pointer) !== 0;
      const name = section?.name ?? (isInternal ? own.slice(Math.max(0, own.indexOf('.'))) : own);
      const path = libbpfText('bpf_map__pin_path', pointer);
      // Without a root of ours libbpf has put its own default there.
      const isHomeless = path !== undefined && this.#options.pinRoot === undefined;
      if (isHomeless) libbpfInt('bpf_map__set_pin_path', pointer, null);
      const alive = (): void => void this.#alive();
      return [name, new ObjectMap(pointer, name, this.#what, isHomeless, alive)] as const;
    });
    return new Map(maps);
  }

  #each(next: 'bpf_object__next_program' | 'bpf_object__next_map'): bigint[] {
    const handle = this.#alive();
    const found: bigint[] = [];
    for (;;) {
      const { pointer } = libbpfPointer(next, handle, found.at(-1) ?? null);
      if (pointer === undefined) return found;
      found.push(pointer);
    }
  }

  #content(section: string): Uint8Array {
    const set = this.#contents.get(section);
    if (set !== undefined) return set;
    const home = this.#elf.section(section);
    if (home === undefined) return new Uint8Array(0);
    const data = this.#elf.data(home);
    return data.length > 0 ? data : new Uint8Array(home.size);
  }

  #prepare(): Prepared {
    const handle = this.#alive();
    // Not cleared: that would touch 64 MiB for each load, 10 ms and more. The text ends at its first zero byte.
    const log = Buffer.allocUnsafeSlow(this.#options.kernelLogSize ?? LOG_SIZE);
    log[0] = 0;
    this.#memory.push(log);
    const programs = this.#preparePrograms(log);
    const maps = this.#prepareMaps();
    for (const [section, content] of this.#contents) {
      const map = this.#maps.get(section);
      // A section none of the chosen programs uses is not made.
      if (map !== undefined && maps.includes(map)) map.setContent(content);
    }
    return { handle, programs, maps, log };
  }

  #preparePrograms(log: Buffer): NativeProgram[] {
    const names = this.chosen;
    for (const { pointer, name } of this.#programs) {
      const isChosen = names.includes(name);
      libbpfInt('bpf_program__set_autoload', pointer, isChosen);
      if (!isChosen) continue;
      libbpfInt('bpf_program__set_log_buf', pointer, log, log.length);
      if (this.#chosen === undefined) continue;
      const { type, expectedAttachType = 0 } = this.#chosen.options;
      libbpfInt('bpf_program__set_type', pointer, PROGRAM_TYPE[type]);
      libbpfInt('bpf_program__set_expected_attach_type', pointer, expectedAttachType);
    }
    return this.#programs.filter(({ name }) => names.includes(name));
  }

  #prepareMaps(): ObjectMap[] {
    const wanted = [...this.#maps.values()].filter((map) => this.#isWanted(map));
    for (const map of this.#maps.values()) {
      if (wanted.includes(map)) continue;
      libbpfInt('bpf_map__set_autocreate', map.pointer, false);
      // libbpf fills the slots of prog arrays it did not make, with programs it did not load, and fails.
      if (libbpfInt('bpf_map__type', map.pointer) === MAP_TYPE.prog_array)
        libbpfInt('bpf_map__set_type', map.pointer, MAP_TYPE.array);
    }
    for (const map of wanted) map.prepare();
    return wanted;
  }

  #isWanted(map: ObjectMap): boolean {
    if (this.#chosen === undefined) return true;
    const { maps, dataSections } = this.#chosen.reach;
    return isVariables(map.name) ? dataSections.has(map.name) : maps.has(map.name);
  }

  #finish(result: number, messages: readonly string[], prepared: Prepared): LoadedObject {
    if (result !== 0) {
      const log = readVerifierLog(prepared.log);
      const kept = log.length > 0 ? log : undefined;
      const type = this.#chosen?.options.type;
      const sectionOf = (name: string): string =>
        this.#programs.find((program) => program.name === name)?.section ?? '';
      throw explainLibbpf(this.#what, -result, messages, kept, (name) =>
        otherType(sectionOf(name), type),
      );
    }
    const programs = new Map<string, LoadedProgram>();
    const maps = new Map<string, BpfMap>();
    const loaded = new LoadedObject(this.#what, this.#globals, programs, maps);
    try {
      for (const { name, pointer } of prepared.programs) {
        const fd = duplicateFd(libbpfInt('bpf_program__fd', pointer), `program ${name}`);
        programs.set(name, new LoadedProgram(fd, name));
      }
      for (const { name, pointer } of prepared.maps) {
        const fd = libbpfInt('bpf_map__fd', pointer);
        if (fd >= 0) maps.set(name, new BpfMap(duplicateFd(fd, `map ${name}`)));
      }
      return loaded;
    } catch (error) {
      loaded.close();
      throw error;
    }
  }

  #programMissing(name: string, all: readonly string[]): BpfError {
    const section = this.#programs.find((program) => program.section === name);
    const hint =
      section === undefined
        ? ''
        : `; "${name}" is the section of "${section.name}", choose by function`;
    return new BpfError(
      'program-missing',
      `${this.#what}: it has no program "${name}"; there are ${list(all)}${hint}`,
    );
  }
}

interface Prepared {
  readonly handle: bigint;
  readonly programs: readonly NativeProgram[];
  readonly maps: readonly ObjectMap[];
  readonly log: Buffer;
}

const isVariables = (name: string): boolean => isDataSection(name) || name === '.kconfig';
