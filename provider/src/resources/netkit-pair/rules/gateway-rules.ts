/** Rules for the gateways of one end: which the kernel takes, and how it gets to them. Pure. */
import {
  type Address,
  failure,
  type Failure,
  fullLength,
  isLinkLocal,
  MAIN_TABLE,
  type Prefix,
  quote,
  spanOf,
} from '@pulumi-netkit/contract';
import { PrefixSet } from './prefix-set.js';
import { firstByKey, groupBy } from '../../../check/repeated.js';
import type { End, Route } from './ends.js';

/** Tables that every look-up consults by default: main, default. */
const COMMON_TABLES: readonly number[] = [MAIN_TABLE, 253];

/** Everything that is wrong with the gateways of one end. */
export function gatewayRules(end: End): Failure[] {
  const kindOf = ownKinds(end);
  const isReached = reach(end);
  return end.routes.flatMap(({ path, value: route }) => {
    const { gateway, onLink, destination, table } = route;
    if (!gateway) return needsGateway(path, route);
    if (gateway.family !== destination.family) return [];
    const bad = (words: string): Failure[] => [
      failure(`${path}.gateway`, 'bad-gateway', `${quote(gateway.text)} ${words}`),
    ];
    if (isLoopback(gateway)) return bad("is a loopback address. Write the other end's address");
    if (isZeroNet(gateway)) return bad('is in 0.0.0.0/8, in which no host is. Write another');
    const own = kindOf(gateway);
    // Without onLink, IPv4 takes an own address and treats the destination as on the link.
    if (own?.is === 'address' && (gateway.family === 6 || onLink)) {
      const words = `${quote(gateway.text)} is an address of this very end (${own.path}). Write the other end's address`;
      return [failure(`${path}.gateway`, 'gateway-is-own-address', words)];
    }
    if (own?.is === 'broadcast')
      return bad(`is the broadcast address of ${own.path}. Write the other end's address`);
    if (onLink || isReached(gateway, table)) return [];
    const host = `${gateway.text}/${fullLength(gateway.family)}`;
    const words = `${quote(gateway.text)} is covered by no address and by no on-link route of this end (the kernel says "Nexthop has invalid gateway"). Add the route ${quote(host)}, or set onLink to true`;
    return [failure(`${path}.gateway`, 'gateway-unreachable', words)];
  });
}

/** Whether the kernel adds a route to the subnet of an address: not for a single IPv4 address, and not for 0.0.0.0/8 or wider. */
export function hasSubnetRoute(address: Prefix): boolean {
  if (address.family === 6) return true;
  return address.length < 32 && !isZeroNet({ family: 4, value: Number(spanOf(address)[0]) });
}

// The kernel says "PERVASIVE and ONLINK can not be set" (IPv4, 6.12 and 7.3); IPv6 takes it and keeps it.
function needsGateway(path: string, { destination, onLink }: Route): Failure[] {
  if (!onLink || destination.family === 6) return [];
  const words =
    'it says that the gateway is on the link, and there is none. Add a gateway, or remove it';
  return [failure(`${path}.onLink`, 'on-link-needs-gateway', words)];
}

function isLoopback({ family, value }: Address): boolean {
  return family === 4 ? value >>> 24 === 127 : value === 1n;
}

function isZeroNet({ family, value }: Pick<Address, 'family' | 'value'>): boolean {
  return family === 4 && Number(value) >>> 24 === 0;
}

/** What an address is to this end: one of its own, or the broadcast address of one of its subnets. */
function ownKinds({
  addresses,
}: End): (
  gateway: Address,
) => { readonly is: 'address' | 'broadcast'; readonly path: string } | undefined {
  const own = firstByKey(addresses, ({ value }) => value.text);
  const broadcasts = firstByKey(addresses, ({ value }) =>
    value.family === 4 && value.length < 31 ? String(spanOf(value)[1]) : undefined,
  );
  return (gateway) => {
    const address = own.get(gateway.text);
    if (address) return { is: 'address', path: address.path };
    const subnet = gateway.family === 4 ? broadcasts.get(String(gateway.value)) : undefined;
    return subnet && { is: 'broadcast', path: subnet.path };
  };
}

/** Whether a gateway is on the link, for a route of a table: by an address, or by a route that the look-up consults. */
function reach(end: End): (gateway: Address, table: number) => boolean {
  if (!end.isWhole || end.up === undefined) return () => true;
  const { addresses, routes } = end;
  const direct = routes.map(({ value }) => value).filter(({ gateway }) => !gateway);
  const inTable = groupBy(direct, ({ table }) => table);
  const prefixesIn = (table: number): Prefix[] =>
    (inTable.get(table) ?? []).map(({ destination }) => destination);
  const always = new PrefixSet([
    // Its own address is there in any case.
    ...addresses.map(({ value }) =>
      hasSubnetRoute(value) ? value : { ...value, length: fullLength(value.family) },
    ),
    ...COMMON_TABLES.flatMap(prefixesIn),
  ]);
  const others = [...inTable.keys()].filter((table) => !COMMON_TABLES.includes(table));
  const sets = new Map(others.map((table) => [table, new PrefixSet(prefixesIn(table))]));
  return (gateway, table) => {
    if (isLinkLocal(gateway)) return true;
    return always.has(gateway) || (sets.get(table)?.has(gateway) ?? false);
  };
}
