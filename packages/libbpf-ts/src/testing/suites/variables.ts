/** Variables by name: set before loading, read and changed after. */
import type { CValue } from '@pulumi-netkit/bpf-object';
import { openObject } from '../../objects/object';
import { compile } from '../../../../bpf-object/src/testing/compile';
import { refusal } from '../sandbox';
import { load, open } from './load';

export function variableSuite(): void {
  describe('variables', () => {
    const VALUES: [name: string, section: string, was: CValue, set: CValue, is?: CValue][] = [
      ['limit', '.rodata', 7, 4294967295],
      ['strict', '.rodata', false, true],
      ['mode', '.rodata', 'MODE_ON', 'MODE_LOW'],
      ['small', '.rodata', -5, -128],
      ['label', '.rodata', 'none', 'a label'],
      ['wide', '.rodata', 1n, 0xffffffffffffffffn],
      ['port', '.data', 80, 443],
      ['offset_of', '.data', -1, -2147483648],
      ['seen', '.bss', 0n, 5, 5n],
      ['mac', '.bss', [0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 1]],
      ['table', '.data', [1, 2, 3, 4], [9, 8, 7, 6]],
      ['named', '.data.named', 42n, -1n],
      ['named_constant', '.rodata.named', 43, 44],
      ['hidden', '.data', 5, 6],
      ['ratio_unused', '.bss', 0, 1.5],
    ];

    test.each(VALUES)('%s of %s is %p, set to %p', (name, section, was, set, is = set) => {
      using object = open('globals');
      expect(object.globals.find((global) => global.name === name)?.section).toBe(section);
      expect(object.getGlobal(name)).toEqual(was);
      object.setGlobal(name, set);
      expect(object.getGlobal(name)).toEqual(is);
      object.choosePrograms(['g'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(loaded.getGlobal(name)).toEqual(is);
    });

    test.each(['compares', 'formats'])('string literals have a map of their own: %s', (program) => {
      using loaded = load('strings', [program]);
      expect([...loaded.maps.keys()]).toContain('.rodata.str1.1');
    });

    test('of a struct only the members given are set', () => {
      using object = open('globals');
      object.setGlobal('limits', { burst: -9n, in: [{ a: 1 }, { b: 65535 }], tag: 'abc', bits: 5 });
      object.choosePrograms(['g'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(loaded.getGlobal('limits')).toEqual({
        rate: 100,
        burst: -9n,
        in: [
          { a: 1, b: 0 },
          { a: 0, b: 65535 },
        ],
        tag: 'abc',
        bits: 5,
      });
    });

    test.each<{ name: string; value: CValue; code: string; says: string }>([
      { name: 'limit', value: 'seven', code: 'global-type', says: 'takes an integer, not "seven"' },
      { name: 'limit', value: 1.5, code: 'global-type', says: 'an integer, not 1.5' },
      { name: 'limit', value: -1, code: 'global-range', says: 'holds 0 to 4294967295, not -1' },
      { name: 'limit', value: 2 ** 32, code: 'global-range', says: 'not 4294967296' },
      { name: 'small', value: 128, code: 'global-range', says: 'holds -128 to 127' },
      { name: 'strict', value: 1, code: 'global-type', says: 'takes true or false, not 1' },
      { name: 'mode', value: 'MODE_NONE', code: 'global-type', says: '"MODE_OFF", "MODE_ON"' },
      { name: 'label', value: 'x'.repeat(16), code: 'global-range', says: 'holds 16 bytes' },
      { name: 'mac', value: [1, 2], code: 'global-range', says: 'exactly 6' },
      { name: 'limits', value: { rat: 1 }, code: 'global-type', says: 'not a member "rat"' },
      { name: 'limits', value: { bits: 8 }, code: 'global-range', says: 'holds 0 to 7, not 8' },
      { name: 'limits', value: { in: [{ a: 256 }, {}] }, code: 'global-range', says: '.in[0].a' },
      { name: 'pointer', value: 1, code: 'global-type', says: '"volatile void *" and takes its 8' },
      { name: 'no_such', value: 1, code: 'global-missing', says: '"limit"' },
    ])('$name = $value is refused: $says', ({ name, value, code, says }) => {
      using object = open('globals');
      const error = refusal(() => object.setGlobal(name, value));
      expect(error.code).toBe(code);
      expect(error.message).toContain(says);
    });

    test('change while loaded in .data and .bss; constants do not', () => {
      using object = open('globals');
      object.choosePrograms(['g'], { type: 'sched_cls' });
      using loaded = object.load();
      loaded.setGlobal('port', 8080);
      loaded.setGlobal('named', 7);
      expect([loaded.getGlobal('port'), loaded.getGlobal('named')]).toEqual([8080, 7n]);
      expect(loaded.getGlobal('offset_of')).toBe(-1);
      expect(refusal(() => loaded.setGlobal('limit', 1)).code).toBe('global-read-only');
    });

    test('without BTF cannot be found, and the way out is named', () => {
      using object = openObject(compile('globals', []), { name: 'globals' });
      const error = refusal(() => object.setGlobal('limit', 1));
      expect(error.code).toBe('no-btf');
      expect(error.message).toContain('compile with "clang -g"');
      expect(object.globals).toEqual([]);
      object.choosePrograms(['g'], { type: 'sched_cls' });
      object.load().close();
    });
  });
}
