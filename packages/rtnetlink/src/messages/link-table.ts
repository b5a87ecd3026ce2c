/** struct ifinfomsg and the IFLA_* attributes behind it. */
import { readAttributes, writeAttribute } from '../codec/attribute';
import { omit } from '../codec/omit';
import { struct, type StructValues } from '../codec/struct';
import {
  attribute,
  decodeTable,
  encodeTable,
  nest,
  type Decoded,
  type Table,
  type Values,
} from '../codec/table';
import {
  bytes,
  flag,
  mac,
  named,
  s32,
  ofPayload,
  text,
  u32,
  u8,
  zstring,
  type Codec,
} from '../codec/values';
import { kindTable } from '../kinds/registry';
import { IFLA, IFLA_INFO } from '../uapi';

/** The fixed head of every RTM_*LINK message. */
export const ifinfomsg = struct('ifinfomsg', 16, {
  family: [0, 'u8'],
  type: [2, 'u16'],
  index: [4, 's32'],
  flags: [8, 'u32'],
  change: [12, 'u32'],
});

/** RFC 2863 operational state, IF_OPER_* in linux/if.h. */
export const OPERSTATE = {
  unknown: 0,
  notpresent: 1,
  down: 2,
  lowerlayerdown: 3,
  testing: 4,
  dormant: 5,
  up: 6,
} as const;

/** Inside IFLA_LINKINFO. The data stays bytes here: what they mean depends on the kind. */
export const linkInfoTable = {
  kind: attribute(IFLA_INFO, 'IFLA_INFO_KIND', zstring),
  data: attribute(IFLA_INFO, 'IFLA_INFO_DATA', bytes, {
    inner: {
      skip: 0,
      table: (siblings) => {
        const kind = siblings.find(({ type }) => type === IFLA_INFO.IFLA_INFO_KIND);
        return kind && kindTable(zstring.decode(kind.payload) ?? '');
      },
    },
  }),
  slaveKind: attribute(IFLA_INFO, 'IFLA_INFO_SLAVE_KIND', zstring),
  slaveData: attribute(IFLA_INFO, 'IFLA_INFO_SLAVE_DATA', bytes),
} satisfies Table;

/** IFLA_PROP_LIST: a nest of IFLA_ALT_IFNAME, one for each name; other properties are passed over. */
const altNames: Codec<string[]> = {
  encode: (names) =>
    Buffer.concat(names.map((name) => writeAttribute(IFLA.IFLA_ALT_IFNAME, zstring.encode(name)))),
  decode: ofPayload((payload) =>
    readAttributes(payload)
      .filter(({ type }) => type === IFLA.IFLA_ALT_IFNAME)
      .map((name) => zstring.decode(name.payload) ?? ''),
  ),
};

const altNameTable = { name: attribute(IFLA, 'IFLA_ALT_IFNAME', zstring) } satisfies Table;

/** The attributes of a link that this package reads or writes; the others decode as unknown. */
export const linkTable = {
  mac: attribute(IFLA, 'IFLA_ADDRESS', mac),
  broadcast: attribute(IFLA, 'IFLA_BROADCAST', mac),
  name: attribute(IFLA, 'IFLA_IFNAME', zstring),
  mtu: attribute(IFLA, 'IFLA_MTU', u32),
  linkIndex: attribute(IFLA, 'IFLA_LINK', s32),
  qdisc: attribute(IFLA, 'IFLA_QDISC', zstring),
  master: attribute(IFLA, 'IFLA_MASTER', u32),
  txQueueLength: attribute(IFLA, 'IFLA_TXQLEN', u32),
  operstate: attribute(IFLA, 'IFLA_OPERSTATE', named(u8, OPERSTATE)),
  linkInfo: attribute(
    IFLA,
    'IFLA_LINKINFO',
    nest(() => linkInfoTable),
    {
      inner: { skip: 0, table: () => linkInfoTable },
    },
  ),
  netnsPid: attribute(IFLA, 'IFLA_NET_NS_PID', u32),
  alias: attribute(IFLA, 'IFLA_IFALIAS', text),
  group: attribute(IFLA, 'IFLA_GROUP', u32),
  netnsFd: attribute(IFLA, 'IFLA_NET_NS_FD', u32),
  extMask: attribute(IFLA, 'IFLA_EXT_MASK', u32),
  numTxQueues: attribute(IFLA, 'IFLA_NUM_TX_QUEUES', u32),
  numRxQueues: attribute(IFLA, 'IFLA_NUM_RX_QUEUES', u32),
  carrier: attribute(IFLA, 'IFLA_CARRIER', flag),
  linkNsid: attribute(IFLA, 'IFLA_LINK_NETNSID', s32),
  protoDown: attribute(IFLA, 'IFLA_PROTO_DOWN', flag),
  gsoMaxSegs: attribute(IFLA, 'IFLA_GSO_MAX_SEGS', u32),
  gsoMaxSize: attribute(IFLA, 'IFLA_GSO_MAX_SIZE', u32),
  targetNsid: attribute(IFLA, 'IFLA_TARGET_NETNSID', s32),
  newIndex: attribute(IFLA, 'IFLA_NEW_IFINDEX', s32),
  minMtu: attribute(IFLA, 'IFLA_MIN_MTU', u32),
  maxMtu: attribute(IFLA, 'IFLA_MAX_MTU', u32),
  // The property messages are parsed strictly, which includes NLA_F_NESTED.
  altNames: attribute(IFLA, 'IFLA_PROP_LIST', altNames, {
    nestedFlag: true,
    inner: { skip: 0, table: () => altNameTable },
  }),
  altName: attribute(IFLA, 'IFLA_ALT_IFNAME', zstring),
  permanentMac: attribute(IFLA, 'IFLA_PERM_ADDRESS', mac),
  groMaxSize: attribute(IFLA, 'IFLA_GRO_MAX_SIZE', u32),
  tsoMaxSize: attribute(IFLA, 'IFLA_TSO_MAX_SIZE', u32),
  tsoMaxSegs: attribute(IFLA, 'IFLA_TSO_MAX_SEGS', u32),
  gsoIpv4MaxSize: attribute(IFLA, 'IFLA_GSO_IPV4_MAX_SIZE', u32),
  groIpv4MaxSize: attribute(IFLA, 'IFLA_GRO_IPV4_MAX_SIZE', u32),
} satisfies Table;

/** What can be written behind an ifinfomsg. */
export type LinkValues = Values<typeof linkTable>;

/** An ifinfomsg and its attributes: the body of RTM_*LINK, and of a peer inside veth and netkit data. */
export interface LinkBody {
  readonly header: Partial<
    StructValues<{ family: never; type: never; index: never; flags: never; change: never }>
  >;
  readonly attributes: LinkValues;
}

/** What a link message decodes to. */
export interface DecodedLinkBody {
  readonly header: StructValues<{
    family: never;
    type: never;
    index: never;
    flags: never;
    change: never;
  }>;
  readonly attributes: Decoded<typeof linkTable>;
}

/** Writes the body of an RTM_*LINK message. */
export function encodeLinkBody({ header, attributes }: LinkBody): Buffer {
  return Buffer.concat([ifinfomsg.encode(header), encodeTable(linkTable, attributes)]);
}

/** Reads the body of an RTM_*LINK message. */
export function decodeLinkBody(payload: Buffer): DecodedLinkBody {
  return {
    header: ifinfomsg.decode(payload),
    attributes: decodeTable(linkTable, payload, 'link', ifinfomsg.size),
  };
}

/** A peer inside a pair's data: a whole link body as one attribute. */
export const linkBody: Codec<LinkBody> = {
  encode: encodeLinkBody,
  decode: ofPayload((payload) => {
    const { header, attributes } = decodeLinkBody(payload);
    return { header, attributes: omit(attributes, 'unknown') };
  }),
};
