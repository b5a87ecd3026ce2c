/**
 * schema.json read for the provider: Pulumi's package schema as JSON Schema that ajv obeys, and the keys that replace.
 * Pure.
 */
import { SCHEMA } from '../generated/schema.js';
import type { Json } from './json.js';

/** The resources of the package. */
export type Kind = 'NetkitPair' | 'NetworkNamespace' | 'BpfAttachment';

/** The functions of the package, which look and change nothing. */
export type FunctionName = 'getNetkitPair' | 'getHook' | 'getKernelSupport';

/** Whatever has inputs. */
export type Shape = Kind | FunctionName;

/** What of a Pulumi package schema is used here; the rest is for Pulumi's own tools. */
export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly types: Readonly<Record<string, TypeSpec>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly [key: string]: unknown;
}

interface ResourceSpec {
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
  readonly [key: string]: unknown;
}

interface FunctionSpec {
  readonly inputs: {
    readonly properties: Readonly<Record<string, PropertySpec>>;
    readonly required?: readonly string[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

interface TypeSpec {
  readonly type: string;
  readonly enum?: readonly {
    readonly name: string;
    readonly value: string;
    readonly description: string;
  }[];
  readonly properties?: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}

interface PropertySpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
  readonly propertyNames?: { readonly pattern: string };
  readonly default?: Json;
  readonly description?: string;
  readonly willReplaceOnChanges?: boolean;
  readonly [key: string]: unknown;
}

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

/** Pulumi's own types, each judged by a keyword of ours (`check.ts`). */
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
  const called = SCHEMA.functions[`netkit:index:${shape}`]?.inputs;
  if (!called) return resourceSpec(shape as Kind);
  return { inputProperties: called.properties, requiredInputs: called.required ?? [] };
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
