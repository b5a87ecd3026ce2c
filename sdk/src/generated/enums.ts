// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

/** The layer at which a pair works. */
export const Mode = {
  /** IP packets only: no MAC addresses, no ARP. The kernel's default. */
  L3: 'l3',
  /** Ethernet frames: each end has a MAC address and uses ARP and neighbour discovery. */
  L2: 'l2',
} as const;

/** The layer at which a pair works. */
export type Mode = 'l3' | 'l2';

/** What happens to the packets that an end transmits while no program is attached to its hook. */
export const Policy = {
  /** Packets pass. iproute2 prints `forward`. */
  Pass: 'pass',
  /** Packets are dropped. iproute2 prints `blackhole`. */
  Drop: 'drop',
} as const;

/** What happens to the packets that an end transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export const Scrub = {
  /** The kernel sets mark and priority to zero before programs run. */
  Default: 'default',
  /** The kernel keeps mark and priority. */
  None: 'none',
} as const;

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** The kind of a hook, named as in libbpf. */
export const AttachType = {
  /** Packets that the primary transmits, from the host to the pod. The target is the primary of the pair. */
  NetkitPrimary: 'netkit/primary',
  /** Packets that the peer transmits, from the pod to the host. The target is the primary of the pair, which holds the programs of both ends. */
  NetkitPeer: 'netkit/peer',
  /** Packets that a device of any kind receives. */
  TcxIngress: 'tcx/ingress',
  /** Packets that a device of any kind sends. */
  TcxEgress: 'tcx/egress',
} as const;

/** The kind of a hook, named as in libbpf. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

/** Where the programs of an attachment run relative to foreign programs. */
export const Placement = {
  /** Before the foreign programs. They run only if the programs of this attachment let the packet continue. */
  BeforeForeign: 'before-foreign',
  /** After the foreign programs. */
  AfterForeign: 'after-foreign',
} as const;

/** Where the programs of an attachment run relative to foreign programs. */
export type Placement = 'before-foreign' | 'after-foreign';

/** Whether a host has a feature. */
export const FeatureState = {
  /** The host has the feature. */
  Present: 'present',
  /** The host does not have the feature. */
  Absent: 'absent',
  /** Unknown: a right is missing, or a test would have a side effect. */
  Unknown: 'unknown',
} as const;

/** Whether a host has a feature. */
export type FeatureState = 'present' | 'absent' | 'unknown';
