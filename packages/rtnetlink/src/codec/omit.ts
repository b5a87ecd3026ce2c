/** The record without some of its keys. */
export function omit<T extends object, K extends keyof T & string>(
  record: T,
  ...keys: readonly K[]
): Omit<T, K> {
  const entries = Object.entries(record).filter(
    ([key]) => !(keys as readonly string[]).includes(key),
  );
  return Object.fromEntries(entries) as Omit<T, K>;
}
