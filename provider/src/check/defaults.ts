/**
 * Inputs without the defaults that nobody wrote, as the engine shows and keeps them, and with them, as resources work on them.
 * Pure.
 */
import { isObject, isUnknown, sameJson } from '@pulumi-netkit/contract';
import { inputSchema, type JsonSchema, type Kind } from './schema.js';

type Object_ = Readonly<Record<string, unknown>>;

/** What is beside the schema in the peer of a pair: the same as at the top. */
const OF_PEER = ['incarnation', 'mtu'] as const;

/**
 * Checked inputs without what is as it is by default. What `before`, the inputs of the last deployment, held stays: an older
 * release wrote everything, and a value that a program no longer declares is shown as it becomes.
 */
export function withoutDefaults(kind: Kind, checked: Object_, before: Object_ = {}): Object_ {
  const { peer } = checked;
  const short = shortened(schemaOf(kind), checked, before);
  if (!isObject(peer) || !isObject(short['peer'])) return short;
  const kept = isObject(before['peer']) ? before['peer'] : {};
  const repeated = OF_PEER.filter((key) => !(key in kept) && sameJson(peer[key], checked[key]));
  return { ...short, peer: omit(short['peer'], repeated) };
}

/** Inputs as `check` made them: what `withoutDefaults` left out is there again. */
export function withDefaults(kind: Kind, inputs: Object_): Object_ {
  const full = completed(schemaOf(kind), inputs) as Object_;
  const { peer } = full;
  if (!isObject(peer) || isUnknown(peer)) return full;
  const missing = OF_PEER.filter((key) => peer[key] === undefined && full[key] !== undefined);
  const repeated = Object.fromEntries(missing.map((key) => [key, full[key]]));
  return { ...full, peer: { ...peer, ...repeated } };
}

const schemas = new Map<Kind, JsonSchema>();

function schemaOf(kind: Kind): JsonSchema {
  let schema = schemas.get(kind);
  if (!schema) schemas.set(kind, (schema = inputSchema(kind)));
  return schema;
}

function shortened(schema: JsonSchema, value: Object_, before: Object_): Object_ {
  const properties = propertiesOf(schema);
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const property = properties[key];
    if (property === undefined) return [[key, inner]];
    const old = before[key];
    if (old === undefined && 'default' in property && sameJson(inner, property['default']))
      return [];
    return [[key, shortValue(property, inner, old)]];
  });
  return Object.fromEntries(entries) as Object_;
}

function shortValue(schema: JsonSchema, value: unknown, before: unknown): unknown {
  if (sameJson(value, before)) return value;
  const { items, additionalProperties: values } = schema as Readonly<Record<string, JsonSchema>>;
  if (Array.isArray(value)) {
    if (!items) return value;
    const olds: readonly unknown[] = Array.isArray(before) ? before : [];
    return value.map((item: unknown, at) => {
      const [old, short] = [olds[at], shortValue(items, item, undefined)];
      // An engine sets the items of two lists against each other by their place.
      return old === undefined || sameJson(short, old) ? short : item;
    });
  }
  if (!isObject(value) || isUnknown(value)) return value;
  const old = isObject(before) ? before : {};
  if (isObject(values)) return mapped(value, (inner, key) => shortValue(values, inner, old[key]));
  return shortened(schema, value, old);
}

function completed(schema: JsonSchema, value: unknown): unknown {
  const { items, additionalProperties: values } = schema as Readonly<Record<string, JsonSchema>>;
  if (Array.isArray(value)) {
    return items ? value.map((item: unknown) => completed(items, item)) : value;
  }
  if (!isObject(value) || isUnknown(value)) return value;
  if (isObject(values)) return mapped(value, (inner) => completed(values, inner));
  const properties = propertiesOf(schema);
  const missing = Object.entries(properties).filter(
    ([key, property]) => value[key] === undefined && 'default' in property,
  );
  return {
    ...mapped(value, (inner, key) => {
      const property = properties[key];
      return property === undefined ? inner : completed(property, inner);
    }),
    ...Object.fromEntries(missing.map(([key, property]) => [key, property['default']])),
  };
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function mapped(value: Object_, change: (inner: unknown, key: string) => unknown): Object_ {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]));
}

function omit(value: Object_, keys: readonly string[]): Object_ {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
