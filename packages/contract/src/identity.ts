/** The ids of what carries no mark of ours: each is derived from where the thing stands. Pure. */
import { createHash } from 'node:crypto';
import type { AttachmentRef } from './requests/record.js';

/** What tells a pair that carries no mark of ours from any other, as long as the host is up. */
export interface PairPlace {
  readonly bootId: string;
  /** The inode of the primary's namespace, decimal. */
  readonly inode: string;
  readonly ifindex: number;
  readonly peerIfindex: number;
}

/**
 * The incarnation of a pair that nobody marked: a look may not write on it. Another boot, or a pair made anew under the same
 * name, has another one.
 */
export function derivedIncarnation({ bootId, inode, ifindex, peerIfindex }: PairPlace): string {
  return derive(['pair', bootId, inode, ifindex, peerIfindex]);
}

/** The incarnation of a namespace that no record of ours tells of. */
export function derivedNetnsIncarnation(bootId: string, inode: string): string {
  return derive(['netns', bootId, inode]);
}

/** The id of an attachment's record: its address, as its pins have it. */
export function attachmentRecordId({ name, attachType, target }: AttachmentRef): string {
  return derive([target.netns, target.name, attachType, name]);
}

/** The same in an earlier release, which took the pair of the target as part of the address. */
export function formerAttachmentRecordId({ name, attachType, target }: AttachmentRef): string {
  return derive([target.netns, target.name, target.incarnation ?? '', attachType, name]);
}

function derive(place: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 24);
}
