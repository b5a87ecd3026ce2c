/** struct nlmsghdr, and a datagram as the messages in it. */
import { align } from './attribute';
import { DecodeError } from './decode-error';

/** Bytes of struct nlmsghdr. */
export const HEADER_LENGTH = 16;

/** One netlink message. */
export interface Message {
  readonly type: number;
  readonly flags: number;
  /** Chosen by the requester; the kernel's answers repeat it. */
  readonly sequence: number;
  /** The port of the socket the message belongs to. */
  readonly port: number;
  /** What follows the header. A view, not a copy. */
  readonly payload: Buffer;
}

/** The bytes of one message, padded. */
export function writeMessage(message: Message): Buffer {
  const length = HEADER_LENGTH + message.payload.length;
  const bytes = Buffer.allocUnsafe(align(length)).fill(0, length);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt16LE(message.type, 4);
  bytes.writeUInt16LE(message.flags, 6);
  bytes.writeUInt32LE(message.sequence, 8);
  bytes.writeUInt32LE(message.port, 12);
  bytes.set(message.payload, HEADER_LENGTH);
  return bytes;
}

/** Splits a datagram into its messages; a length that does not fit it is a DecodeError. */
export function readMessages(bytes: Buffer): Message[] {
  const messages: Message[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const left = bytes.length - offset;
    const length = left < HEADER_LENGTH ? 0 : bytes.readUInt32LE(offset);
    if (length < HEADER_LENGTH || length > left)
      throw new DecodeError('nlmsghdr', `message at ${offset} claims ${length} of ${left} bytes`);
    messages.push({
      type: bytes.readUInt16LE(offset + 4),
      flags: bytes.readUInt16LE(offset + 6),
      sequence: bytes.readUInt32LE(offset + 8),
      port: bytes.readUInt32LE(offset + 12),
      payload: bytes.subarray(offset + HEADER_LENGTH, offset + length),
    });
    // The last message may lack its padding; align() may then point past the end, which ends the loop.
    offset += Math.ceil(length / 4) * 4;
  }
  return messages;
}
