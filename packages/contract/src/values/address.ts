/**
 * IP addresses and routes as text, in one spelling each, so that what a user wrote compares with what the kernel says.
 * Strict where parsing: no `10.1`, no octal, no zone. Nothing is remembered: a text is read in less than a microsecond. Functions named `canonical…` never throw; what they cannot read
 * (an unknown value, say) they give back as it is.
 */

/** 4 or 6. */
export type Family = 4 | 6;

/** A parsed address. `text` is canonical: IPv6 in lower case, compressed (RFC 5952). `value` is its number. */
export type Address =
  | { readonly family: 4; readonly text: string; readonly value: number }
  | { readonly family: 6; readonly text: string; readonly value: bigint };

/** An address with a prefix length. */
export type Prefix = Address & { readonly length: number };

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

const FOUR_PARTS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const LENGTH = /^(0|[1-9]\d{0,2})$/;

/** Reads an address without prefix length. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIPv6(text) : parseIPv4(text);
}

function parseIPv4(text: string): Address | undefined {
  const octets = FOUR_PARTS.exec(text);
  if (!octets) return undefined;
  let value = 0;
  for (let at = 1; at <= 4; at++) {
    const octet = Number(octets[at]);
    if (octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return { family: 4, text, value };
}

function parseIPv6(text: string): Address | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const before = parseGroups(head, tail === undefined);
  const after = parseGroups(tail ?? '', true);
  if (!before || !after || more.length > 0) return undefined;
  const zeros = 8 - before.length - after.length;
  if (tail === undefined ? zeros !== 0 : zeros < 1) return undefined;
  for (let at = 0; at < zeros; at++) before.push(0);
  return ipv6Of([...before, ...after]);
}

/** The groups between the colons, of 16 bits each. The last two of an address may be written as IPv4. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (GROUP.test(part)) {
      groups.push(parseInt(part, 16));
      continue;
    }
    const last = isEnd && at === parts.length - 1 ? parseIPv4(part) : undefined;
    if (last?.family !== 4) return undefined;
    groups.push(last.value >>> 16, last.value & 0xffff);
  }
  return groups;
}

function ipv6Of(groups: readonly number[]): Address {
  let hex = '';
  for (const group of groups) hex += group.toString(16).padStart(4, '0');
  return { family: 6, text: ipv6Text(groups), value: BigInt(`0x${hex}`) };
}

/** RFC 5952: lower case, and the first of the longest runs of zeros, from two on, as "::". */
function ipv6Text(groups: readonly number[]): string {
  let [start, length] = [0, 1];
  for (let at = 0, run = 0; at < groups.length; at++) {
    run = groups[at] === 0 ? run + 1 : 0;
    if (run > length) [start, length] = [at + 1 - run, run];
  }
  const join = (some: readonly number[]): string =>
    some.map((group) => group.toString(16)).join(':');
  if (length === 1) return join(groups);
  return `${join(groups.slice(0, start))}::${join(groups.slice(start + length))}`;
}

/** Reads an address with prefix length. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !LENGTH.test(length)) return undefined;
  return Number(length) > fullLength(address.family) ? undefined : withLength(address, +length);
}

function withLength(address: Address, length: number): Prefix {
  const { family, text, value } = address;
  return family === 4 ? { family, text, value, length } : { family, text, value, length };
}

/** Reads a route's destination: a prefix, an address, or `default` of the given family. */
export function parseDestination(text: string, family: Family): Prefix | undefined {
  if (text === 'default') return parsePrefix(family === 6 ? '::/0' : '0.0.0.0/0');
  if (text.includes('/')) return parsePrefix(text);
  const address = parseAddress(text);
  return address && withLength(address, fullLength(address.family));
}

/** 32 or 128: the prefix length of a single address. */
export function fullLength(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** The prefix with its host bits cleared. */
export function masked(prefix: Prefix): Prefix {
  const [first] = spanOf(prefix);
  if (first === prefix.value) return prefix;
  const network = prefix.family === 4 ? ipv4Of(Number(first)) : ipv6At(BigInt(first));
  return withLength(network, prefix.length);
}

function ipv4Of(value: number): Address {
  const octets = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
  return { family: 4, text: octets.join('.'), value };
}

function ipv6At(value: bigint): Address {
  const groups = Array.from({ length: 8 }, (_, at) =>
    Number((value >> BigInt(112 - 16 * at)) & 0xffffn),
  );
  return ipv6Of(groups);
}

/** The first and the last address of a prefix, as numbers; of IPv6 as bigints. */
export type Span = readonly [first: number | bigint, last: number | bigint];

/** The addresses of a prefix; of an address that one alone. */
export function spanOf(of: Address | Prefix): Span {
  const hosts = 'length' in of ? fullLength(of.family) - of.length : 0;
  if (hosts === 0) return [of.value, of.value];
  if (of.family === 4) {
    const first = of.value - (of.value % 2 ** hosts);
    return [first, first + 2 ** hosts - 1];
  }
  const rest = (1n << BigInt(hosts)) - 1n;
  return [of.value & ~rest, of.value | rest];
}

/** Whether an address lies within a prefix. */
export function covers(prefix: Prefix, inner: Address): boolean {
  const [first, last] = spanOf(prefix);
  return prefix.family === inner.family && first <= inner.value && inner.value <= last;
}

/** Whether an address is a multicast one: 224.0.0.0/4, ff00::/8. */
export function isMulticast({ family, value }: Address): boolean {
  return family === 4 ? value >>> 28 === 0xe : value >> 120n === 0xffn;
}

/** Whether an address is link-local: fe80::/10, which is on the link by definition (RFC 4291, 2.5.6). */
export function isLinkLocal({ family, value }: Address): boolean {
  return family === 6 && value >> 118n === 0x3fan;
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
  return canonicalKey(canonicalRoute(route));
}

/** The same of a route that is in its one spelling already. */
export function canonicalKey({
  destination,
  table,
  metric,
}: Pick<CanonicalRoute, 'destination' | 'table' | 'metric'>): string {
  return `${destination} table ${table} metric ${metric}`;
}

/** The same of what was parsed. */
export function prefixKey(destination: Prefix, table: number, metric?: number): string {
  const { text, length, family } = masked(destination);
  return canonicalKey({
    destination: `${text}/${length}`,
    table,
    metric: kernelMetric(family, metric),
  });
}

/** IPv6 takes 0 for "none given" and makes it 1024 (IP6_RT_PRIO_USER); IPv4 keeps 0. */
function kernelMetric(family: Family, metric = 0): number {
  return family === 6 && metric === 0 ? 1024 : metric;
}
