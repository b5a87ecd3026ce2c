/** Addresses of a device: struct ifaddrmsg and IFA_*. */
import type { RawAttribute } from '../codec/attribute';
import { DecodeError } from '../codec/decode-error';
import { familyNumber, formatIp, ip, parseIp, parsePrefix, type Family } from '../codec/ip';
import { struct } from '../codec/struct';
import { attribute, decodeTable, encodeTable, type Table } from '../codec/table';
import { bytes, u32, u8, zstring } from '../codec/values';
import { AF, IFA, IFA_F } from '../uapi';
import { nameOf, numberOf, SCOPE, type Scope } from './names';
import { present } from './present';

/** The fixed head of RTM_*ADDR. */
export const ifaddrmsg = struct('ifaddrmsg', 8, {
  family: [0, 'u8'],
  prefixLength: [1, 'u8'],
  flags: [2, 'u8'],
  scope: [3, 'u8'],
  index: [4, 'u32'],
});

/** Attributes of an address. IFA_FLAGS holds all 32 bits of which the head's flags are the low eight. */
export const addressTable = {
  address: attribute(IFA, 'IFA_ADDRESS', ip),
  local: attribute(IFA, 'IFA_LOCAL', ip),
  label: attribute(IFA, 'IFA_LABEL', zstring),
  broadcast: attribute(IFA, 'IFA_BROADCAST', ip),
  anycast: attribute(IFA, 'IFA_ANYCAST', ip),
  cacheInfo: attribute(IFA, 'IFA_CACHEINFO', bytes),
  multicast: attribute(IFA, 'IFA_MULTICAST', ip),
  flags: attribute(IFA, 'IFA_FLAGS', u32),
  metric: attribute(IFA, 'IFA_RT_PRIORITY', u32),
  protocol: attribute(IFA, 'IFA_PROTO', u8),
} satisfies Table;

/** An address of a device. */
export interface Address {
  readonly index: number;
  readonly family: Family;
  /** With its prefix length: "10.0.0.1/32". */
  readonly address: string;
  /** The far end of a point-to-point address. */
  readonly peer?: string;
  readonly broadcast?: string;
  readonly label?: string;
  readonly scope: Scope;
  /** IFA_F_*. */
  readonly flags: number;
  /** Has no lifetime: somebody configured it. */
  readonly permanent: boolean;
  /** IPv6 still looks for a duplicate; cannot be used yet. */
  readonly tentative: boolean;
  /** IPv6 found a duplicate; will never be used. */
  readonly dadFailed: boolean;
  /** Metric of the prefix route. */
  readonly metric?: number;
  /** IFAPROT_*: 1 loopback, 2 router advertisement, 3 link-local. Kernel 5.18+. */
  readonly protocol?: number;
  readonly unknown: readonly RawAttribute[];
}

/** An address to add. */
export interface NewAddress {
  readonly address: string;
  readonly peer?: string | undefined;
  readonly broadcast?: string | undefined;
  readonly label?: string | undefined;
  readonly scope?: Scope | undefined;
  /** IPv6: use it at once, without looking for a duplicate. */
  readonly noDad?: boolean | undefined;
  /** Do not make the route to the prefix. */
  readonly noPrefixRoute?: boolean | undefined;
  readonly metric?: number | undefined;
  readonly protocol?: number | undefined;
}

/** Writes the body of RTM_NEWADDR and RTM_DELADDR. */
export function encodeAddress(index: number, address: NewAddress): Buffer {
  const { family, bytes, length } = parsePrefix(address.address);
  const local = formatIp(bytes);
  const flags =
    (address.noDad === true ? IFA_F.IFA_F_NODAD : 0) |
    (address.noPrefixRoute === true ? IFA_F.IFA_F_NOPREFIXROUTE : 0);
  const { peer, broadcast, label, metric, protocol } = address;
  if (peer !== undefined && parseIp(peer).family !== family)
    throw new RangeError(`peer "${peer}" is of another family than "${address.address}"`);
  return Buffer.concat([
    ifaddrmsg.encode({
      family: familyNumber(family),
      prefixLength: length,
      scope: numberOf(SCOPE, address.scope ?? 'global'),
      index,
    }),
    encodeTable(addressTable, {
      local,
      address: peer ?? local,
      broadcast,
      label,
      flags: flags === 0 ? undefined : flags,
      metric,
      protocol,
    }),
  ]);
}

/** Reads the body of RTM_NEWADDR. Undefined for families other than IPv4 and IPv6. */
export function decodeAddress(payload: Buffer): Address | undefined {
  const header = ifaddrmsg.decode(payload);
  if (header.family !== AF.AF_INET && header.family !== AF.AF_INET6) return undefined;
  const table = decodeTable(addressTable, payload.subarray(ifaddrmsg.size), 'address');
  // IPv4 always sends both; IPv6 sends IFA_LOCAL for point-to-point addresses only.
  const local = table.local ?? table.address;
  if (local === undefined) throw new DecodeError('IFA_ADDRESS', 'missing');
  const flags = table.flags ?? header.flags;
  return present({
    index: header.index,
    family: header.family === AF.AF_INET ? ('inet' as const) : ('inet6' as const),
    address: `${local}/${header.prefixLength}`,
    peer: table.address === local ? undefined : table.address,
    broadcast: table.broadcast,
    label: table.label,
    scope: nameOf(SCOPE, header.scope),
    flags,
    permanent: (flags & IFA_F.IFA_F_PERMANENT) !== 0,
    tentative: (flags & IFA_F.IFA_F_TENTATIVE) !== 0,
    dadFailed: (flags & IFA_F.IFA_F_DADFAILED) !== 0,
    metric: table.metric,
    protocol: table.protocol,
    unknown: table.unknown,
  });
}
