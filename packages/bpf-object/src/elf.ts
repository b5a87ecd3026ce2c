/**
 * A reader of BPF object files, as much as a loader asks: is this one at all, what is in it, what refers
 * to what. Pure; whatever the bytes are, it answers or throws a BpfError with words. libbpf reads the
 * same bytes again for loading; its own complaint is a number.
 */
import { BpfError } from './errors';

/** A section. */
export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

/** A symbol with a name or a section. */
export interface ElfSymbol {
  readonly name: string;
  readonly kind: 'none' | 'object' | 'function' | 'section' | 'other';
  readonly isLocal: boolean;
  readonly isWeak: boolean;
  /** The section's index; 0 for what is defined elsewhere. */
  readonly section: number;
  readonly value: number;
  readonly size: number;
}

/** A place in a section that refers to a symbol. */
export interface ElfRelocation {
  readonly offset: number;
  readonly symbol: ElfSymbol;
}

/** What a reader of objects asks. */
export interface Elf {
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
  section(name: string): ElfSection | undefined;
  /** A view of the bytes; empty for sections without any (.bss). */
  data(section: ElfSection): Uint8Array;
  /** References made from a section. */
  relocations(section: ElfSection): readonly ElfRelocation[];
}

const EM_BPF = 247;
const ET_REL = 1;
const SHT_SYMTAB = 2;
const SHT_NOBITS = 8;
const SHT_REL = 9;
/** Section flag: holds instructions. */
export const SHF_EXECINSTR = 4n;

const LFS = 'version https://git-lfs.github.com/spec/';

/** Reads an object. `what` names it in errors: `object "guard.o"`. */
export function readElf(bytes: Uint8Array, what: string): Elf {
  const fail = (...[code, why]: ConstructorParameters<typeof BpfError>): never => {
    throw new BpfError(code, `${what}: ${why}`);
  };
  if (bytes.length === 0) fail('object-empty', 'the file is empty; build it again');
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200));
  if (start.toString('latin1').startsWith(LFS))
    fail('object-lfs-pointer', 'it is a Git-LFS pointer and not the object; run "git lfs pull"');
  if (start.toString('latin1', 0, 4) !== '\x7fELF')
    fail(
      'object-not-elf',
      `it is no ELF file${guess(start)}; compile with "clang -target bpf -g -O2 -c"`,
    );
  if (bytes.length < 64)
    fail('object-truncated', `only ${bytes.length} bytes are there; copy or build it again`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [bits, order] = [view.getUint8(4), view.getUint8(5)];
  if (order === 2)
    fail(
      'object-wrong-endian',
      'it is big-endian and this machine is little-endian; compile with "-target bpf" or "-target bpfel"',
    );
  const machine = view.getUint16(18, true);
  if (machine !== EM_BPF || bits !== 2)
    fail(
      'object-wrong-machine',
      `it is made for ${machineName(machine)}${bits === 2 ? '' : ', 32 bit,'} and not for BPF; compile with "clang -target bpf"`,
    );
  if (order !== 1) fail('object-corrupt', `its byte order is given as ${order}; build it again`);
  if (view.getUint16(16, true) !== ET_REL)
    fail(
      'object-not-relocatable',
      'it is linked; give the object that "clang -c" or "bpftool gen object" makes',
    );
  return new Reader(view, what).read();
}

class Reader implements Elf {
  readonly #view: DataView;
  readonly #what: string;
  sections: ElfSection[] = [];
  symbols: ElfSymbol[] = [];

  constructor(view: DataView, what: string) {
    this.#view = view;
    this.#what = what;
  }

  read(): this {
    const view = this.#view;
    const table = this.#number(view.getBigUint64(40, true));
    const entry = view.getUint16(58, true);
    const count = view.getUint16(60, true);
    const names = view.getUint16(62, true);
    if (count === 0 || entry !== 64) this.#corrupt('it has no section table');
    if (table + count * entry > view.byteLength)
      this.#truncated(table + count * entry, 'its section table');
    const raw = Array.from({ length: count }, (_, index) => this.#sectionAt(table, index));
    for (const { section } of raw)
      if (section.type !== SHT_NOBITS && section.offset + section.size > view.byteLength)
        this.#truncated(section.offset + section.size, `section ${section.index}`);
    const strings = raw[names]?.section;
    this.sections = raw.map(({ section, nameOffset }) => ({
      ...section,
      name: strings === undefined ? '' : this.#string(strings, nameOffset),
    }));
    const symtab = this.sections.find(({ type }) => type === SHT_SYMTAB);
    if (symtab !== undefined) this.symbols = this.#readSymbols(symtab);
    return this;
  }

  section(name: string): ElfSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  data(section: ElfSection): Uint8Array {
    const view = this.#view;
    if (section.type === SHT_NOBITS) return new Uint8Array(0);
    return new Uint8Array(view.buffer, view.byteOffset + section.offset, section.size);
  }

  relocations(target: ElfSection): readonly ElfRelocation[] {
    const found: ElfRelocation[] = [];
    for (const section of this.sections) {
      if (section.type !== SHT_REL || section.info !== target.index) continue;
      for (let at = 0; at + 16 <= section.size; at += 16) {
        const offset = this.#number(this.#view.getBigUint64(section.offset + at, true));
        const symbol = this.symbols[this.#view.getUint32(section.offset + at + 12, true)];
        if (symbol === undefined) this.#corrupt(`section "${section.name}" refers to no symbol`);
        else found.push({ offset, symbol });
      }
    }
    return found;
  }

  #sectionAt(table: number, index: number): { section: ElfSection; nameOffset: number } {
    const at = table + 64 * index;
    const u32 = (offset: number): number => this.#view.getUint32(at + offset, true);
    const u64 = (offset: number): bigint => this.#view.getBigUint64(at + offset, true);
    // Section 0 is reserved, and its size can mean something else.
    const isNull = index === 0;
    return {
      nameOffset: u32(0),
      section: {
        index,
        name: '',
        type: isNull ? 0 : u32(4),
        flags: u64(8),
        offset: isNull ? 0 : this.#number(u64(24)),
        size: isNull ? 0 : this.#number(u64(32)),
        link: u32(40),
        info: u32(44),
      },
    };
  }

  #readSymbols(symtab: ElfSection): ElfSymbol[] {
    const strings = this.sections[symtab.link];
    if (strings === undefined) return this.#corrupt('its symbols have no names');
    const KINDS = ['none', 'object', 'function', 'section'] as const;
    return Array.from({ length: Math.floor(symtab.size / 24) }, (_, index) => {
      const at = symtab.offset + 24 * index;
      const info = this.#view.getUint8(at + 4);
      return {
        name: this.#string(strings, this.#view.getUint32(at, true)),
        kind: KINDS[info & 0xf] ?? 'other',
        isLocal: info >> 4 === 0,
        isWeak: info >> 4 === 2,
        section: this.#view.getUint16(at + 6, true),
        value: this.#number(this.#view.getBigUint64(at + 8, true)),
        size: this.#number(this.#view.getBigUint64(at + 16, true)),
      };
    });
  }

  #string(table: ElfSection, offset: number): string {
    const bytes = this.data(table);
    if (offset >= bytes.length) return '';
    const end = bytes.indexOf(0, offset);
    if (end < 0) return this.#corrupt(`string table ${table.index} has no end`);
    return Buffer.from(bytes.buffer, bytes.byteOffset + offset, end - offset).toString('utf8');
  }

  /** File offsets and sizes: beyond 2^53 nothing can be there. */
  #number(value: bigint): number {
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) return this.#corrupt('an offset is absurd');
    return Number(value);
  }

  #corrupt(why: string): never {
    throw new BpfError('object-corrupt', `${this.#what}: ${why}; build it again`);
  }

  #truncated(needed: number, part: string): never {
    throw new BpfError(
      'object-truncated',
      `${this.#what}: the file ends after ${this.#view.byteLength} bytes, ${part} after ${needed}; copy or build it again`,
    );
  }
}

function machineName(machine: number): string {
  const known: Readonly<Record<number, string>> = {
    0: 'no machine',
    3: 'x86',
    40: 'ARM',
    62: 'x86-64',
    183: 'arm64',
    243: 'RISC-V',
    247: 'BPF',
  };
  return known[machine] ?? `machine ${machine}`;
}

function guess(start: Buffer): string {
  const text = start.toString('latin1');
  if (text.startsWith('BC\xc0\xde')) return ' but LLVM bitcode (made with -emit-llvm or -flto)';
  if (text.startsWith('!<arch>')) return ' but an archive';
  if (text.startsWith('\x1f\x8b')) return ' but gzip-compressed';
  if (/^(\/\*|\/\/|#include|\/\/ SPDX)/.test(text)) return ' but C source';
  if (/^\s*<(!doctype|html)/i.test(text)) return ' but a web page';
  return '';
}
