/** Decoders meet any bytes: they answer, or throw DecodeError; nothing else, and they end. */
import fc from 'fast-check';
import { DecodeError } from './codec/decode-error';
import { decodeAck } from './codec/extack';
import { readMessages, type Message } from './codec/header';
import { namesAt } from './codec/naming';
import { decodeNetkit } from './kinds/netkit';
import { decodeAddress } from './messages/address';
import { decodeLink } from './messages/link';
import { linkTable } from './messages/link-table';
import { multipath } from './messages/multipath';
import { decodeNsid } from './messages/nsid';
import { decodeRoute } from './messages/route';
import { golden, goldenBytes, GOLDEN_KERNELS } from './testing/goldens';

const decoders: Record<string, (bytes: Buffer) => unknown> = {
  readMessages,
  decodeLink,
  decodeNetkit,
  decodeAddress,
  decodeRoute,
  decodeNsid,
  multipath: (bytes) => multipath.decode(bytes),
  namesAt: (bytes) => namesAt(linkTable, bytes, bytes.length >> 1),
  decodeAck: (payload) => [
    decodeAck({ type: 2, flags: 0x200, sequence: 0, port: 0, payload }),
    decodeAck({ type: 2, flags: 0x300, sequence: 0, port: 0, payload }),
    decodeAck({ type: 3, flags: 0x200, sequence: 0, port: 0, payload }),
  ],
};

function survives(decode: (bytes: Buffer) => unknown, bytes: Buffer): void {
  try {
    decode(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
}

test.each(Object.entries(decoders))('%s survives arbitrary bytes', (_, decode) =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => survives(decode, Buffer.from(bytes))),
    { numRuns: 2000 },
  ),
);

interface Captured {
  readonly name: string;
  readonly kernel: string;
  readonly decode: (message: Message) => unknown;
}

const captured = GOLDEN_KERNELS.flatMap((kernel): Captured[] => [
  ...['netkit-primary', 'netkit-peer'].map((name) => ({
    name,
    kernel,
    decode: (m: Message) => decodeLink(m.payload),
  })),
  ...['addresses', 'addresses6'].map((name) => ({
    name,
    kernel,
    decode: (m: Message) => decodeAddress(m.payload),
  })),
  { name: 'routes', kernel, decode: (m: Message) => decodeRoute(m.payload) },
  ...['extack-policy', 'extack-text'].map((name) => ({ name, kernel, decode: decodeAck })),
]);

test.each(captured)(
  '$name of $kernel survives flipped bytes and cuts',
  ({ name, kernel, decode }) => {
    const whole = goldenBytes(name, kernel);
    expect(golden(name, kernel).length).toBeGreaterThan(0);
    const mutation = fc.record({
      flips: fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
        maxLength: 8,
      }),
      end: fc.oneof(fc.constant(whole.length), fc.nat(whole.length)),
    });
    fc.assert(
      fc.property(mutation, ({ flips, end }) => {
        const bytes = Buffer.from(whole.subarray(0, end));
        for (const [at, value] of flips) if (at < end) bytes[at] = value;
        survives((mutated) => readMessages(mutated).map(decode), bytes);
      }),
      { numRuns: 500 },
    );
  },
);
