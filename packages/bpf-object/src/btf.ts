/**
 * A reader of BTF, the types and names a compiler leaves in an object (clang -g). Pure and minimal: what
 * setting variables by name and naming functions needs. Throws BpfError 'object-corrupt' on bad bytes.
 */
import { BpfError } from './errors';

/** A member of a struct or union. */
export interface BtfMember {
  readonly name: string;
  readonly type: number;
  readonly bitOffset: number;
  /** Bits of a bit field; 0 for an ordinary member. */
  readonly bits: number;
}

/** A variable of a data section. Its offset in an object comes from the symbol table, not from here. */
export interface BtfVariable {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

interface Named {
  readonly name: string;
}

/** One type. `type` is another one's id; 0 is void. */
export type BtfType = Named &
  (
    | {
        readonly kind: 'int';
        readonly size: number;
        readonly bits: number;
        readonly isSigned: boolean;
        readonly isBool: boolean;
      }
    | { readonly kind: 'float'; readonly size: number }
    | { readonly kind: 'array'; readonly type: number; readonly length: number }
    | {
        readonly kind: 'struct' | 'union';
        readonly size: number;
        readonly members: readonly BtfMember[];
      }
    | {
        readonly kind: 'enum';
        readonly size: number;
        readonly isSigned: boolean;
        readonly values: ReadonlyMap<string, bigint>;
      }
    | {
        readonly kind:
          | 'pointer'
          | 'typedef'
          | 'const'
          | 'volatile'
          | 'restrict'
          | 'type-tag'
          | 'function'
          | 'variable';
        readonly type: number;
      }
    | { readonly kind: 'section'; readonly variables: readonly BtfVariable[] }
    | { readonly kind: 'other' }
  );

const TRANSPARENT: readonly BtfType['kind'][] = [
  'typedef',
  'const',
  'volatile',
  'restrict',
  'type-tag',
];

/** The types of one object or kernel. */
export class Btf {
  readonly #types: readonly (BtfType | undefined)[];

  private constructor(types: readonly (BtfType | undefined)[]) {
    this.#types = types;
  }

  /** Reads the bytes of a .BTF section, or what the kernel gives for a BTF id. */
  static parse(bytes: Uint8Array): Btf {
    try {
      return new Btf(readTypes(bytes));
    } catch (error) {
      // DataView throws RangeError past the end.
      if (error instanceof RangeError)
        throw new BpfError('object-corrupt', `BTF: ${error.message}; build the object again`, {
          cause: error,
        });
      throw error;
    }
  }

  /** A type by id; undefined for void (0) and ids that are not there. */
  type(id: number): BtfType | undefined {
    return this.#types[id];
  }

  /** A type by id without typedefs and qualifiers. */
  resolve(id: number): BtfType | undefined {
    let type = this.type(id);
    // A loop of typedefs cannot come from a compiler, but from a broken file.
    for (let left = 64; left > 0; left--) {
      if (type === undefined || !TRANSPARENT.includes(type.kind) || !('type' in type)) return type;
      type = this.type(type.type);
    }
    return undefined;
  }

  /** The data sections: '.rodata', '.data', '.bss', '.maps' and the like. */
  sections(): readonly (BtfType & { kind: 'section' })[] {
    return this.#types.filter((type) => type?.kind === 'section');
  }

  /** Bytes a value takes; undefined for what has no size. */
  sizeOf(id: number, depth = 0): number | undefined {
    const type = this.resolve(id);
    if (type === undefined || depth > 32) return undefined;
    if (type.kind === 'pointer') return 8;
    if (type.kind === 'array') {
      const element = this.sizeOf(type.type, depth + 1);
      return element === undefined ? undefined : element * type.length;
    }
    return 'size' in type ? type.size : undefined;
  }

  /** A type in C's words: 'const volatile unsigned int', 'struct limits', '__u8[16]'. */
  describe(id: number, depth = 0): string {
    if (id === 0) return 'void';
    const type = this.type(id);
    if (type === undefined || depth > 32) return 'unknown type';
    const inner = (of: number): string => this.describe(of, depth + 1);
    switch (type.kind) {
      case 'array':
        return `${inner(type.type)}[${type.length}]`;
      case 'pointer':
        return `${inner(type.type)} *`;
      case 'const':
      case 'volatile':
      case 'restrict':
        return `${type.kind} ${inner(type.type)}`;
      case 'type-tag':
        return inner(type.type);
      case 'struct':
      case 'union':
      case 'enum':
        return type.name === '' ? `anonymous ${type.kind}` : `${type.kind} ${type.name}`;
      case 'function':
        return 'function';
      case 'int':
      case 'float':
      case 'typedef':
      case 'variable':
      case 'section':
      case 'other':
        return type.name === '' ? type.kind : type.name;
    }
  }
}

const MAGIC = 0xeb9f;

function readTypes(bytes: Uint8Array): (BtfType | undefined)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== MAGIC) throw new RangeError('wrong magic number');
  const header = view.getUint32(4, true);
  const u32 = (at: number): number => view.getUint32(at, true);
  const start = header + u32(8);
  const end = start + u32(12);
  const strings = header + u32(16);
  const stringsEnd = strings + u32(20);
  if (end > bytes.length || stringsEnd > bytes.length) throw new RangeError('it is cut off');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (offset: number): string => {
    const from = strings + offset;
    if (from >= stringsEnd) throw new RangeError('a name is beyond the end');
    const to = text.indexOf(0, from);
    return text.toString('utf8', from, to < 0 || to > stringsEnd ? stringsEnd : to);
  };

  const types: (BtfType | undefined)[] = [undefined];
  const references: number[] = [];
  for (let at = start; at < end;) {
    const info = u32(at + 4);
    const length = info & 0xffff;
    const flag = info >>> 31 === 1;
    const kind = (info >>> 24) & 0x1f;
    const own = { name: name(u32(at)), word: u32(at + 8) };
    const extra = at + 12;
    const size = (EXTRA[kind] ?? (() => undefined))(length);
    if (size === undefined) throw new RangeError(`kind ${kind} is not known`);
    if (extra + size > end) throw new RangeError('a type is cut off');
    types.push(readType(kind, own, { extra, length, flag }, u32, name));
    references.push(...referencesOf(kind, own.word, extra, length, u32));
    at = extra + size;
  }
  // libbpf before 1.3 follows these without looking, out of its memory (seen: SIGSEGV with 1.1.2) ...
  if (references.some((id) => id >= types.length)) throw new RangeError('a type is missing');
  // ... and a typedef of itself for ever.
  if (types.some((type) => isEndless(types, type)) || containsItself(types))
    throw new RangeError('a type is made of itself');
  return types;
}

/** The ids of the types that one refers to. */
function referencesOf(
  kind: number,
  word: number,
  extra: number,
  length: number,
  u32: (at: number) => number,
): number[] {
  const each = (size: number, offset: number): number[] =>
    Array.from({ length }, (_, index) => u32(extra + index * size + offset));
  switch (kind) {
    case 3:
      return [u32(extra), u32(extra + 4)];
    case 4:
    case 5:
      return each(12, 4);
    case 13:
      return [word, ...each(8, 4)];
    case 15:
      return each(12, 0);
    default:
      return REFERRING.includes(kind) ? [word] : [];
  }
}

/** Kinds whose own word is a type's id: pointer, typedef, qualifiers, function, variable, tags. */
const REFERRING: readonly number[] = [2, 8, 9, 10, 11, 12, 14, 17, 18];

function isEndless(types: readonly (BtfType | undefined)[], from: BtfType | undefined): boolean {
  let type = from;
  for (let left = 64; left > 0; left--) {
    if (type === undefined || !TRANSPARENT.includes(type.kind) || !('type' in type)) return false;
    type = types[type.type];
  }
  return true;
}

/**
 * Whether a type contains itself, which C does not allow: to read such a value has no end. Takes away what contains nothing that
 * is left, until nothing changes; a type that contains itself stays.
 */
function containsItself(types: readonly (BtfType | undefined)[]): boolean {
  const wholes = types.map((): number[] => []);
  const left = types.map((type, whole) => {
    const parts = partsOf(type);
    for (const part of parts) wholes[part]?.push(whole);
    return parts.length;
  });
  const done = [...left.keys()].filter((id) => left[id] === 0);
  for (const part of done) {
    for (const whole of wholes[part] ?? []) {
      const count = (left[whole] ?? 0) - 1;
      left[whole] = count;
      if (count === 0) done.push(whole);
    }
  }
  return done.length < types.length;
}

/** The types that a type contains. A pointer does not contain what it points to. */
function partsOf(type: BtfType | undefined): number[] {
  if (type === undefined) return [];
  if ('members' in type) return type.members.map((member) => member.type);
  const isPart = type.kind === 'array' || TRANSPARENT.includes(type.kind);
  return isPart && 'type' in type ? [type.type] : [];
}

const none = (): number => 0;
/** Bytes after the common 12, by kind and vlen. */
const EXTRA: Readonly<Record<number, (length: number) => number>> = {
  1: () => 4,
  2: none,
  3: () => 12,
  4: (length) => 12 * length,
  5: (length) => 12 * length,
  6: (length) => 8 * length,
  7: none,
  8: none,
  9: none,
  10: none,
  11: none,
  12: none,
  13: (length) => 8 * length,
  14: () => 4,
  15: (length) => 12 * length,
  16: none,
  17: () => 4,
  18: none,
  19: (length) => 12 * length,
};

function readType(
  kind: number,
  { name, word }: { name: string; word: number },
  { extra, length, flag }: { extra: number; length: number; flag: boolean },
  u32: (at: number) => number,
  text: (offset: number) => string,
): BtfType {
  const each = <T>(size: number, read: (at: number) => T): T[] =>
    Array.from({ length }, (_, index) => read(extra + index * size));
  switch (kind) {
    case 1: {
      const encoding = (u32(extra) >>> 24) & 0xf;
      const bits = u32(extra) & 0xff;
      const [isSigned, isBool] = [(encoding & 1) !== 0, (encoding & 4) !== 0];
      return { kind: 'int', name, size: word, bits, isSigned, isBool };
    }
    case 2:
      return { kind: 'pointer', name, type: word };
    case 3:
      return { kind: 'array', name, type: u32(extra), length: u32(extra + 8) };
    case 4:
    case 5: {
      const members = each(12, (at) => {
        const place = u32(at + 8);
        return {
          name: text(u32(at)),
          type: u32(at + 4),
          bitOffset: flag ? place & 0xffffff : place,
          bits: flag ? place >>> 24 : 0,
        };
      });
      return { kind: kind === 4 ? 'struct' : 'union', name, size: word, members };
    }
    case 6: {
      const values = each(8, (at) => {
        const value = BigInt(u32(at + 4));
        return [text(u32(at)), flag ? BigInt.asIntN(32, value) : value] as const;
      });
      return { kind: 'enum', name, size: word, isSigned: flag, values: new Map(values) };
    }
    case 8:
      return { kind: 'typedef', name, type: word };
    case 9:
      return { kind: 'volatile', name, type: word };
    case 10:
      return { kind: 'const', name, type: word };
    case 11:
      return { kind: 'restrict', name, type: word };
    case 12:
      return { kind: 'function', name, type: word };
    case 14:
      return { kind: 'variable', name, type: word };
    case 15: {
      const variables = each(12, (at) => ({
        type: u32(at),
        offset: u32(at + 4),
        size: u32(at + 8),
      }));
      return { kind: 'section', name, variables };
    }
    case 16:
      return { kind: 'float', name, size: word };
    case 18:
      return { kind: 'type-tag', name, type: word };
    case 19: {
      const values = each(12, (at) => {
        const value = (BigInt(u32(at + 8)) << 32n) | BigInt(u32(at + 4));
        return [text(u32(at)), flag ? BigInt.asIntN(64, value) : value] as const;
      });
      return { kind: 'enum', name, size: word, isSigned: flag, values: new Map(values) };
    }
    default:
      return { kind: 'other', name };
  }
}
