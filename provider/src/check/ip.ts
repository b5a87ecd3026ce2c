/**
 * IP addresses and routes as text, in one spelling each, so that what a user wrote compares with what the kernel says.
 * Strict where parsing: no `10.1`, no octal, no zone. Functions named `canonical…` never throw; what they cannot read
 * (an unknown value, say) they give back as it is.
 */
import ipaddr from 'ipaddr.js';

/** 4 or 6. */
export type Family = 4 | 6;

/** A parsed address. `text` is canonical: IPv6 in lower case, compressed (RFC 5952). */
export interface Address {
  readonly family: Family;
  readonly text: string;
  readonly value: ipaddr.IPv4 | ipaddr.IPv6;
}

/** An address with a prefix length. */
export interface Prefix extends Address {
  readonly length: number;
}

/** What of a route there is to compare. Inputs, outputs and kernel answers all fit. */
export interface RouteLike {
  readonly destination: string;
  readonly gateway?: string;
  readonly source?: string;
  readonly metric?: number;
  readonly table?: number;
  readonly onLink?: boolean;
}

/** A route in one spelling, with the kernel's defaults filled in. */
export interface CanonicalRoute {
  readonly destination: string;
  readonly gateway?: string;
  readonly source?: string;
  readonly metric: number;
  readonly table: number;
  readonly onLink: boolean;
}

/** The main routing table, RT_TABLE_MAIN. */
export const MAIN_TABLE = 254;

const FOUR_PARTS = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;
const LENGTH = /^(0|[1-9]\d{0,2})$/;

/** Reads an address without prefix length. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    if (!FOUR_PARTS.test(text) || !ipaddr.IPv4.isValid(text)) return undefined;
    const value = ipaddr.IPv4.parse(text);
    return { family: 4, value, text: value.toString() };
  }
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (/[^0-9a-fA-F:.]/.test(text) || !ipaddr.IPv6.isValid(text)) return undefined;
  if (tail.includes('.') && !FOUR_PARTS.test(tail)) return undefined;
  const value = ipaddr.IPv6.parse(text);
  return { family: 6, value, text: value.toRFC5952String() };
}

/** Reads an address with prefix length. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !LENGTH.test(length)) return undefined;
  if (Number(length) > fullLength(address.family)) return undefined;
  return { ...address, length: Number(length) };
}

/** Reads a route's destination: a prefix, an address, or `default` of the given family. */
export function parseDestination(text: string, family: Family): Prefix | undefined {
  if (text === 'default') return parsePrefix(family === 6 ? '::/0' : '0.0.0.0/0');
  if (text.includes('/')) return parsePrefix(text);
  const address = parseAddress(text);
  return address && { ...address, length: fullLength(address.family) };
}

/** 32 or 128: the prefix length of a single address. */
export function fullLength(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** The prefix with its host bits cleared. */
export function masked({ value, length, family }: Prefix): Prefix {
  const bytes = value.toByteArray().map((byte, at) => {
    const kept = Math.min(8, Math.max(0, length - at * 8));
    return byte & (0xff00 >> kept) & 0xff;
  });
  const network = ipaddr.fromByteArray(bytes);
  const text = network instanceof ipaddr.IPv6 ? network.toRFC5952String() : network.toString();
  return { family, value: network, text, length };
}

/** Whether an address, or a whole prefix, lies within a prefix. */
export function covers(prefix: Prefix, inner: Address | Prefix): boolean {
  if (prefix.family !== inner.family) return false;
  if ('length' in inner && inner.length < prefix.length) return false;
  return masked({ ...inner, length: prefix.length }).text === masked(prefix).text;
}

/** An interface address in one spelling: `FD00::01/64` is `fd00::1/64`. Host bits stay. */
export function canonicalAddress(text: string): string {
  const prefix = parsePrefix(text);
  return prefix ? `${prefix.text}/${prefix.length}` : text;
}

/** A destination in one spelling: `default` is `0.0.0.0/0` or `::/0`, `10.0.0.2` is `10.0.0.2/32`. */
export function canonicalDestination(text: string, family: Family = 4): string {
  const prefix = parseDestination(text, family);
  if (!prefix) return text;
  return `${masked(prefix).text}/${prefix.length}`;
}

/** The family that a route's `default` belongs to: its gateway's, else its source's, else IPv4. */
export function routeFamily(route: RouteLike): Family {
  const written = parseDestination(route.destination, 4);
  if (written && route.destination !== 'default') return written.family;
  const near = route.gateway ?? route.source;
  return (near === undefined ? undefined : parseAddress(near)?.family) ?? 4;
}

/** A route in one spelling, with the kernel's own metric and table where none is given. */
export function canonicalRoute(route: RouteLike): CanonicalRoute {
  const family = routeFamily(route);
  const { gateway, source, metric, table = MAIN_TABLE, onLink = false } = route;
  return {
    destination: canonicalDestination(route.destination, family),
    ...(gateway === undefined ? {} : { gateway: parseAddress(gateway)?.text ?? gateway }),
    ...(source === undefined ? {} : { source: parseAddress(source)?.text ?? source }),
    metric: kernelMetric(family, metric),
    table,
    onLink,
  };
}

/** What the kernel tells routes apart by: destination, table and metric. */
export function routeKey(route: RouteLike): string {
  const { destination, table, metric } = canonicalRoute(route);
  return `${destination} table ${table} metric ${metric}`;
}

/** IPv6 takes 0 for "none given" and makes it 1024 (IP6_RT_PRIO_USER); IPv4 keeps 0. */
function kernelMetric(family: Family, metric = 0): number {
  return family === 6 && metric === 0 ? 1024 : metric;
}
