// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';
import type { Mode, Policy, Scrub, AttachType } from './enums.js';
import type { TargetArgs, HostArgs } from './inputs.js';
import type { Route, PeerState, HookEntry, KernelFeature } from './outputs.js';

/** What getNetkitPairOutput is asked. */
export interface GetNetkitPairOutputArgs {
  /** The primary's device name. */
  readonly name: pulumi.Input<string>;
  /** The primary's network namespace: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: pulumi.Input<string> | undefined;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: pulumi.Input<HostArgs> | undefined;
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
  /** The id that a `NetkitPair` gave it. Empty: nobody's that we know of. */
  readonly incarnation: string;
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  readonly kernel: string;
};

/** What getHookOutput is asked. */
export interface GetHookOutputArgs {
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: pulumi.Input<TargetArgs>;
  /** Which hook of the device. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: pulumi.Input<HostArgs> | undefined;
}

/** What getHook is asked. */
export type GetHookArgs = pulumi.Unwrap<GetHookOutputArgs>;

/** What getHook sees. */
export type GetHookResult = {
  /** The programs, in the order they run. */
  readonly chain: HookEntry[];
  /** The kernel's count of changes to this chain, decimal. `0`: an empty netkit chain, whose count the kernel does not tell. */
  readonly revision: string;
  /** Whether nothing passes while no program is attached: a netkit end whose policy is `drop`. */
  readonly isClosedWhenEmpty: boolean;
  /** The release of the kernel, `uname -r`. */
  readonly kernel: string;
};

/** What getKernelSupportOutput is asked. */
export interface GetKernelSupportOutputArgs {
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: pulumi.Input<HostArgs> | undefined;
}

/** What getKernelSupport is asked. */
export type GetKernelSupportArgs = pulumi.Unwrap<GetKernelSupportOutputArgs>;

/** What getKernelSupport sees. */
export type GetKernelSupportResult = {
  /** The release of the kernel, `uname -r`. */
  readonly kernel: string;
  /** The version of libbpf on the host. Absent: there is none. */
  readonly libbpf?: string;
  /** One entry for each feature. */
  readonly features: KernelFeature[];
};
