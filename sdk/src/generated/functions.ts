// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';
import type { Mode, Policy, Scrub, AttachType } from './enums.js';
import type { TargetArgs, HostArgs } from './inputs.js';
import type { Route, PeerState, HookEntry, KernelFeature } from './outputs.js';

/** What getNetkitPairOutput is asked. */
export interface GetNetkitPairOutputArgs {
  /** The primary's device name. */
  readonly name: pulumi.Input<string>;
  /** The primary's network namespace: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. Absent: the host's own namespace. */
  readonly netns?: pulumi.Input<string | undefined>;
  /** The machine to read from. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What getNetkitPair is asked. */
export type GetNetkitPairArgs = pulumi.Unwrap<GetNetkitPairOutputArgs>;

/** What getNetkitPair sees. */
export type GetNetkitPairResult = {
  /** The primary's device name. */
  readonly name: string;
  /** The primary's network namespace. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The layer at which the pair works. */
  readonly mode: Mode;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. */
  readonly policy: Policy;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. */
  readonly peerPolicy: Policy;
  /** What happens to the mark and priority of the primary's packets when they cross into another namespace. */
  readonly scrub: Scrub;
  /** What happens to the mark and priority of the peer's packets when they cross into another namespace. */
  readonly peerScrub: Scrub;
  /** Bytes that both ends keep free before each packet, as declared. */
  readonly headroom: number;
  /** Bytes that both ends keep free after each packet, as declared. */
  readonly tailroom: number;
  /** The primary's largest packet in bytes. */
  readonly mtu: number;
  /** The primary's MAC address. Absent in mode `l3`. */
  readonly mac?: string;
  /** Whether the primary is set up. */
  readonly up: boolean;
  /** The primary's addresses. */
  readonly addresses: string[];
  /** Routes through the primary. */
  readonly routes: Route[];
  /** The primary's device group. */
  readonly group: number;
  /** Length of the primary's transmit queue in packets. */
  readonly txQueueLength: number;
  /** The primary's largest IPv6 packet of segmentation offload (GSO) in bytes. */
  readonly gsoMaxSize: number;
  /** The primary's largest IPv4 packet of segmentation offload (GSO) in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** The primary's largest IPv6 packet of receive offload (GRO) in bytes. */
  readonly groMaxSize: number;
  /** The primary's largest IPv4 packet of receive offload (GRO) in bytes. */
  readonly groIpv4MaxSize: number;
  /** The primary's alias. */
  readonly alias: string;
  /** The peer, as read back from the kernel. */
  readonly peer: PeerState;
  /** The primary's interface index in its namespace. It changes when the device is made again. */
  readonly ifindex: number;
  /** The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, … */
  readonly operstate: string;
  /** The peer's interface index in its namespace. */
  readonly peerIfindex: number;
  /** The peer's MAC address. Absent in mode `l3`. */
  readonly peerMac?: string;
  /** The peer's operational state (RFC 2863). */
  readonly peerOperstate: string;
  /** The `incarnation` that a `NetkitPair` gave the pair. Empty: no `NetkitPair` made it. */
  readonly incarnation: string;
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
};

/** What getHookOutput is asked. */
export interface GetHookOutputArgs {
  /** The device that holds the hook. For both netkit hooks, this is the primary of the pair. */
  readonly target: pulumi.Input<TargetArgs>;
  /** The hook of the device. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The machine to read from. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What getHook is asked. */
export type GetHookArgs = pulumi.Unwrap<GetHookOutputArgs>;

/** What getHook sees. */
export type GetHookResult = {
  /** The programs, in the order in which they run. */
  readonly chain: HookEntry[];
  /** The kernel's count of changes to this chain, as a decimal string. `0`: the chain of a netkit hook is empty, and the kernel does not report its count. */
  readonly revision: string;
  /** Whether every packet is dropped while no program is attached, because the policy of the netkit end is `drop`. */
  readonly isClosedWhenEmpty: boolean;
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
};

/** What getKernelSupportOutput is asked. */
export interface GetKernelSupportOutputArgs {
  /** The machine to read from. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What getKernelSupport is asked. */
export type GetKernelSupportArgs = pulumi.Unwrap<GetKernelSupportOutputArgs>;

/** What getKernelSupport sees. */
export type GetKernelSupportResult = {
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
  /** The version of libbpf on the host. Absent: libbpf is not installed. */
  readonly libbpf?: string;
  /** One entry for each feature. */
  readonly features: KernelFeature[];
};
