/** Routes: struct rtmsg and RTA_*. */
import type { RawAttribute } from '../codec/attribute';
import {
  familyNumber,
  formatIp,
  formatPrefix,
  ip,
  parseIp,
  parsePrefix,
  via,
  type Family,
} from '../codec/ip';
import { struct } from '../codec/struct';
import { attribute, decodeTable, encodeTable, nest, type Table } from '../codec/table';
import { bytes, u32, u8 } from '../codec/values';
import { AF, RTA, RTAX, RTNH_F } from '../uapi';
import { multipath, type NextHop } from './multipath';
import {
  nameOf,
  numberOf,
  PROTOCOL,
  ROUTE_TYPE,
  SCOPE,
  type RouteProtocol,
  type RouteType,
  type Scope,
} from './names';
import { present } from './present';

/** The fixed head of RTM_*ROUTE. */
export const rtmsg = struct('rtmsg', 12, {
  family: [0, 'u8'],
  destinationLength: [1, 'u8'],
  sourceLength: [2, 'u8'],
  tos: [3, 'u8'],
  table: [4, 'u8'],
  protocol: [5, 'u8'],
  scope: [6, 'u8'],
  type: [7, 'u8'],
  flags: [8, 'u32'],
});

/** Inside RTA_METRICS. */
export const metricsTable = {
  lock: attribute(RTAX, 'RTAX_LOCK', u32),
  mtu: attribute(RTAX, 'RTAX_MTU', u32),
  advmss: attribute(RTAX, 'RTAX_ADVMSS', u32),
  hopLimit: attribute(RTAX, 'RTAX_HOPLIMIT', u32),
} satisfies Table;

/** Attributes of a route. */
export const routeTable = {
  destination: attribute(RTA, 'RTA_DST', ip),
  fromPrefix: attribute(RTA, 'RTA_SRC', ip),
  iif: attribute(RTA, 'RTA_IIF', u32),
  oif: attribute(RTA, 'RTA_OIF', u32),
  gateway: attribute(RTA, 'RTA_GATEWAY', ip),
  metric: attribute(RTA, 'RTA_PRIORITY', u32),
  source: attribute(RTA, 'RTA_PREFSRC', ip),
  metrics: attribute(
    RTA,
    'RTA_METRICS',
    nest(() => metricsTable),
    {
      inner: { skip: 0, table: () => metricsTable },
    },
  ),
  multipath: attribute(RTA, 'RTA_MULTIPATH', multipath),
  cacheInfo: attribute(RTA, 'RTA_CACHEINFO', bytes),
  table: attribute(RTA, 'RTA_TABLE', u32),
  via: attribute(RTA, 'RTA_VIA', via),
  preference: attribute(RTA, 'RTA_PREF', u8),
  nextHopId: attribute(RTA, 'RTA_NH_ID', u32),
} satisfies Table;

/** RT_TABLE_MAIN. */
export const MAIN_TABLE = 254;
/** RT_TABLE_LOCAL: the kernel's own. */
export const LOCAL_TABLE = 255;

/** A route as the kernel reports it. */
export interface Route {
  readonly family: Family;
  /** "10.0.0.0/24"; the default routes are "0.0.0.0/0" and "::/0". */
  readonly destination: string;
  /** ifindex; absent when the route has several ways. */
  readonly oif?: number;
  /** Of the other family when the kernel sent RTA_VIA. */
  readonly gateway?: string;
  /** Address that local senders use (RTA_PREFSRC). */
  readonly source?: string;
  readonly metric?: number;
  /** 254 is main, 255 local. */
  readonly table: number;
  readonly protocol: RouteProtocol;
  readonly scope: Scope;
  readonly type: RouteType;
  /** The gateway is taken to be on the link even if no prefix says so. */
  readonly onLink: boolean;
  readonly mtu?: number;
  /** RTM_F_* and RTNH_F_*. */
  readonly flags: number;
  readonly multipath?: readonly NextHop[];
  readonly unknown: readonly RawAttribute[];
}

/** A route to add, or the description of one to delete. */
export interface NewRoute {
  readonly destination: string;
  readonly gateway?: string | undefined;
  readonly source?: string | undefined;
  readonly metric?: number | undefined;
  /** @default 254, main; a 'local' route goes to 255 */
  readonly table?: number | undefined;
  /** @default 'static' */
  readonly protocol?: RouteProtocol | undefined;
  /** @default 'link' for IPv4 without a gateway, else 'global' */
  readonly scope?: Scope | undefined;
  /** @default 'unicast' */
  readonly type?: RouteType | undefined;
  readonly onLink?: boolean | undefined;
  readonly mtu?: number | undefined;
}

/** Writes the body of RTM_NEWROUTE. */
export function encodeNewRoute(oif: number, route: NewRoute): Buffer {
  const type = numberOf(ROUTE_TYPE, route.type ?? 'unicast');
  const scope = route.scope ?? defaultScope(route, type);
  const protocol = numberOf(PROTOCOL, route.protocol ?? 'static');
  return encodeRoute(oif, route, { type, scope: numberOf(SCOPE, scope), protocol });
}

/** Writes the body of RTM_DELROUTE: what is left out matches anything. */
export function encodeDeleteRoute(oif: number, route: NewRoute): Buffer {
  return encodeRoute(oif, route, {
    type: route.type === undefined ? 0 : numberOf(ROUTE_TYPE, route.type),
    // IPv4 takes RT_SCOPE_NOWHERE for "any"; 0 would mean global only.
    scope: numberOf(SCOPE, route.scope ?? 'nowhere'),
    protocol: route.protocol === undefined ? 0 : numberOf(PROTOCOL, route.protocol),
  });
}

/** The same rule as ip-route(8): IPv4 refuses a scope that does not fit the route. */
function defaultScope({ destination, gateway }: NewRoute, type: number): Scope {
  if (parsePrefix(destination).family === 'inet6') return 'global';
  if (type === ROUTE_TYPE.local || type === ROUTE_TYPE.nat) return 'host';
  const direct: number[] = [ROUTE_TYPE.unicast, ROUTE_TYPE.broadcast, ROUTE_TYPE.multicast];
  return gateway === undefined && direct.includes(type) ? 'link' : 'global';
}

function encodeRoute(
  oif: number,
  route: NewRoute,
  header: { type: number; scope: number; protocol: number },
): Buffer {
  const { family, bytes, length } = parsePrefix(route.destination);
  const { gateway, source, metric, mtu } = route;
  const table = route.table ?? (route.type === 'local' ? LOCAL_TABLE : MAIN_TABLE);
  const foreign = gateway !== undefined && parseIp(gateway).family !== family;
  return Buffer.concat([
    rtmsg.encode({
      family: familyNumber(family),
      destinationLength: length,
      // RTA_TABLE carries the number in full; the byte is for tables that fit it.
      table: table < 256 ? table : 0,
      flags: route.onLink === true ? RTNH_F.RTNH_F_ONLINK : 0,
      ...header,
    }),
    encodeTable(routeTable, {
      destination: length === 0 ? undefined : formatIp(bytes),
      oif,
      gateway: foreign ? undefined : gateway,
      via: foreign ? gateway : undefined,
      source,
      metric,
      table,
      metrics: mtu === undefined ? undefined : { mtu },
    }),
  ]);
}

/** Reads the body of RTM_NEWROUTE. Undefined for families other than IPv4 and IPv6. */
export function decodeRoute(payload: Buffer): Route | undefined {
  const header = rtmsg.decode(payload);
  if (header.family !== AF.AF_INET && header.family !== AF.AF_INET6) return undefined;
  const family: Family = header.family === AF.AF_INET ? 'inet' : 'inet6';
  const table = decodeTable(routeTable, payload.subarray(rtmsg.size), 'route');
  const any = formatPrefix(Buffer.alloc(family === 'inet' ? 4 : 16), header.destinationLength);
  return present({
    family,
    destination:
      table.destination === undefined ? any : `${table.destination}/${header.destinationLength}`,
    oif: table.oif,
    gateway: table.gateway ?? table.via,
    source: table.source,
    metric: table.metric,
    table: table.table ?? header.table,
    protocol: nameOf(PROTOCOL, header.protocol),
    scope: nameOf(SCOPE, header.scope),
    type: nameOf(ROUTE_TYPE, header.type),
    onLink: (header.flags & RTNH_F.RTNH_F_ONLINK) !== 0,
    mtu: table.metrics?.mtu,
    flags: header.flags,
    multipath: table.multipath,
    unknown: table.unknown,
  });
}
