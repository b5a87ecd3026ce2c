import { differences, sizeOf, smallestAfter, type Contracts, type Schema } from './contracts.js';

const PAIR = {
  inputProperties: {
    name: { type: 'string', description: 'The name.' },
    mtu: { type: 'integer' },
    routes: { type: 'array', items: { $ref: '#/types/Route' } },
  },
  requiredInputs: ['name'],
  properties: { ifindex: { type: 'integer' } },
};
const SCHEMA: Schema = {
  resources: { Pair: PAIR },
  functions: {
    getHook: { inputs: { properties: { hook: { type: 'string' } }, required: ['hook'] } },
  },
  types: { Mode: { enum: [{ value: 'l2' }, { value: 'l3' }] } },
};

const contracts = (schema: Schema, other: Partial<Contracts> = {}): Contracts => ({
  version: '0.1.0',
  schema,
  stateVersion: 1,
  protocol: 3,
  ...other,
});
const pair = (changes: object): Schema => ({
  ...SCHEMA,
  resources: { Pair: { ...PAIR, ...changes } },
});
const inputs = (changes: object): Schema =>
  pair({ inputProperties: { ...PAIR.inputProperties, ...changes } });

test.each<{ name: string; after: Contracts; found: string[] }>([
  { name: 'nothing', after: contracts(SCHEMA), found: [] },
  {
    name: 'a description',
    after: contracts(inputs({ name: { type: 'string', description: 'Another text.' } })),
    found: [],
  },
  {
    name: 'a new property',
    after: contracts(inputs({ alias: { type: 'string' } })),
    found: ['feature: inputs of Pair alias is new'],
  },
  {
    name: 'a new property that must be given',
    after: contracts(
      pair({
        inputProperties: { ...PAIR.inputProperties, alias: { type: 'string' } },
        requiredInputs: ['name', 'alias'],
      }),
    ),
    found: ['breaking: inputs of Pair alias is new'],
  },
  {
    name: 'a new resource with such a property',
    after: contracts({ ...SCHEMA, resources: { Pair: PAIR, Device: { ...PAIR, properties: {} } } }),
    found: [
      'inputs of Device',
      'inputs of Device name',
      'inputs of Device mtu',
      'inputs of Device routes',
    ]
      .map((path) => `feature: ${path} is new`)
      .concat('feature: outputs of Device is new'),
  },
  {
    name: 'a property that must be given now',
    after: contracts(pair({ requiredInputs: ['name', 'mtu'] })),
    found: ['breaking: inputs of Pair mtu went from integer to integer, required'],
  },
  {
    name: 'a property that may be omitted now',
    after: contracts(pair({ requiredInputs: [] })),
    found: ['feature: inputs of Pair name is no longer required'],
  },
  {
    name: 'a removed output',
    after: contracts(pair({ properties: {} })),
    found: ['breaking: outputs of Pair ifindex was removed'],
  },
  {
    name: 'the type of what a list holds',
    after: contracts(inputs({ routes: { type: 'array', items: { type: 'string' } } })),
    found: ['breaking: inputs of Pair routes went from array of #/types/Route to array of string'],
  },
  {
    name: 'a removed value',
    after: contracts({ ...SCHEMA, types: { Mode: { enum: [{ value: 'l2' }] } } }),
    found: ['breaking: type Mode l3 was removed'],
  },
  {
    name: 'the layout of the state',
    after: contracts(SCHEMA, { stateVersion: 2 }),
    found: ['breaking: stateVersion went from 1 to 2: an older provider does not read the state'],
  },
  {
    name: 'the protocol',
    after: contracts(SCHEMA, { protocol: 4 }),
    found: [
      'feature: protocol went from 3 to 4: an installed helper must be updated with the provider',
    ],
  },
])('differences() of $name', ({ after, found }) =>
  expect(differences(contracts(SCHEMA), after).map(({ size, text }) => `${size}: ${text}`)).toEqual(
    found,
  ),
);

test.each([
  { current: '0.1.0', size: 'fix', smallest: '0.1.1' },
  { current: '0.1.0', size: 'feature', smallest: '0.1.1' },
  { current: '0.1.4', size: 'breaking', smallest: '0.2.0' },
  { current: '1.2.3', size: 'fix', smallest: '1.2.4' },
  { current: '1.2.3', size: 'feature', smallest: '1.3.0' },
  { current: '1.2.3', size: 'breaking', smallest: '2.0.0' },
] as const)('after $current, a $size asks for $smallest at least', ({ current, size, smallest }) =>
  expect(smallestAfter(current, size)).toBe(smallest),
);

test('sizeOf() is the greatest', () => {
  const of = (...sizes: ('fix' | 'feature' | 'breaking')[]): string =>
    sizeOf(sizes.map((size) => ({ size, text: '' })));
  expect([of(), of('feature'), of('feature', 'breaking')]).toEqual(['fix', 'feature', 'breaking']);
});
