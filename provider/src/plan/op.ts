/**
 * The instruction set: what can be done to a host, as plain JSON. A plan holds no handle, index or closure, so it can be
 * printed, compared in a test, undone in reverse and sent to another machine. Types only.
 */
import type { Mode, Policy, Scrub } from '../generated/types.js';

/** A network namespace as the user names it (name, path or `pid:N`); `null` is the host's own. */
export type Netns = string | null;

/** One of the two ends of a pair. */
export type End = 'primary' | 'peer';

/**
 * A device, never by its name: by an alternative name that only we give, or by the slot that `pair.create` fills with the
 * device it has just made. `name` is for people alone.
 */
export type DeviceRef = { readonly netns: Netns; readonly name: string } & (
  { readonly altName: string } | { readonly slot: End }
);

/** Generic attributes of a device that are changed in place. */
export interface LinkSettings {
  readonly name: string;
  readonly mtu: number;
  readonly mac: string;
  readonly up: boolean;
  readonly group: number;
  readonly alias: string;
  readonly txQueueLength: number;
  readonly gsoMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groMaxSize: number;
  readonly groIpv4MaxSize: number;
}

/** Exactly one setting: the kernel half-applies a message that fails on its second (kernel-facts.md#partial). */
export type LinkSetting = {
  [K in keyof LinkSettings]: Readonly<Record<K, LinkSettings[K]>>;
}[keyof LinkSettings];

/** What an end is born with. */
export interface EndCreation {
  readonly name: string;
  readonly netns: Netns;
  readonly mtu: number;
  readonly mac?: string;
  readonly group: number;
  readonly txQueueLength: number;
  readonly gsoMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groMaxSize: number;
  readonly groIpv4MaxSize: number;
}

/** A pair to be made in one message. Both ends are born down. */
export interface PairCreation {
  readonly mode: Mode;
  readonly policy: Policy;
  readonly peerPolicy: Policy;
  readonly scrub: Scrub;
  readonly peerScrub: Scrub;
  readonly headroom: number;
  readonly tailroom: number;
  readonly primary: EndCreation;
  readonly peer: EndCreation;
}

/** A route through a device, canonical. */
export interface RouteSetting {
  readonly destination: string;
  readonly gateway?: string;
  readonly source?: string;
  readonly metric?: number;
  readonly table: number;
  readonly onLink: boolean;
}

/** Who made what, kept under /run/pulumi-netkit: it recognises a half-made thing after a crash. */
export type OwnerRecord = {
  readonly incarnation: string;
  readonly owner: string;
  /** `creating` until every step of the create has run. */
  readonly phase: 'creating' | 'made';
} & (
  | {
      readonly kind: 'pair';
      readonly name: string;
      readonly netns: Netns;
      readonly peer: { readonly name: string; readonly netns: Netns };
    }
  | { readonly kind: 'netns'; readonly name: string }
);

/** One operation. */
export type Op =
  | { readonly op: 'record.write'; readonly record: OwnerRecord }
  | { readonly op: 'record.remove'; readonly incarnation: string }
  | { readonly op: 'pair.create'; readonly pair: PairCreation }
  | { readonly op: 'pair.delete'; readonly device: DeviceRef }
  | {
      readonly op: 'altName.add' | 'altName.delete';
      readonly device: DeviceRef;
      readonly altName: string;
    }
  | { readonly op: 'link.set'; readonly device: DeviceRef; readonly set: LinkSetting }
  | {
      readonly op: 'policy.set';
      readonly device: DeviceRef;
      readonly set: { readonly policy: Policy } | { readonly peerPolicy: Policy };
    }
  | {
      readonly op: 'address.add' | 'address.delete';
      readonly device: DeviceRef;
      readonly address: string;
    }
  | {
      readonly op: 'route.add' | 'route.delete';
      readonly device: DeviceRef;
      readonly route: RouteSetting;
    }
  | { readonly op: 'netns.touch'; readonly name: string }
  | { readonly op: 'netns.bind'; readonly name: string }
  | { readonly op: 'netns.loUp'; readonly name: string }
  | { readonly op: 'netns.delete'; readonly name: string };

/** An operation, and what takes it back when a later one fails. */
export interface Step {
  readonly op: Op;
  readonly undo?: Op;
  /** The property this step serves, for the error message. */
  readonly path?: string;
}

/** Steps in their order. */
export type Plan = readonly Step[];
