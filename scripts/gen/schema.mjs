// schema.json as the generators read it: its enums, objects and resources, and what only we know of them.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { described, withExamples } from './examples.mjs';
import { last } from './text.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Properties that the provider adds by itself; no schema has them as inputs. */
export const internal = {
  incarnation: { type: 'string', description: 'The id of this very object, made by `check`.' },
  owner: { type: 'string', description: 'The URN of the resource that declares it.' },
  chain: {
    type: 'array',
    items: { type: 'string' },
    description:
      'The names of the programs in their order, written by `check` for previews to show.',
  },
};
/** Which of them the checked inputs have. */
export const added = {
  Peer: ['incarnation'],
  NetworkNamespace: ['incarnation', 'owner'],
  NetkitPair: ['incarnation', 'owner'],
  BpfAttachment: ['incarnation', 'owner', 'chain'],
};
/** Optional inputs that are there after `check`, without a default that a schema can say. */
export const computed = {
  Peer: ['name', 'mtu'],
  NetkitPair: ['name'],
  NetworkNamespace: ['name'],
  BpfAttachment: ['name'],
};
/** Pulumi's own types, in our words: what `check` sees, what a program writes, what it reads back. */
export const builtins = {
  'pulumi.json#/Asset': {
    written: 'AnyAsset',
    checked: 'ObjectAsset',
    input: 'pulumi.Input<string | pulumi.asset.Asset>',
    output: 'pulumi.asset.Asset',
  },
  'pulumi.json#/Any': { written: 'Json', checked: 'Json', input: 'JsonArgs', output: 'Json' },
};

const written = JSON.parse(readFileSync(join(root, 'schema.json'), 'utf8'));
/** With examples: for the engine and Pulumi's own generators. */
export const published = withExamples(written, root);
/** Without: for ours. */
export const schema = described(written, (_, description) => description);
export const types = Object.entries(schema.types).map(([token, type]) => ({
  name: last(token),
  type,
}));
export const enums = types.filter(({ type }) => type.enum);
export const objects = types.filter(({ type }) => !type.enum);
export const resources = Object.entries(schema.resources).map(([token, resource]) => ({
  name: last(token),
  resource,
}));

export const functions = Object.entries(schema.functions).map(([token, one]) => ({
  name: last(token),
  function: one,
}));

const roots = {
  inputProperties: [
    schema.provider.inputProperties,
    ...resources.map(({ resource }) => resource.inputProperties),
    ...functions.map((one) => one.function.inputs.properties),
  ],
  properties: [
    ...resources.map(({ resource }) => resource.properties),
    ...functions.map((one) => one.function.outputs.properties),
  ],
};

/** Objects that a user writes; the others are only read back. */
export const inputObjects = objects.filter(({ name }) => isReached('inputProperties', name));
export const outputObjects = objects.filter(({ name }) => isReached('properties', name));
/** Objects that `check` completes; the others leave it as they were written. */
export const completed = inputObjects.filter(({ name, type }) => isCompleted(name, type));

/** What `check` fills in by the schema alone: defaults, and empty lists. */
export function isFilled(property) {
  return 'default' in property || (property.type === 'array' && !property.minItems);
}

function isCompleted(name, type) {
  if (name in added || name in computed) return true;
  return Object.values(type.properties).some((property) => {
    const { $ref } = property.items ?? property.additionalProperties ?? property;
    if ($ref in builtins) return builtins[$ref].written !== builtins[$ref].checked;
    const object = inputObjects.find((one) => $ref && one.name === last($ref));
    return isFilled(property) || (object && isCompleted(object.name, object.type));
  });
}

function isReached(side, wanted) {
  const seen = new Set();
  const visit = (property) => {
    if (property.items) visit(property.items);
    if (property.additionalProperties) visit(property.additionalProperties);
    if (property.$ref in builtins) return;
    const name = property.$ref && last(property.$ref);
    if (!name || seen.has(name)) return;
    seen.add(name);
    Object.values(schema.types[`netkit:index:${name}`].properties ?? {}).forEach(visit);
  };
  for (const properties of roots[side]) Object.values(properties).forEach(visit);
  return seen.has(wanted);
}
