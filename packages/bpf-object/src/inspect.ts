/** What an object holds, from its bytes alone: for previews, on machines without libbpf. Pure. */
import type { CValue } from './btf-value';
import { writeValue } from './btf-value';
import { readElf, type Elf } from './elf';
import { BpfError } from './errors';
import { findGlobal, readGlobals, type Globals } from './globals';
import { checkPinning, readMaps, type MapOutline } from './map-outline';
import { preflight } from './preflight';
import { innerFunctions, programSymbols, reach, type GivenSlots } from './reach';
import { otherKind, sectionKind } from './sections';
import type { ProgramType } from './types';

/** A program as the source names it. */
export interface ProgramOutline {
  readonly name: string;
  /** The SEC("…") it is in. */
  readonly section: string;
  /** What kind of program the section is for; undefined when its name means nothing to libbpf. */
  readonly type?: ProgramType | undefined;
}

/** An object that was read and not loaded. */
export class ObjectContents {
  readonly programs: readonly ProgramOutline[];
  /** Global functions that programs call, and that are none themselves. */
  readonly functions: readonly string[];
  readonly maps: ReadonlyMap<string, MapOutline>;
  readonly #what: string;
  readonly #elf: Elf;
  readonly #globals: Globals;

  /** @internal */
  constructor(elf: Elf, what: string) {
    this.#what = what;
    this.#elf = elf;
    this.#globals = readGlobals(elf);
    const { btf } = this.#globals;
    this.programs = programSymbols(elf).map(({ name, section }) => {
      const home = elf.sections[section]?.name ?? '';
      return { name, section: home, type: sectionKind(home)?.type };
    });
    this.functions = innerFunctions(elf).map(({ name }) => name);
    if (btf !== undefined) checkPinning(btf, what);
    this.maps = btf === undefined ? new Map() : readMaps(elf, btf);
  }

  /** The variables that can be set by name. */
  get globals(): readonly string[] {
    return this.#globals.variables.map(({ name }) => name);
  }

  /** The programs that are loaded with these: those in slots that they reach. */
  reached(programs: readonly string[], slots?: GivenSlots): ReadonlySet<string> {
    return reach(this.#elf, programs, slots).programs;
  }

  /** The maps that are made with these programs and those in slots that they reach. */
  usedMaps(programs: readonly string[], slots?: GivenSlots): ReadonlySet<string> {
    return reach(this.#elf, programs, slots).maps;
  }

  /** Why a program cannot be loaded as `type`, by its section; undefined when it can. */
  otherKind(program: string, type: ProgramType): string | undefined {
    const found = this.programs.find(({ name }) => name === program);
    return found && otherKind(found, type);
  }

  /** Checks a value as BpfObject.setGlobal() does; throws 'global-missing', 'global-type' or 'global-range'. */
  checkGlobal(name: string, value: CValue): void {
    const { btf, global } = findGlobal(this.#globals, name, this.#what);
    const path = `${this.#what}: variable "${name}"`;
    writeValue(btf, global.typeId, value, new Uint8Array(global.size), path);
  }
}

/** Reads an object without loading it. Throws the BpfError that opening it would throw; `name` stands in its words. */
export function inspectObject(bytes: Uint8Array, name: string): ObjectContents {
  const what = `object "${name}"`;
  try {
    const elf = readElf(Buffer.from(bytes), what);
    preflight(elf, what);
    return new ObjectContents(elf, what);
  } catch (error) {
    // DataView throws it beyond the end of a broken file.
    if (!(error instanceof RangeError)) throw error;
    const words = `${what}: it contradicts itself (${error.message}); build it again`;
    throw new BpfError('object-corrupt', words, { cause: error });
  }
}
