// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { Mode, Policy, Scrub } from './enums.js';
import type { RouteArgs, PeerArgs, HostArgs } from './inputs.js';
import type { Route, PeerState, Host } from './outputs.js';

/** What to declare of a NetkitPair. */
export interface NetkitPairArgs {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change replaces the pair. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: pulumi.Input<string | undefined>;
  /** The network namespace in which the primary is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace. */
  readonly netns?: pulumi.Input<string | undefined>;
  /** The layer at which the pair works. A change replaces the pair. @default "l3" */
  readonly mode?: pulumi.Input<Mode | undefined>;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. A change is made in place. @default "pass" */
  readonly policy?: pulumi.Input<Policy | undefined>;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. A change is made in place. @default "pass" */
  readonly peerPolicy?: pulumi.Input<Policy | undefined>;
  /** What the kernel does with the mark and priority of the primary's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. @default "default" */
  readonly scrub?: pulumi.Input<Scrub | undefined>;
  /** What the kernel does with the mark and priority of the peer's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. @default "default" */
  readonly peerScrub?: pulumi.Input<Scrub | undefined>;
  /** Bytes that both ends keep free before each packet, at most 32768. Linux accepts up to 65535, but from 65500 on, Linux 7.3 crashes at the first packet. Another device, such as a bridge, may raise the value in use. Needs Linux 6.14. A change replaces the pair. @default 0 */
  readonly headroom?: pulumi.Input<number | undefined>;
  /** Bytes that both ends keep free after each packet, at most 32768, although Linux accepts up to 65535. Needs Linux 6.14. A change replaces the pair. @default 0 */
  readonly tailroom?: pulumi.Input<number | undefined>;
  /** The primary's largest packet in bytes, 68 to 65535. It also applies to the peer unless `peer.mtu` is set. IPv6 needs at least 1280. A change is made in place. @default 1500 */
  readonly mtu?: pulumi.Input<number | undefined>;
  /** The primary's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted. */
  readonly mac?: pulumi.Input<string | undefined>;
  /** Whether to set the primary up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. @default true */
  readonly up?: pulumi.Input<boolean | undefined>;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.1/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. @default [] */
  readonly addresses?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The routes through the primary. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place. @default [] */
  readonly routes?: pulumi.Input<pulumi.Input<RouteArgs>[] | undefined>;
  /** The primary's device group: a number that `ip link` can select devices by. A change is made in place. @default 0 */
  readonly group?: pulumi.Input<number | undefined>;
  /** Length of the primary's transmit queue in packets, at most 32767. A change is made in place. @default 1000 */
  readonly txQueueLength?: pulumi.Input<number | undefined>;
  /** The primary's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoMaxSize?: pulumi.Input<number | undefined>;
  /** The primary's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoIpv4MaxSize?: pulumi.Input<number | undefined>;
  /** The primary's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groMaxSize?: pulumi.Input<number | undefined>;
  /** The primary's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groIpv4MaxSize?: pulumi.Input<number | undefined>;
  /** The primary's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place. @default "" */
  readonly alias?: pulumi.Input<string | undefined>;
  /** Whether to take over an existing pair with these names, even if another stack made it. The pair is changed in place. Properties that cannot be changed in place must match. @default false */
  readonly adopt?: pulumi.Input<boolean | undefined>;
  /** The peer, which is the end in a pod's network namespace. */
  readonly peer: pulumi.Input<PeerArgs>;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What a NetkitPair has once it is made: every property as read back. */
export class NetkitPairOutputs extends pulumi.CustomResource {
  /** The primary's device name. */
  declare readonly name: pulumi.Output<string>;
  /** The primary's network namespace. Absent: the host's own namespace. */
  declare readonly netns: pulumi.Output<string | undefined>;
  /** The layer at which the pair works. */
  declare readonly mode: pulumi.Output<Mode>;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. */
  declare readonly policy: pulumi.Output<Policy>;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. */
  declare readonly peerPolicy: pulumi.Output<Policy>;
  /** What happens to the mark and priority of the primary's packets when they cross into another namespace. */
  declare readonly scrub: pulumi.Output<Scrub>;
  /** What happens to the mark and priority of the peer's packets when they cross into another namespace. */
  declare readonly peerScrub: pulumi.Output<Scrub>;
  /** Bytes that both ends keep free before each packet, as declared. */
  declare readonly headroom: pulumi.Output<number>;
  /** Bytes that both ends keep free after each packet, as declared. */
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
  /** The primary's largest IPv6 packet of segmentation offload (GSO) in bytes. */
  declare readonly gsoMaxSize: pulumi.Output<number>;
  /** The primary's largest IPv4 packet of segmentation offload (GSO) in bytes. */
  declare readonly gsoIpv4MaxSize: pulumi.Output<number>;
  /** The primary's largest IPv6 packet of receive offload (GRO) in bytes. */
  declare readonly groMaxSize: pulumi.Output<number>;
  /** The primary's largest IPv4 packet of receive offload (GRO) in bytes. */
  declare readonly groIpv4MaxSize: pulumi.Output<number>;
  /** The primary's alias. */
  declare readonly alias: pulumi.Output<string>;
  /** Whether an existing pair may be taken over. */
  declare readonly adopt: pulumi.Output<boolean>;
  /** The peer, as read back from the kernel. */
  declare readonly peer: pulumi.Output<PeerState>;
  /** The primary's interface index in its namespace. It changes when the device is made again. */
  declare readonly ifindex: pulumi.Output<number>;
  /** The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, … */
  declare readonly operstate: pulumi.Output<string>;
  /** The peer's interface index in its namespace. */
  declare readonly peerIfindex: pulumi.Output<number>;
  /** The peer's MAC address. Absent in mode `l3`. */
  declare readonly peerMac: pulumi.Output<string | undefined>;
  /** The peer's operational state (RFC 2863). */
  declare readonly peerOperstate: pulumi.Output<string>;
  /** A random id of this pair, which both devices carry as an alternative name. Each replacement gets a new one. */
  declare readonly incarnation: pulumi.Output<string>;
  /** Whether the pair existed before this resource. */
  declare readonly adopted: pulumi.Output<boolean>;
  /** The operations of the last create or update on the host, each shown as the equivalent `ip` command. */
  declare readonly changes: pulumi.Output<string[]>;
  /** The kernel release of the host, as `uname -r` prints it. */
  declare readonly kernel: pulumi.Output<string>;
  /** The machine that the resource is on, as declared. */
  declare readonly host: pulumi.Output<Host | undefined>;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
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
