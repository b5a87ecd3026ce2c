/** Items of a list that have one key, found in one pass. Pure. */

/** The first item of each key. An item whose key is undefined has none. */
export function firstByKey<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined && !first.has(key)) first.set(key, item);
  }
  return first;
}

/** The items whose key an earlier item has, each with the first that has it. */
export function repeated<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): (readonly [item: T, first: T])[] {
  const seen = new Map<string, T>();
  const again: (readonly [item: T, first: T])[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, item);
    else again.push([item, first]);
  }
  return again;
}

/** The items of each key, in their order. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
