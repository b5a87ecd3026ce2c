// Writes what follows from schema.json: the embedded schema and the types of the provider, the arguments, enums and
// resource classes of the SDK. Plain Node. `--check` writes nothing and fails when the tree differs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folders = ['provider/src/generated', 'sdk/src/generated'];
const header =
  '// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.\n';
const pulumiImport = `import type * as pulumi from '@pulumi/pulumi';\n`;
/** Properties that the provider adds by itself; no schema has them as inputs. */
const internal = {
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
const added = {
  Peer: ['incarnation'],
  NetworkNamespace: ['incarnation', 'owner'],
  NetkitPair: ['incarnation', 'owner'],
  BpfAttachment: ['owner', 'chain'],
};
/** Optional inputs that are there after `check`, without a default that a schema can say. */
const computed = { Peer: ['mtu'], BpfAttachment: ['name'] };
/** Pulumi's own types, in our words: what `check` sees, what a program writes, what it reads back. */
const builtins = {
  'pulumi.json#/Asset': {
    written: 'AnyAsset',
    checked: 'ObjectAsset',
    input: 'pulumi.Input<string | pulumi.asset.Asset>',
    output: 'pulumi.asset.Asset',
  },
  'pulumi.json#/Any': { written: 'Json', checked: 'Json', input: 'JsonArgs', output: 'Json' },
};

const schema = JSON.parse(readFileSync(join(root, 'schema.json'), 'utf8'));
const types = Object.entries(schema.types).map(([token, type]) => ({ name: last(token), type }));
const enums = types.filter(({ type }) => type.enum);
const objects = types.filter(({ type }) => !type.enum);
const resources = Object.entries(schema.resources).map(([token, resource]) => ({
  name: last(token),
  resource,
}));

/** Objects that a user writes; the others are only read back. */
const inputObjects = objects.filter(({ name }) => isReached('inputProperties', name));
const outputObjects = objects.filter(({ name }) => isReached('properties', name));
/** Objects that `check` completes; the others leave it as they were written. */
const completed = inputObjects.filter(({ name, type }) => isCompleted(name, type));

const files = {
  'docs/errors.md': await errorsPage(),
  'provider/src/generated/schema.ts': providerSchema(),
  'provider/src/generated/types.ts': providerTypes(),
  'provider/src/generated/version.ts': providerVersion(),
  'sdk/src/generated/enums.ts': sdkEnums(),
  'sdk/src/generated/inputs.ts': sdkInputs(),
  'sdk/src/generated/outputs.ts': sdkOutputs(),
  'sdk/src/generated/index.ts': sdkIndex(),
  ...Object.fromEntries(
    resources.map(({ name, resource }) => [
      `sdk/src/generated/${kebab(name)}.ts`,
      sdkResource(name, resource),
    ]),
  ),
};

if (process.argv.includes('--check')) check();
else write();

function check() {
  const wrong = Object.entries(files).filter(([path, text]) => readOrEmpty(path) !== text);
  const names = [...wrong.map(([path]) => path), ...strays()];
  if (names.length === 0) return;
  console.error(`not what schema.json says: ${names.join(', ')}; run \`npm run gen\``);
  process.exitCode = 1;
}

function write() {
  for (const path of strays()) rmSync(join(root, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (readOrEmpty(path) !== text) writeFileSync(join(root, path), text);
  }
}

function strays() {
  const found = folders.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
    } catch {
      return [];
    }
  });
  return found.filter((path) => !(path in files));
}

function readOrEmpty(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

// --- provider ---

function providerSchema() {
  return [
    header,
    `import type { PackageSchema } from '../check/schema.js';\n`,
    '/** schema.json, embedded: nothing is read from disk at run time, and a bundle stays one file. */',
    `export const SCHEMA: PackageSchema = ${JSON.stringify(schema, null, 2)};`,
    '',
  ].join('\n');
}

function providerVersion() {
  return [
    header,
    '/** The release this is a part of: provider and helper must be of the same. */',
    `export const VERSION = '${schema.version}';`,
    '',
  ].join('\n');
}

function providerTypes() {
  const out = [
    header,
    `import type { Json } from '../check/json.js';`,
    `import type { AnyAsset, ObjectAsset } from '../check/object-asset.js';\n`,
  ];
  for (const { name, type } of enums) out.push(enumType(name, type));
  for (const { name, type } of inputObjects) {
    const isChecked = checkedName(name) !== name;
    out.push(
      objectType(name, type, {
        doc: isChecked ? ' As a user may write it.' : '',
        as: (ref) => ref,
        side: 'written',
      }),
    );
    if (!isChecked) continue;
    out.push(
      objectType(`${name}Checked`, type, {
        doc: ' As `check` leaves it: defaults are filled in.',
        as: checkedName,
        filled: true,
        computed: computed[name],
        extra: added[name],
      }),
    );
  }
  for (const { name, type } of outputObjects) {
    if (!inputObjects.some((input) => input.name === name)) {
      out.push(objectType(name, type, { as: outputName }));
    }
  }
  for (const { name, resource } of resources) {
    const inputs = { properties: resource.inputProperties, required: resource.requiredInputs };
    const of = (words) => ({ ...inputs, description: `${words} of a ${name}.` });
    out.push(
      objectType(`${name}Inputs`, of('What a user may write'), {
        as: (ref) => ref,
        side: 'written',
      }),
    );
    out.push(
      objectType(`${name}Checked`, of('The checked inputs'), {
        as: checkedName,
        filled: true,
        computed: computed[name],
        extra: added[name],
      }),
    );
    out.push(objectType(`${name}Outputs`, resource, { as: outputName }));
  }
  return out.join('\n');
}

function checkedName(ref) {
  return completed.some(({ name }) => name === ref) ? `${ref}Checked` : ref;
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

/** An object that inputs and outputs share is read back with its defaults. */
function outputName(ref) {
  return checkedName(ref);
}

function objectType(name, type, options) {
  const { doc = '', as, side = 'checked', filled = false, computed = [], extra = [] } = options;
  const written = side === 'written';
  const required = new Set(type.required ?? []);
  const lines = [...comment(type.description + doc, ''), `export type ${name} = {`];
  for (const [key, property] of Object.entries(type.properties)) {
    const has = required.has(key) || (filled && isFilled(property)) || computed.includes(key);
    lines.push(...comment(withDefault(property, written), '  '));
    lines.push(`  readonly ${key}${has ? '' : '?'}: ${plain(property, as, side)};`);
  }
  for (const key of extra) {
    const property = internal[key];
    lines.push(...comment(property.description, '  '));
    lines.push(`  readonly ${key}: ${plain(property, as, side)};`);
  }
  return [...lines, '};', ''].join('\n');
}

/** What `check` fills in by the schema alone: defaults, and empty lists. */
function isFilled(property) {
  return 'default' in property || (property.type === 'array' && !property.minItems);
}

function plain(property, as, side) {
  const { $ref, type, items, additionalProperties: values } = property;
  if ($ref) return builtins[$ref]?.[side] ?? as(last($ref));
  if (type === 'array') return `readonly ${plain(items, as, side)}[]`;
  if (values) return `Readonly<Record<string, ${plain(values, as, side)}>>`;
  return property.type === 'integer' ? 'number' : property.type;
}

// --- SDK ---

function sdkEnums() {
  const out = [header];
  for (const { name, type } of enums) {
    out.push(...comment(type.description, ''), `export const ${name} = {`);
    for (const one of type.enum) {
      out.push(...comment(one.description, '  '), `  ${one.name}: '${one.value}',`);
    }
    out.push('} as const;\n', enumType(name, type));
  }
  return out.join('\n');
}

function sdkInputs() {
  const bodies = inputObjects.map(({ name, type }) => argsType(`${name}Args`, type));
  const json = [
    '/** Plain JSON, any of it a value that is not known yet. */',
    'export type JsonArgs = pulumi.Input<',
    '  boolean | number | string | JsonArgs[] | { [key: string]: JsonArgs }',
    '>;',
    '',
  ].join('\n');
  return [header, pulumiImport, enumImport(bodies), json, ...bodies].filter(Boolean).join('\n');
}

function sdkOutputs() {
  const bodies = outputObjects.map(({ name, type }) =>
    objectType(name, type, { as: (ref) => ref, side: 'output', filled: true }).replace(
      `export type ${name} = {`,
      `export interface ${name} {`,
    ),
  );
  const text = bodies.map((body) => mutable(body.replace(/\n};\n$/, '\n}\n')));
  const json = [
    '/** Plain JSON. */',
    'export type Json = boolean | number | string | Json[] | { [key: string]: Json };',
    '',
  ].join('\n');
  return [header, pulumiImport, enumImport(text), json, ...text].filter(Boolean).join('\n');
}

function sdkIndex() {
  const names = enums.map(({ name }) => name).join(', ');
  const inputs = ['JsonArgs', ...inputObjects.map(({ name }) => `${name}Args`)].join(', ');
  const outputs = ['Json', ...outputObjects.map(({ name }) => name)].join(', ');
  const args = resources.map(
    ({ name }) => `export type { ${name}Args } from './${kebab(name)}.js';`,
  );
  return [
    header,
    `export { ${names} } from './enums.js';`,
    `export type { ${inputs} } from './inputs.js';`,
    `export type { ${outputs} } from './outputs.js';`,
    ...args,
    '',
  ].join('\n');
}

function sdkResource(name, resource) {
  const inputs = { properties: resource.inputProperties, required: resource.requiredInputs };
  const args = argsType(`${name}Args`, {
    ...inputs,
    description: `What to declare of a ${name}.`,
  });
  const required = new Set(resource.required);
  const state = [
    ...comment(`What a ${name} has once it is made: every property as read back.`, ''),
    `export class ${name}Outputs extends pulumi.CustomResource {`,
  ];
  for (const [key, property] of Object.entries(resource.properties)) {
    const type =
      mutable(plain(property, (ref) => ref, 'output')) + (required.has(key) ? '' : ' | undefined');
    state.push(...comment(property.description, '  '));
    state.push(`  declare readonly ${key}: pulumi.Output<${type}>;`);
  }
  state.push('}', '');
  const outputs = [
    ...comment(`Every output of a ${name}. The engine fills in those that a program names.`, ''),
    `export const ${constant(name)}_OUTPUTS = ${JSON.stringify(Object.keys(resource.properties), null, 2)} as const;`,
    '',
  ];
  const body = [args, ...state, ...outputs].join('\n');
  const used = (list, suffix) =>
    list.map((one) => one.name + suffix).filter((one) => new RegExp(`\\b${one}\\b`).test(body));
  const from = (list, file) =>
    list.length ? [`import type { ${list.join(', ')} } from './${file}.js';`] : [];
  return [
    header,
    `import * as pulumi from '@pulumi/pulumi';`,
    ...from(used(enums, ''), 'enums'),
    ...from(used(inputObjects, 'Args'), 'inputs'),
    ...from(used(outputObjects, ''), 'outputs'),
    '',
    body,
  ].join('\n');
}

function enumImport(bodies) {
  const used = enums
    .map(({ name }) => name)
    .filter((name) => bodies.some((body) => new RegExp(`\\b${name}\\b`).test(body)));
  return used.length ? `import type { ${used.join(', ')} } from './enums.js';\n` : '';
}

/** An output is handed on as an input, and Pulumi's inputs take no read-only arrays. */
function mutable(text) {
  return text.replaceAll(/readonly ([\w]+\[\])/g, '$1').replaceAll(/Readonly<(Record<.*>)>/g, '$1');
}

function argsType(name, type) {
  const required = new Set(type.required ?? []);
  const lines = [...comment(type.description, ''), `export interface ${name} {`];
  for (const [key, property] of Object.entries(type.properties)) {
    lines.push(...comment(withDefault(property, true), '  '));
    const has = required.has(key);
    const value = has ? input(property) : `${input(property)} | undefined`;
    lines.push(`  readonly ${key}${has ? '' : '?'}: ${value};`);
  }
  return [...lines, '}', ''].join('\n');
}

function input(property) {
  const { $ref, type, items, additionalProperties: values } = property;
  if ($ref in builtins) return builtins[$ref].input;
  if ($ref) {
    const ref = last($ref);
    return `pulumi.Input<${enums.some(({ name }) => name === ref) ? ref : `${ref}Args`}>`;
  }
  if (type === 'array') return `pulumi.Input<${input(items)}[]>`;
  if (values) return `pulumi.Input<Record<string, ${input(values)}>>`;
  return `pulumi.Input<${type === 'integer' ? 'number' : type}>`;
}

// --- both ---

function enumType(name, type) {
  const values = type.enum.map(({ value }) => `'${value}'`).join(' | ');
  return [...comment(type.description, ''), `export type ${name} = ${values};`, ''].join('\n');
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
  for (const { resource } of resources) Object.values(resource[side]).forEach(visit);
  return seen.has(wanted);
}

function withDefault(property, shown) {
  const value = property.type === 'array' && !property.minItems ? [] : property.default;
  if (!shown || value === undefined) return property.description;
  return `${property.description} @default ${JSON.stringify(value)}`;
}

function comment(text, indent) {
  const [first, ...rest] = text.split('\n');
  if (rest.length === 0) return [`${indent}/** ${first} */`];
  const lines = [first, ...rest].map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...lines, `${indent} */`];
}

function last(token) {
  return token.split(/[:/]/).at(-1);
}

function kebab(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function constant(name) {
  return kebab(name).replaceAll('-', '_').toUpperCase();
}

/** docs/errors.md, from the two tables of codes in the provider. */
async function errorsPage() {
  const table = async (path, name) => {
    const { outputFiles } = await build({
      entryPoints: [join(root, path)],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
    });
    const text = Buffer.from(outputFiles[0].contents).toString('base64');
    const codes = (await import(`data:text/javascript;base64,${text}`))[name];
    const rows = Object.entries(codes).map(([code, cause]) => `| \`${code}\` | ${cause} |`);
    return ['| code | cause |', '| --- | --- |', ...rows].join('\n');
  };
  return `<!-- Generated from provider/src by scripts/gen.mjs. Do not edit; run \`npm run gen\`. -->

# Errors

Every message ends in a code in brackets, which stays the same from release to release. It reads *what: why; what to do.*

## Refused at preview

${await table('provider/src/check/failure.ts', 'FAILURE_CODES')}

## On the host

${await table('provider/src/errors.ts', 'ERROR_CODES')}
`;
}
