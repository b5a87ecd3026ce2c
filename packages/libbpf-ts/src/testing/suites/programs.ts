/** Programs of an object: which there are, what is loaded of them, and under which type. */
import { openObject } from '../../objects/object';
import { compile } from '../../../../bpf-object/src/testing/compile';
import { refusal } from '../sandbox';
import { load, open } from './load';

const LONG = 'a_function_with_a_name_of_more_than_fifteen_bytes';

export function programSuite(): void {
  describe('programs', () => {
    test('are listed with their sections, and the digest is of the bytes', () => {
      using object = open('programs');
      expect(object.programs).toContainEqual({
        name: 'd',
        section: 'netkit/primary',
        instructionCount: expect.any(Number) as number,
      });
      expect(object.programs.map(({ name }) => name)).toHaveLength(12);
      expect(object.digest).toMatch(/^[0-9a-f]{64}$/);
      using same = openObject(Buffer.from(compile('programs')), { name: 'elsewhere' });
      expect(same.digest).toBe(object.digest);
    });

    test('bytes changed after opening are not what is loaded', () => {
      const bytes = Buffer.from(compile('programs'));
      using object = openObject(bytes, { name: 'programs' });
      bytes.fill(0);
      object.choosePrograms(['a'], { type: 'sched_cls' });
      object.load().close();
    });

    test.each(['a', 'b', 'c', 'd', 'e', 'in_own'])(
      '%s loads as sched_cls: its section says so, or nothing',
      (name) => {
        using loaded = load('programs', [name]);
        expect(loaded.program(name).info()).toMatchObject({ type: 'sched_cls', name });
        expect([...loaded.programs.keys()]).toEqual([name]);
      },
    );

    test.each([
      ['in_action', 'SEC("action"), for actions of a tc filter'],
      ['in_xdp', 'SEC("xdp"), for XDP programs'],
      ['in_fentry', 'SEC("fentry/vfs_read"), for programs that trace kernel functions'],
      ['in_lsm', 'SEC("lsm/file_open"), for security hooks'],
      ['in_iter', 'SEC("iter/task"), for programs that trace lists'],
      ['in_freplace', 'SEC("freplace/f"), for functions that replace'],
      ['in_tp_btf', 'SEC("tp_btf/sched_switch"), for programs that trace kernel tracepoints'],
    ])('%s is refused as sched_cls before libbpf sees it', (name, says) => {
      const object = name.startsWith('in_action') || name === 'in_xdp' ? 'programs' : 'tracing';
      const error = refusal(() => load(object, [name]));
      expect(error.code).toBe('program-type');
      expect(error.message).toContain(says);
    });

    test('others of an object that holds such programs load', () => {
      using loaded = load('tracing', ['entry']);
      expect([...loaded.programs.keys()]).toEqual(['entry']);
    });

    test('a program of another type in a slot is refused', () => {
      using object = open('slots');
      object.map('table').setSlots({ 2: 'of_xdp' });
      object.choosePrograms(['dispatch'], { type: 'sched_cls' });
      const error = refusal(() => object.load());
      expect(error.code).toBe('program-type');
      expect(error.message).toMatch(/"of_xdp" is in SEC\("xdp"\), for XDP.*; it is in a slot/);
    });

    test('a program loads with the type of its section', () => {
      using object = open('programs');
      object.choosePrograms(['real_xdp'], { type: 'xdp' });
      using loaded = object.load();
      expect(loaded.program('real_xdp').info().type).toBe('xdp');
    });

    test('only maps of chosen programs are made', () => {
      using loaded = load('programs', ['a']);
      expect([...loaded.maps.keys()]).toEqual(['counts']);
      using none = load('programs', ['drops']);
      expect([...none.maps.keys()]).toEqual([]);
    });

    test('names of more than 15 bytes are chosen and read back in full', () => {
      using loaded = load('programs', [LONG]);
      const program = loaded.program(LONG);
      expect(program.info()).toMatchObject({ name: LONG, kernelName: LONG.slice(0, 15) });
    });

    test('a name that is not there is answered with those that are', () => {
      using object = open('programs');
      const error = refusal(() => object.choosePrograms(['tc'], { type: 'sched_cls' }));
      expect(error.code).toBe('program-missing');
      expect(error.message).toContain('"a", "a_function');
      expect(error.message).toContain('"tc" is the section of "a", choose by function');
      expect(refusal(() => object.choosePrograms([], { type: 'sched_cls' })).code).toBe(
        'program-ambiguous',
      );
    });

    test('an object is used up by load(), and says so', () => {
      using object = open('programs');
      object.choosePrograms(['a'], { type: 'sched_cls' });
      object.load().close();
      expect(refusal(() => object.load()).code).toBe('object-used');
      expect(refusal(() => object.setGlobal('x', 1)).code).toBe('object-used');
      expect(refusal(() => object.map('counts').setMaxEntries(3)).code).toBe('object-used');
    });
  });
}
