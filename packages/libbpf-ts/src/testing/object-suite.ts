/** What must hold for objects, whichever libbpf is in use: run by a test file for each. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFds } from '@pulumi-netkit/linux-ffi';
import type { CValue } from '../btf-value';
import type { BpfError } from '../errors';
import { libbpfVersion } from '../libbpf';
import { Link } from '../link';
import { BpfMap } from '../map';
import { openObject, openObjects, type BpfObject, type OpenOptions } from '../object';
import { readObjectFile } from '../object-file';
import { isBpffs } from '../pin';
import { compile } from './compile';
import { inRoom, ping, pinsIn, refusal } from './sandbox';

const open = (name: string, options: Partial<OpenOptions> = {}): BpfObject =>
  openObject(compile(name), { name, ...options });

/** Opens, chooses, loads, closes; the answer must be disposed. */
function load(name: string, programs: readonly string[], options: Partial<OpenOptions> = {}) {
  using object = open(name, options);
  object.choosePrograms(programs, { type: 'sched_cls' });
  return object.load();
}

const LONG = 'a_function_with_a_name_of_more_than_fifteen_bytes';

export function objectSuite(version: RegExp): void {
  test('the libbpf meant is the one in use', () => {
    expect(libbpfVersion()).toMatch(version);
  });

  afterEach(() => {
    expect(openFds()).toEqual([]);
    expect(openObjects()).toEqual([]);
  });

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

    test.each(['a', 'b', 'c', 'd', 'e', 'in_action', 'in_xdp', 'in_own'])(
      '%s loads as sched_cls, whatever its section is called',
      (name) => {
        using loaded = load('programs', [name]);
        expect(loaded.program(name).info()).toMatchObject({ type: 'sched_cls', name });
        expect([...loaded.programs.keys()]).toEqual([name]);
      },
    );

    test('a program written for another type is told by its section when it is rejected', () => {
      const error = refusal(() => load('programs', ['real_xdp']));
      expect(error.code).toBe('program-rejected');
      expect(error.message).toContain(
        'its section "xdp" says it was written for another type than sched_cls',
      );
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

  describe('tail calls', () => {
    test('from a function that is called bring the same, where the kernel has a JIT for that', () => {
      using object = open('tail-calls');
      object.choosePrograms(['entry_by_call'], { type: 'sched_cls' });
      expect([...object.chosen].sort()).toEqual(['entry_by_call', 'first_target', 'second_target']);
      try {
        object.load().close();
      } catch (error) {
        // User-Mode Linux interprets, and says so.
        expect((error as BpfError).message).toMatch(
          /tail_calls are not allowed in non-JITed|mixing of tail_calls and bpf-to-bpf calls/,
        );
        expect(object.digest).toHaveLength(64);
      }
    });

    test('bring the programs they reach, through their tables, and no others', () => {
      using loaded = load('tail-calls', ['entry']);
      expect([...loaded.programs.keys()].sort()).toEqual([
        'entry',
        'first_target',
        'second_target',
      ]);
      expect([...loaded.maps.keys()].sort()).toEqual(['deeper', 'reached', 'table']);
    });

    test('a program without any brings none, and the tables are not made', () => {
      using loaded = load('tail-calls', ['second_target']);
      expect([...loaded.programs.keys()]).toEqual(['second_target']);
      expect([...loaded.maps.keys()]).toEqual(['reached']);
    });

    test('slots filled in the source are filled: a packet runs through both', () =>
      inRoom(({ inside, rtnl }) => {
        rtnl.links.set(1, { up: true });
        using loaded = load('tail-calls', ['entry']);
        const program = loaded.program('entry').fd;
        inside(() => {
          using link = Link.create({ program, ifindex: 1, attachType: 'tcx/ingress' });
          expect(ping('127.0.0.1', 1)).toBe(1);
          link.detach();
        });
        const reached = (slot: number) =>
          loaded
            .map('reached')
            .lookup(Buffer.of(slot, 0, 0, 0))!
            .readBigUInt64LE();
        expect(reached(1)).toBeGreaterThanOrEqual(2n);
        expect(reached(2)).toBe(reached(1));
      }));

    test('a slot can be filled by hand', () => {
      using loaded = load('tail-calls', ['entry', 'other_target']);
      const fd = Buffer.alloc(4);
      fd.writeUInt32LE(loaded.program('other_target').fd.number);
      loaded.map('table').update(Buffer.of(0, 0, 0, 0), fd);
      const held = loaded.map('table').lookup(Buffer.of(0, 0, 0, 0))!;
      expect(held.readUInt32LE()).toBe(loaded.program('other_target').id);
    });
  });

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

  describe('maps', () => {
    test.each(['hash', 'array', 'percpu_hash', 'percpu_array', 'lru', 'lpm', 'queue', 'ring'])(
      'of kind %s are made as the source says',
      (name) => {
        using object = open('maps');
        const { definition } = object.map(name);
        object.choosePrograms([`use_${name}`], { type: 'sched_cls' });
        using loaded = object.load();
        expect([...loaded.maps.keys()]).toEqual([name]);
        expect(loaded.map(name).info).toMatchObject(definition);
      },
    );

    test('a map of maps brings the map in its slot', () => {
      using loaded = load('maps', ['use_outer']);
      expect([...loaded.maps.keys()].sort()).toEqual(['inner', 'outer']);
      const id = loaded
        .map('outer')
        .lookup(Buffer.of(1, 0, 0, 0))!
        .readUInt32LE();
      expect(id).toBe(loaded.map('inner').info.id);
    });

    test('maxEntries overrides the source', () => {
      using object = open('maps');
      object.map('hash').setMaxEntries(7);
      for (const wrong of [0, -1, 1.5, 2 ** 32])
        expect(refusal(() => object.map('hash').setMaxEntries(wrong)).code).toBe('map-size');
      object.choosePrograms(['use_hash'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(loaded.map('hash').info.maxEntries).toBe(7);
      const error = refusal(() => object.map('nothing'));
      expect(error.code).toBe('map-missing');
      expect(error.message).toContain('"hash", "array"');
    });

    test('pinning by name goes to the pin root, which is made, and is reused from there', () =>
      inRoom(({ pins }) => {
        const pinRoot = `${pins}/ours/maps`;
        using first = load('maps', ['use_pinned'], { pinRoot });
        expect(pinsIn(pinRoot)).toEqual(['pinned']);
        first.map('pinned').update(Buffer.of(1, 0, 0, 0), Buffer.alloc(8, 1));
        using second = load('maps', ['use_pinned'], { pinRoot });
        expect(second.map('pinned').info.id).toBe(first.map('pinned').info.id);
        expect(second.map('pinned').lookup(Buffer.of(1, 0, 0, 0))).toEqual(Buffer.alloc(8, 1));
      }));

    test('what is pinned and does not fit is named, and so is the difference', () =>
      inRoom(({ pins }) => {
        load('maps', ['use_pinned'], { pinRoot: pins }).close();
        using object = open('maps', { pinRoot: pins });
        object.map('pinned').setMaxEntries(64);
        object.choosePrograms(['use_pinned'], { type: 'sched_cls' });
        const error = refusal(() => object.load());
        expect(error.code).toBe('map-mismatch');
        expect(error.message).toContain(
          `the map pinned at "${pins}/pinned" has max entries 32 instead of 64`,
        );
      }));

    test('without a pin root a map to be pinned by name is refused, unless told otherwise', () => {
      const error = refusal(() => load('maps', ['use_pinned']));
      expect(error.code).toBe('map-needs-pin-root');
      using object = open('maps');
      object.map('pinned').setPinPath(null);
      object.choosePrograms(['use_pinned'], { type: 'sched_cls' });
      object.load().close();
      // Not libbpf's default, ever.
      expect(() => BpfMap.open('/sys/fs/bpf/pinned')).toThrow('pin-');
      // A map no chosen program uses asks for nothing.
      load('maps', ['use_hash']).close();
    });

    test('a pin root that is on no bpffs is refused before anything is made', () => {
      const root = mkdtempSync(join(tmpdir(), 'libbpf-ts-'));
      try {
        const error = refusal(() => load('maps', ['use_pinned'], { pinRoot: `${root}/a/b` }));
        expect(error.code).toBe('pin-not-bpffs');
        expect(isBpffs(`${root}/a`)).toBeUndefined();
      } finally {
        rmSync(root, { recursive: true });
      }
    });

    test('a map given for reuse is used, and one of another shape refused', () => {
      using given = BpfMap.create({ type: 'hash', keySize: 4, valueSize: 16, maxEntries: 5000 });
      using object = open('maps');
      object.map('hash').reuse(given.fd);
      object.choosePrograms(['use_hash'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(loaded.map('hash').info.id).toBe(given.info.id);
      using other = open('maps');
      using small = BpfMap.create({ type: 'lru_hash', keySize: 4, valueSize: 8, maxEntries: 5000 });
      const error = refusal(() => other.map('hash').reuse(small.fd));
      expect(error.code).toBe('map-mismatch');
      expect(error.message).toContain('type lru_hash instead of hash, value size 8 instead of 16');
    });
  });

  describe('a second copy of loaded programs', () => {
    test('shares maps and variables, and may have constants of its own', () =>
      inRoom(({ inside, rtnl }) => {
        rtnl.links.set(1, { up: true });
        using first = load('globals', ['g']);
        using object = open('globals');
        object.reuseMaps([...first.maps].filter(([name]) => name !== '.rodata'));
        object.setGlobal('limit', 1000);
        object.choosePrograms(['g'], { type: 'sched_cls' });
        using second = object.load();
        const ids = (of: typeof first) =>
          new Map([...of.maps].map(([name, map]) => [name, map.info.id]));
        for (const [name, id] of ids(first))
          expect([name, ids(second).get(name) === id]).toEqual([name, name !== '.rodata']);
        expect(second.program('g').id).not.toBe(first.program('g').id);
        first.setGlobal('port', 8080);
        expect(second.getGlobal('port')).toBe(8080);
        expect([first.getGlobal('limit'), second.getGlobal('limit')]).toEqual([7, 1000]);
        inside(() => {
          const at = { ifindex: 1, attachType: 'tcx/ingress' } as const;
          // Both in one chain, which one loaded program cannot be.
          using a = Link.create({ ...at, program: first.program('g').fd });
          using b = Link.create({ ...at, program: second.program('g').fd });
          expect(ping('127.0.0.1', 1)).toBe(1);
          b.detach();
          a.detach();
        });
        expect(second.getGlobal('seen')).toBeGreaterThan(0n);
        expect(second.getGlobal('seen')).toBe(first.getGlobal('seen'));
      }));

    test('cannot have other values for variables it shares', () => {
      using first = load('globals', ['g']);
      using object = open('globals');
      object.reuseMaps(first.maps);
      object.setGlobal('port', 1);
      object.choosePrograms(['g'], { type: 'sched_cls' });
      const error = refusal(() => object.load());
      expect(error.code).toBe('global-read-only');
      expect(error.message).toContain('map ".data": it is reused');
    });

    test('shares everything, constants too', () => {
      using first = load('globals', ['g']);
      using object = open('globals');
      object.reuseMaps(first.maps);
      object.choosePrograms(['g'], { type: 'sched_cls' });
      using second = object.load();
      expect([...second.maps.values()].map(({ info }) => info.id)).toEqual(
        [...first.maps.values()].map(({ info }) => info.id),
      );
      expect(second.program('g').tag).toBe(first.program('g').tag);
    });

    test('of another shape is refused by the map that differs', () => {
      using first = load('programs', ['a']);
      using object = open('tail-calls');
      object.reuseMaps(first.maps);
      using other = openObject(compile('guard'), { name: 'guard' });
      const error = refusal(() => other.reuseMaps(first.maps));
      expect(error.code).toBe('map-mismatch');
      expect(error.message).toContain('map "counts": the given map has max entries 8 instead of 2');
    });
  });

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
      ['odd-pinning', 'object-bad-map', 'map "odd" has pinning 7'],
      ['bad-map', 'map-not-created', 'map "odd" cannot be made: invalid argument (EINVAL)'],
      ['missing-extern', 'extern-missing', '"bpf_no_such_kernel_function"'],
      ['missing-variable', 'extern-missing', '"bpf_no_such_kernel_variable"'],
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

  describe('a large object: 3 MB, 48 programs, 48 maps', () => {
    test('loads whole without blocking the event loop', async () => {
      using object = open('large');
      expect(compile('large').length).toBeGreaterThan(3_000_000);
      object.choosePrograms(
        object.programs.map(({ name }) => name),
        { type: 'sched_cls' },
      );
      let ticks = 0;
      const clock = setInterval(() => ticks++, 2);
      const started = Date.now();
      using loaded = await object.loadAsync();
      clearInterval(clock);
      expect([loaded.programs.size, loaded.maps.size]).toEqual([48, 48]);
      // Blocked, it would have ticked not once.
      expect(ticks).toBeGreaterThan((Date.now() - started) / 40);
    }, 120_000);

    test('one program of it loads alone, with its map', () => {
      using loaded = load('large', ['program_17']);
      expect([...loaded.programs.keys(), ...loaded.maps.keys()]).toEqual(['program_17', 'map_17']);
    });

    test('several loads at once take turns, and each hears its own refusal', async () => {
      const reject = async (program: string): Promise<string> => {
        using object = open('rejected');
        object.choosePrograms([program], { type: 'sched_cls' });
        try {
          using loaded = await object.loadAsync();
          return [...loaded.programs.keys()].join();
        } catch (error) {
          return (error as BpfError).log?.reason ?? String(error);
        }
      };
      const pending = ['no_null_check', 'fine', 'wrong_helper', 'no_end'].map(reject);
      // And one on this thread in between.
      const missing = refusal(() => load('missing-extern', ['wants']));
      const [noCheck, fine, helper, noEnd] = await Promise.all(pending);
      expect(noCheck).toContain('invalid mem access');
      expect(fine).toBe('fine');
      expect(helper).toContain('bpf_redirect_map');
      expect(noEnd).toContain('infinite loop');
      expect(missing.code).toBe('extern-missing');
    });
  });
}
