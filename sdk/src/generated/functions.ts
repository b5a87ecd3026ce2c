// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';
import type { Mode, Policy, Scrub, AttachType } from './enums.js';
import type { TargetArgs, HostArgs } from './inputs.js';
import type { Route, PeerState, HookEntry, KernelFeature } from './outputs.js';

/** What getNetkitPairOutput is asked. */
export interface GetNetkitPairOutputArgs {
  /** The primary's device name. */
  readonly name: pulumi.Input<string>;
  /** The primary's network namespace: a name under /run/netns, an absolute path, or `pid:N` for that of process N. Absent: the host's own. */
  readonly netns?: pulumi.Input<string | undefined>;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What getNetkitPair is asked. */
export type GetNetkitPairArgs = pulumi.Unwrap<GetNetkitPairOutputArgs>;

/** What getNetkitPair sees. */
export type GetNetkitPairResult = {
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
  readonly addresses: string[];
  /** Routes through the primary. */
  readonly routes: Route[];
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
  /** The other end, as read back. */
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
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: pulumi.Input<TargetArgs>;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What getHook is asked. */
export type GetHookArgs = pulumi.Unwrap<GetHookOutputArgs>;

/** What getHook sees. */
export type GetHookResult = {
  /** The programs, in the order in which they run. */
  readonly chain: HookEntry[];
  /** The kernel's count of changes to this chain, a decimal string. `0`: the chain of a netkit hook is empty, and the kernel does not report its count. */
  readonly revision: string;
  /** Whether no packet passes while no program is attached, because the policy of the netkit end is `drop`. */
  readonly isClosedWhenEmpty: boolean;
  /** The release of the kernel, `uname -r`. */
  readonly kernel: string;
};

/** What getKernelSupportOutput is asked. */
export interface GetKernelSupportOutputArgs {
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What getKernelSupport is asked. */
export type GetKernelSupportArgs = pulumi.Unwrap<GetKernelSupportOutputArgs>;

/** What getKernelSupport sees. */
export type GetKernelSupportResult = {
  /** The release of the kernel, `uname -r`. */
  readonly kernel: string;
  /** The version of libbpf on the host. Absent: libbpf is not installed. */
  readonly libbpf?: string;
  /** One entry for each feature. */
  readonly features: KernelFeature[];
};
