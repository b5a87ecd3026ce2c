// The SDK's files: enums, arguments, outputs, and a class of outputs for each resource.
import {
  builtins,
  enums,
  functions,
  inputObjects,
  outputObjects,
  resources,
  schema,
} from './schema.mjs';
import { comment, constant, header, kebab, last, withDefault } from './text.mjs';
import { enumType, objectType, plain } from './types.mjs';

const pulumiImport = `import type * as pulumi from '@pulumi/pulumi';\n`;

export function sdkEnums() {
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

export function sdkInputs() {
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

export function sdkOutputs() {
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

export function sdkIndex() {
  const names = enums.map(({ name }) => name).join(', ');
  const inputs = ['JsonArgs', ...inputObjects.map(({ name }) => `${name}Args`)].join(', ');
  const outputs = ['Json', ...outputObjects.map(({ name }) => name)].join(', ');
  const args = resources.map(
    ({ name }) => `export type { ${name}Args } from './${kebab(name)}.js';`,
  );
  const asked = functions.flatMap(({ name }) =>
    ['Args', 'OutputArgs', 'Result'].map((what) => `${typeName(name)}${what}`),
  );
  return [
    header,
    `export { ${names} } from './enums.js';`,
    `export type { ${asked.join(', ')} } from './functions.js';`,
    `export type { ProviderArgs } from './provider.js';`,
    `export type { ${inputs} } from './inputs.js';`,
    `export type { ${outputs} } from './outputs.js';`,
    ...args,
    '',
  ].join('\n');
}

export function sdkResource(name, resource) {
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
  return withImports(body, `import * as pulumi from '@pulumi/pulumi';`);
}

export function sdkProvider() {
  const { description, inputProperties: properties } = schema.provider;
  return withImports(argsType('ProviderArgs', { description, properties }), pulumiImport.trim());
}

/** What functions are asked and answer; the functions themselves are written by hand. */
export function sdkFunctions() {
  const body = functions.flatMap(({ name, function: { inputs, outputs } }) => {
    const type = typeName(name);
    const seen = { ...outputs, description: `What ${name} sees.` };
    const options = { as: (ref) => ref, side: 'output', filled: true };
    return [
      argsType(`${type}OutputArgs`, { ...inputs, description: `What ${name}Output is asked.` }),
      `/** What ${name} is asked. */`,
      `export type ${type}Args = pulumi.Unwrap<${type}OutputArgs>;\n`,
      mutable(objectType(`${type}Result`, seen, options)),
    ];
  });
  return withImports(body.join('\n'), pulumiImport.trim());
}

function typeName(name) {
  return `${name[0].toUpperCase()}${name.slice(1)}`;
}

/** A file of types, with those of the other files that it uses. */
function withImports(body, ...imports) {
  const used = (list, suffix) =>
    list.map((one) => one.name + suffix).filter((one) => new RegExp(`\\b${one}\\b`).test(body));
  const from = (list, file) =>
    list.length ? [`import type { ${list.join(', ')} } from './${file}.js';`] : [];
  return [
    header,
    ...imports,
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
    const value = has ? input(property) : optional(input(property));
    lines.push(`  readonly ${key}${has ? '' : '?'}: ${value};`);
  }
  return [...lines, '}', ''].join('\n');
}

/** Takes an output that may be absent, too: what one resource reads back is an input of another. */
function optional(text) {
  const given = /^pulumi\.Input<(.*)>$/.exec(text)?.[1];
  return given === undefined ? `${text} | undefined` : `pulumi.Input<${given} | undefined>`;
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
