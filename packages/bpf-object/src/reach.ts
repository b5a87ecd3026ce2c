/**
 * What a chosen program needs of its object: programs it tail-calls through slots filled in the source or
 * asked for by name, maps, data sections. Pure. Follows what the instructions refer to; where that cannot be followed it
 * takes the whole section, so it may load too much but never too little.
 */
import { Btf } from './btf';
import {
  SHF_EXECINSTR,
  type Elf,
  type ElfRelocation,
  type ElfSection,
  type ElfSymbol,
} from './elf';
import { isDataSection } from './globals';
import { readMaps } from './map-outline';

/** What to load. */
export interface Reach {
  readonly programs: ReadonlySet<string>;
  readonly maps: ReadonlySet<string>;
  /** '.rodata', '.bss' and the like; '.kconfig' for CONFIG_ variables. */
  readonly dataSections: ReadonlySet<string>;
}

/** The functions libbpf takes as programs: global ones outside .text. */
export function programSymbols(elf: Elf): ElfSymbol[] {
  return functionsOf(elf).filter((symbol) => !symbol.isLocal);
}

/** Functions in program sections that libbpf refuses because they are static. */
export function staticPrograms(elf: Elf): ElfSymbol[] {
  return functionsOf(elf).filter((symbol) => symbol.isLocal);
}

/** Global functions in .text: programs call them, and libbpf loads them with their callers only. */
export function innerFunctions(elf: Elf): ElfSymbol[] {
  return elf.symbols.filter(
    ({ kind, section, isLocal }) =>
      kind === 'function' && !isLocal && elf.sections[section]?.name === '.text',
  );
}

function functionsOf(elf: Elf): ElfSymbol[] {
  return elf.symbols.filter(({ kind, section }) => {
    const home = elf.sections[section];
    return kind === 'function' && home !== undefined && isCode(home) && home.name !== '.text';
  });
}

const isCode = (section: ElfSection): boolean => (section.flags & SHF_EXECINSTR) !== 0n;

/** Variables that live in the object's arena map. */
const ARENA_VARIABLES = '.addr_space.1';

const INSN = 8;
const LD_IMM64 = 0x18;
const CALL = 0x85;
const PSEUDO_CALL = 1;

/** Programs that were asked for in slots, by map. */
export type GivenSlots = ReadonlyMap<string, Iterable<string>>;

export function reach(
  elf: Elf,
  programs: readonly string[],
  slots: GivenSlots = new Map<string, Iterable<string>>(),
): Reach {
  const walk = new Walk(elf, slots);
  for (const name of programs) walk.program(name);
  return walk;
}

interface Reference {
  readonly symbol: ElfSymbol;
  /** The instruction's own part of the target: an offset in bytes. */
  readonly addend: number;
}

class Walk implements Reach {
  readonly programs = new Set<string>();
  readonly maps = new Set<string>();
  readonly dataSections = new Set<string>();
  readonly #elf: Elf;
  readonly #slots: GivenSlots;
  readonly #relocations = new Map<number, Map<number, ElfRelocation>>();
  readonly #seen = new Set<string>();
  #all: readonly ElfSymbol[] | undefined;

  constructor(elf: Elf, slots: GivenSlots) {
    this.#elf = elf;
    this.#slots = slots;
  }

  program(name: string): void {
    if (this.programs.has(name)) return;
    this.programs.add(name);
    this.#all ??= programSymbols(this.#elf);
    for (const symbol of this.#all)
      if (symbol.name === name) this.#code(symbol.section, symbol.value);
  }

  /** Walks the function that holds `offset`. A list instead of recursion: files may nest without end. */
  #code(section: number, offset: number): void {
    const todo: [number, number][] = [[section, offset]];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const [home, at] = next;
      const code = this.#elf.sections[home];
      if (code === undefined || !isCode(code)) continue;
      const [from, to] = this.#functionAround(code, at);
      const key = `${home}:${from}:${to}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      todo.push(...this.#instructions(code, from, to));
    }
  }

  /** Handles references to data; answers the functions that are called. */
  #instructions(code: ElfSection, from: number, to: number): [number, number][] {
    const bytes = this.#elf.data(code);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const relocations = this.#relocationsOf(code);
    const calls: [number, number][] = [];
    for (let at = from; at + INSN <= Math.min(to, bytes.length); at += INSN) {
      const opcode = view.getUint8(at);
      const isCall = opcode === CALL && view.getUint8(at + 1) >> 4 === PSEUDO_CALL;
      const immediate = view.getInt32(at + 4, true);
      const relocation = relocations.get(at);
      if (relocation !== undefined) {
        const addend = isCall ? (immediate + 1) * INSN : immediate;
        const target = this.#refer({ symbol: relocation.symbol, addend });
        if (target !== undefined) calls.push(target);
      } else if (isCall) calls.push([code.index, at + (immediate + 1) * INSN]);
      if (opcode === LD_IMM64) at += INSN;
    }
    return calls;
  }

  /** A reference to a map, a variable or a function; answers the place when it is code. */
  #refer({ symbol, addend }: Reference): [number, number] | undefined {
    const home = this.#elf.sections[symbol.section];
    if (symbol.section === 0) {
      // extern: CONFIG_ variables live in a map that libbpf makes, kernel symbols nowhere.
      this.dataSections.add('.kconfig');
      return undefined;
    }
    if (home === undefined) return undefined;
    const offset = symbol.value + (symbol.kind === 'section' ? addend : 0);
    if (isCode(home)) return [home.index, symbol.kind === 'function' ? symbol.value : offset];
    if (home.name === '.maps') this.#mapAt(home, offset);
    else if (home.name === ARENA_VARIABLES) this.#arenas();
    else if (isDataSection(home.name)) this.dataSections.add(home.name);
    return undefined;
  }

  /** An object has one arena; what refers to its variables names no map. */
  #arenas(): void {
    const section = this.#elf.section('.BTF');
    const types = section && Btf.parse(this.#elf.data(section));
    for (const [name, { type }] of types ? readMaps(this.#elf, types) : [])
      if (type === 'arena') this.maps.add(name);
  }

  #mapAt(home: ElfSection, offset: number): void {
    const map = this.#elf.symbols.find(
      ({ kind, section, value, size }) =>
        kind === 'object' &&
        section === home.index &&
        offset >= value &&
        offset < value + Math.max(size, 1),
    );
    if (map === undefined || this.maps.has(map.name)) return;
    this.maps.add(map.name);
    for (const name of this.#slots.get(map.name) ?? []) this.program(name);
    // Slots filled in the source: programs of a prog array, inner maps of a map of maps.
    for (const [at, { symbol }] of this.#relocationsOf(home)) {
      if (at < map.value || at >= map.value + map.size) continue;
      if (symbol.kind === 'function') this.program(symbol.name);
      else if (symbol.section === home.index) this.#mapAt(home, symbol.value);
    }
  }

  #functionAround(code: ElfSection, offset: number): [number, number] {
    const found = this.#elf.symbols.find(
      ({ kind, section, value, size }) =>
        kind === 'function' && section === code.index && offset >= value && offset < value + size,
    );
    if (found !== undefined) return [found.value, found.value + found.size];
    return [0, code.size];
  }

  #relocationsOf(section: ElfSection): Map<number, ElfRelocation> {
    let found = this.#relocations.get(section.index);
    if (found === undefined) {
      found = new Map(this.#elf.relocations(section).map((each) => [each.offset, each]));
      this.#relocations.set(section.index, found);
    }
    return found;
  }
}
