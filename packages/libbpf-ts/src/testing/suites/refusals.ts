/** What cannot be loaded, and the words for it: the verifier, defects of an object, files that are none. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BpfError } from '@pulumi-netkit/bpf-object';
import type { OpenOptions } from '../../objects/native-object';
import { openObject } from '../../objects/object';
import { readObjectFile } from '../../objects/object-file';
import { compile } from '../../../../bpf-object/src/testing/compile';
import { refusal } from '../sandbox';
import { load, open } from './load';

export function refusalSuite(): void {
  describe('what the verifier rejects', () => {
    const rejection = (program: string, options: Partial<OpenOptions> = {}): BpfError =>
      refusal(() => load('rejected', [program], options));

    test.each([
      ['no_null_check', /R0 invalid mem access 'map_value_or_null'/],
      ['past_the_end', /R1 (offset|min value) is outside of/],
      ['no_end', /infinite loop detected/],
      ['wrong_helper', /cannot use helper bpf_redirect_map#51|unknown func bpf_redirect_map#51/],
    ])('%s is told by the line that matters', (program, reason) => {
      const error = rejection(program);
      expect(error.code).toBe('program-rejected');
      expect(error.log?.reason).toMatch(reason);
      expect(error.message).toMatch(reason);
      expect(error.message).toContain(`rejects program "${program}"`);
      expect(error.log?.source).toContain(program === 'no_end' ? '' : program);
      expect(error.log?.text).toContain('processed');
    });

    test('a log of megabytes is kept with head and tail, and its reason found', () => {
      const { log } = rejection('large_log');
      expect(log!.length).toBeGreaterThan(1_500_000);
      expect(log!.text.length).toBeLessThan(300_000);
      expect(log!.text).toMatch(/^0: R1=ctx|^reg type unsupported|^func#0|^0: /);
      expect(log!.text).toMatch(/\[\.\.\. \d+ bytes left out \.\.\.\]/);
      expect(log!.text).toContain('processed');
      expect(log!.reason).toContain('invalid mem access');
    });

    test('a log larger than the buffer keeps its end', () => {
      const { log, message } = rejection('large_log', { kernelLogSize: 100_000 });
      expect(log!.length).toBeLessThanOrEqual(100_000);
      expect(message).toContain('invalid mem access');
    });

    test('others of the same object load', () => {
      load('rejected', ['fine']).close();
    });

    test('a field the kernel has not is named', () => {
      const error = refusal(() => load('relocation', ['wants']));
      expect(error.code).toBe('program-rejected');
      expect(error.message).toContain('sk_buff.no_such_member');
      load('relocation', ['fine']).close();
    });
  });

  describe('objects with a defect', () => {
    test.each([
      ['legacy-maps', 'object-legacy-maps', 'section "maps" defines maps the old way'],
      ['static-program', 'object-static-program', 'program "hidden_target" is static'],
      ['odd-pinning', 'object-bad-map', 'map "odd" asks for pinning 7'],
      ['bad-map', 'map-not-created', 'map "odd" cannot be made: invalid argument (EINVAL)'],
      ['missing-extern', 'extern-missing', '"bpf_no_such_kernel_function"'],
      ['missing-variable', 'extern-missing', '"bpf_no_such_kernel_variable"'],
      ['undefined', 'object-undefined', 'it uses "forgotten", and no source of it defines it'],
      ['no-programs', 'object-no-programs', 'it has no program'],
    ])('%s: %s, with words', (name, code, says) => {
      const error = refusal(() => {
        using object = open(name);
        object.choosePrograms([object.programs[0]!.name], { type: 'sched_cls' });
        return object.load();
      });
      expect(error.code).toBe(code);
      expect(error.message).toContain(says);
    });

    test('externs: weak ones may be missing, the kernel version is there, unused ones cost nothing', () => {
      // .kconfig and .bss, and neither for a program that asks for nothing.
      using loaded = load('externs', ['asks']);
      expect([...loaded.maps.keys()].sort()).toEqual(['.bss', '.kconfig']);
      expect(loaded.getGlobal('version')).toBe(0);
      using plain = load('externs', ['plain']);
      expect([...plain.maps.keys()]).toEqual([]);
      try {
        load('externs', ['asks_for_function']).close();
      } catch (error) {
        // libbpf 1.1 leaves the call in, for the verifier to find dead; a kernel without JIT looks first.
        expect((error as BpfError).message).toContain(
          'JIT is required for calling kernel function',
        );
        expect((error as BpfError).errnoName).toBe('ENOTSUPP');
      }
    });

    test('an option of a kernel that shows its configuration nowhere is explained', () => {
      try {
        load('config', ['asks']).close();
      } catch (error) {
        expect((error as BpfError).code).toBe('extern-missing');
        expect((error as BpfError).message).toContain('/proc/config.gz');
      }
    });

    test('maps without BTF', () => {
      const bytes = compile('maps', []);
      expect(refusal(() => openObject(bytes, { name: 'maps' })).code).toBe('no-btf');
    });

    test('big-endian, of another machine, linked', () => {
      const big = compile('programs', ['-g', '-target', 'bpfeb']);
      expect(refusal(() => openObject(big, { name: 'x' })).code).toBe('object-wrong-endian');
      const x86 = compile('no-programs', ['-target', 'x86_64-linux-gnu']);
      const error = refusal(() => openObject(x86, { name: 'x' }));
      expect(error.code).toBe('object-wrong-machine');
      expect(error.message).toContain('made for x86-64');
    });

    test('files that are none: missing, a directory, unreadable ways', () => {
      const root = mkdtempSync(join(tmpdir(), 'libbpf-ts-'));
      try {
        mkdirSync(`${root}/directory`);
        symlinkSync(`${root}/nowhere`, `${root}/dangling`);
        writeFileSync(`${root}/object.o`, compile('programs'));
        const code = (path: string) => refusal(() => readObjectFile(`${root}/${path}`)).code;
        expect(code('nothing.o')).toBe('object-missing');
        expect(code('dangling')).toBe('object-missing');
        expect(code('object.o/x')).toBe('object-missing');
        expect(code('directory')).toBe('object-directory');
        expect(readObjectFile(`${root}/object.o`)).toEqual(compile('programs'));
      } finally {
        rmSync(root, { recursive: true });
      }
    });
  });
}
