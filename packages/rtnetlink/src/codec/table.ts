/**
 * Attribute tables: one declaration per uapi enum gives encode, decode and the names that errors use.
 *
 * Encoding writes exactly the keys that are present, in their order: absent is "not sent", which to the
 * kernel is not the same as any value. Decoding keeps what it does not know.
 */
import { NLA } from '../uapi';
import {
  ATTRIBUTE_HEADER,
  eachAttribute,
  rawAttribute,
  writeAttribute,
  type RawAttribute,
} from './attribute';
import { DecodeError } from './decode-error';
import { omit } from './omit';
import type { Codec } from './values';

/** One attribute: number, kernel name, payload. */
export interface Entry<T> {
  readonly type: number;
  /** As the kernel's header spells it. */
  readonly name: string;
  readonly codec: Codec<T>;
  /** Set NLA_F_NESTED when writing; newer parts of the kernel insist on it. */
  readonly nestedFlag: boolean;
  /** What is inside, when the payload holds attributes itself. */
  readonly inner?: Inner | undefined;
}

/** How to find attributes inside a payload: skip a struct, then read them by a table. */
export interface Inner {
  readonly skip: number;
  /** The table may depend on the neighbours: IFLA_INFO_DATA means what IFLA_INFO_KIND says. */
  table(siblings: readonly RawAttribute[]): Table | undefined;
}

/** An attribute table: our name → the kernel's attribute. */
export type Table = Readonly<Record<string, Entry<unknown>>>;

/** What a table encodes from: every key optional. */
export type Values<T extends Table> = {
  readonly [K in keyof T]?: (T[K] extends Entry<infer V> ? V : never) | undefined;
};

/** What a table decodes to. */
export type Decoded<T extends Table> = {
  -readonly [K in keyof T]?: T[K] extends Entry<infer V> ? V : never;
} & {
  /** Attributes the table does not know, or whose value it has no word for. */
  unknown: RawAttribute[];
};

/** Declares one attribute of a table: `attribute(IFLA, 'IFLA_MTU', u32)`. */
export function attribute<C extends Readonly<Record<string, number>>, T>(
  constants: C,
  name: keyof C & string,
  codec: Codec<T>,
  options: { nestedFlag?: boolean; inner?: Inner } = {},
): Entry<T> {
  const { nestedFlag = false, inner } = options;
  const type = constants[name];
  if (type === undefined) throw new TypeError(`no constant ${name}`);
  return { type, name, codec, nestedFlag, inner };
}

/** Writes the present keys of `values`, in their order. A value out of range names its attribute. */
export function encodeTable<T extends Table>(table: T, values: Values<T>): Buffer {
  const parts: Buffer[] = [];
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const entry = table[key];
    if (entry === undefined) throw new TypeError(`no attribute is called "${key}"`);
    parts.push(
      writeAttribute(
        entry.type | (entry.nestedFlag ? NLA.NLA_F_NESTED : 0),
        encodeEntry(entry, value),
      ),
    );
  }
  return Buffer.concat(parts);
}

function encodeEntry(entry: Entry<unknown>, value: unknown): Buffer {
  try {
    return entry.codec.encode(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`${entry.name}: ${error.message}`, { cause: error });
  }
}

type Entries = ReadonlyMap<number, readonly [key: string, entry: Entry<unknown>]>;

const entriesByType = new WeakMap<Table, Entries>();

function entriesOf(table: Table): Entries {
  let entries = entriesByType.get(table);
  if (entries === undefined) {
    entries = new Map(Object.entries(table).map((pair) => [pair[1].type, pair]));
    entriesByType.set(table, entries);
  }
  return entries;
}

/** The key and entry of an attribute number. */
export function entryOf(table: Table, type: number): readonly [string, Entry<unknown>] | undefined {
  return entriesOf(table).get(type);
}

/** Reads attributes, in a part of the bytes. A repeated one counts the last time, as in the kernel's own parser. */
export function decodeTable<T extends Table>(
  table: T,
  bytes: Buffer,
  what = 'attributes',
  start = 0,
  end = bytes.length,
): Decoded<T> {
  const decoded: Record<string, unknown> = {};
  const unknown: RawAttribute[] = [];
  const entries = entriesOf(table);
  eachAttribute(bytes, start, end, what, (type, from, to) => {
    const found = entries.get(type);
    const value = found && decodeEntry(found[1], bytes, from + ATTRIBUTE_HEADER, to);
    if (found === undefined || value === undefined)
      unknown.push(rawAttribute(bytes, start, from, to));
    else decoded[found[0]] = value;
  });
  decoded['unknown'] = unknown;
  return decoded as Decoded<T>;
}

function decodeEntry(entry: Entry<unknown>, bytes: Buffer, start: number, end: number): unknown {
  try {
    return entry.codec.decode(bytes, start, end);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(entry.name, error.message);
  }
}

/** A payload that is itself attributes of a table. */
export function nest<T extends Table>(table: () => T): Codec<Values<T> | Decoded<T>> {
  return {
    encode: (values) => {
      const known = 'unknown' in values ? omit(values, 'unknown') : values;
      return encodeTable(table(), known as Values<T>);
    },
    decode: (bytes, start, end) => decodeTable(table(), bytes, undefined, start, end),
  };
}
