/**
 * Orders a chain with the fewest moves. Pure: from the chain that was observed to the one that is wanted, each entry told by a
 * key. Fixed entries, the foreign ones, stay where they are; they are in both, in one order.
 */

/** Where an entry is put. */
export type KeyPlace =
  | { readonly at: 'head' }
  | { readonly at: 'tail' }
  | { readonly before: string }
  | { readonly after: string };

/** One step. A move is a copy attached at the new place before the old one goes, so that no packet passes without it. */
export type OrderStep =
  | { readonly step: 'attach' | 'move'; readonly key: string; readonly place: KeyPlace }
  | { readonly step: 'detach'; readonly key: string };

/**
 * The smallest edit script. What already stands in the wanted order stays (a longest increasing subsequence through the fixed
 * entries), the rest is attached or moved beside its neighbour, and what is not wanted is detached last.
 */
export function order(
  observed: readonly string[],
  wanted: readonly string[],
  isFixed: (key: string) => boolean,
): OrderStep[] {
  const kept = new Set(staying(observed, wanted, isFixed));
  const present = new Set(observed);
  const lastKept = wanted.findLastIndex((key) => kept.has(key));
  const steps = wanted.flatMap((key, index): OrderStep[] => {
    if (kept.has(key)) return [];
    // What comes before it in the wanted order stands by now.
    const previous = wanted[index - 1];
    const isLast = previous !== undefined && isFixed(previous) && index > lastKept;
    const place: KeyPlace =
      previous === undefined ? { at: 'head' } : isLast ? { at: 'tail' } : { after: previous };
    return [{ step: present.has(key) ? 'move' : 'attach', key, place }];
  });
  const isWanted = new Set(wanted);
  const gone = observed.filter((key) => !isWanted.has(key));
  return [...steps, ...gone.map((key): OrderStep => ({ step: 'detach', key }))];
}

/** The most entries that need no move: all fixed ones, and between two of them the longest run that rises. */
function staying(
  observed: readonly string[],
  wanted: readonly string[],
  isFixed: (key: string) => boolean,
): string[] {
  const rank = new Map(wanted.map((key, index) => [key, index]));
  const rankOf = (key: string): number => rank.get(key) ?? -1;
  const kept: string[] = [];
  let segment: string[] = [];
  let low = -1;
  const close = (high: number): void => {
    const between = segment.filter((key) => rankOf(key) > low && rankOf(key) < high);
    kept.push(...longestIncreasing(between, rankOf));
    segment = [];
    low = high;
  };
  for (const key of observed) {
    if (!isFixed(key)) {
      segment.push(key);
      continue;
    }
    close(rankOf(key));
    kept.push(key);
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
