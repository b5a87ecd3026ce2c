/** Payloads of single attributes: integers, strings, addresses, names for numbers. */
import { DecodeError } from './decode-error';

/**
 * How one kind of payload is written and read. `decode` answers undefined for a payload it cannot put
 * into words (a number without a name); the table then keeps the bytes among the unknown attributes.
 */
export interface Codec<T> {
  encode(value: T): Buffer;
  /** Reads a part of the bytes. @default all of them */
  decode(bytes: Buffer, start?: number, end?: number): T | undefined;
}

/** A decoder that wants its payload as bytes of their own. */
export function ofPayload<T>(read: (payload: Buffer) => T | undefined): Codec<T>['decode'] {
  return (bytes, start, end) => read(bytes.subarray(start, end));
}

function integer(
  bits: 8 | 16 | 32,
  signed: boolean,
  write: (bytes: Buffer, value: number) => void,
  read: (bytes: Buffer, at: number) => number,
): Codec<number> & { decode(bytes: Buffer, start?: number, end?: number): number } {
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const most = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const width = bits / 8;
  return {
    encode(value): Buffer {
      if (!Number.isInteger(value) || value < least || value > most)
        throw new RangeError(`must be an integer ${least} to ${most}, not ${value}`);
      const bytes = Buffer.allocUnsafe(width);
      write(bytes, value);
      return bytes;
    },
    decode(bytes, start = 0, end = bytes.length): number {
      if (end - start !== width)
        throw new DecodeError('payload', `takes ${width} bytes, there are ${end - start}`);
      return read(bytes, start);
    },
  };
}

/** One byte. */
export const u8 = integer(
  8,
  false,
  (b, v) => b.writeUInt8(v),
  (b, at) => b.readUInt8(at),
);
/** Two bytes in host order. */
export const u16 = integer(
  16,
  false,
  (b, v) => b.writeUInt16LE(v),
  (b, at) => b.readUInt16LE(at),
);
/** Four bytes in host order. */
export const u32 = integer(
  32,
  false,
  (b, v) => b.writeUInt32LE(v),
  (b, at) => b.readUInt32LE(at),
);
/** Four bytes in host order, signed. */
export const s32 = integer(
  32,
  true,
  (b, v) => b.writeInt32LE(v),
  (b, at) => b.readInt32LE(at),
);

/** A u8 that is 0 or not. */
export const flag: Codec<boolean> = {
  encode: (value) => u8.encode(value ? 1 : 0),
  decode: (bytes, start, end) => u8.decode(bytes, start, end) !== 0,
};

/** Any bytes. */
export const bytes: Codec<Buffer> = {
  encode: (value) => value,
  decode: ofPayload((payload) => payload),
};

function readText(bytes: Buffer, start = 0, end = bytes.length): string {
  const nul = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, nul < 0 || nul > end ? end : nul);
}

function checked(value: string): string {
  // The kernel would stop at it and take a shorter name than the caller meant.
  if (value.includes('\0')) throw new RangeError('must not contain a NUL byte');
  return value;
}

/** A string with its NUL: device names, kinds. */
export const zstring: Codec<string> = {
  encode: (value) => Buffer.from(`${checked(value)}\0`),
  decode: readText,
};

/** A string without NUL: an alias, whose empty form must be an empty payload to clear it. */
export const text: Codec<string> = {
  encode: (value) => Buffer.from(checked(value)),
  decode: readText,
};

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A link-layer address as lower-case hex pairs with colons; any length up to 32 bytes (MAX_ADDR_LEN). */
export const mac: Codec<string> = {
  encode(value): Buffer {
    if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){0,31}$/i.test(value))
      throw new RangeError(`must be hex pairs with colons, not "${value}"`);
    return Buffer.from(value.replaceAll(':', ''), 'hex');
  },
  decode(bytes, start = 0, end = bytes.length): string {
    let text = '';
    for (let at = start; at < end; at++) text += `${at === start ? '' : ':'}${HEX[bytes[at] ?? 0]}`;
    return text;
  },
};

/** Names for the values of an integer. A value without a name decodes to undefined. */
export function named<const N extends Record<string, number>>(
  integer: Codec<number>,
  names: N,
): Codec<keyof N & string> {
  const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name]));
  return {
    encode(value): Buffer {
      const number = Object.hasOwn(names, value) ? names[value] : undefined;
      if (number === undefined)
        throw new RangeError(`must be one of ${Object.keys(names).join(', ')}, not "${value}"`);
      return integer.encode(number);
    },
    decode: (bytes, start, end) => byNumber.get(integer.decode(bytes, start, end) ?? NaN),
  };
}
