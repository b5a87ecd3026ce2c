import {
  BpfError,
  type CValue,
  findGlobal,
  type Globals,
  type GlobalVariable,
  list,
  readValue,
  writeValue,
} from '@pulumi-netkit/bpf-object';
import type { BpfMap } from '../maps/map';
import type { LoadedProgram } from '../program';

/** What load() made: programs and maps, each with a descriptor of its own. Close it, or hold it with `using`. */
export class LoadedObject implements Disposable {
  readonly programs: ReadonlyMap<string, LoadedProgram>;
  /** By their names in the source; variables in '.rodata', '.data', '.bss'. */
  readonly maps: ReadonlyMap<string, BpfMap>;
  /** Slots that load() filled, of each prog array in `maps`: those of the source and those of setSlots(). */
  readonly filledSlots: ReadonlyMap<string, readonly number[]>;
  readonly #what: string;
  readonly #globals: Globals;

  /** @internal */
  constructor(
    what: string,
    globals: Globals,
    programs: ReadonlyMap<string, LoadedProgram>,
    maps: ReadonlyMap<string, BpfMap>,
    filledSlots: ReadonlyMap<string, readonly number[]>,
  ) {
    this.#what = what;
    this.#globals = globals;
    this.programs = programs;
    this.maps = maps;
    this.filledSlots = filledSlots;
  }

  /** A loaded program by name; throws 'program-missing'. */
  program(name: string): LoadedProgram {
    const program = this.programs.get(name);
    if (program !== undefined) return program;
    throw new BpfError(
      'program-missing',
      `${this.#what}: no program "${name}" is loaded; there are ${list([...this.programs.keys()])}`,
    );
  }

  /** A map by name; throws 'map-missing'. */
  map(name: string): BpfMap {
    const map = this.maps.get(name);
    if (map !== undefined) return map;
    throw new BpfError(
      'map-missing',
      `${this.#what}: no map "${name}" is loaded; there are ${list([...this.maps.keys()])}`,
    );
  }

  /** The variables that are loaded. */
  get globals(): readonly GlobalVariable[] {
    return this.#globals.variables.filter(({ section }) => this.maps.has(section));
  }

  /** A variable's value now. */
  getGlobal(name: string): CValue {
    const { btf, global } = findGlobal(this.#globals, name, this.#what);
    const { offset, size, typeId } = global;
    const content = this.#read(global.section);
    return readValue(btf, typeId, content.subarray(offset, offset + size));
  }

  /**
   * Sets a variable of .data or .bss while programs run. The whole section is written back: what programs
   * write to it in the same microsecond is lost. Constants ('.rodata') are 'global-read-only'.
   */
  setGlobal(name: string, value: CValue): void {
    const { btf, global } = findGlobal(this.#globals, name, this.#what);
    const { section, offset, size, typeId, writable } = global;
    if (!writable)
      throw new BpfError(
        'global-read-only',
        `${this.#what}: variable "${name}" is a constant and its program is loaded; set it before load(), on the object opened again`,
      );
    const content = this.#read(section);
    const path = `${this.#what}: variable "${name}"`;
    writeValue(btf, typeId, value, content.subarray(offset, offset + size), path);
    this.map(section).update(FIRST, content);
  }

  /** Closes all programs and maps; those that nothing else holds go. */
  close(): void {
    for (const program of this.programs.values()) program.close();
    for (const map of this.maps.values()) map.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #read(section: string): Buffer {
    const content = this.map(section).lookup(FIRST);
    if (content === undefined) throw new Error(`${section} has no element`);
    return content;
  }
}

const FIRST = Buffer.alloc(4);
