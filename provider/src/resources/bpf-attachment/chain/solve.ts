/**
 * The one order of a hook, from what every attachment on it declares and the foreign programs there. Pure, total and
 * deterministic: the order of declaration does not matter. docs/order.md
 *
 * Hard: `before` and `after`, and the order of the foreign programs, which are never moved. Under these, the attachment that comes
 * first by placement, priority, owner and name runs as early as it can; then the second; and so on.
 */
import { type Anchor, DEFAULT_PRIORITY, type Placement } from '@pulumi-netkit/contract';
import { ownerOf } from '../../../identity/urn.js';

/** An attachment on the hook. */
export interface Member {
  /** Tells it from the others. */
  readonly key: string;
  readonly name: string;
  /** The URN of the resource. */
  readonly owner: string;
  readonly placement: Placement;
  readonly priority?: number;
  readonly before?: readonly Anchor[];
  readonly after?: readonly Anchor[];
}

/** A foreign program on the hook. */
export interface Foreign {
  readonly programName: string;
  readonly tag: string;
}

/** A member, or a foreign program by its index. */
export type Node = { readonly member: string } | { readonly foreign: number };

/** An anchor of a member. */
export interface Wish {
  readonly member: Member;
  readonly relation: 'before' | 'after';
  readonly at: number;
  readonly anchor: Anchor;
}

/** A wish that has no effect. */
export interface Unmet {
  readonly wish: Wish;
  readonly reason: 'absent' | 'ambiguous' | 'cycle';
  /** Of an ambiguous one: what it could mean. Of a cycle: its links, each in words. */
  readonly details: readonly string[];
  /** Of a cycle: the wishes that close it, this one first. */
  readonly cycle: readonly Wish[];
}

/** A wish that the order follows, and what its anchor names. */
export interface Met {
  readonly wish: Wish;
  readonly target: Node;
}

/** The order, and what of the declarations it follows. */
export interface Solved {
  readonly order: readonly Node[];
  readonly met: readonly Met[];
  readonly unmet: readonly Unmet[];
}

/** The kernel keeps 15 bytes of a program's name. */
const KERNEL_NAME_BYTES = 15;

interface Edge {
  readonly from: number;
  readonly to: number;
  /** Absent: the order of the foreign programs. */
  readonly wish?: Wish;
}

/** Solves a hook. `foreigners` are in the order in which they run. Anchors that are `ignored` have no effect, and are not in `unmet`. */
export function solve(
  members: readonly Member[],
  foreigners: readonly Foreign[],
  ignored: ReadonlySet<Anchor> = new Set(),
): Solved {
  const sorted = members.toSorted(byRank);
  const split = sorted.findIndex(({ placement }) => placement === 'after-foreign');
  const first = split < 0 ? sorted.length : split;
  // Nodes by rank: the lower runs as early as it can.
  const nodes: Node[] = [
    ...sorted.slice(0, first).map(({ key }) => ({ member: key })),
    ...foreigners.map((_, foreign) => ({ foreign })),
    ...sorted.slice(first).map(({ key }) => ({ member: key })),
  ];
  const rankOf = new Map(nodes.map((node, rank) => [keyOf(node), rank]));
  const unmet: Unmet[] = [];
  const wishes: Edge[] = sorted.flatMap((member) =>
    wishesOf(member).flatMap((wish) => {
      if (ignored.has(wish.anchor)) return [];
      const found = targetsOf(wish, sorted, foreigners);
      const [target] = found;
      if (found.length !== 1 || target === undefined) {
        const reason = target === undefined ? 'absent' : 'ambiguous';
        unmet.push({ wish, reason, details: found.map(({ words }) => words), cycle: [] });
        return [];
      }
      const here = rankOf.get(keyOf({ member: member.key })) ?? 0;
      const there = rankOf.get(keyOf(target.node)) ?? 0;
      return wish.relation === 'before'
        ? { from: here, to: there, wish }
        : { from: there, to: here, wish };
    }),
  );
  const fixed: Edge[] = foreigners
    .slice(1)
    .map((_, at) => ({ from: first + at, to: first + at + 1 }));
  const named = sorted.map(({ name }) => `"${name}"`);
  const words = [
    ...named.slice(0, first),
    ...foreigners.map(({ programName }) => `the foreign program "${programName}"`),
    ...named.slice(first),
  ];
  const edges = acyclic([...fixed, ...wishes], (wish, links) => {
    const details = links.map((link) => linkWords(link, words));
    const cycle = links.flatMap((link) => link.wish ?? []);
    unmet.push({ wish, reason: 'cycle', details, cycle });
  });
  const met = edges.flatMap(({ from, to, wish }): Met[] => {
    const target = wish && nodes[wish.relation === 'before' ? to : from];
    return target ? [{ wish, target }] : [];
  });
  const order = earliest(nodes.length, edges).flatMap((rank) => nodes[rank] ?? []);
  return { order, met, unmet };
}

/** Adds the edges one by one; one that closes a cycle is refused, so that the rest still has an order. */
function acyclic(
  given: readonly Edge[],
  refuse: (wish: Wish, links: readonly Edge[]) => void,
): Edge[] {
  const kept: Edge[] = [];
  const next = new Map<number, Edge[]>();
  for (const edge of given) {
    const way = edge.wish && wayBack(next, edge.to, edge.from);
    if (edge.wish && way) {
      refuse(edge.wish, [edge, ...way]);
      continue;
    }
    kept.push(edge);
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge]);
  }
  return kept;
}

function linkWords({ from, to, wish }: Edge, words: readonly string[]): string {
  const [left = '', right = ''] = [words[from], words[to]];
  if (!wish) return `${left} runs before ${right}, and foreign programs are not moved`;
  return `${left} before ${right} (${wish.relation}[${wish.at}] of ${memberWords(wish.member)})`;
}

/** An attachment and its owner, in words. */
export function memberWords({ name, owner }: Pick<Member, 'name' | 'owner'>): string {
  return `"${name}" of ${ownerWords(owner)}`;
}

/** What an anchor names. */
export function anchorWords({ attachment, owner, program, tag }: Anchor): string {
  if (attachment !== undefined)
    return `the attachment "${attachment}"${owner === undefined ? '' : ` of ${owner}`}`;
  return program === undefined
    ? `a program with the tag ${tag ?? ''}`
    : `a foreign program "${program}"`;
}

/** The project and stack of an owner. */
export function scopeOf(
  owner: string,
): { readonly project: string; readonly stack: string } | undefined {
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(owner) ?? [];
  return stack === undefined || project === undefined ? undefined : { project, stack };
}

function ownerWords(owner: string): string {
  const scope = scopeOf(owner);
  return scope ? `stack ${scope.stack} of project ${scope.project}` : owner;
}

function byRank(a: Member, b: Member): number {
  return (
    Number(a.placement === 'after-foreign') - Number(b.placement === 'after-foreign') ||
    (a.priority ?? DEFAULT_PRIORITY) - (b.priority ?? DEFAULT_PRIORITY) ||
    compare(a.owner, b.owner) ||
    compare(a.name, b.name) ||
    compare(a.key, b.key)
  );
}

// By code units: a locale would give two hosts two orders.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf(node: Node): string {
  return 'member' in node ? `m${node.member}` : `f${node.foreign}`;
}

function wishesOf(member: Member): Wish[] {
  return (['before', 'after'] as const).flatMap((relation) =>
    (member[relation] ?? []).map((anchor, at) => ({ member, relation, at, anchor })),
  );
}

/** What on the hook an anchor could mean. */
function targetsOf(
  { member, anchor }: Wish,
  members: readonly Member[],
  foreigners: readonly Foreign[],
): { readonly node: Node; readonly words: string }[] {
  const { attachment, owner, program, tag } = anchor;
  if (attachment !== undefined) {
    return members
      .filter((one) => one.key !== member.key && one.name === attachment)
      .filter((one) => owner === undefined || isOwner(one.owner, owner))
      .map((one) => ({ node: { member: one.key }, words: memberWords(one) }));
  }
  return foreigners.flatMap((one, foreign) => {
    const isMeant = program === undefined ? one.tag === tag : isNamed(one.programName, program);
    return isMeant ? [{ node: { foreign }, words: `"${one.programName}" (tag ${one.tag})` }] : [];
  });
}

function isOwner(owner: string, wanted: string): boolean {
  const scope = scopeOf(owner);
  if (scope !== undefined && `${scope.project}/${scope.stack}` === wanted) return true;
  return ownerOf(owner) === ownerOf(wanted);
}

/** Either name may be cut as the kernel cuts it. */
function isNamed(actual: string, wanted: string): boolean {
  const [a, w] = [Buffer.from(actual), Buffer.from(wanted)];
  if (a.equals(w)) return true;
  const isCut = a.length === KERNEL_NAME_BYTES || w.length === KERNEL_NAME_BYTES;
  return isCut && a.subarray(0, KERNEL_NAME_BYTES).equals(w.subarray(0, KERNEL_NAME_BYTES));
}

/** The edges from one node to another, or undefined when none lead there. */
function wayBack(
  next: ReadonlyMap<number, readonly Edge[]>,
  from: number,
  to: number,
): Edge[] | undefined {
  if (from === to) return [];
  const by = new Map<number, Edge>();
  const queue = [from];
  for (const node of queue) {
    for (const edge of next.get(node) ?? []) {
      if (edge.to === from || by.has(edge.to)) continue;
      by.set(edge.to, edge);
      queue.push(edge.to);
    }
    if (by.has(to)) break;
  }
  const way: Edge[] = [];
  for (let edge = by.get(to); edge; edge = by.get(edge.from)) way.unshift(edge);
  return way.length > 0 ? way : undefined;
}

/**
 * The order in which node 0 stands as early as it can, then node 1, and so on: built from the end, where of the nodes that
 * nothing must follow the highest goes.
 */
function earliest(count: number, edges: readonly Edge[]): number[] {
  const before: number[][] = Array.from({ length: count }, () => []);
  const followers = Array.from({ length: count }, () => 0);
  for (const { from, to } of edges) {
    before[to]?.push(from);
    followers[from] = (followers[from] ?? 0) + 1;
  }
  const order: number[] = [];
  const left = new Set(Array.from({ length: count }, (_, node) => node));
  while (left.size > 0) {
    const last = Math.max(...[...left].filter((node) => followers[node] === 0));
    left.delete(last);
    order.unshift(last);
    for (const node of before[last] ?? []) followers[node] = (followers[node] ?? 0) - 1;
  }
  return order;
}
