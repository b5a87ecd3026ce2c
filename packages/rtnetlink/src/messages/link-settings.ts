/** What a caller may set on a link, as the header and attributes the kernel reads. */
import { omit } from '../codec/omit';
import type { LinkBody, LinkValues } from './link-table';
import { IFF } from '../uapi';

/** Anything that owns a namespace descriptor, such as an Fd. It must stay open during the call only. */
export interface NetnsHandle {
  readonly number: number;
}

/** Settings every kind of link shares. What is absent is not sent. */
export interface LinkSettings {
  readonly name?: string | undefined;
  /** Move, or create, into this namespace. */
  readonly netns?: NetnsHandle | undefined;
  readonly mtu?: number | undefined;
  /** Link-layer address, hex pairs with colons. */
  readonly mac?: string | undefined;
  readonly up?: boolean | undefined;
  readonly group?: number | undefined;
  /** At most 255 bytes; empty clears. netkit drops it at creation (6.12, 7.3), so set it afterwards. */
  readonly alias?: string | undefined;
  readonly txQueueLength?: number | undefined;
  readonly gsoMaxSegs?: number | undefined;
  readonly gsoMaxSize?: number | undefined;
  readonly gsoIpv4MaxSize?: number | undefined;
  readonly groMaxSize?: number | undefined;
  readonly groIpv4MaxSize?: number | undefined;
  /** ifindex of the bridge, bond or vrf to join; 0 leaves. */
  readonly master?: number | undefined;
}

/** Settings that exist at creation only. */
export interface CreationSettings extends LinkSettings {
  readonly numTxQueues?: number | undefined;
  readonly numRxQueues?: number | undefined;
  /** Ask for this ifindex; EBUSY when taken. */
  readonly index?: number | undefined;
}

/**
 * The other end of a pair. Absent settings are the kernel's defaults, not the primary's: the MTU is
 * 1500. netkit ignores `up` here: its peer always starts down.
 */
export type PeerSettings = CreationSettings;

/** The settings as attributes, in a fixed order. */
export function linkAttributes(settings: CreationSettings): LinkValues {
  const { netns } = settings;
  const attributes = omit(settings, 'netns', 'index', 'up');
  return netns === undefined ? attributes : { netnsFd: netns.number, ...attributes };
}

/** The settings as flags of the header. */
export function linkFlags({ up }: LinkSettings): { flags: number; change: number } {
  if (up === undefined) return { flags: 0, change: 0 };
  return { flags: up ? IFF.IFF_UP : 0, change: IFF.IFF_UP };
}

/** A peer's settings as the link body inside its pair's data. */
export function encodePeer(peer: PeerSettings): LinkBody {
  return {
    header: { index: peer.index ?? 0, ...linkFlags(peer) },
    attributes: linkAttributes(peer),
  };
}
