/** Which attribute of a request the kernel objected to. */
import { readAttributes } from './codec/attribute';
import { DecodeError } from './codec/decode-error';
import type { Ack } from './codec/extack';
import { HEADER_LENGTH } from './codec/header';
import { namesAt } from './codec/naming';
import type { Table } from './codec/table';
import { zstring } from './codec/values';
import { attributesInText } from './kinds/extack-texts';
import { netkitTable } from './kinds/netkit';
import { kindTable } from './kinds/registry';
import './kinds/veth';
import { addressTable, ifaddrmsg } from './messages/address';
import { ifinfomsg, linkTable } from './messages/link-table';
import { nsidTable, rtgenmsg } from './messages/nsid';
import { routeTable, rtmsg } from './messages/route';
import { IFLA, IFLA_INFO, RTM } from './uapi';

/** What follows the header of a message type. */
function layoutOf(type: number): { skip: number; table: Table } | undefined {
  const { RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNSID, RTM_NEWLINKPROP } = RTM;
  // The four verbs of an object share a base: NEW, DEL, GET, SET.
  switch (type & ~3) {
    case RTM_NEWLINK:
    case RTM_NEWLINKPROP:
      return { skip: ifinfomsg.size, table: linkTable };
    case RTM_NEWADDR:
      return { skip: ifaddrmsg.size, table: addressTable };
    case RTM_NEWROUTE:
      return { skip: rtmsg.size, table: routeTable };
    case RTM_NEWNSID:
      return { skip: rtgenmsg.size, table: nsidTable };
    default:
      return undefined;
  }
}

/** The name of a message type: 16 is 'RTM_NEWLINK'. */
export function requestName(type: number): string {
  return Object.entries(RTM).find(([, value]) => value === type)?.[0] ?? `message type ${type}`;
}

/**
 * The attribute path of a refusal: where the kernel's offset points, or, when it points at nothing or
 * only at the envelope of a device's data, where its sentence does. Undefined when neither tells.
 */
export function blame(type: number, body: Buffer, ack: Ack): string[] | undefined {
  const layout = layoutOf(type);
  if (layout === undefined) return undefined;
  const attributes = body.subarray(layout.skip);
  const start = HEADER_LENGTH + layout.skip;
  const pointed =
    ack.offset === undefined || ack.offset < start
      ? []
      : namesAt(layout.table, attributes, ack.offset - start);
  const vague =
    pointed.length === 0 || ['IFLA_LINKINFO', 'IFLA_INFO_DATA'].includes(pointed.at(-1) ?? '');
  const told =
    vague && ack.text !== undefined ? pathInText(layout.table, attributes, ack.text) : undefined;
  return told ?? (pointed.length === 0 ? undefined : pointed);
}

function pathInText(table: Table, attributes: Buffer, text: string): string[] | undefined {
  try {
    return search(table, attributes, text);
  } catch (error) {
    // Data the caller made may be no attributes at all. The refusal counts, not that.
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function search(table: Table, attributes: Buffer, text: string): string[] | undefined {
  const found = table === linkTable ? attributesInText(text) : undefined;
  const [first] = found?.names ?? [];
  if (found === undefined || first === undefined) return undefined;
  if (first === 'IFLA_INFO_KIND') return ['IFLA_LINKINFO', first];
  if (!found.netkit) return [...whichEnd(attributes, first, text), first];
  const name = found.names.length === 1 ? first : culprit(attributes, found.names);
  return name === undefined ? undefined : ['IFLA_LINKINFO', 'IFLA_INFO_DATA', name];
}

/**
 * Both ends of a pair may send the attribute, and the sentence does not tell which it means: the one
 * that does, or the one further out. The kernel makes the peer first, so on a tie it is the peer's.
 */
function whichEnd(attributes: Buffer, name: string, text: string): string[] {
  const type = IFLA[name as keyof typeof IFLA];
  const linkInfo = find(attributes, IFLA.IFLA_LINKINFO) ?? Buffer.alloc(0);
  const kind = zstring.decode(find(linkInfo, IFLA_INFO.IFLA_INFO_KIND) ?? Buffer.alloc(0)) ?? '';
  const peer = Object.values(kindTable(kind) ?? {}).find(({ inner }) => inner !== undefined);
  const data = find(linkInfo, IFLA_INFO.IFLA_INFO_DATA);
  if (peer === undefined || data === undefined) return [];
  const theirs = find(find(data, peer.type)?.subarray(ifinfomsg.size) ?? Buffer.alloc(0), type);
  const ours = find(attributes, type);
  if (theirs?.length !== 4) return [];
  const path = ['IFLA_LINKINFO', 'IFLA_INFO_DATA', peer.name];
  if (ours?.length !== 4) return path;
  const excess = theirs.readUInt32LE() - ours.readUInt32LE();
  return (text.includes('less') ? -excess : excess) >= 0 ? path : [];
}

function find(bytes: Buffer, type: number): Buffer | undefined {
  return readAttributes(bytes).findLast((attribute) => attribute.type === type)?.payload;
}

/** Of several attributes one sentence may mean, the one sent; of those sent, the first without a word. */
function culprit(attributes: Buffer, names: readonly string[]): string | undefined {
  const linkInfo = find(attributes, IFLA.IFLA_LINKINFO) ?? Buffer.alloc(0);
  const data = find(linkInfo, IFLA_INFO.IFLA_INFO_DATA) ?? Buffer.alloc(0);
  const sent = readAttributes(data).flatMap((raw) => {
    const entry = Object.values(netkitTable).find(({ type }) => type === raw.type);
    return entry !== undefined && names.includes(entry.name) ? [{ entry, raw }] : [];
  });
  const wordless = sent.find(({ entry, raw }) => entry.codec.decode(raw.payload) === undefined);
  return (wordless ?? sent[0])?.entry.name;
}
