/** Internet addresses as text and bytes. Parsing is ipaddr.js's, minus the forms only inet_aton(3) knows. */
import { IPv4, IPv6, fromByteArray } from 'ipaddr.js';
import { AF } from '../uapi';
import { ofPayload, type Codec } from './values';

/** 'inet' is IPv4, 'inet6' IPv6, as iproute2 has it. */
export type Family = 'inet' | 'inet6';

/** AF_INET or AF_INET6. */
export function familyNumber(family: Family): number {
  return family === 'inet' ? AF.AF_INET : AF.AF_INET6;
}

/** An address as bytes in network order. */
export interface IpAddress {
  readonly family: Family;
  readonly bytes: Buffer;
}

/** An address with a prefix length. */
export interface IpPrefix extends IpAddress {
  readonly length: number;
}

/** Reads "10.0.0.1" or "2001:db8::1". No zone, and no short forms: "10.1" is not an address here. */
export function parseIp(text: string): IpAddress {
  if (IPv4.isValidFourPartDecimal(text))
    return { family: 'inet', bytes: Buffer.from(IPv4.parse(text).toByteArray()) };
  if (!text.includes('%') && IPv6.isValid(text)) {
    // ipaddr.js takes "::1.2.3.4" for "::ffff:1.2.3.4", and "::0:1.2.3.4" for what both are.
    const plain = text.replace(/^::(?=\d+\.)/, '::0:');
    return { family: 'inet6', bytes: Buffer.from(IPv6.parse(plain).toByteArray()) };
  }
  throw new RangeError(`"${text}" is not an IP address`);
}

/** 4 or 16 bytes as text, IPv6 as RFC 5952 wants it. Undefined for any other length. */
export function formatIp(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 4 && bytes.length !== 16) return undefined;
  const address = fromByteArray([...bytes]);
  return address instanceof IPv6 ? address.toRFC5952String() : address.toString();
}

/** Reads "10.0.0.1/24"; without a length the whole address counts. Host bits are kept. */
export function parsePrefix(text: string): IpPrefix {
  const [, address = text, digits] = /^(.*)\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? [];
  const ip = parseIp(address);
  const most = ip.bytes.length * 8;
  const length = digits === undefined ? most : Number(digits);
  if (length > most) throw new RangeError(`"${text}" is longer than ${most} bits`);
  return { ...ip, length };
}

/** The one way to write a prefix: RFC 5952, always with its length, host bits as they are. */
export function formatPrefix(bytes: Uint8Array, length: number): string {
  return `${formatIp(bytes) ?? Buffer.from(bytes).toString('hex')}/${length}`;
}

/** The one way to write an address with its length: "2001:DB8::0:1" is "2001:db8::1/128". */
export function canonicalAddress(text: string): string {
  const { bytes, length } = parsePrefix(text);
  return formatPrefix(bytes, length);
}

/** The one way to write a destination, host bits cleared: "10.0.0.7/24" is "10.0.0.0/24". */
export function canonicalPrefix(text: string): string {
  const { bytes, length } = parsePrefix(text);
  return formatPrefix(
    bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, length - i * 8)))),
    length,
  );
}

/** An attribute that holds an address of either family. */
export const ip: Codec<string> = {
  encode: (value) => parseIp(value).bytes,
  decode: ofPayload(formatIp),
};

/** struct rtvia: an address of another family than the route's, e.g. an IPv6 gateway of an IPv4 route. */
export const via: Codec<string> = {
  encode(value): Buffer {
    const { family, bytes } = parseIp(value);
    return Buffer.concat([Buffer.from([familyNumber(family), 0]), bytes]);
  },
  decode: ofPayload((payload) => (payload.length < 2 ? undefined : formatIp(payload.subarray(2)))),
};
