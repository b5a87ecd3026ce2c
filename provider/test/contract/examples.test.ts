/** The examples of the schema in YAML: each is a program whose resources and calls the schema admits. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { checkShape } from '../../src/check/shape.js';
import { SIGNATURE_KEY, ASSET_SIGNATURE, UNKNOWN } from '@pulumi-netkit/contract';

const FOLDER = join(__dirname, '../../../examples/reference');
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

interface Program {
  readonly resources?: Readonly<Record<string, { type: string; properties: object }>>;
  readonly variables?: Readonly<
    Record<string, { 'fn::invoke': { function: string; arguments: object } }>
  >;
}

/** As the provider is asked: outputs of others are unknown, a file is an asset. */
function asked(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('${') ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(asked);
  if (typeof value !== 'object' || value === null) return value;
  if ('fn::fileAsset' in value)
    return { [SIGNATURE_KEY]: ASSET_SIGNATURE, hash: 'a'.repeat(64), path: value['fn::fileAsset'] };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asked(one)]));
}

type Shape = Parameters<typeof checkShape>[0];
const kindOf = (token: string): Shape => token.replace('netkit:', '') as Shape;

test('each resource and function has an example in four languages', () => {
  const endings = ['go', 'py', 'ts', 'yaml'];
  const names = EXAMPLES.map((name) => name.replace('.yaml', ''));
  expect(names).toHaveLength(6);
  expect(readdirSync(FOLDER).sort()).toEqual(
    names.flatMap((name) => endings.map((ending) => `${name}.${ending}`)).sort(),
  );
});

test.each(EXAMPLES)('the schema admits all of %s', (name) => {
  const { resources = {}, variables = {} } = load(
    readFileSync(join(FOLDER, name), 'utf8'),
  ) as Program;
  const inputs = [
    ...Object.values(resources).map(({ type, properties }) => [kindOf(type), properties] as const),
    ...Object.values(variables).map(
      ({ 'fn::invoke': call }) => [kindOf(call.function), call.arguments] as const,
    ),
  ];
  expect(inputs.length).toBeGreaterThan(0);
  for (const [kind, one] of inputs) expect(checkShape(kind, asked(one)).failures).toEqual([]);
});
