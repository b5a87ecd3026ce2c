/** What the things of a fake kernel are made of. Mutable: a test is the other actor on the host. */
import type {
  LinkSettings,
  Mode,
  Netns,
  Policy,
  RouteSetting,
  Scrub,
} from '@pulumi-netkit/contract';

/** What a device is made of. */
export type Device = { -readonly [K in keyof LinkSettings]: LinkSettings[K] } & {
  netns: Netns;
  readonly ifindex: number;
  readonly kind: string;
  altNames: string[];
  addresses: string[];
  routes: RouteSetting[];
  policy: Policy;
  pair?: FakePair;
};

/** What both ends of a netkit pair share. */
export interface FakePair {
  readonly mode: Mode;
  readonly scrub?: Scrub;
  readonly peerScrub?: Scrub;
  readonly headroom?: number;
  readonly tailroom?: number;
  readonly primary: Device;
  readonly peer: Device;
}

/** A named namespace; `file` is a name without one. */
export interface FakeNetns {
  state: 'file' | 'namespace';
  inode: string;
  loUp: boolean;
  processes: string[];
}

/** What a device is when nobody said anything. */
export const PLAIN = {
  mtu: 1500,
  group: 0,
  txQueueLength: 1000,
  gsoMaxSize: 65_536,
  gsoIpv4MaxSize: 65_536,
  groMaxSize: 65_536,
  groIpv4MaxSize: 65_536,
} as const;

/** What a pair is when nobody said anything. */
export const PLAIN_PAIR = {
  mode: 'l3',
  policy: 'pass',
  peerPolicy: 'pass',
  scrub: 'default',
  peerScrub: 'default',
  headroom: 0,
  tailroom: 0,
} as const;

const TWINS = [
  ['gsoMaxSize', 'gsoIpv4MaxSize'],
  ['groMaxSize', 'groIpv4MaxSize'],
] as const;

/** What a size that is set does to its IPv4 twin. */
export function dragTwins(device: Device, set: Partial<LinkSettings>): void {
  for (const [size, twin] of TWINS) {
    const value = set[size];
    if (value !== undefined && value <= 65_536) device[twin] = value;
  }
}

/** An attribute that an old kernel does not know. */
export type Ignored = 'headroom' | 'tailroom' | 'scrub' | 'peerScrub';
