/**
 * struct nlattr: a u16 length that counts itself, a u16 type whose two top bits are flags, the payload,
 * padding to four. Little-endian hosts only, like every machine Node runs Linux on.
 */
import { NLA } from '../uapi';
import { DecodeError } from './decode-error';

/** One attribute as found on the wire. */
export interface RawAttribute {
  /** Without the flag bits. */
  readonly type: number;
  /** NLA_F_NESTED was set. Its absence proves nothing: netkit, like most old code, never sets it. */
  readonly nested: boolean;
  /** Where the attribute's header starts in the bytes that were read. */
  readonly offset: number;
  /** A view, not a copy. */
  readonly payload: Buffer;
}

const HEADER = 4;

/** Rounds a length up to the four bytes netlink aligns everything to. */
export function align(length: number): number {
  return (length + 3) & ~3;
}

/** Told of one attribute: its type without flags, and where in the bytes its header and payload lie. */
type Visit = (type: number, offset: number, end: number) => void;

/** Bytes of an attribute's header. */
export const ATTRIBUTE_HEADER = HEADER;

/**
 * Goes through the attributes in a part of `bytes`. Fewer than four trailing bytes are padding and ignored. Makes nothing of
 * them: a link has forty, of which most are integers, and a view of each would cost more than to read it.
 */
export function eachAttribute(
  bytes: Buffer,
  start: number,
  end: number,
  what: string,
  visit: Visit,
): void {
  for (let offset = start; end - offset >= HEADER;) {
    const length = bytes.readUInt16LE(offset);
    if (length < HEADER || length > end - offset)
      throw new DecodeError(
        what,
        `attribute at ${offset - start} claims ${length} of ${end - offset} bytes`,
      );
    visit(bytes.readUInt16LE(offset + 2) & NLA.NLA_TYPE_MASK, offset, offset + length);
    offset += align(length);
  }
}

/** The attribute whose header is at `offset` of `bytes`, in a list that begins at `start`. */
export function rawAttribute(
  bytes: Buffer,
  start: number,
  offset: number,
  end: number,
): RawAttribute {
  const type = bytes.readUInt16LE(offset + 2);
  return {
    type: type & NLA.NLA_TYPE_MASK,
    nested: (type & NLA.NLA_F_NESTED) !== 0,
    offset: offset - start,
    payload: bytes.subarray(offset + HEADER, end),
  };
}

/** Splits bytes into attributes. */
export function readAttributes(bytes: Buffer, what = 'attributes'): RawAttribute[] {
  const attributes: RawAttribute[] = [];
  eachAttribute(bytes, 0, bytes.length, what, (_, offset, end) =>
    attributes.push(rawAttribute(bytes, 0, offset, end)),
  );
  return attributes;
}

/** One attribute, padded. `type` may carry flag bits. */
export function writeAttribute(type: number, payload: Uint8Array): Buffer {
  const length = HEADER + payload.length;
  if (length > 0xffff)
    throw new RangeError(`an attribute holds 65531 bytes, not ${payload.length}`);
  // Unsafe means from the pool, which spares an ArrayBuffer for each attribute; the padding is zeroed here.
  const bytes = Buffer.allocUnsafe(align(length)).fill(0, length);
  bytes.writeUInt16LE(length, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.set(payload, HEADER);
  return bytes;
}
