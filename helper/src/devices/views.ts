/** Devices and pairs as the boundary tells them, made of what rtnetlink read. */
import { existsSync, readdirSync } from 'node:fs';
import { NetnsError } from '@pulumi-netkit/linux-ffi';
import { RtnetlinkError, type Address, type Link, type Route } from '@pulumi-netkit/rtnetlink';
import {
  canonicalAddress,
  type DeviceView,
  type Netns,
  type PairView,
  type RouteSetting,
  sizesOf,
} from '@pulumi-netkit/contract';
import type { Sockets } from '../sockets.js';

const NETNS_DIR = '/run/netns';
const LOCAL_TABLE = 255;
const [IFAPROT_KERNEL_LO, IFAPROT_KERNEL_LL] = [1, 3];

/** A link, and the namespace it is in. */
export interface Located {
  readonly link: Link;
  readonly netns: Netns;
}

/** The names of all named namespaces. */
export function namedNetns(): string[] {
  return existsSync(NETNS_DIR) ? readdirSync(NETNS_DIR) : [];
}

/**
 * The other end of a netkit link, in whatever namespace it is. `guess` is where it should be, and spares the search through
 * all names. Undefined: it is in a namespace that no name leads to, or being torn down.
 */
export function otherEnd(
  sockets: Sockets,
  { link, netns }: Located,
  guess: Netns,
): Located | undefined {
  if (link.linkIndex === undefined) return undefined;
  const here = sockets.in(netns);
  const nsid = link.linkNsid;
  if (nsid === undefined) {
    const other = here.links.get({ index: link.linkIndex });
    return other && { link: other, netns };
  }
  const candidates = [guess, null, ...sockets.opened(), ...namedNetns()];
  const found = [...new Set(candidates)].find(
    (candidate) => nsidOf(sockets, netns, candidate) === nsid,
  );
  if (found !== undefined) {
    const other = sockets.in(found).links.get({ index: link.linkIndex });
    return other && { link: other, netns: found };
  }
  // Nobody named that namespace; the kernel still shows the device through the nsid.
  const other = here.links.get({ index: link.linkIndex }, { targetNsid: nsid });
  return other && { link: other, netns: `nsid:${nsid}` };
}

// nsids are relative to the reader, so the question is asked from where the nsid was read.
function nsidOf(sockets: Sockets, reader: Netns, candidate: Netns): number | undefined {
  try {
    return sockets.in(reader).nsids.get(sockets.fd(candidate));
  } catch (error) {
    if (error instanceof NetnsError || error instanceof RtnetlinkError) return undefined;
    throw error;
  }
}

/** The pair of two located ends, whichever comes first. Undefined when they are no netkit pair. */
export function pairView(sockets: Sockets, one: Located, other: Located): PairView | undefined {
  const [primary, peer] = one.link.netkit?.primary ? [one, other] : [other, one];
  const data = primary.link.netkit;
  if (!data?.primary || peer.link.netkit?.primary !== false) return undefined;
  return {
    primary: deviceView(sockets, primary),
    peer: deviceView(sockets, peer),
    mode: data.mode,
    policy: data.policy,
    peerPolicy: data.peerPolicy ?? peer.link.netkit.policy,
    ...(data.scrub === undefined ? {} : { scrub: data.scrub }),
    ...(data.peerScrub === undefined ? {} : { peerScrub: data.peerScrub }),
    ...(data.headroom === undefined ? {} : { headroom: data.headroom }),
    ...(data.tailroom === undefined ? {} : { tailroom: data.tailroom }),
  };
}

/** One device with its addresses and routes. */
export function deviceView(sockets: Sockets, { link, netns }: Located): DeviceView {
  const isNamed = !netns?.startsWith('nsid:');
  const mac = link.netkit?.mode === 'l3' ? undefined : link.mac;
  return {
    name: link.name,
    netns,
    ifindex: link.index,
    ...(link.kind === undefined ? {} : { kind: link.kind }),
    mtu: link.mtu,
    ...(mac === undefined ? {} : { mac }),
    up: link.up,
    operstate: link.operstate,
    group: link.group,
    alias: link.alias ?? '',
    txQueueLength: link.txQueueLength,
    ...sizesOf(link),
    altNames: link.altNames,
    addresses: isNamed ? addressesOf(sockets, netns, link.index) : [],
    routes: isNamed ? routesOf(sockets, netns, link.index) : [],
  };
}

// Temporary and autoconfigured addresses are not permanent.
function addressesOf(sockets: Sockets, netns: Netns, index: number): string[] {
  return sockets
    .in(netns)
    .addresses.list(index)
    .filter((one) => one.permanent && !isKernelsOwn(one))
    .map(({ address }) => canonicalAddress(address))
    .sort();
}

/** Whether the kernel gave the device this address by itself, as link-local ones when a device comes up: IFA_PROTO, Linux 5.18. */
export function isKernelsOwn({ protocol = 0 }: Pick<Address, 'protocol'>): boolean {
  return protocol >= IFAPROT_KERNEL_LO && protocol <= IFAPROT_KERNEL_LL;
}

function routesOf(sockets: Sockets, netns: Netns, index: number): RouteSetting[] {
  return sockets
    .in(netns)
    .routes.list({ oif: index })
    .filter(isHandMade)
    .map((route) => ({
      destination: route.destination,
      ...(route.gateway === undefined ? {} : { gateway: route.gateway }),
      ...(route.source === undefined ? {} : { source: route.source }),
      ...(route.metric === undefined ? {} : { metric: route.metric }),
      table: route.table,
      onLink: route.onLink,
    }));
}

// Routes of the kernel, of router advertisements and of routing daemons are theirs.
function isHandMade(route: Route): boolean {
  return (
    route.table !== LOCAL_TABLE &&
    route.type === 'unicast' &&
    route.multipath === undefined &&
    (route.protocol === 'static' || route.protocol === 'boot')
  );
}
