/**
 * Orders a chain with the fewest moves. Pure: from the chain that was observed and the names that are wanted, in their order,
 * to the steps between. Foreign entries stay where they are and serve as anchors; only ours are attached, moved or detached.
 */

/** One entry of an observed chain, first to run first. */
export interface ChainEntry {
  readonly programId: number;
  /** 0: attached without a link, by the older call. Never ours. */
  readonly linkId: number;
  /** The name in the attachment; absent: foreign. */
  readonly name?: string;
}

/** Where a program is put. A neighbour is named by our name, or by what identifies a foreign one. */
export type Place =
  | { readonly at: 'head' }
  | { readonly at: 'tail' }
  | { readonly before: string }
  | { readonly after: string };

/** One step. A move is a copy attached at the new place before the old one goes, so that no packet passes without it. */
export type ChainStep =
  | { readonly step: 'attach'; readonly name: string; readonly place: Place }
  | { readonly step: 'move'; readonly name: string; readonly place: Place }
  | { readonly step: 'detach'; readonly name: string };

/** Where the first of ours goes in a chain that holds none: in front of foreign programs, or behind them. */
export type Placement = 'before-foreign' | 'after-foreign';

/**
 * The smallest edit script. Those of ours that already stand in the wanted order stay (a longest increasing subsequence of
 * them), the rest is attached or moved beside its neighbour in the wanted order, and what is not wanted is detached last.
 * Only the order among ours is wanted: foreign programs between them are nobody's business here.
 */
export function order(
  observed: readonly ChainEntry[],
  wanted: readonly string[],
  placement: Placement,
): ChainStep[] {
  const rank = new Map(wanted.map((name, index) => [name, index]));
  const present = observed.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const staying = present.filter((name) => rank.has(name));
  const kept = new Set(longestIncreasing(staying, (name) => rank.get(name) ?? 0));
  const steps: ChainStep[] = [];
  const anchor = wanted.find((name) => kept.has(name));
  wanted.forEach((name, index) => {
    if (kept.has(name)) return;
    // What comes before it in the wanted order stands by now.
    const previous = wanted[index - 1];
    const place: Place =
      previous !== undefined
        ? { after: previous }
        : anchor !== undefined
          ? { before: anchor }
          : { at: placement === 'before-foreign' ? 'head' : 'tail' };
    steps.push({ step: present.includes(name) ? 'move' : 'attach', name, place });
  });
  for (const name of present) if (!rank.has(name)) steps.push({ step: 'detach', name });
  return steps;
}

/** The best run of one length: how it ends, and what came before. */
interface Run<T> {
  readonly item: T;
  readonly rank: number;
  readonly before: Run<T> | undefined;
}

/** A longest subsequence whose ranks rise (patience sorting, O(n log n)). Of several, any serves. */
export function longestIncreasing<T>(items: readonly T[], rankOf: (item: T) => number): T[] {
  const best: Run<T>[] = []; // By length, less one; of each length the run that ends lowest.
  for (const item of items) {
    const rank = rankOf(item);
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((best[middle]?.rank ?? Infinity) < rank) low = middle + 1;
      else high = middle;
    }
    best[low] = { item, rank, before: best[low - 1] };
  }
  const longest: T[] = [];
  for (let run = best.at(-1); run; run = run.before) longest.push(run.item);
  return longest.reverse();
}
