import { Seeds } from './seeds.js';

const text = (seed: Uint8Array): string => Buffer.from(seed).toString();

test('a plan and the run that carries it out draw the same', () => {
  expect(text(new Seeds().next('a', undefined))).toBe(text(new Seeds().next('a', undefined)));
  const recorded = { incarnation: 'one' };
  expect(text(new Seeds().next('a', recorded))).toBe(text(new Seeds().next('a', recorded)));
});

test('each resource has its own', () => {
  const seeds = new Seeds();
  expect(text(seeds.next('a', undefined))).not.toBe(text(seeds.next('b', undefined)));
});

test('what replaces a resource has another one, which its second check, without what was recorded, repeats', () => {
  const seeds = new Seeds();
  const first = text(seeds.next('a', undefined));
  const second = text(seeds.next('a', { incarnation: 'one' }));
  expect(second).not.toBe(first);
  expect(text(seeds.next('a', undefined))).toBe(second);
  expect(text(new Seeds().next('a', { incarnation: 'two' }))).not.toBe(second);
});

test('without an owner there is no seed', () => {
  expect(new Seeds().next(undefined, undefined)).toHaveLength(0);
  expect(new Seeds().next('', {})).toHaveLength(0);
});
