/**
 * schema.json read for the provider: Pulumi's package schema as JSON Schema that ajv obeys, and the keys that replace.
 * Pure.
 */
import { SCHEMA } from '../generated/schema.js';
import type { PropertySpec, ResourceSpec, TypeSpec } from './package-schema.js';

/** The resources of the package. */
export type Kind = 'NetkitPair' | 'NetworkNamespace' | 'BpfAttachment';

/** The functions of the package, which look and change nothing. */
export type FunctionName = 'getNetkitPair' | 'getHook' | 'getKernelSupport';

/** Types that are checked by themselves, as settings. */
export type SettingName = 'Host';

/** Whatever has inputs. */
export type Shape = Kind | FunctionName | SettingName;

/** A JSON Schema, as far as it is written here. */
export type JsonSchema = Record<string, unknown>;

/** Constraints that mean the same in both languages. */
const SHARED = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'format',
] as const;

/** Pulumi's own types, each judged by a keyword of ours (`shape.ts`). */
const BUILTINS: Readonly<Record<string, JsonSchema>> = {
  'pulumi.json#/Asset': { object: true },
  'pulumi.json#/Any': { value: true },
};

/**
 * The JSON Schema of the inputs of a resource or function. `$ref`s are followed; objects take no further keys; a list that may be left out
 * and may be empty is empty by default, which Pulumi's schema cannot say. `uniqueItems` is not carried over: whether two addresses or routes
 * are the same depends on what they mean, not on how they are spelled.
 */
export function inputSchema(shape: Shape): JsonSchema {
  const { inputProperties, requiredInputs } = inputSpec(shape);
  return objectSchema(inputProperties, requiredInputs);
}

const replacing = new Map<Kind, readonly string[]>();

/** The keys of a resource whose change makes a new one, as paths: `mode`, `peer.netns`. */
export function replaceKeys(kind: Kind): readonly string[] {
  let keys = replacing.get(kind);
  if (!keys) replacing.set(kind, (keys = markedPaths(resourceSpec(kind).inputProperties)));
  return keys;
}

/** The outputs of a resource: those that are inputs too, and those that only the host tells. */
export function outputKeys(kind: Kind): {
  readonly inputs: readonly string[];
  readonly computed: readonly string[];
} {
  const { inputProperties, properties } = resourceSpec(kind);
  const keys = Object.keys(properties).filter((key) => key !== 'machine');
  return {
    inputs: keys.filter((key) => key in inputProperties),
    computed: keys.filter((key) => !(key in inputProperties)),
  };
}

/** The keys a user may write, at the top of a resource or in the object at `path`. */
export function knownKeys(kind: Shape, path: readonly string[] = []): readonly string[] {
  return Object.keys(specAt(kind, path));
}

/** What the schema calls the object at `path`: `Peer`, `Route`. */
export function ownerName(kind: Shape, path: readonly string[]): string {
  return refAt(kind, path)?.replace('#/types/netkit:index:', '') ?? kind;
}

/** What a property is for: the first sentence of its description. */
export function purpose(kind: Shape, path: readonly string[], key: string): string {
  const [first = ''] = (specAt(kind, path)[key]?.description ?? '').split(/(?<=\.)\s/);
  return first;
}

function specAt(kind: Shape, path: readonly string[]): Readonly<Record<string, PropertySpec>> {
  const ref = refAt(kind, path);
  return ref === undefined ? inputSpec(kind).inputProperties : (typeSpec(ref).properties ?? {});
}

/** The object type that a path leads to; undefined at the top of a resource. */
function refAt(kind: Shape, path: readonly string[]): string | undefined {
  let ref: string | undefined;
  let { inputProperties: properties } = inputSpec(kind);
  for (const key of path) {
    ref = objectRef(properties[key]) ?? ref;
    if (ref !== undefined) properties = typeSpec(ref).properties ?? {};
  }
  return ref;
}

/** The object type of a property, of its items or of its values. */
function objectRef(property: PropertySpec = {}): string | undefined {
  const { $ref } = property.items ?? property.additionalProperties ?? property;
  return $ref === undefined || $ref in BUILTINS ? undefined : $ref;
}

function inputSpec(shape: Shape): Pick<ResourceSpec, 'inputProperties' | 'requiredInputs'> {
  const token = `netkit:index:${shape}`;
  const { properties, required } = SCHEMA.functions[token]?.inputs ?? SCHEMA.types[token] ?? {};
  if (!properties) return resourceSpec(shape as Kind);
  return { inputProperties: properties, requiredInputs: required ?? [] };
}

function resourceSpec(kind: Kind): ResourceSpec {
  const spec = SCHEMA.resources[`netkit:index:${kind}`];
  if (!spec) throw new Error(`schema.json has no resource ${kind}`);
  return spec;
}

function typeSpec(ref: string): TypeSpec {
  const spec = SCHEMA.types[ref.replace('#/types/', '')];
  if (!spec) throw new Error(`schema.json has no type ${ref}`);
  return spec;
}

function objectSchema(
  properties: Readonly<Record<string, PropertySpec>>,
  required: readonly string[],
): JsonSchema {
  const translated = Object.entries(properties).map(([key, property]) => {
    const mayBeEmpty = property.type === 'array' && property['minItems'] === undefined;
    const absent = mayBeEmpty && !required.includes(key) ? { default: [] } : {};
    return [key, { ...absent, ...propertySchema(property) }] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(translated),
    required,
    additionalProperties: false,
  };
}

function propertySchema(property: PropertySpec): JsonSchema {
  const out = property.$ref === undefined ? bareSchema(property) : refSchema(property.$ref);
  return property.default === undefined ? out : { ...out, default: property.default };
}

function bareSchema(property: PropertySpec): JsonSchema {
  const out: JsonSchema = { type: property.type };
  for (const key of SHARED) if (property[key] !== undefined) out[key] = property[key];
  if (property.items) out['items'] = propertySchema(property.items);
  const values = property.additionalProperties;
  if (values) out['additionalProperties'] = propertySchema(values);
  if (property.propertyNames) out['propertyNames'] = { ...property.propertyNames };
  return out;
}

function refSchema(ref: string): JsonSchema {
  const builtin = BUILTINS[ref];
  if (builtin) return builtin;
  const { type, enum: values, properties = {}, required = [] } = typeSpec(ref);
  if (values) return { type, enum: values.map(({ value }) => value) };
  return objectSchema(properties, required);
}

function markedPaths(properties: Readonly<Record<string, PropertySpec>>): string[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    if (property.willReplaceOnChanges === true) return [key];
    const ref = property.$ref === undefined ? undefined : objectRef(property);
    if (ref === undefined) return [];
    return markedPaths(typeSpec(ref).properties ?? {}).map((path) => `${key}.${path}`);
  });
}
