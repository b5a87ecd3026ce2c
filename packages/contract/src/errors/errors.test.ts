import type * as Errors from './errors.js';
import { asNetkitError, NetkitError } from './errors.js';

test('asNetkitError() takes the error of another copy of this package as what it is', () => {
  let other: unknown;
  jest.isolateModules(() => {
    const copy = jest.requireActual<typeof Errors>('./errors.js');
    other = new copy.NetkitError('chain-full', 'no place', {
      path: 'programs',
      advice: 'Remove one',
    });
  });
  expect(other).not.toBeInstanceOf(NetkitError);
  const taken = asNetkitError(other);
  expect(taken).toBeInstanceOf(NetkitError);
  expect(taken.toJSON()).toEqual({
    code: 'chain-full',
    summary: 'no place',
    details: { path: 'programs', advice: 'Remove one' },
  });
  expect(taken.message).toBe('programs: no place. Remove one. [chain-full]');
});

test('asNetkitError() of anything else is a defect, and keeps its message', () => {
  const named = Object.assign(new Error('no code'), { name: 'NetkitError' });
  for (const thrown of [new TypeError('no code'), 'no code', named])
    expect(asNetkitError(thrown).toJSON()).toMatchObject({ code: 'internal', summary: 'no code' });
});
