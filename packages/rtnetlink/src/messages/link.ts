/** A link as data. */
import type { RawAttribute } from '../codec/attribute';
import { DecodeError } from '../codec/decode-error';
import { decodeNetkit, type NetkitData } from '../kinds/netkit';
import { IFF } from '../uapi';
import { decodeLinkBody, type OPERSTATE } from './link-table';
import { present } from './present';

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

/** Reads the body of RTM_NEWLINK. */
export function decodeLink(payload: Buffer): Link {
  const { header, attributes } = decodeLinkBody(payload);
  const { name, linkInfo, unknown } = attributes;
  if (name === undefined) throw new DecodeError('IFLA_IFNAME', 'missing');
  const infoData = linkInfo?.data;
  return present({
    index: header.index,
    name,
    altNames: attributes.altNames ?? [],
    kind: linkInfo?.kind,
    type: header.type,
    flags: header.flags,
    up: (header.flags & IFF.IFF_UP) !== 0,
    mtu: attributes.mtu ?? 0,
    mac: attributes.mac === '' ? undefined : attributes.mac,
    operstate: attributes.operstate ?? 'unknown',
    carrier: attributes.carrier ?? false,
    group: attributes.group ?? 0,
    alias: attributes.alias,
    txQueueLength: attributes.txQueueLength ?? 0,
    gsoMaxSegs: attributes.gsoMaxSegs,
    gsoMaxSize: attributes.gsoMaxSize,
    gsoIpv4MaxSize: attributes.gsoIpv4MaxSize,
    groMaxSize: attributes.groMaxSize,
    groIpv4MaxSize: attributes.groIpv4MaxSize,
    tsoMaxSize: attributes.tsoMaxSize,
    minMtu: attributes.minMtu,
    maxMtu: attributes.maxMtu,
    master: attributes.master,
    linkIndex: attributes.linkIndex,
    linkNsid: attributes.linkNsid,
    numTxQueues: attributes.numTxQueues ?? 1,
    numRxQueues: attributes.numRxQueues ?? 1,
    netkit:
      linkInfo?.kind === 'netkit' && infoData !== undefined ? decodeNetkit(infoData) : undefined,
    infoData,
    unknown,
  });
}
