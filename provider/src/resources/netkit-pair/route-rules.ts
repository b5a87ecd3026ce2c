/** Rules for the routes of one end: what the kernel would refuse with a bare number. Pure. */
import { failure, quote } from '../../check/failure.js';
import type { Failure } from '../../check/failure.js';
import { covers, fullLength, MAIN_TABLE, masked, routeKey } from '../../check/ip.js';
import type { Address } from '../../check/ip.js';
import type { End, Item, Route } from './ends.js';

/** Tables that every look-up consults by default: local, main, default. */
const COMMON_TABLES: readonly number[] = [255, MAIN_TABLE, 253];
/** IP6_RT_PRIO_ADDRCONF: the metric of the route that the kernel adds for an IPv6 address. */
const IPV6_ADDRESS_METRIC = 256;

/** Everything that is wrong with the routes of one end. */
export function routeRules(end: End): Failure[] {
  if (end.up === false && end.routes.length > 0) return [needsUp(end)];
  return [
    ...end.routes.flatMap((route) => [...familyRules(route), ...selfRules(route, end)]),
    ...end.routes.flatMap((route, at) => twice(route, end.routes.slice(0, at))),
    ...end.routes.flatMap((route) => takenByAddress(route, end)),
    ...end.routes.flatMap((route) => unreachable(route, end)),
  ];
}

function needsUp({ prefix }: End): Failure {
  const words = `routes need a device that is up (the kernel says ENETDOWN), and ${prefix}up is false. Remove the routes, or set ${prefix}up to true`;
  return failure(`${prefix}routes`, 'routes-need-up', words);
}

function familyRules({
  path,
  text,
  value: { destination, gateway, source },
}: Item<Route>): Failure[] {
  return Object.entries({ gateway, source }).flatMap(([key, near]) => {
    if (!near || near.family === destination.family) return [];
    const words = `${quote(near.text)} is IPv${near.family}, and the destination ${quote(text)} is IPv${destination.family}. Use one family`;
    return [failure(`${path}.${key}`, 'family-mismatch', words)];
  });
}

function selfRules({ path, value }: Item<Route>, end: End): Failure[] {
  const { destination, gateway, source } = value;
  const isHostRoute = destination.length === fullLength(destination.family);
  if (source && isHostRoute && source.text === destination.text) {
    const words = `${quote(source.text)} is the destination itself. Write the address of this host that packets shall come from, or leave it out`;
    return [failure(`${path}.source`, 'source-is-destination', words)];
  }
  // IPv4 takes an own address for a gateway and treats the destination as on the link; IPv6 does not.
  const own = end.addresses.find(({ value: { text } }) => text === gateway?.text);
  if (!own || gateway?.family !== 6) return [];
  const words = `${quote(gateway.text)} is an address of this very end (${own.path}). Write the other end's address`;
  return [failure(`${path}.gateway`, 'gateway-is-own-address', words)];
}

function twice(route: Item<Route>, before: readonly Item<Route>[]): Failure[] {
  const first = before.find((other) => keyOf(other.value) === keyOf(route.value));
  if (!first) return [];
  const words = `${quote(route.text)} has the destination, table and metric of ${first.path}, and Linux tells routes apart by these. Remove one, or give it another metric`;
  return [failure(route.path, 'duplicate-route', words)];
}

function keyOf({ destination: { text, length }, metric, table }: Route): string {
  return routeKey({
    destination: `${text}/${length}`,
    table,
    ...(metric === undefined ? {} : { metric }),
  });
}

/** The kernel adds a route to the subnet of each address by itself; a second one of that key answers EEXIST. */
function takenByAddress(route: Item<Route>, { addresses }: End): Failure[] {
  const owner = addresses.find(({ value }) => {
    // An IPv4 address with a full prefix has no subnet, hence no route.
    if (value.family === 4 && value.length === 32) return false;
    const network = masked(value);
    const metric = value.family === 6 ? IPV6_ADDRESS_METRIC : 0;
    const destination = `${network.text}/${value.length}`;
    return routeKey({ destination, metric, table: MAIN_TABLE }) === keyOf(route.value);
  });
  if (!owner) return [];
  const words = `${quote(route.text)} is there already: the kernel adds it for ${owner.path}, ${quote(owner.text)}. Remove it, or give it another metric`;
  return [failure(route.path, 'route-of-address', words)];
}

function unreachable(route: Item<Route>, end: End): Failure[] {
  const { gateway, onLink, destination } = route.value;
  if (!gateway || onLink || !end.isWhole || end.up === undefined) return [];
  if (gateway.family !== destination.family || isReachable(route, gateway, end)) return [];
  const host = `${gateway.text}/${fullLength(gateway.family)}`;
  const words = `${quote(gateway.text)} is covered by no address and by no on-link route of this end (the kernel says "Nexthop has invalid gateway"). Add the route ${quote(host)}, or set onLink to true`;
  return [failure(`${route.path}.gateway`, 'gateway-unreachable', words)];
}

function isReachable(route: Item<Route>, gateway: Address, end: End): boolean {
  // A link-local gateway is on the link by definition (RFC 4291, 2.5.6).
  if (gateway.family === 6 && gateway.value.range() === 'linkLocal') return true;
  return (
    end.addresses.some(({ value }) => covers(masked(value), gateway)) ||
    end.routes.some(({ value: other }) => {
      const isSeen = other.table === route.value.table || COMMON_TABLES.includes(other.table);
      return !other.gateway && isSeen && covers(other.destination, gateway);
    })
  );
}
