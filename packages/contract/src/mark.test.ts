import fc from 'fast-check';
import { VALUE_FORMATS } from './formats.js';
import { altNameOf, ENDS, macOf, parseAltName } from './mark.js';

const incarnations = fc.stringMatching(/^[0-9a-f]{24}$/);

test('macOf() is a MAC address that a device may have, of its own for each end', () => {
  expect(macOf('0123456789abcdef01234567', 'primary')).toBe('02:23:45:67:89:ab');
  expect(macOf('0123456789abcdef01234567', 'peer')).toBe('ce:ef:01:23:45:67');
  fc.assert(
    fc.property(incarnations, fc.constantFrom(...ENDS), (incarnation, end) => {
      const mac = macOf(incarnation, end);
      expect(VALUE_FORMATS.mac(mac)).toBeUndefined();
      // Locally administered, of one device.
      expect(parseInt(mac.slice(0, 2), 16) & 0x03).toBe(0x02);
    }),
  );
});

test('parseAltName() reads what altNameOf() writes', () => {
  fc.assert(
    fc.property(incarnations, fc.constantFrom(...ENDS), (incarnation, end) => {
      expect(parseAltName(altNameOf(incarnation, end))).toEqual({ incarnation, end });
    }),
  );
});
