// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

/** At which layer a pair works. */
export const Mode = {
  /** IP packets only: no MAC addresses, no ARP. The kernel's default. */
  L3: 'l3',
  /** Ethernet frames: each end has a MAC address, ARP and neighbour discovery run. */
  L2: 'l2',
} as const;

/** At which layer a pair works. */
export type Mode = 'l3' | 'l2';

/** What an end does with packets it transmits while no program is attached to its hook. */
export const Policy = {
  /** Let them through. iproute2 prints `forward`. */
  Pass: 'pass',
  /** Drop them. iproute2 prints `blackhole`. */
  Drop: 'drop',
} as const;

/** What an end does with packets it transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export const Scrub = {
  /** Zero them before programs run. */
  Default: 'default',
  /** Keep them. */
  None: 'none',
} as const;

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** A hook's kind, in libbpf's words. */
export const AttachType = {
  /** Packets the primary transmits: host to pod. The target is the pair's primary. */
  NetkitPrimary: 'netkit/primary',
  /** Packets the peer transmits: pod to host. The target is the pair's primary, which manages both ends. */
  NetkitPeer: 'netkit/peer',
  /** Packets that arrive on the device, of any kind. */
  TcxIngress: 'tcx/ingress',
  /** Packets that leave by the device, of any kind. */
  TcxEgress: 'tcx/egress',
} as const;

/** A hook's kind, in libbpf's words. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

/** Where the programs go in a chain that holds programs of others and none of this attachment. */
export const Placement = {
  /** In front of them: they run after ours, if ours let a packet on. */
  BeforeForeign: 'before-foreign',
  /** Behind them. */
  AfterForeign: 'after-foreign',
} as const;

/** Where the programs go in a chain that holds programs of others and none of this attachment. */
export type Placement = 'before-foreign' | 'after-foreign';

/** Whether a feature is there. */
export const FeatureState = {
  /** It is there. */
  Present: 'present',
  /** It is not there. */
  Absent: 'absent',
  /** It could not be told: a right is missing, or no question without a side effect is known. */
  Unknown: 'unknown',
} as const;

/** Whether a feature is there. */
export type FeatureState = 'present' | 'absent' | 'unknown';
