/**
 * From what was observed of a hook to its solved order and the steps to it. Pure. Another attachment whose order nobody declared,
 * as an older release made it, is treated as foreign: it is not moved.
 */
import {
  type Anchor,
  type AttachmentRef,
  type BpfAttachmentChecked,
  type ChainView,
  type Neighbour,
  type NeighbourView,
  type Place,
} from '@pulumi-netkit/contract';
import { programOf } from '../../common/owner.js';
import { order, type Spot } from './order.js';
import { type Foreign, type Member, type Solved, solve } from './solve.js';

/** The key of the attachment that is planned, among the members of its hook. */
export const OWN = 'own';

/** What is known of a hook: the chain, and the attachments on it beside the one that is planned. */
export interface HookView {
  readonly chain: readonly ChainView[];
  readonly neighbours: readonly NeighbourView[];
}

/** A program in a chain: of the attachment that is planned, of another one, or foreign. */
export type Entry =
  | { readonly own: string }
  | { readonly other: AttachmentRef; readonly at: number; readonly name: string }
  | { readonly foreign: ChainView };

/** A step of the edit script, with the entry that it is about. */
export type ChainStep =
  | { readonly step: 'attach' | 'move'; readonly entry: Entry; readonly place: Place }
  | { readonly step: 'detach'; readonly entry: Entry };

/** The order of a hook, and the steps to it. */
export interface HookOrder {
  readonly solved: Solved;
  /** The chain as it will be. */
  readonly wanted: readonly Entry[];
  readonly steps: readonly ChainStep[];
}

/** The order of a hook with this attachment on it, and the fewest steps to it. */
export function orderHook(desired: BpfAttachmentChecked, hook: HookView): HookOrder {
  const observed = entriesOf(hook);
  const foreign = observed.flatMap((entry) => ('foreign' in entry ? [entry.foreign] : []));
  const solved = solveForOwn({ ...desired, key: OWN }, membersOf(hook), foreign);
  const wanted = solved.order.flatMap((node): Entry[] => {
    if ('foreign' in node)
      return foreign.slice(node.foreign, node.foreign + 1).map((one) => ({ foreign: one }));
    if (node.member === OWN) return desired.programs.map(({ name }) => ({ own: name }));
    return othersOf(Number(node.member), hook, observed);
  });
  const isFixed = (entry: Entry): boolean => 'foreign' in entry;
  const steps = order(observed, wanted, { keyOf, isFixed }).map((one): ChainStep => {
    return one.step === 'detach'
      ? one
      : { step: one.step, entry: one.entry, place: placeOf(one.spot) };
  });
  return { solved, wanted, steps };
}

/**
 * Solves without the anchors of the same program that close a cycle with this attachment. `check` refuses a program that
 * contradicts itself, so such an anchor is of an earlier run, and this run is about to change or to delete it.
 */
function solveForOwn(
  own: Member,
  others: readonly Member[],
  foreign: readonly Foreign[],
  ignored: ReadonlySet<Anchor> = new Set(),
): Solved {
  const solved = solve([own, ...others], foreign, ignored);
  const old = solved.unmet
    .filter(({ cycle }) => cycle.some(({ member }) => member === own))
    .flatMap(({ cycle }) => cycle)
    .filter(({ member }) => member !== own && programOf(member.owner) === programOf(own.owner))
    .map(({ anchor }) => anchor);
  return old.length === 0
    ? solved
    : solveForOwn(own, others, foreign, new Set([...ignored, ...old]));
}

/** The attachments of a hook whose order is declared, beside the one that is planned. */
export function membersOf({ neighbours }: HookView): Member[] {
  return neighbours.flatMap(({ attachment, owner, declared }, at) =>
    declared ? [{ ...declared, key: String(at), name: attachment.name, owner }] : [],
  );
}

/** The chain as entries. */
export function entriesOf({ chain, neighbours }: HookView): Entry[] {
  return chain.map((one): Entry => {
    if (one.name !== undefined) return { own: one.name };
    const neighbour = one.other && neighbours[one.other.at];
    if (one.other && neighbour?.declared)
      return { other: neighbour.attachment, at: one.other.at, name: one.other.name };
    return { foreign: one };
  });
}

/** The programs of another attachment in the order that it declares; those that it no longer declares are last. */
function othersOf(at: number, { neighbours }: HookView, observed: readonly Entry[]): Entry[] {
  const declared = neighbours[at]?.declared?.programs ?? [];
  const rankOf = ({ name }: { name: string }): number => {
    const rank = declared.indexOf(name);
    return rank < 0 ? declared.length : rank;
  };
  return observed
    .flatMap((entry) => ('other' in entry && entry.at === at ? [entry] : []))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function keyOf(entry: Entry): string {
  if ('own' in entry) return `own ${entry.own}`;
  if ('other' in entry) return `other ${entry.at} ${entry.name}`;
  return `foreign ${entry.foreign.linkId} ${entry.foreign.programId}`;
}

function placeOf(spot: Spot<Entry>): Place {
  return 'at' in spot ? spot : { after: neighbourOf(spot.after) };
}

function neighbourOf(entry: Entry): Neighbour {
  if ('own' in entry) return { own: entry.own };
  if ('other' in entry) return { other: { attachment: entry.other, name: entry.name } };
  const { linkId, programId } = entry.foreign;
  return linkId === 0 ? { program: programId } : { link: linkId };
}
