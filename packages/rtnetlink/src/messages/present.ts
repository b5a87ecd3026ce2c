type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The record without its undefined members, as exact optional types want it. */
export function present<T extends object>(record: T): Present<T> {
  // A loop: this runs for every message that is read, and entries() would make an array a member.
  const kept: Record<string, unknown> = {};
  for (const key in record) if (record[key] !== undefined) kept[key] = record[key];
  return kept as Present<T>;
}
