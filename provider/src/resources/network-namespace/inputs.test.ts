import { UNKNOWN } from '../../check/shape.js';
import { checkNetworkNamespace } from './inputs.js';

const fresh = (): string => 'new';

test('checkNetworkNamespace() fills in defaults and an incarnation', () => {
  expect(checkNetworkNamespace({ name: 'blue' }, undefined, fresh)).toEqual({
    inputs: { name: 'blue', adopt: false, force: false, incarnation: 'new' },
    failures: [],
  });
});

test.each([
  { inputs: { name: 'a/b' }, property: 'name', code: 'name-bad-character' },
  { inputs: { name: '..' }, property: 'name', code: 'name-reserved' },
  { inputs: { name: '' }, property: 'name', code: 'name-empty' },
  { inputs: {}, property: 'name', code: 'missing' },
  { inputs: { name: 'blue', forced: true }, property: 'forced', code: 'unknown-property' },
  { inputs: { name: 'blue', force: 'yes' }, property: 'force', code: 'wrong-type' },
])('checkNetworkNamespace() refuses $inputs as $code', ({ inputs, property, code }) => {
  const { failures } = checkNetworkNamespace(inputs, undefined, fresh);
  expect(failures).toMatchObject([{ property, code }]);
});

test.each([
  { name: 'is kept while the name stays', inputs: { name: 'blue', force: true }, is: 'old' },
  { name: 'is new with another name', inputs: { name: 'red' }, is: 'new' },
  { name: 'is new while the name is unknown', inputs: { name: UNKNOWN }, is: 'new' },
])('the incarnation $name', ({ inputs, is }) => {
  const recorded = checkNetworkNamespace({ name: 'blue' }, undefined, () => 'old').inputs;
  const checked = checkNetworkNamespace(inputs, recorded, fresh);
  expect(checked.inputs['incarnation']).toBe(is);
  expect(checked.failures).toEqual([]);
});
