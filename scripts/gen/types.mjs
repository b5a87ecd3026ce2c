// Types of what schema.json describes, as text.
import { builtins, internal, isFilled } from './schema.mjs';
import { comment, last, withDefault } from './text.mjs';

export function objectType(name, type, options) {
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

export function enumType(name, type) {
  const values = type.enum.map(({ value }) => `'${value}'`).join(' | ');
  return [...comment(type.description, ''), `export type ${name} = ${values};`, ''].join('\n');
}

export function plain(property, as, side) {
  const { $ref, type, items, additionalProperties: values } = property;
  if ($ref) return builtins[$ref]?.[side] ?? as(last($ref));
  if (type === 'array') return `readonly ${plain(items, as, side)}[]`;
  if (values) return `Readonly<Record<string, ${plain(values, as, side)}>>`;
  return property.type === 'integer' ? 'number' : property.type;
}
