// Words and comments that all generated files share.
export const header =
  '// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.\n';

export function withDefault(property, shown) {
  const value = property.type === 'array' && !property.minItems ? [] : property.default;
  if (!shown || value === undefined) return property.description;
  return `${property.description} @default ${JSON.stringify(value)}`;
}

export function comment(text, indent) {
  const [first, ...rest] = text.split('\n');
  if (rest.length === 0) return [`${indent}/** ${first} */`];
  const lines = [first, ...rest].map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...lines, `${indent} */`];
}

export function last(token) {
  return token.split(/[:/]/).at(-1);
}

export function kebab(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

export function constant(name) {
  return kebab(name).replaceAll('-', '_').toUpperCase();
}
