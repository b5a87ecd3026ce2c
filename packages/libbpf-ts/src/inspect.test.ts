import type { BpfError } from './errors';
import { inspectObject } from './inspect';
import { compile } from './testing/compile';

test('inspectObject() tells programs and maps as the source has them', () => {
  const { programs, maps } = inspectObject(compile('slots'), 'slots');
  expect(programs).toEqual(['dispatch', 'one', 'two', 'alone', 'of_xdp']);
  expect(Object.fromEntries(maps)).toEqual({
    table: { type: 'prog_array', maxEntries: 4 },
    deeper: { type: 'prog_array', maxEntries: 2 },
    reached: { type: 'array', maxEntries: 4 },
  });
});

test('inspectObject() tells prog arrays with slots of the source, and maps of maps', () => {
  expect(inspectObject(compile('tail-calls'), 'x').maps.get('table')).toEqual({
    type: 'prog_array',
    maxEntries: 4,
  });
  expect(inspectObject(compile('maps'), 'x').maps.get('outer')?.type).toMatch(/_of_maps$/);
});

test('inspectObject() refuses what opening would refuse, in the same words', () => {
  const code = (bytes: Uint8Array): string => {
    try {
      inspectObject(bytes, 'x');
      return 'read';
    } catch (error) {
      return (error as BpfError).code;
    }
  };
  expect(code(Buffer.from('no ELF at all'))).toBe('object-not-elf');
  expect(code(compile('static-program'))).toBe('object-static-program');
  expect(code(compile('legacy-maps'))).toBe('object-legacy-maps');
  expect(code(compile('slots').subarray(0, 700))).toMatch(/^object-(truncated|corrupt)$/);
});
