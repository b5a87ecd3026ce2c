/** Values ⇄ bytes by their BTF type. Pure. Little endian, as every machine this package runs on. */
import type { Btf, BtfMember, BtfType } from './btf';
import { BpfError, list } from './errors';

/**
 * A value for a C variable. Integers: number; bigint or decimal digits beyond 2^53. bool: boolean. Enums: the
 * enumerator's name or its number. char arrays: a string, NUL-terminated and padded. Arrays: all
 * elements. Structs: the members to set; others keep what they have. Anything: its bytes.
 */
export type CValue =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | readonly CValue[]
  | { readonly [member: string]: CValue };

/** Writes a value over `bytes`, which has the type's size; throws 'global-type' or 'global-range'. */
export function writeValue(
  btf: Btf,
  type: number,
  value: CValue,
  bytes: Uint8Array,
  path: string,
): void {
  new Writer(btf).write(type, value, bytes, path);
}

/** Reads a value. Integers of 64 bits come as bigint, others as number; what has no form here as bytes. */
export function readValue(btf: Btf, id: number, bytes: Uint8Array): CValue {
  const type = btf.resolve(id);
  switch (type?.kind) {
    case 'int': {
      const value = readInteger(bytes, type.size, type.isSigned);
      if (type.isBool) return value !== 0n;
      return type.size > 4 ? value : Number(value);
    }
    case 'enum': {
      const value = readInteger(bytes, type.size, type.isSigned);
      const name = [...type.values].find(([, number]) => number === value)?.[0];
      return name ?? (type.size > 4 ? value : Number(value));
    }
    case 'float': {
      const view = viewOf(bytes);
      if (type.size === 4) return view.getFloat32(0, true);
      return type.size === 8 ? view.getFloat64(0, true) : Uint8Array.from(bytes);
    }
    case 'array': {
      const size = btf.sizeOf(type.type) ?? 0;
      // A broken file may claim any length of nothing.
      if (size === 0) return Uint8Array.from(bytes);
      if (isChar(btf, type.type)) {
        const end = bytes.indexOf(0);
        return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
      }
      const count = Math.min(type.length, Math.floor(bytes.length / size));
      return Array.from({ length: count }, (_, i) =>
        readValue(btf, type.type, bytes.subarray(i * size, (i + 1) * size)),
      );
    }
    case 'struct': {
      const members = type.members.map((member) => {
        if (member.bits !== 0) return [member.name, Number(readBits(btf, member, bytes))];
        const part = slice(btf, member, bytes);
        return [member.name, part === undefined ? null : readValue(btf, member.type, part)];
      });
      return Object.fromEntries(members.filter(([, part]) => part !== null)) as CValue;
    }
    case undefined:
    case 'union':
    case 'pointer':
    case 'typedef':
    case 'const':
    case 'volatile':
    case 'restrict':
    case 'type-tag':
    case 'function':
    case 'variable':
    case 'section':
    case 'other':
      return Uint8Array.from(bytes);
  }
}

class Writer {
  readonly #btf: Btf;

  constructor(btf: Btf) {
    this.#btf = btf;
  }

  write(id: number, value: CValue, bytes: Uint8Array, path: string): void {
    const words = this.#btf.describe(id);
    if (value instanceof Uint8Array) {
      if (value.length !== bytes.length)
        wrongType(path, words, `${bytes.length} bytes`, `${value.length} bytes`);
      bytes.set(value);
      return;
    }
    const type = this.#btf.resolve(id);
    switch (type?.kind) {
      case 'int':
        this.#int(type, value, bytes, path, words);
        return;
      case 'enum':
        this.#enum(type, value, bytes, path, words);
        return;
      case 'float':
        this.#float(type, value, bytes, path, words);
        return;
      case 'array':
        this.#array(type, value, bytes, path, words);
        return;
      case 'struct':
      case 'union':
        this.#struct(type, value, bytes, path, words);
        return;
      case undefined:
      case 'pointer':
      case 'typedef':
      case 'const':
      case 'volatile':
      case 'restrict':
      case 'type-tag':
      case 'function':
      case 'variable':
      case 'section':
      case 'other':
        return wrongType(path, words, `its ${bytes.length} bytes`, describe(value));
    }
  }

  #int(
    type: BtfType & { kind: 'int' },
    value: CValue,
    bytes: Uint8Array,
    path: string,
    words: string,
  ): void {
    if (type.isBool) {
      if (typeof value !== 'boolean')
        return wrongType(path, words, 'true or false', describe(value));
      bytes.fill(0);
      bytes[0] = Number(value);
      return;
    }
    const number = integer(value) ?? wrongType(path, words, 'an integer', describe(value));
    writeInteger(bytes, number, type, path, words);
  }

  #enum(
    type: BtfType & { kind: 'enum' },
    value: CValue,
    bytes: Uint8Array,
    path: string,
    words: string,
  ): void {
    const names = list([...type.values.keys()]);
    const number =
      typeof value === 'string'
        ? (type.values.get(value) ?? wrongType(path, words, `one of ${names}`, describe(value)))
        : (integer(value) ??
          wrongType(path, words, `one of ${names}, or a number`, describe(value)));
    writeInteger(bytes, asDefined(type, number), type, path, words);
  }

  #float(
    type: BtfType & { kind: 'float' },
    value: CValue,
    bytes: Uint8Array,
    path: string,
    words: string,
  ): void {
    if (typeof value !== 'number') return wrongType(path, words, 'a number', describe(value));
    if (type.size === 4) viewOf(bytes).setFloat32(0, value, true);
    else if (type.size === 8) viewOf(bytes).setFloat64(0, value, true);
    else wrongType(path, words, `its ${bytes.length} bytes`, describe(value));
  }

  #array(
    type: BtfType & { kind: 'array' },
    value: CValue,
    bytes: Uint8Array,
    path: string,
    words: string,
  ): void {
    if (typeof value === 'string' && isChar(this.#btf, type.type)) {
      const text = Buffer.from(value);
      if (text.includes(0)) wrongType(path, words, 'a string without NUL', describe(value));
      if (text.length >= bytes.length)
        outOfRange(path, words, `${text.length} bytes and a NUL`, `${bytes.length} bytes`);
      bytes.fill(0);
      bytes.set(text);
      return;
    }
    if (!Array.isArray(value)) return wrongType(path, words, 'an array', describe(value));
    const elements = value as readonly CValue[];
    if (elements.length !== type.length)
      return outOfRange(path, words, `${elements.length} elements`, `exactly ${type.length}`);
    const size = bytes.length / type.length;
    elements.forEach((element, i) => {
      this.write(type.type, element, bytes.subarray(i * size, (i + 1) * size), `${path}[${i}]`);
    });
  }

  #bits(member: BtfMember, value: CValue, bytes: Uint8Array, path: string): void {
    const words = `${this.#btf.describe(member.type)} : ${member.bits}`;
    const number =
      integer(typeof value === 'boolean' ? Number(value) : value) ??
      wrongType(path, words, 'an integer', describe(value));
    const bits = BigInt(member.bits);
    const [least, most] = signOf(this.#btf, member)
      ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
      : [0n, (1n << bits) - 1n];
    if (number < least || number > most)
      outOfRange(path, words, String(number), `${String(least)} to ${String(most)}`);
    const at = BigInt(member.bitOffset);
    const mask = ((1n << bits) - 1n) << at;
    const whole = readInteger(bytes, bytes.length, false);
    let rest = (whole & ~mask) | (BigInt.asUintN(member.bits, number) << at);
    for (let i = 0; i < bytes.length; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  }

  #struct(
    type: BtfType & { kind: 'struct' | 'union' },
    value: CValue,
    bytes: Uint8Array,
    path: string,
    words: string,
  ): void {
    if (typeof value !== 'object' || Array.isArray(value))
      return wrongType(path, words, 'an object with its members', describe(value));
    for (const [name, part] of Object.entries(value as Readonly<Record<string, CValue>>)) {
      const member = type.members.find((candidate) => candidate.name === name);
      const names = list(type.members.map((candidate) => candidate.name));
      if (member === undefined)
        return wrongType(path, words, `members of ${names}`, `a member "${name}"`);
      if (member.bits !== 0) {
        this.#bits(member, part, bytes, `${path}.${name}`);
        continue;
      }
      const target = slice(this.#btf, member, bytes);
      if (target === undefined)
        return wrongType(`${path}.${name}`, words, 'the bytes of the whole struct', 'this member');
      this.write(member.type, part, target, `${path}.${name}`);
    }
  }
}

function signOf(btf: Btf, { type }: BtfMember): boolean {
  const resolved = btf.resolve(type);
  return (resolved?.kind === 'int' || resolved?.kind === 'enum') && resolved.isSigned;
}

function readBits(btf: Btf, member: BtfMember, bytes: Uint8Array): bigint {
  const whole = readInteger(bytes, bytes.length, false) >> BigInt(member.bitOffset);
  return signOf(btf, member)
    ? BigInt.asIntN(member.bits, whole)
    : BigInt.asUintN(member.bits, whole);
}

function slice(btf: Btf, member: BtfMember, bytes: Uint8Array): Uint8Array | undefined {
  const size = btf.sizeOf(member.type);
  const start = member.bitOffset / 8;
  if (size === undefined || member.bits !== 0 || !Number.isInteger(start)) return undefined;
  return start + size > bytes.length ? undefined : bytes.subarray(start, start + size);
}

// clang before 15 does not say that an enum has negative values: -1 is 2^32 - 1 in its BTF.
function asDefined({ size, values }: BtfType & { kind: 'enum' }, number: bigint): bigint {
  const unsigned = BigInt.asUintN(8 * size, number);
  const isNegative = number < 0n && BigInt.asIntN(8 * size, number) === number;
  return isNegative && [...values.values()].includes(unsigned) ? unsigned : number;
}

function isChar(btf: Btf, id: number): boolean {
  const type = btf.resolve(id);
  // unsigned char is a byte to most programs, and __u8 is one: only plain char makes a string.
  return type?.kind === 'int' && type.size === 1 && type.name === 'char';
}

function integer(value: CValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string' && /^-?\d{1,39}$/.test(value)) return BigInt(value); // of 128 bits
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}

function readInteger(bytes: Uint8Array, size: number, isSigned: boolean): bigint {
  let value = 0n;
  for (let i = Math.min(size, bytes.length) - 1; i >= 0; i--)
    value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return isSigned ? BigInt.asIntN(8 * size, value) : value;
}

function writeInteger(
  bytes: Uint8Array,
  value: bigint,
  { size, isSigned }: { size: number; isSigned: boolean },
  path: string,
  words: string,
): void {
  const span = 1n << BigInt(8 * size);
  const [least, most] = isSigned ? [-span / 2n, span / 2n - 1n] : [0n, span - 1n];
  if (value < least || value > most)
    outOfRange(path, words, String(value), `${String(least)} to ${String(most)}`);
  let rest = BigInt.asUintN(8 * size, value);
  for (let i = 0; i < bytes.length; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function describe(value: CValue): string {
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`;
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}

function wrongType(path: string, words: string, takes: string, given: string): never {
  throw new BpfError(
    'global-type',
    `${path}: it is "${words}" and takes ${takes}, not ${given}; give that`,
  );
}

function outOfRange(path: string, words: string, given: string, takes: string): never {
  throw new BpfError(
    'global-range',
    `${path}: it is "${words}" and holds ${takes}, not ${given}; give that`,
  );
}
