/**
 * Orders a chain with the fewest moves. Pure: from the chain that was observed to the one that is wanted. Fixed entries, the
 * foreign ones, stay where they are; they are in both, in one order.
 */

/** Where an entry is put. */
export type Spot<T> = { readonly at: 'head' | 'tail' } | { readonly after: T };

/** One step. A move is a copy attached at the new place before the old one goes, so that no packet passes without it. */
export type OrderStep<T> =
  | { readonly step: 'attach' | 'move'; readonly entry: T; readonly spot: Spot<T> }
  | { readonly step: 'detach'; readonly entry: T };

/** How entries are told apart, and which of them are fixed. */
export interface Entries<T> {
  readonly keyOf: (entry: T) => string;
  readonly isFixed: (entry: T) => boolean;
}

/**
 * The smallest edit script. What already stands in the wanted order stays (a longest increasing subsequence through the fixed
 * entries), the rest is attached or moved beside its neighbour, and what is not wanted is detached last.
 */
export function order<T>(
  observed: readonly T[],
  wanted: readonly T[],
  { keyOf, isFixed }: Entries<T>,
): OrderStep<T>[] {
  const kept = new Set(staying(observed, wanted, { keyOf, isFixed }).map(keyOf));
  const present = new Set(observed.map(keyOf));
  const lastKept = wanted.findLastIndex((entry) => kept.has(keyOf(entry)));
  const steps = wanted.flatMap((entry, index): OrderStep<T>[] => {
    if (kept.has(keyOf(entry))) return [];
    // What comes before it in the wanted order stands by now.
    const previous = wanted[index - 1];
    const step = present.has(keyOf(entry)) ? 'move' : 'attach';
    if (previous === undefined) return [{ step, entry, spot: { at: 'head' } }];
    const isLast = isFixed(previous) && index > lastKept;
    return [{ step, entry, spot: isLast ? { at: 'tail' } : { after: previous } }];
  });
  const isWanted = new Set(wanted.map(keyOf));
  const gone = observed.filter((entry) => !isWanted.has(keyOf(entry)));
  return [...steps, ...gone.map((entry): OrderStep<T> => ({ step: 'detach', entry }))];
}

/** The most entries that need no move: all fixed ones, and between two of them the longest run that rises. */
function staying<T>(
  observed: readonly T[],
  wanted: readonly T[],
  { keyOf, isFixed }: Entries<T>,
): T[] {
  const rank = new Map(wanted.map((entry, index) => [keyOf(entry), index]));
  const rankOf = (entry: T): number => rank.get(keyOf(entry)) ?? -1;
  const kept: T[] = [];
  let segment: T[] = [];
  let low = -1;
  const close = (high: number): void => {
    const between = segment.filter((entry) => rankOf(entry) > low && rankOf(entry) < high);
    kept.push(...longestIncreasing(between, rankOf));
    segment = [];
    low = high;
  };
  for (const entry of observed) {
    if (!isFixed(entry)) {
      segment.push(entry);
      continue;
    }
    close(rankOf(entry));
    kept.push(entry);
  }
  close(Infinity);
  return kept;
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
