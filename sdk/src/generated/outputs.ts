// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

/** A route through the device it is declared on. */
export interface Route {
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
}

/** The peer as read back from the kernel. */
export interface PeerState {
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
  readonly addresses: string[];
  /** Routes through the peer. */
  readonly routes: Route[];
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
}
