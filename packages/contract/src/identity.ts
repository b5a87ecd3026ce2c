/** How a pair is recognised: by what only we write on it, or, of one that was imported, by where it stands. Pure. */
import { createHash } from 'node:crypto';
import type { AttachmentRef, End } from './op.js';

const ALT_NAME = /^netkit-([0-9a-f]{24})-(primary|peer)$/;

/** The alternative name of one end. A name is unique in its namespace, so the two ends' differ. */
export function altNameOf(incarnation: string, end: End): string {
  return `netkit-${incarnation}-${end}`;
}

/** The incarnation and end that an alternative name tells, or undefined when it is not one of ours. */
export function parseAltName(altName: string): { incarnation: string; end: End } | undefined {
  const [, incarnation, end] = ALT_NAME.exec(altName) ?? [];
  return incarnation === undefined ? undefined : { incarnation, end: end as End };
}

/** What a device of ours is called while it waits for its new name: made of its mark, so that no two are alike. */
export function asideName(altName: string): string {
  const { incarnation = '', end } = parseAltName(altName) ?? {};
  return `nk-${incarnation.slice(0, 11)}${end === 'peer' ? 'b' : 'a'}`;
}

/**
 * The device group both ends are born with. Alternative names cannot be set by the create call, a group can
 * (kernel-facts.md#birth): it marks a pair as ours in the moment between. 2^30 or more, where nobody else's are.
 */
export function birthGroup(incarnation: string): number {
  return (parseInt(incarnation.slice(0, 8), 16) & 0x3fffffff) | 0x40000000;
}

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
