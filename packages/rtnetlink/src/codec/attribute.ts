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

/** Splits bytes into attributes. Fewer than four trailing bytes are padding and ignored. */
export function readAttributes(bytes: Buffer, what = 'attributes'): RawAttribute[] {
  const attributes: RawAttribute[] = [];
  let offset = 0;
  while (bytes.length - offset >= HEADER) {
    const length = bytes.readUInt16LE(offset);
    if (length < HEADER || length > bytes.length - offset)
      throw new DecodeError(
        what,
        `attribute at ${offset} claims ${length} of ${bytes.length - offset} bytes`,
      );
    const type = bytes.readUInt16LE(offset + 2);
    attributes.push({
      type: type & NLA.NLA_TYPE_MASK,
      nested: (type & NLA.NLA_F_NESTED) !== 0,
      offset,
      payload: bytes.subarray(offset + HEADER, offset + length),
    });
    offset += align(length);
  }
  return attributes;
}

/** One attribute, padded. `type` may carry flag bits. */
export function writeAttribute(type: number, payload: Uint8Array): Buffer {
  const length = HEADER + payload.length;
  if (length > 0xffff)
    throw new RangeError(`an attribute holds 65531 bytes, not ${payload.length}`);
  const bytes = Buffer.alloc(align(length));
  bytes.writeUInt16LE(length, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.set(payload, HEADER);
  return bytes;
}
