/** Rules for the routes of one end: what the kernel would refuse with a bare number. Pure. */
import {
  failure,
  type Failure,
  fullLength,
  MAIN_TABLE,
  parsePrefix,
  prefixKey,
  quote,
} from '@pulumi-netkit/contract';
import { firstByKey, repeated } from '../../../check/repeated.js';
import type { End, Item, Route } from './ends.js';
import { gatewayRules, hasSubnetRoute } from './gateway-rules.js';

/** RT_TABLE_LOCAL. */
const LOCAL_TABLE = 255;
/** IP6_RT_PRIO_ADDRCONF: the metric of the route that the kernel adds for an IPv6 address. */
const IPV6_ADDRESS_METRIC = 256;
/** The route that the kernel adds to each device that is up and takes IPv6. */
const LINK_LOCAL_ROUTE = keyOf('fe80::/64', IPV6_ADDRESS_METRIC);

/** Everything that is wrong with the routes of one end. */
export function routeRules(end: End): Failure[] {
  if (end.up === false && end.routes.length > 0) return [needsUp(end)];
  return [
    ...end.routes.flatMap((route) => [
      ...familyRules(route),
      ...sourceRules(route),
      ...tableRules(route),
    ]),
    ...repeated(end.routes, ({ value }) => value.key).map(twice),
    ...takenByAddress(end),
    ...gatewayRules(end),
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
  const { family } = destination;
  if ((gateway ?? destination).family === family && (source ?? destination).family === family)
    return [];
  return Object.entries({ gateway, source }).flatMap(([key, near]) => {
    if (!near || near.family === family) return [];
    const words = `${quote(near.text)} is IPv${near.family}, and the destination ${quote(text)} is IPv${destination.family}. Use one family`;
    return [failure(`${path}.${key}`, 'family-mismatch', words)];
  });
}

function sourceRules({ path, value: { destination, source } }: Item<Route>): Failure[] {
  const isHostRoute = destination.length === fullLength(destination.family);
  if (source && isHostRoute && source.text === destination.text) {
    const words = `${quote(source.text)} is the destination itself. Write the address of this host that packets shall come from, or leave it out`;
    return [failure(`${path}.source`, 'source-is-destination', words)];
  }
  return [];
}

function tableRules({ path, value: { table } }: Item<Route>): Failure[] {
  if (table !== LOCAL_TABLE) return [];
  const words = `${LOCAL_TABLE} is the table "local", which the kernel keeps by itself for the addresses of the namespace. Use another table`;
  return [failure(`${path}.table`, 'route-table-local', words)];
}

function twice([route, first]: readonly [Item<Route>, Item<Route>]): Failure {
  const words = `${quote(route.text)} has the destination, table and metric of ${first.path}, and Linux tells routes apart by these. Remove one, or give it another metric`;
  return failure(route.path, 'duplicate-route', words);
}

function keyOf(text: string, metric: number): string | undefined {
  const prefix = parsePrefix(text);
  return prefix && prefixKey(prefix, MAIN_TABLE, metric);
}

/** The kernel adds a route to the subnet of each address by itself; a second one of that key answers EEXIST. */
function takenByAddress({ addresses, routes }: End): Failure[] {
  const owners = firstByKey(addresses, ({ value }) => {
    if (!hasSubnetRoute(value)) return undefined;
    const metric = value.family === 6 ? IPV6_ADDRESS_METRIC : 0;
    return prefixKey(value, MAIN_TABLE, metric);
  });
  return routes.flatMap((route) => {
    const owner = owners.get(route.value.key);
    if (!owner && route.value.key !== LINK_LOCAL_ROUTE) return [];
    const cause = owner ? `${owner.path}, ${quote(owner.text)}` : 'link-local addresses';
    const words = `${quote(route.text)} is there already: the kernel adds it for ${cause}. Remove it, or give it another metric`;
    return [failure(route.path, 'route-of-address', words)];
  });
}
