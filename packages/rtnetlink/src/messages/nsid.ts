/** Namespace ids: struct rtgenmsg and NETNSA_*. */
import { struct } from '../codec/struct';
import { attribute, decodeTable, encodeTable, type Table } from '../codec/table';
import { s32, u32 } from '../codec/values';
import { NETNSA } from '../uapi';

/** One byte in C, but the attributes behind it start at a multiple of four. */
export const rtgenmsg = struct('rtgenmsg', 4, { family: [0, 'u8'] });

/** Attributes of a namespace id. */
export const nsidTable = {
  nsid: attribute(NETNSA, 'NETNSA_NSID', s32),
  pid: attribute(NETNSA, 'NETNSA_PID', u32),
  fd: attribute(NETNSA, 'NETNSA_FD', u32),
} satisfies Table;

/** Writes the body of RTM_GETNSID and RTM_NEWNSID; nsid -1 lets the kernel choose. */
export function encodeNsid(values: { nsid?: number; fd: number }): Buffer {
  return Buffer.concat([rtgenmsg.encode({}), encodeTable(nsidTable, values)]);
}

/** Reads the body of RTM_NEWNSID; undefined when the namespace has no id here (the kernel says -1). */
export function decodeNsid(payload: Buffer): number | undefined {
  const { nsid } = decodeTable(nsidTable, payload.subarray(rtgenmsg.size), 'nsid');
  return nsid === undefined || nsid < 0 ? undefined : nsid;
}
