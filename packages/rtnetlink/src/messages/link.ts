/** A link as data. */
import type { RawAttribute } from '../codec/attribute';
import { DecodeError } from '../codec/decode-error';
import { decodeNetkit, type NetkitData } from '../kinds/netkit';
import { IFF } from '../uapi';
import { decodeLinkBody, type OPERSTATE } from './link-table';

/** RFC 2863 operational state. */
export type Operstate = keyof typeof OPERSTATE;

/** A network device of any kind, as RTM_NEWLINK reports it. */
export interface Link {
  readonly index: number;
  readonly name: string;
  readonly altNames: readonly string[];
  /** Driver kind: 'netkit', 'veth', …; absent for hardware and lo. */
  readonly kind?: string;
  /** ARPHRD_*: 1 is Ethernet, 772 loopback. */
  readonly type: number;
  /** IFF_*. */
  readonly flags: number;
  /** Administratively up (IFF_UP). */
  readonly up: boolean;
  readonly mtu: number;
  /** Link-layer address; all zero for a netkit in l3 mode. */
  readonly mac?: string;
  readonly operstate: Operstate;
  readonly carrier: boolean;
  readonly group: number;
  readonly alias?: string;
  readonly txQueueLength: number;
  readonly gsoMaxSegs?: number;
  readonly gsoMaxSize?: number;
  readonly gsoIpv4MaxSize?: number;
  readonly groMaxSize?: number;
  readonly groIpv4MaxSize?: number;
  readonly tsoMaxSize?: number;
  readonly minMtu?: number;
  readonly maxMtu?: number;
  /** ifindex of the bridge, bond or vrf it belongs to. */
  readonly master?: number;
  /** IFLA_LINK: the other end of a pair, or the lower device; an index in the namespace of `linkNsid`. */
  readonly linkIndex?: number;
  /** Present when `linkIndex` is in another namespace; a number of the reading namespace only. */
  readonly linkNsid?: number;
  readonly numTxQueues: number;
  readonly numRxQueues: number;
  /** Absent for other kinds, and for a netkit that reports values unknown to this package. */
  readonly netkit?: NetkitData;
  /** IFLA_INFO_DATA as it came. */
  readonly infoData?: Buffer;
  /** Attributes not read above. */
  readonly unknown: readonly RawAttribute[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What is taken over under the same name, when it is there. */
const OPTIONAL = [
  'alias',
  'gsoMaxSegs',
  'gsoMaxSize',
  'gsoIpv4MaxSize',
  'groMaxSize',
  'groIpv4MaxSize',
  'tsoMaxSize',
  'minMtu',
  'maxMtu',
  'master',
  'linkIndex',
  'linkNsid',
] as const;

/** Reads the body of RTM_NEWLINK. */
export function decodeLink(payload: Buffer): Link {
  const { header, attributes } = decodeLinkBody(payload);
  const { name, mac, linkInfo, unknown } = attributes;
  if (name === undefined) throw new DecodeError('IFLA_IFNAME', 'missing');
  const link: Mutable<Link> = {
    index: header.index,
    name,
    altNames: attributes.altNames ?? [],
    type: header.type,
    flags: header.flags,
    up: (header.flags & IFF.IFF_UP) !== 0,
    mtu: attributes.mtu ?? 0,
    operstate: attributes.operstate ?? 'unknown',
    carrier: attributes.carrier ?? false,
    group: attributes.group ?? 0,
    txQueueLength: attributes.txQueueLength ?? 0,
    numTxQueues: attributes.numTxQueues ?? 1,
    numRxQueues: attributes.numRxQueues ?? 1,
    unknown,
  };
  if (mac !== undefined && mac !== '') link.mac = mac;
  // One by one: a thousand devices in a dump are a thousand of these.
  for (const key of OPTIONAL) copy(link, attributes, key);
  if (linkInfo?.kind !== undefined) link.kind = linkInfo.kind;
  if (linkInfo?.data !== undefined) {
    link.infoData = linkInfo.data;
    const netkit = linkInfo.kind === 'netkit' ? decodeNetkit(linkInfo.data) : undefined;
    if (netkit !== undefined) link.netkit = netkit;
  }
  return link;
}

function copy<K extends string>(
  to: Partial<Record<K, unknown>>,
  from: Readonly<Partial<Record<K, unknown>>>,
  key: K,
): void {
  if (from[key] !== undefined) to[key] = from[key];
}
