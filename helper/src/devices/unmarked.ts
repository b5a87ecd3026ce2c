/** Pairs that carry no mark of ours, as imported ones until their first change: told by where they stand. */
import { derivedIncarnation, parseAltName } from '@pulumi-netkit/contract';
import { bootId } from '../store/boot-id.js';
import type { Sockets } from '../sockets.js';
import type { Located } from './views.js';

/**
 * The incarnation of a pair that nobody marked, of its two located ends in any order. Undefined: an end is marked, they are no
 * pair, or the primary is in a namespace that no name leads to.
 */
export function incarnationOfUnmarked(
  sockets: Sockets,
  one: Located,
  other: Located,
): string | undefined {
  const [primary, peer] = one.link.netkit?.primary ? [one, other] : [other, one];
  if (!primary.link.netkit?.primary || peer.link.netkit?.primary !== false) return undefined;
  if (primary.netns?.startsWith('nsid:')) return undefined;
  const altNames = [...primary.link.altNames, ...peer.link.altNames];
  if (altNames.some((altName) => parseAltName(altName) !== undefined)) return undefined;
  return derivedIncarnation({
    bootId: bootId(),
    inode: sockets.inode(primary.netns),
    ifindex: primary.link.index,
    peerIfindex: peer.link.index,
  });
}
