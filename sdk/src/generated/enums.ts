// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

/** The layer at which a pair works. */
export const Mode = {
  /** IP packets only: no MAC addresses, no ARP. The kernel's default. */
  L3: 'l3',
  /** Ethernet frames: each end has a MAC address, ARP and neighbour discovery run. */
  L2: 'l2',
} as const;

/** The layer at which a pair works. */
export type Mode = 'l3' | 'l2';

/** What an end does with the packets that it transmits while no program is attached to its hook. */
export const Policy = {
  /** Packets pass. iproute2 prints `forward`. */
  Pass: 'pass',
  /** Packets are dropped. iproute2 prints `blackhole`. */
  Drop: 'drop',
} as const;

/** What an end does with the packets that it transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export const Scrub = {
  /** The kernel sets both to zero before programs run. */
  Default: 'default',
  /** The kernel keeps both. */
  None: 'none',
} as const;

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** The kind of a hook, by the names that libbpf uses. */
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

/** The kind of a hook, by the names that libbpf uses. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

/** Where the programs of an attachment run relative to foreign programs. */
export const Placement = {
  /** Before the foreign programs. These run if the programs of this attachment let a packet continue. */
  BeforeForeign: 'before-foreign',
  /** After the foreign programs. */
  AfterForeign: 'after-foreign',
} as const;

/** Where the programs of an attachment run relative to foreign programs. */
export type Placement = 'before-foreign' | 'after-foreign';

/** Whether a feature is there. */
export const FeatureState = {
  /** It is there. */
  Present: 'present',
  /** It is not there. */
  Absent: 'absent',
  /** Unknown: a right is missing, or a test would have a side effect. */
  Unknown: 'unknown',
} as const;

/** Whether a feature is there. */
export type FeatureState = 'present' | 'absent' | 'unknown';
