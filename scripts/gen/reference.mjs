// docs/reference/: one page for each resource, one for the functions, and one for the types that they share.
import { enums, functions, objects, resources, schema } from './schema.mjs';
import { kebab, last } from './text.mjs';

const MARK =
  '<!-- Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`. -->';

const sharedNames = new Set([...enums, ...objects].map(({ name }) => name));

function typeOf({ type, $ref, items, additionalProperties: values }) {
  if ($ref) {
    const name = last($ref.replace('#/types/', ''));
    if (sharedNames.has(name)) return `[${name}](types.md#${name.toLowerCase()})`;
    return name === 'Asset' ? 'path or asset' : 'any JSON value';
  }
  if (type === 'array') return `list of ${typeOf(items)}`;
  if (type === 'object') return `object of ${typeOf(values ?? { $ref: 'pulumi.json#/Any' })}`;
  return type;
}

/** Type, limits and default, in one cell. */
function kind(property, isRequired) {
  const { minimum: min, maximum: max, default: byDefault } = property;
  const limits =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `at least ${min}`
        : max !== undefined
          ? `at most ${max}`
          : '';
  return [
    typeOf(property),
    limits,
    isRequired ? 'required' : '',
    byDefault === undefined ? '' : `default \`${JSON.stringify(byDefault).replaceAll('"', "'")}\``,
  ]
    .filter(Boolean)
    .join(', ');
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(properties, required = [], heads = ['property', 'type', 'meaning']) {
  const rows = Object.entries(properties).map(([name, property]) => {
    const meaning = property.willReplaceOnChanges
      ? property.description.includes('replaces')
        ? property.description
        : `${property.description} A change replaces the resource.`
      : property.description;
    const what = kind(property, required.includes(name));
    return `| \`${name}\` | ${cell(what)} | ${cell(meaning)} |`;
  });
  return [`| ${heads.join(' | ')} |`, '| --- | --- | --- |', ...rows].join('\n');
}

function resourcePage(name, { description, inputProperties, requiredInputs, properties }) {
  const outputs = Object.fromEntries(
    Object.entries(properties).filter(([key]) => !(key in inputProperties)),
  );
  return `${MARK}

# ${name}

${description}

## Inputs

${table(inputProperties, requiredInputs)}

## Outputs

Each input is an output too, with the value that was read back. Beside them:

${table(outputs)}
`;
}

const enumTable = (values) =>
  [
    '| value | meaning |',
    '| --- | --- |',
    ...values.map(({ value, description }) => `| \`${value}\` | ${cell(description)} |`),
  ].join('\n');

function typesPage() {
  const sections = [...enums, ...objects]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ name, type }) =>
        `## ${name}\n\n${type.description}\n\n${type.enum ? enumTable(type.enum) : table(type.properties, type.required)}`,
    );
  return `${MARK}\n\n# Types\n\n${sections.join('\n\n')}\n`;
}

function functionsPage() {
  const sections = functions.map(
    ({ name, function: { description, inputs, outputs } }) =>
      `## ${name}\n\n${description}\n\n### Inputs of ${name}\n\n${table(inputs.properties, inputs.required)}\n\n### Outputs of ${name}\n\n${table(outputs.properties)}`,
  );
  return `${MARK}\n\n# Functions\n\nOf the plugin only.\n\n${sections.join('\n\n')}\n`;
}

function providerPage() {
  return `${MARK}\n\n# Settings\n\n${schema.provider.description} In the configuration of a stack they begin with \`netkit:\`.\n\n${table(schema.provider.inputProperties)}\n`;
}

/** Every page by its path. */
export const referencePages = () => ({
  ...Object.fromEntries(
    resources.map(({ name, resource }) => [
      `docs/reference/${kebab(name)}.md`,
      resourcePage(name, resource),
    ]),
  ),
  'docs/reference/functions.md': functionsPage(),
  'docs/reference/settings.md': providerPage(),
  'docs/reference/types.md': typesPage(),
});
