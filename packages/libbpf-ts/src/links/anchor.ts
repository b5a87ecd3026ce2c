/**
 * Where a program goes in a chain. Positions are values; the kernel's flags and the (descriptor or id)
 * beside them are made here and nowhere else. Pure.
 */
import type { HasFd, LinkId, ProgramId } from '../ids';
import { BPF_F } from '../sys/uapi';

/** A place in a chain. Make one with the functions below. */
export type Anchor =
  | { readonly at: 'head' }
  | { readonly at: 'tail' }
  | { readonly at: 'before' | 'after'; readonly linkId: LinkId }
  | { readonly at: 'before' | 'after'; readonly link: HasFd }
  | { readonly at: 'before' | 'after'; readonly programId: ProgramId }
  | { readonly at: 'before' | 'after'; readonly program: HasFd };

/** First: before everything that is there. */
export const head = (): Anchor => ({ at: 'head' });
/** Last: after everything that is there. */
export const tail = (): Anchor => ({ at: 'tail' });
/** Right before a link of the same chain. */
export const beforeLink = (link: LinkId | HasFd): Anchor => byLink('before', link);
/** Right after a link of the same chain. */
export const afterLink = (link: LinkId | HasFd): Anchor => byLink('after', link);
/** Right before a program of the same chain, attached by a link or not. */
export const beforeProgram = (program: ProgramId | HasFd): Anchor => byProgram('before', program);
/** Right after a program of the same chain, attached by a link or not. */
export const afterProgram = (program: ProgramId | HasFd): Anchor => byProgram('after', program);

const byLink = (at: 'before' | 'after', link: LinkId | HasFd): Anchor =>
  typeof link === 'number' ? { at, linkId: link } : { at, link };
const byProgram = (at: 'before' | 'after', program: ProgramId | HasFd): Anchor =>
  typeof program === 'number' ? { at, programId: program } : { at, program };

/** What LINK_CREATE takes. @internal */
export interface Position {
  readonly flags: number;
  readonly relative: number;
}

/** @internal */
export function positionOf(anchor: Anchor): Position {
  const { BPF_F_BEFORE, BPF_F_AFTER, BPF_F_ID, BPF_F_LINK } = BPF_F;
  switch (anchor.at) {
    case 'head':
      return { flags: BPF_F_BEFORE, relative: 0 };
    case 'tail':
      return { flags: BPF_F_AFTER, relative: 0 };
    case 'before':
    case 'after': {
      const side = anchor.at === 'before' ? BPF_F_BEFORE : BPF_F_AFTER;
      if ('linkId' in anchor)
        return { flags: side | BPF_F_LINK | BPF_F_ID, relative: anchor.linkId };
      if ('link' in anchor) return { flags: side | BPF_F_LINK, relative: anchor.link.number };
      if ('programId' in anchor) return { flags: side | BPF_F_ID, relative: anchor.programId };
      // A program descriptor of 0 would mean "no anchor"; Fd never gives 0 unless stdin was closed.
      return { flags: side, relative: anchor.program.number };
    }
  }
}

/** The anchor in words, for errors. @internal */
export function describeAnchor(anchor: Anchor): string {
  if (anchor.at === 'head' || anchor.at === 'tail') return anchor.at;
  if ('linkId' in anchor) return `${anchor.at} link ${anchor.linkId}`;
  if ('programId' in anchor) return `${anchor.at} program ${anchor.programId}`;
  return `${anchor.at} a given ${'link' in anchor ? 'link' : 'program'}`;
}
