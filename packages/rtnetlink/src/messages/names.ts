/** Scopes, origins and kinds of addresses and routes: iproute2's words for the kernel's numbers. */

/** How far an address or route reaches: RT_SCOPE_*. */
export const SCOPE = { global: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;
/** Who installed a route: RTPROT_*. */
export const PROTOCOL = {
  unspec: 0,
  redirect: 1,
  kernel: 2,
  boot: 3,
  static: 4,
  ra: 9,
  dhcp: 16,
} as const;
/** What a route does: RTN_*. */
export const ROUTE_TYPE = {
  unspec: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
  xresolve: 11,
} as const;

/** A name, or the number of a value without one. */
export type NameOf<N> = (keyof N & string) | number;
/** RT_SCOPE_* by name. */
export type Scope = NameOf<typeof SCOPE>;
/** RTPROT_* by name. */
export type RouteProtocol = NameOf<typeof PROTOCOL>;
/** RTN_* by name. */
export type RouteType = NameOf<typeof ROUTE_TYPE>;

/** The name of a number, or the number itself. */
export function nameOf<N extends Record<string, number>>(names: N, number: number): NameOf<N> {
  return Object.keys(names).find((name) => names[name] === number) ?? number;
}

/** The number of a name; a number passes. */
export function numberOf<N extends Record<string, number>>(names: N, name: NameOf<N>): number {
  if (typeof name === 'number') return name;
  const number = Object.hasOwn(names, name) ? names[name] : undefined;
  if (number === undefined)
    throw new RangeError(`must be one of ${Object.keys(names).join(', ')}, not "${name}"`);
  return number;
}
