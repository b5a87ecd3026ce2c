import { hidden, revealed } from './hidden.js';

const INPUTS = { name: 'web0', incarnation: 'i' };

test('the engine gets an incarnation that it does not show, and gives it back', () => {
  const shown = hidden(INPUTS, {});
  expect(shown).toEqual({ name: 'web0', __incarnation: 'i' });
  expect(revealed(shown)).toEqual(INPUTS);
  expect(hidden(INPUTS, shown)).toEqual(shown);
});

test('a state of an older release keeps it where it is, so that nothing differs', () => {
  expect(hidden(INPUTS, INPUTS)).toEqual(INPUTS);
  expect(revealed(INPUTS)).toEqual(INPUTS);
});
