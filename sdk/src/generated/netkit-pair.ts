// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { Mode, Policy, Scrub } from './enums.js';
import type { RouteArgs, PeerArgs, HostArgs } from './inputs.js';
import type { Route, PeerState, Host } from './outputs.js';

/** What to declare of a NetkitPair. */
export interface NetkitPairArgs {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name?: pulumi.Input<string> | undefined;
  /** The network namespace the primary is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: pulumi.Input<string> | undefined;
  /** At which layer the pair works. Fixed at creation. @default "l3" */
  readonly mode?: pulumi.Input<Mode> | undefined;
  /** What becomes of packets from the host to the pod while no program is attached to `netkit/primary`. Changed in place. @default "pass" */
  readonly policy?: pulumi.Input<Policy> | undefined;
  /** What becomes of packets from the pod to the host while no program is attached to `netkit/peer`. Changed in place. @default "pass" */
  readonly peerPolicy?: pulumi.Input<Policy> | undefined;
  /** Whether the primary zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. @default "default" */
  readonly scrub?: pulumi.Input<Scrub> | undefined;
  /** Whether the peer zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. @default "default" */
  readonly peerScrub?: pulumi.Input<Scrub> | undefined;
  /** Bytes kept free in front of each packet, on both ends. Needs Linux 6.14. At most 32768 here: Linux takes up to 65535, but 7.3 crashes at the first packet from 65500 on. Fixed at creation; others, a bridge say, may raise it. @default 0 */
  readonly headroom?: pulumi.Input<number> | undefined;
  /** Bytes kept free behind each packet, on both ends. Needs Linux 6.14. At most 32768 here, as of headroom; Linux takes up to 65535. Fixed at creation. @default 0 */
  readonly tailroom?: pulumi.Input<number> | undefined;
  /** Largest packet in bytes, for both ends unless `peer.mtu` says otherwise. Changed in place. @default 1500 */
  readonly mtu?: pulumi.Input<number> | undefined;
  /** The primary's MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: pulumi.Input<string> | undefined;
  /** Whether the primary is set up. A pair has a carrier only while both ends are up. @default true */
  readonly up?: pulumi.Input<boolean> | undefined;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. @default [] */
  readonly addresses?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Routes through the primary. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. @default [] */
  readonly routes?: pulumi.Input<pulumi.Input<RouteArgs>[]> | undefined;
  /** The primary's device group, a number that `ip link` can select by. @default 0 */
  readonly group?: pulumi.Input<number> | undefined;
  /** Length of the primary's transmit queue in packets. @default 1000 */
  readonly txQueueLength?: pulumi.Input<number> | undefined;
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. @default 65536 */
  readonly gsoMaxSize?: pulumi.Input<number> | undefined;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. @default 65536 */
  readonly gsoIpv4MaxSize?: pulumi.Input<number> | undefined;
  /** Largest IPv6 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groMaxSize?: pulumi.Input<number> | undefined;
  /** Largest IPv4 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groIpv4MaxSize?: pulumi.Input<number> | undefined;
  /** A free text on the primary, at most 255 bytes. @default "" */
  readonly alias?: pulumi.Input<string> | undefined;
  /** Take over an existing pair of these names that is not ours, changing it in place. What cannot be changed in place must match. @default false */
  readonly adopt?: pulumi.Input<boolean> | undefined;
  /** The other end. */
  readonly peer: pulumi.Input<PeerArgs>;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: pulumi.Input<HostArgs> | undefined;
}

/** What a NetkitPair has once it is made: every property as read back. */
export class NetkitPairOutputs extends pulumi.CustomResource {
  /** The primary's device name. */
  declare readonly name: pulumi.Output<string>;
  /** The primary's network namespace. Absent: the host's own. */
  declare readonly netns: pulumi.Output<string | undefined>;
  /** At which layer the pair works. */
  declare readonly mode: pulumi.Output<Mode>;
  /** The primary's policy. */
  declare readonly policy: pulumi.Output<Policy>;
  /** The peer's policy. */
  declare readonly peerPolicy: pulumi.Output<Policy>;
  /** The primary's scrubbing. */
  declare readonly scrub: pulumi.Output<Scrub>;
  /** The peer's scrubbing. */
  declare readonly peerScrub: pulumi.Output<Scrub>;
  /** Bytes in front of each packet, as declared. */
  declare readonly headroom: pulumi.Output<number>;
  /** Bytes behind each packet, as declared. */
  declare readonly tailroom: pulumi.Output<number>;
  /** The primary's largest packet in bytes. */
  declare readonly mtu: pulumi.Output<number>;
  /** The primary's MAC address. Absent in mode `l3`. */
  declare readonly mac: pulumi.Output<string | undefined>;
  /** Whether the primary is set up. */
  declare readonly up: pulumi.Output<boolean>;
  /** The primary's addresses. */
  declare readonly addresses: pulumi.Output<string[]>;
  /** Routes through the primary. */
  declare readonly routes: pulumi.Output<Route[]>;
  /** The primary's device group. */
  declare readonly group: pulumi.Output<number>;
  /** Length of the primary's transmit queue in packets. */
  declare readonly txQueueLength: pulumi.Output<number>;
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. */
  declare readonly gsoMaxSize: pulumi.Output<number>;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. */
  declare readonly gsoIpv4MaxSize: pulumi.Output<number>;
  /** Largest IPv6 receive-offload packet of the primary in bytes. */
  declare readonly groMaxSize: pulumi.Output<number>;
  /** Largest IPv4 receive-offload packet of the primary in bytes. */
  declare readonly groIpv4MaxSize: pulumi.Output<number>;
  /** The text on the primary. */
  declare readonly alias: pulumi.Output<string>;
  /** Whether an existing pair may be taken over. */
  declare readonly adopt: pulumi.Output<boolean>;
  /** The other end, as read back. */
  declare readonly peer: pulumi.Output<PeerState>;
  /** The primary's interface index in its namespace. Not an identity: it changes when the device is made anew. */
  declare readonly ifindex: pulumi.Output<number>;
  /** The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, … */
  declare readonly operstate: pulumi.Output<string>;
  /** The peer's interface index in its namespace. */
  declare readonly peerIfindex: pulumi.Output<number>;
  /** The peer's MAC address. Absent in mode `l3`. */
  declare readonly peerMac: pulumi.Output<string | undefined>;
  /** The peer's operational state (RFC 2863). */
  declare readonly peerOperstate: pulumi.Output<string>;
  /** The id of this very pair, drawn anew at each replacement and kept on both devices as an alternative name. */
  declare readonly incarnation: pulumi.Output<string>;
  /** Whether the pair existed before this resource did. */
  declare readonly adopted: pulumi.Output<boolean>;
  /** What the last create or update did on the host, one line an operation, in the words of `ip`. */
  declare readonly changes: pulumi.Output<string[]>;
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  declare readonly kernel: pulumi.Output<string>;
  /** The machine it is on, as declared. */
  declare readonly host: pulumi.Output<Host | undefined>;
  /** Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none. */
  declare readonly machine: pulumi.Output<string | undefined>;
}

/** Every output of a NetkitPair. The engine fills in those that a program names. */
export const NETKIT_PAIR_OUTPUTS = [
  "name",
  "netns",
  "mode",
  "policy",
  "peerPolicy",
  "scrub",
  "peerScrub",
  "headroom",
  "tailroom",
  "mtu",
  "mac",
  "up",
  "addresses",
  "routes",
  "group",
  "txQueueLength",
  "gsoMaxSize",
  "gsoIpv4MaxSize",
  "groMaxSize",
  "groIpv4MaxSize",
  "alias",
  "adopt",
  "peer",
  "ifindex",
  "operstate",
  "peerIfindex",
  "peerMac",
  "peerOperstate",
  "incarnation",
  "adopted",
  "changes",
  "kernel",
  "host",
  "machine"
] as const;
