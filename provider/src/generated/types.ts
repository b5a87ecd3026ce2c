// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

/** At which layer a pair works. */
export type Mode = 'l3' | 'l2';

/** What an end does with packets it transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** A route through the device it is declared on. As a user may write it. */
export type Route = {
  /** Where to: a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The next hop, of the destination's family. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of this host. */
  readonly source?: string;
  /** The lower wins among routes to one destination. Absent: the kernel's own, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The routing table's number. 254 is `main`. @default 254 */
  readonly table?: number;
  /** Take the gateway as reachable on this device although no address covers it. @default false */
  readonly onLink?: boolean;
};

/** A route through the device it is declared on. As `check` leaves it: defaults are filled in. */
export type RouteChecked = {
  /** Where to: a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The next hop, of the destination's family. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of this host. */
  readonly source?: string;
  /** The lower wins among routes to one destination. Absent: the kernel's own, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The routing table's number. 254 is `main`. */
  readonly table: number;
  /** Take the gateway as reachable on this device although no address covers it. */
  readonly onLink: boolean;
};

/** The peer: the end that goes into a pod's network namespace. It can attach no programs; the primary does that for both. As a user may write it. */
export type Peer = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Changed in place. */
  readonly name: string;
  /** The network namespace the peer is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet in bytes. Absent: the primary's `mtu` (the kernel itself does not inherit it). */
  readonly mtu?: number;
  /** MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the device is set up. A pair has a carrier only while both ends are up. @default true */
  readonly up?: boolean;
  /** IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. @default [] */
  readonly addresses?: readonly string[];
  /** Routes through this device. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. @default [] */
  readonly routes?: readonly Route[];
  /** The device group, a number that `ip link` can select by. @default 0 */
  readonly group?: number;
  /** Length of the transmit queue in packets. @default 1000 */
  readonly txQueueLength?: number;
  /** Largest IPv6 segmentation-offload packet in bytes. @default 65536 */
  readonly gsoMaxSize?: number;
  /** Largest IPv4 segmentation-offload packet in bytes. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** Largest IPv6 receive-offload packet in bytes. @default 65536 */
  readonly groMaxSize?: number;
  /** Largest IPv4 receive-offload packet in bytes. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** A free text on the device, at most 255 bytes. @default "" */
  readonly alias?: string;
};

/** The peer: the end that goes into a pod's network namespace. It can attach no programs; the primary does that for both. As `check` leaves it: defaults are filled in. */
export type PeerChecked = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Changed in place. */
  readonly name: string;
  /** The network namespace the peer is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet in bytes. Absent: the primary's `mtu` (the kernel itself does not inherit it). */
  readonly mtu: number;
  /** MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the device is set up. A pair has a carrier only while both ends are up. */
  readonly up: boolean;
  /** IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. */
  readonly addresses: readonly string[];
  /** Routes through this device. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. */
  readonly routes: readonly RouteChecked[];
  /** The device group, a number that `ip link` can select by. */
  readonly group: number;
  /** Length of the transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet in bytes. */
  readonly groIpv4MaxSize: number;
  /** A free text on the device, at most 255 bytes. */
  readonly alias: string;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
};

/** The peer as read back from the kernel. */
export type PeerState = {
  /** The peer's device name. */
  readonly name: string;
  /** The peer's network namespace. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet in bytes. */
  readonly mtu: number;
  /** The declared MAC address; the one in use is `peerMac`. */
  readonly mac?: string;
  /** Whether the device is set up. */
  readonly up: boolean;
  /** The peer's addresses. */
  readonly addresses: readonly string[];
  /** Routes through the peer. */
  readonly routes: readonly RouteChecked[];
  /** The device group. */
  readonly group: number;
  /** Length of the transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet in bytes. */
  readonly groIpv4MaxSize: number;
  /** The text on the device. */
  readonly alias: string;
  /** The pair's `incarnation`, so that the peer alone says which pair it belongs to. */
  readonly incarnation: string;
};

/** What a user may write of a NetworkNamespace. */
export type NetworkNamespaceInputs = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. */
  readonly name: string;
  /** Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: boolean;
  /** Delete the namespace even when it was adopted or still holds devices or processes of others. @default false */
  readonly force?: boolean;
};

/** The checked inputs of a NetworkNamespace. */
export type NetworkNamespaceChecked = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. */
  readonly name: string;
  /** Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set. */
  readonly adopt: boolean;
  /** Delete the namespace even when it was adopted or still holds devices or processes of others. */
  readonly force: boolean;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A named network namespace, as `ip netns add` makes them: a mount under `/run/netns`, with `lo` up.
 *
 * Deleting refuses a namespace that this resource did not make, or that still holds devices or processes of others, unless `force` is set.
 */
export type NetworkNamespaceOutputs = {
  /** The name under `/run/netns`. */
  readonly name: string;
  /** Whether an existing namespace may be taken over. */
  readonly adopt: boolean;
  /** Whether it is deleted whatever it holds. */
  readonly force: boolean;
  /** Where it is mounted, `/run/netns/NAME`. */
  readonly path: string;
  /** The namespace's inode number, which identifies it until the host reboots. A decimal string. */
  readonly inode: string;
  /** Whether it existed before this resource did. */
  readonly adopted: boolean;
  /** The id of this very namespace, drawn anew at each replacement. */
  readonly incarnation: string;
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  readonly kernel: string;
};

/** What a user may write of a NetkitPair. */
export type NetkitPairInputs = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. */
  readonly name: string;
  /** The network namespace the primary is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** At which layer the pair works. Fixed at creation. @default "l3" */
  readonly mode?: Mode;
  /** What becomes of packets from the host to the pod while no program is attached to `netkit/primary`. Changed in place. @default "pass" */
  readonly policy?: Policy;
  /** What becomes of packets from the pod to the host while no program is attached to `netkit/peer`. Changed in place. @default "pass" */
  readonly peerPolicy?: Policy;
  /** Whether the primary zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. @default "default" */
  readonly scrub?: Scrub;
  /** Whether the peer zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. @default "default" */
  readonly peerScrub?: Scrub;
  /** Bytes kept free in front of each packet, on both ends. Needs Linux 6.14. Fixed at creation; others, a bridge say, may raise it. @default 0 */
  readonly headroom?: number;
  /** Bytes kept free behind each packet, on both ends. Needs Linux 6.14. Fixed at creation. @default 0 */
  readonly tailroom?: number;
  /** Largest packet in bytes, for both ends unless `peer.mtu` says otherwise. Changed in place. @default 1500 */
  readonly mtu?: number;
  /** The primary's MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the primary is set up. A pair has a carrier only while both ends are up. @default true */
  readonly up?: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. @default [] */
  readonly addresses?: readonly string[];
  /** Routes through the primary. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. @default [] */
  readonly routes?: readonly Route[];
  /** The primary's device group, a number that `ip link` can select by. @default 0 */
  readonly group?: number;
  /** Length of the primary's transmit queue in packets. @default 1000 */
  readonly txQueueLength?: number;
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. @default 65536 */
  readonly gsoMaxSize?: number;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groMaxSize?: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** A free text on the primary, at most 255 bytes. @default "" */
  readonly alias?: string;
  /** Take over an existing pair of these names that is not ours, changing it in place. What cannot be changed in place must match. @default false */
  readonly adopt?: boolean;
  /** The other end. */
  readonly peer: Peer;
};

/** The checked inputs of a NetkitPair. */
export type NetkitPairChecked = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. */
  readonly name: string;
  /** The network namespace the primary is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** At which layer the pair works. Fixed at creation. */
  readonly mode: Mode;
  /** What becomes of packets from the host to the pod while no program is attached to `netkit/primary`. Changed in place. */
  readonly policy: Policy;
  /** What becomes of packets from the pod to the host while no program is attached to `netkit/peer`. Changed in place. */
  readonly peerPolicy: Policy;
  /** Whether the primary zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. */
  readonly scrub: Scrub;
  /** Whether the peer zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. */
  readonly peerScrub: Scrub;
  /** Bytes kept free in front of each packet, on both ends. Needs Linux 6.14. Fixed at creation; others, a bridge say, may raise it. */
  readonly headroom: number;
  /** Bytes kept free behind each packet, on both ends. Needs Linux 6.14. Fixed at creation. */
  readonly tailroom: number;
  /** Largest packet in bytes, for both ends unless `peer.mtu` says otherwise. Changed in place. */
  readonly mtu: number;
  /** The primary's MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the primary is set up. A pair has a carrier only while both ends are up. */
  readonly up: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. */
  readonly addresses: readonly string[];
  /** Routes through the primary. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. */
  readonly routes: readonly RouteChecked[];
  /** The primary's device group, a number that `ip link` can select by. */
  readonly group: number;
  /** Length of the primary's transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. */
  readonly groIpv4MaxSize: number;
  /** A free text on the primary, at most 255 bytes. */
  readonly alias: string;
  /** Take over an existing pair of these names that is not ours, changing it in place. What cannot be changed in place must match. */
  readonly adopt: boolean;
  /** The other end. */
  readonly peer: PeerChecked;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes into a pod's network namespace.
 *
 * Both ends are born in their namespaces, configured while down, and set up last. Everything is read back from the kernel before it is reported. Names are unique in a namespace, so a replacement deletes first.
 */
export type NetkitPairOutputs = {
  /** The primary's device name. */
  readonly name: string;
  /** The primary's network namespace. Absent: the host's own. */
  readonly netns?: string;
  /** At which layer the pair works. */
  readonly mode: Mode;
  /** The primary's policy. */
  readonly policy: Policy;
  /** The peer's policy. */
  readonly peerPolicy: Policy;
  /** The primary's scrubbing. */
  readonly scrub: Scrub;
  /** The peer's scrubbing. */
  readonly peerScrub: Scrub;
  /** Bytes in front of each packet, as declared. */
  readonly headroom: number;
  /** Bytes behind each packet, as declared. */
  readonly tailroom: number;
  /** The primary's largest packet in bytes. */
  readonly mtu: number;
  /** The primary's MAC address. Absent in mode `l3`. */
  readonly mac?: string;
  /** Whether the primary is set up. */
  readonly up: boolean;
  /** The primary's addresses. */
  readonly addresses: readonly string[];
  /** Routes through the primary. */
  readonly routes: readonly RouteChecked[];
  /** The primary's device group. */
  readonly group: number;
  /** Length of the primary's transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. */
  readonly groIpv4MaxSize: number;
  /** The text on the primary. */
  readonly alias: string;
  /** Whether an existing pair may be taken over. */
  readonly adopt: boolean;
  /** The other end, as read back. */
  readonly peer: PeerState;
  /** The primary's interface index in its namespace. Not an identity: it changes when the device is made anew. */
  readonly ifindex: number;
  /** The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, … */
  readonly operstate: string;
  /** The peer's interface index in its namespace. */
  readonly peerIfindex: number;
  /** The peer's MAC address. Absent in mode `l3`. */
  readonly peerMac?: string;
  /** The peer's operational state (RFC 2863). */
  readonly peerOperstate: string;
  /** The id of this very pair, drawn anew at each replacement and kept on both devices as an alternative name. */
  readonly incarnation: string;
  /** Whether the pair existed before this resource did. */
  readonly adopted: boolean;
  /** What the last create or update did on the host, one line an operation, in the words of `ip`. */
  readonly changes: readonly string[];
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  readonly kernel: string;
};
