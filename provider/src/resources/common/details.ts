/**
 * What differs between two values, as the smallest paths that say it. Pure. It judges by content alone: whether a property
 * differs at all is said by whoever asks.
 */
import { containsUnknown, isAsset, isObject } from '@pulumi-netkit/contract';
import { groupBy } from '../../check/repeated.js';
import { sortedJson } from './state.js';

/** Where something stands: keys of objects as text, indexes of lists as numbers. */
export type Path = readonly (string | number)[];

/** One thing that differs. The engine reads a deleted item at its old index, an added one at its new one. */
export interface Difference {
  readonly path: Path;
  readonly kind: 'add' | 'delete' | 'update';
}

/** An item that is in both lists: its old index and its new one. */
export type Pair = readonly [from: number, to: number];

/** What the items of a list are. A list without a rule is compared index by index, as an array of C. */
export interface ListRule {
  /** An item in one spelling. Not asked of what holds an unknown. @default the item as it is */
  readonly meaning?: (item: unknown) => unknown;
  /** By what an item is still the same thing when it changed; undefined: it cannot be told. @default the place in the list */
  readonly nameOf?: (item: unknown) => string | undefined;
  /** Which of the items in both lists stay, given by old index. @default all: the order means nothing */
  readonly staying?: (pairs: readonly Pair[]) => readonly Pair[];
}

/** What differs at the end of `keys`, or above it, where one side has nothing or nothing known. */
export function differencesAt(
  keys: readonly string[],
  is: unknown,
  want: unknown,
  rule?: ListRule,
  above: Path = [],
): Difference[] {
  const [key, ...below] = keys;
  if (key === undefined || !isObject(is) || !isObject(want)) {
    return differences(above, is, want, rule);
  }
  return differencesAt(below, own(is, key), own(want, key), rule, [...above, key]);
}

/** A path as the engine parses it: `programs[0].globals["max.rate"]`. Only a quote is escaped there, no backslash. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${text}["${key.replaceAll('"', '\\"')}"]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

function differences(path: Path, is: unknown, want: unknown, rule?: ListRule): Difference[] {
  if (is === undefined || want === undefined) {
    return is === want ? [] : [{ path, kind: is === undefined ? 'add' : 'delete' }];
  }
  if (Array.isArray(is) && Array.isArray(want)) {
    return rule ? byItem(path, is, want, rule) : byIndex(path, is, want);
  }
  if (isAsset(is) && isAsset(want)) return is.hash === want.hash ? [] : [{ path, kind: 'update' }];
  if (isObject(is) && isObject(want) && !isAsset(is) && !isAsset(want)) {
    return byKey(path, is, want);
  }
  return is === want ? [] : [{ path, kind: 'update' }];
}

type Objects = Readonly<Record<string, unknown>>;

function byKey(path: Path, is: Objects, want: Objects): Difference[] {
  const keys = new Set([...Object.keys(is), ...Object.keys(want)]);
  return [...keys].flatMap((key) => differences([...path, key], own(is, key), own(want, key)));
}

// A variable may be called `constructor`.
function own(value: Objects, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function byIndex(path: Path, is: readonly unknown[], want: readonly unknown[]): Difference[] {
  return indexes(is, want).flatMap((at) => differences([...path, at], is[at], want[at]));
}

function byItem(
  path: Path,
  is: readonly unknown[],
  want: readonly unknown[],
  rule: ListRule,
): Difference[] {
  const both = inBoth(is, want, rule);
  const stay = rule.staying?.(both) ?? both;
  const [stayed, kept] = [new Set(stay.map(([from]) => from)), new Set(stay.map(([, to]) => to))];
  return indexes(is, want).flatMap((at): Difference[] => {
    const here = [...path, at];
    const isGone = at < is.length && !stayed.has(at);
    const isNew = at < want.length && !kept.has(at);
    // The engine knows one kind of difference a path.
    if (isGone && isNew) return changedItem(here, is[at], want[at], rule);
    return isGone ? [{ path: here, kind: 'delete' }] : isNew ? [{ path: here, kind: 'add' }] : [];
  });
}

function changedItem(path: Path, is: unknown, want: unknown, rule: ListRule): Difference[] {
  const { meaning = asItIs, nameOf = () => undefined } = rule;
  const whole: Difference = { path, kind: 'update' };
  const name = nameOf(want);
  if (name !== undefined && name !== nameOf(is)) return [whole];
  // What the unknown stands for may decide how the rest is spelled.
  const found = containsUnknown(want)
    ? differences(path, is, want)
    : differences(path, meaning(is), meaning(want));
  // The same at one index, and yet moved past all that stays.
  return found.length > 0 ? found : [whole];
}

/** The items of both lists that mean the same, each taken once, by old index. What holds an unknown means nothing yet. */
function inBoth(
  is: readonly unknown[],
  want: readonly unknown[],
  { meaning = asItIs }: ListRule,
): Pair[] {
  const places = groupBy([...is.keys()].reverse(), (at) => sortedJson(meaning(is[at])));
  return want
    .flatMap((item, to): Pair[] => {
      const from = containsUnknown(item) ? undefined : places.get(sortedJson(meaning(item)))?.pop();
      return from === undefined ? [] : [[from, to]];
    })
    .sort(([a], [b]) => a - b);
}

function asItIs(item: unknown): unknown {
  return item;
}

function indexes(is: readonly unknown[], want: readonly unknown[]): number[] {
  return Array.from({ length: Math.max(is.length, want.length) }, (_, at) => at);
}
