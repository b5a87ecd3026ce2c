/** Fixed C structs (ifinfomsg, rtmsg, …): one declaration of offsets gives encode and decode. */
import { DecodeError } from './decode-error';

type Width = 'u8' | 'u16' | 'u32' | 's32';
/** A struct's members: name → offset and width. */
export type Members = Record<string, readonly [offset: number, width: Width]>;
/** The values of a struct's members. */
export type StructValues<M extends Members> = { [K in keyof M]: number };

/** A C struct that can be written and read. */
export interface Struct<M extends Members> {
  readonly name: string;
  readonly size: number;
  /** Members left out are 0, which netlink reads as "any" or "not set". */
  encode(values: Partial<StructValues<M>>): Buffer;
  /** Reads the first `size` bytes. */
  decode(bytes: Buffer): StructValues<M>;
}

const RANGE: Record<Width, readonly [number, number]> = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffffffff],
  s32: [-0x80000000, 0x7fffffff],
};

const READ: Record<Width, (bytes: Buffer, offset: number) => number> = {
  u8: (bytes, offset) => bytes.readUInt8(offset),
  u16: (bytes, offset) => bytes.readUInt16LE(offset),
  u32: (bytes, offset) => bytes.readUInt32LE(offset),
  s32: (bytes, offset) => bytes.readInt32LE(offset),
};

/** Declares a struct: its kernel name, its size in bytes, where each member lies. */
export function struct<const M extends Members>(name: string, size: number, members: M): Struct<M> {
  // Made once: a struct is read with every answer.
  const layout = Object.entries(members).map(([member, [offset, width]]) => ({
    member,
    offset,
    width,
  }));
  return {
    name,
    size,
    encode(values): Buffer {
      const bytes = Buffer.alloc(size);
      for (const { member, offset, width } of layout) {
        const value = values[member] ?? 0;
        const [least, most] = RANGE[width];
        if (!Number.isInteger(value) || value < least || value > most)
          throw new RangeError(
            `${name}.${member} must be an integer ${least} to ${most}, not ${value}`,
          );
        if (width === 'u8') bytes.writeUInt8(value, offset);
        else if (width === 'u16') bytes.writeUInt16LE(value, offset);
        else if (width === 'u32') bytes.writeUInt32LE(value, offset);
        else bytes.writeInt32LE(value, offset);
      }
      return bytes;
    },
    decode(bytes): StructValues<M> {
      if (bytes.length < size)
        throw new DecodeError(name, `takes ${size} bytes, there are ${bytes.length}`);
      const values: Record<string, number> = {};
      for (const { member, offset, width } of layout) values[member] = READ[width](bytes, offset);
      return values as StructValues<M>;
    },
  };
}
