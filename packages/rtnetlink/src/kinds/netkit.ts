/** IFLA_INFO_DATA of kind "netkit" (linux/if_link.h, drivers/net/netkit.c). */
import { omit } from '../codec/omit';
import { attribute, decodeTable, encodeTable, type Table, type Values } from '../codec/table';
import { flag, named, u16, u32 } from '../codec/values';
import { ifinfomsg, linkBody, linkTable } from '../messages/link-table';
import { encodePeer, type PeerSettings } from '../messages/link-settings';
import { IFLA_NETKIT } from '../uapi';
import { registerKind } from './registry';

const policy = named(u32, { pass: 0, drop: 2 });
const scrub = named(u32, { none: 0, default: 1 });

/** Every attribute of netkit up to 7.3. Integers are u32, but headroom and tailroom are u16. */
export const netkitTable = {
  peer: attribute(IFLA_NETKIT, 'IFLA_NETKIT_PEER_INFO', linkBody, {
    inner: { skip: ifinfomsg.size, table: () => linkTable },
  }),
  primary: attribute(IFLA_NETKIT, 'IFLA_NETKIT_PRIMARY', flag),
  policy: attribute(IFLA_NETKIT, 'IFLA_NETKIT_POLICY', policy),
  peerPolicy: attribute(IFLA_NETKIT, 'IFLA_NETKIT_PEER_POLICY', policy),
  mode: attribute(IFLA_NETKIT, 'IFLA_NETKIT_MODE', named(u32, { l2: 0, l3: 1 })),
  scrub: attribute(IFLA_NETKIT, 'IFLA_NETKIT_SCRUB', scrub),
  peerScrub: attribute(IFLA_NETKIT, 'IFLA_NETKIT_PEER_SCRUB', scrub),
  headroom: attribute(IFLA_NETKIT, 'IFLA_NETKIT_HEADROOM', u16),
  tailroom: attribute(IFLA_NETKIT, 'IFLA_NETKIT_TAILROOM', u16),
  pairing: attribute(IFLA_NETKIT, 'IFLA_NETKIT_PAIRING', named(u32, { pair: 0, single: 1 })),
} satisfies Table;

registerKind('netkit', netkitTable);

/** What happens to a packet while the sending end has no program attached. */
export type NetkitPolicy = 'pass' | 'drop';
/** Whether mark and priority survive the way to the other end. */
export type NetkitScrub = 'none' | 'default';

/**
 * What a netkit device reports, seen from that device: `policy` and `scrub` are its own, `peerPolicy`
 * and `peerScrub` the other end's. Absent: the kernel does not know the attribute, or not for a single.
 */
export interface NetkitData {
  readonly primary: boolean;
  readonly mode: 'l2' | 'l3';
  readonly policy: NetkitPolicy;
  readonly peerPolicy?: NetkitPolicy;
  readonly scrub?: NetkitScrub;
  readonly peerScrub?: NetkitScrub;
  /** Bytes. Kernel 6.14+. Bridges may raise it, so it can exceed what was asked for. */
  readonly headroom?: number;
  readonly tailroom?: number;
  /** Kernel 7.1+. */
  readonly pairing?: 'pair' | 'single';
}

/** Options of a netkit pair at creation. An absent one is not sent, and the kernel's default holds. */
export interface NetkitOptions extends NetkitChange {
  /** Without it the peer takes the primary's own settings, the netns among them, and the name nk%d. */
  readonly peer?: PeerSettings | undefined;
}

/**
 * Options of an existing pair. Only `policy` and `peerPolicy` can change, and only through the primary;
 * the kernel refuses the rest with EACCES even at its present value, or, when it does not know it
 * (headroom on 6.12), accepts and ignores it.
 */
export interface NetkitChange {
  readonly mode?: 'l2' | 'l3' | undefined;
  readonly policy?: NetkitPolicy | undefined;
  readonly peerPolicy?: NetkitPolicy | undefined;
  readonly scrub?: NetkitScrub | undefined;
  readonly peerScrub?: NetkitScrub | undefined;
  readonly headroom?: number | undefined;
  readonly tailroom?: number | undefined;
  readonly pairing?: 'pair' | 'single' | undefined;
}

/** The bytes of IFLA_INFO_DATA. A key this package does not know is refused, not dropped. */
export function encodeNetkit({ peer, ...options }: NetkitOptions): Buffer {
  const values: Values<typeof netkitTable> = options;
  return encodeTable(
    netkitTable,
    peer === undefined ? values : { ...values, peer: encodePeer(peer) },
  );
}

/**
 * Reads IFLA_INFO_DATA. Undefined when one of the three attributes every netkit device has is missing
 * or has a value without a name: then this package is older than the kernel, and guessing would lie.
 */
export function decodeNetkit(data: Buffer): NetkitData | undefined {
  const decoded = omit(decodeTable(netkitTable, data, 'netkit'), 'peer', 'unknown');
  const { primary, mode, policy } = decoded;
  if (primary === undefined || mode === undefined || policy === undefined) return undefined;
  return { ...decoded, primary, mode, policy };
}
