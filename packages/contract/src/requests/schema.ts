/**
 * Schemas of plain JSON from outside: each is a TypeScript type and the validation of that type at once. They validate to the
 * last key and change nothing. Pure.
 */
import * as v from 'valibot';
import { quote } from '../errors/failure.js';
import type { Format } from '../formats.js';
import { isObject } from '../values/json.js';

/** What a value must be to be a T. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** The type that a schema describes. */
export type TypeOf<S> = S extends Schema<infer T> ? T : never;

/** A key that may be absent. Null is not absent. */
export type Optional<T> = Pick<v.ExactOptionalSchema<Schema<T>, undefined>, 'type'> & Schema<T>;

/** The schema of each key of an object. */
export type Fields = Readonly<Record<string, Schema<unknown>>>;

type OptionalKeys<F> = {
  [K in keyof F]: F[K] extends { type: 'exact_optional' } ? K : never;
}[keyof F];

/** An object with these keys and no other. */
export type ObjectOf<F extends Fields> = Flat<
  { readonly [K in keyof F as Exclude<K, OptionalKeys<F>>]: TypeOf<F[K]> } & {
    readonly [K in keyof F as Extract<K, OptionalKeys<F>>]?: TypeOf<F[K]>;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

/** Exactly one of these keys. */
type OneKeyOf<F extends Fields> = { [K in keyof F]: Readonly<Record<K, TypeOf<F[K]>>> }[keyof F];

/** Objects whose `key` says which of the shapes they have. */
type TaggedOf<K extends string, S extends Readonly<Record<string, Fields>>> = {
  [T in keyof S]: Flat<Readonly<Record<K, T>> & ObjectOf<S[T]>>;
}[keyof S];

/** Where a value breaks its schema (`plan[2].op.device.netns`; empty: as a whole), and how. */
export interface SchemaProblem {
  readonly at: string;
  readonly reason: string;
}

/** A text for which `isValid` holds, called `what` in the reason when it does not. */
export function text(what: string, isValid: (text: string) => boolean): Schema<string> {
  return v.custom<string>(
    (value) => typeof value === 'string' && isValid(value),
    ({ input }) => `${quote(input)} is not a valid ${what}`,
  );
}

/** A text in a format. */
export function formatted(format: Format): Schema<string> {
  return v.custom<string>(
    (value) => typeof value === 'string' && format(value) === undefined,
    ({ input }) =>
      (typeof input === 'string' ? format(input)?.reason : undefined) ??
      `${quote(input)} is not a text`,
  );
}

/** A whole number from 0 to `max`. */
export function whole(max: number): Schema<number> {
  return v.custom<number>(
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max,
    ({ input }) => `${quote(input)} is not a whole number from 0 to ${max}`,
  );
}

/** True or false. */
export const flag: Schema<boolean> = v.custom<boolean>(
  (value) => typeof value === 'boolean',
  ({ input }) => `${quote(input)} is neither true nor false`,
);

/** One of these texts. */
export function oneOf<const T extends string>(...values: readonly T[]): Schema<T> {
  return v.custom<T>(
    (value) => values.includes(value as T),
    ({ input }) => `${quote(input)} is not one of ${values.join(', ')}`,
  );
}

/** Null, or what `schema` says. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return v.nullable(schema);
}

/** A key that may be absent. */
export function optional<T>(schema: Schema<T>): Optional<T> {
  return v.exactOptional(schema);
}

/** At most `most` items. */
export function list<T>(item: Schema<T>, most: number): Schema<readonly T[]> {
  return v.pipe(
    v.custom<unknown[]>(
      (value) => Array.isArray(value) && value.length <= most,
      ({ input }) =>
        Array.isArray(input)
          ? `${input.length} items are more than ${most}`
          : `${quote(input)} is not a list`,
    ),
    v.array(item),
  );
}

/** An object that maps keys to items. Not valibot's record(), which ignores a key like "constructor". */
export function dictionary<T>(
  key: Schema<string>,
  item: Schema<T>,
): Schema<Readonly<Record<string, T>>> {
  return v.pipe(
    v.custom<Readonly<Record<string, T>>>(isObject, notAnObject),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const [name, value] of Object.entries(dataset.value)) {
        const issue = firstIssue(key, name) ?? firstIssue(item, value);
        if (!issue) continue;
        addIssue({ message: issue.message, path: [pathItem(name), ...(issue.path ?? [])] });
        return;
      }
    }),
  );
}

/** An object with these keys and no other. With `one`, it has exactly one key of those, too. */
export function object<F extends Fields>(fields: F): Schema<ObjectOf<F>>;
export function object<F extends Fields, O extends Fields>(
  fields: F,
  one: O,
): Schema<ObjectOf<F> & OneKeyOf<O>>;
export function object(fields: Fields, one: Fields = {}): Schema<unknown> {
  const choices = Object.entries(one);
  const entries = { ...fields };
  for (const [key, schema] of choices) entries[key] = v.exactOptional(schema);
  const hasOneChoice = (value: object): boolean =>
    choices.length === 0 || choices.filter(([key]) => Object.hasOwn(value, key)).length === 1;
  return v.pipe(
    v.custom<object>(isObject, notAnObject), // strictObject() accepts lists
    v.strictObject(entries, ({ input, expected }) =>
      expected === 'never' ? `${quote(input)} is not a known key` : `${expected} is missing`,
    ),
    v.check(hasOneChoice, `it needs exactly one of ${choices.map(([key]) => key).join(', ')}`),
  );
}

/** An object whose `key` says which of these fields it has beside that key. */
export function tagged<const K extends string, const S extends Readonly<Record<string, Fields>>>(
  key: K,
  shapes: S,
): Schema<TaggedOf<K, S>>;
export function tagged(key: string, shapes: Readonly<Record<string, Fields>>): Schema<unknown> {
  const known = new Map<unknown, Schema<unknown>>();
  for (const [tag, fields] of Object.entries(shapes)) {
    known.set(tag, object({ [key]: oneOf(tag), ...fields }));
  }
  const tagOf = (value: unknown): unknown =>
    isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  const unknownTag = v.pipe(
    v.custom<object>(isObject, notAnObject),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = `${quote(tagOf(dataset.value))} is unknown`;
      if (dataset.typed) addIssue({ message, path: [pathItem(key)] });
    }),
  );
  return v.lazy((value) => known.get(tagOf(value)) ?? unknownTag);
}

/** What `check` finds no fault with; `keys` lead to the fault. */
export function checked<T>(
  check: (value: unknown) => { keys: readonly string[]; reason: string } | undefined,
): Schema<T> {
  return v.pipe(
    v.custom<T>(() => true),
    v.rawCheck(({ dataset, addIssue }) => {
      const found = check(dataset.value);
      if (!found) return;
      const [first, ...others] = found.keys.map((key) => pathItem(key));
      addIssue({ message: found.reason, ...(first && { path: [first, ...others] }) });
    }),
  );
}

/** The first thing that is wrong with a value, or undefined. */
export function problemOf(schema: Schema<unknown>, value: unknown): SchemaProblem | undefined {
  const issue = firstIssue(schema, value);
  if (!issue) return undefined;
  const keys = (issue.path ?? []).filter(({ origin }) => origin !== 'key').map(({ key }) => key);
  const at = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return { at: at.replace(/^\./, ''), reason: issue.message };
}

function firstIssue(schema: Schema<unknown>, value: unknown): v.BaseIssue<unknown> | undefined {
  return v.safeParse(schema, value, { abortEarly: true }).issues?.[0];
}

function notAnObject({ input }: { readonly input: unknown }): string {
  return `${quote(input)} is not an object`;
}

function pathItem(key: string): v.ObjectPathItem {
  return { type: 'object', origin: 'value', input: {}, key, value: undefined };
}
