import * as fc from 'fast-check';
import { decodePinName, encodePinName } from './pin';

test.each([
  ['guard', 'guard'],
  ['bond0.713', 'bond0%2E713'],
  ['a/b', 'a%2Fb'],
  ['50%', '50%25'],
  ['%2E', '%252E'],
  ['..', '%2E%2E'],
  ['eth0:1 ü', 'eth0:1 ü'],
])('encodePinName(%p) is %p and back', (name, encoded) => {
  expect(encodePinName(name)).toBe(encoded);
  expect(decodePinName(encoded)).toBe(name);
});

test.each(['', 'a\0b', '\ud800', 'x'.repeat(256), '.'.repeat(86)])(
  'encodePinName(%p) is refused',
  (name) => {
    expect(() => encodePinName(name)).toThrow('[pin-name]');
  },
);

test.each(['', 'a.b', 'a/b', '50%', '%41', '%2e'])('decodePinName(%p) is refused', (encoded) => {
  expect(() => decodePinName(encoded)).toThrow('[pin-name]');
});

test('names come back, and different names stay different', () => {
  const name = fc.string({ minLength: 1, maxLength: 60 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(name, name, (a, b) => {
      const encoded = encodePinName(a);
      expect(encoded).toMatch(/^[^./\0]+$/);
      expect(decodePinName(encoded)).toBe(a);
      expect(encodePinName(b) === encoded).toBe(a === b);
    }),
  );
});
