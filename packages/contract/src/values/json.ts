/** Plain JSON: all that goes between the rooms, into the state and over a wire. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is an object with keys: no array, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A deep copy in which keys of value `undefined` or `null` are left out: Pulumi's programs mean "absent" by both. Elements
 * of lists stay, so that paths keep their index.
 */
export function copyPresent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPresent);
  if (!isObject(value)) return value;
  const present = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  return Object.fromEntries(present.map(([key, one]) => [key, copyPresent(one)]));
}

/** Whether two JSON values say the same; the order of keys says nothing. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => sameJson(item, other[at]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
  );
}
