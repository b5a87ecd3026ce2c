/**
 * Objects: open from bytes, choose programs, configure maps and variables, load. The bytes are copied
 * once; their digest and what libbpf loads come from the same copy.
 */
import { createHash } from 'node:crypto';
import { duplicateFd } from '@pulumi-netkit/linux-ffi';
import {
  BpfError,
  type CValue,
  type Elf,
  findGlobal,
  type Globals,
  type GlobalVariable,
  isDataSection,
  list,
  MAP_TYPE,
  type MapOutline,
  otherKind,
  preflight,
  PROGRAM_TYPE,
  type ProgramType,
  reach,
  type Reach,
  readElf,
  readGlobals,
  readMaps,
  readValue,
  readVerifierLog,
  writeValue,
} from '@pulumi-netkit/bpf-object';
import { explainLibbpf } from './explain';
import type { HasFd } from '../ids';
import { libbpfInt } from '../libbpf';
import { LoadedObject } from './loaded-object';
import { BpfMap } from '../maps/map';
import {
  NativeObject,
  type LoadResult,
  type NativeProgram,
  type ObjectProgram,
  type OpenOptions,
} from './native-object';
import { ObjectMap } from '../maps/object-map';
import { LoadedProgram } from '../program';

/** How to load the chosen programs. */
export interface ChooseOptions {
  /** Of programs whose sections do not say it. A section for another type is an error. */
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

const LOG_SIZE = 64 * 1024 * 1024;

// What the last load that succeeded did not write to. A buffer of this size for each load costs it 5 to 10 ms, in which V8 collects
// garbage; one that the verifier wrote to is dropped with its pages.
let spareLog: Buffer | undefined;

function takeLog(size: number): Buffer {
  // Not cleared, which would touch every page: the text ends at its first zero byte.
  const log = spareLog?.length === size ? spareLog : Buffer.allocUnsafeSlow(size);
  spareLog = undefined;
  log[0] = 0;
  return log;
}

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
  readonly #outlines: ReadonlyMap<string, MapOutline>;
  readonly #programs: readonly NativeProgram[];
  readonly #maps: ReadonlyMap<string, ObjectMap>;
  /** What each data section will hold, once a variable of it was set. */
  readonly #contents = new Map<string, Uint8Array>();
  readonly #native: NativeObject;
  #chosen: { names: readonly string[]; options: ChooseOptions } | undefined;

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
    const { btf } = this.#globals;
    this.#outlines = btf === undefined ? new Map() : readMaps(this.#elf, btf);
    this.#native = new NativeObject(bytes, options, this.#what);
    try {
      this.#programs = this.#native.programs();
      const names = this.#programs.map(({ name }) => name);
      const alive = (): void => void this.#native.alive();
      this.#maps = new Map(
        this.#native
          .maps(this.#elf, options.pinRoot === undefined)
          .map((map) => [map.name, new ObjectMap(map, this.#what, names, alive)]),
      );
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
    this.#native.alive();
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
    this.#native.alive();
    const { btf, global } = findGlobal(this.#globals, name, this.#what);
    const { section, offset, size, typeId } = global;
    const content = Uint8Array.from(this.#content(section));
    const path = `${this.#what}: variable "${name}"`;
    writeValue(btf, typeId, value, content.subarray(offset, offset + size), path);
    this.#contents.set(section, content);
  }

  /**
   * Chooses what load() loads: these programs, and what they tail-call through slots filled in the
   * source or by setSlots(); and of the maps and variables only what those use (setting others has no effect). Without a
   * choice everything is loaded, with the types that libbpf reads from the sections. Throws
   * 'program-missing'; load() throws 'program-type' when a section is for another type.
   */
  choosePrograms(names: readonly string[], options: ChooseOptions): void {
    this.#native.alive();
    const all = this.#programs.map(({ name }) => name);
    if (names.length === 0)
      throw new BpfError(
        'program-ambiguous',
        `${this.#what}: no program is named; choose of ${list(all)}`,
      );
    const missing = names.find((name) => !all.includes(name));
    if (missing !== undefined) throw this.#programMissing(missing, all);
    this.#chosen = { names: [...names], options };
  }

  /** The programs load() will load, tail-called ones included. */
  get chosen(): readonly string[] {
    const reached = this.#reach()?.programs;
    const names = this.#programs.map(({ name }) => name);
    return names.filter((name) => reached?.has(name) ?? true);
  }

  /** The maps load() will make or reuse, those of variables included: what `chosen` use. */
  get chosenMaps(): readonly string[] {
    const reached = this.#reach();
    return [...this.#maps.keys()].filter((name) => isReached(reached, name));
  }

  /**
   * Makes the maps and loads the programs. Once libbpf has begun, the object is used up, whether it
   * succeeds or not: open it again.
   */
  load(): LoadedObject {
    this.#native.alive();
    const prepared = this.#prepare();
    try {
      return this.#finish(this.#native.load(), prepared);
    } finally {
      this.close();
    }
  }

  /** load() on another thread: a large object keeps the verifier busy for seconds. One at a time. */
  loadAsync(): Promise<LoadedObject> {
    return this.#native.loadAsync(
      () => this.#prepare(),
      (result, prepared) => this.#finish(result, prepared),
    );
  }

  /** Frees what libbpf holds. What was loaded stays. */
  close(): void {
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #content(section: string): Uint8Array {
    const set = this.#contents.get(section);
    if (set !== undefined) return set;
    const home = this.#elf.section(section);
    if (home === undefined) return new Uint8Array(0);
    const data = this.#elf.data(home);
    return data.length > 0 ? data : new Uint8Array(home.size);
  }

  /** What the choice needs; undefined without one: everything. */
  #reach(): Reach | undefined {
    if (this.#chosen === undefined) return undefined;
    const slots = [...this.#maps.values()].map((map) => [map.name, map.slots.values()] as const);
    return reach(this.#elf, this.#chosen.names, new Map(slots));
  }

  #prepare(): Prepared {
    const log = takeLog(this.#options.kernelLogSize ?? LOG_SIZE);
    this.#native.keep(log);
    const reached = this.#reach();
    this.#checkKinds(reached);
    const programs = this.#preparePrograms(reached, log);
    const maps = this.#prepareMaps(reached);
    for (const [section, content] of this.#contents) {
      const map = this.#maps.get(section);
      // A section none of the chosen programs uses is not made.
      if (map !== undefined && maps.includes(map)) map.setContent(content);
    }
    return { programs, maps, log };
  }

  /** libbpf before 1.4 dies of programs in SEC("fentry/…") and the like that are given another type (seen: SIGSEGV with 1.1.2). */
  #checkKinds(reached: Reach | undefined): void {
    const type = this.#chosen?.options.type;
    if (type === undefined) return;
    for (const program of this.#programs) {
      const other = reached?.programs.has(program.name) === true && otherKind(program, type);
      if (typeof other !== 'string') continue;
      const { name } = program;
      const slot = this.#chosen?.names.includes(name) === true ? '' : '; it is in a slot';
      throw new BpfError('program-type', `${this.#what}: ${other}${slot}`, { program: name });
    }
  }

  #preparePrograms(reached: Reach | undefined, log: Buffer): NativeProgram[] {
    return this.#programs.filter(({ pointer, name }) => {
      const isChosen = reached?.programs.has(name) ?? true;
      libbpfInt('bpf_program__set_autoload', pointer, isChosen);
      if (!isChosen) return false;
      libbpfInt('bpf_program__set_log_buf', pointer, log, log.length);
      if (this.#chosen === undefined) return true;
      const { type, expectedAttachType = 0 } = this.#chosen.options;
      libbpfInt('bpf_program__set_type', pointer, PROGRAM_TYPE[type]);
      libbpfInt('bpf_program__set_expected_attach_type', pointer, expectedAttachType);
      return true;
    });
  }

  #prepareMaps(reached: Reach | undefined): ObjectMap[] {
    const wanted = [...this.#maps.values()].filter(({ name }) => isReached(reached, name));
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

  #finish({ result, messages }: LoadResult, prepared: Prepared): LoadedObject {
    if (result !== 0) {
      const log = readVerifierLog(prepared.log);
      const kept = log.length > 0 ? log : undefined;
      throw explainLibbpf(this.#what, -result, messages, kept);
    }
    spareLog = prepared.log;
    const programs = new Map<string, LoadedProgram>();
    const maps = new Map<string, BpfMap>();
    const filled = new Map<string, readonly number[]>();
    const loaded = new LoadedObject(this.#what, this.#globals, programs, maps, filled);
    try {
      for (const { name, pointer } of prepared.programs) {
        const fd = duplicateFd(libbpfInt('bpf_program__fd', pointer), `program ${name}`);
        programs.set(name, new LoadedProgram(fd, name));
      }
      for (const map of prepared.maps) {
        const fd = libbpfInt('bpf_map__fd', map.pointer);
        if (fd < 0) continue;
        const made = new BpfMap(duplicateFd(fd, `map ${map.name}`));
        maps.set(map.name, made);
        map.fill(made, programs);
        if (made.info.type === 'prog_array') filled.set(map.name, this.#slotsOf(map));
      }
      return loaded;
    } catch (error) {
      loaded.close();
      throw error;
    }
  }

  #slotsOf({ name, slots }: ObjectMap): readonly number[] {
    const source = this.#outlines.get(name)?.slots.keys() ?? [];
    return [...new Set([...source, ...slots.keys()])];
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
  readonly programs: readonly NativeProgram[];
  readonly maps: readonly ObjectMap[];
  readonly log: Buffer;
}

function isReached(reached: Reach | undefined, map: string): boolean {
  if (reached === undefined) return true;
  return isVariables(map) ? reached.dataSections.has(map) : reached.maps.has(map);
}

const isVariables = (name: string): boolean => isDataSection(name) || name === '.kconfig';
