import * as fc from 'fast-check';
import { readElf } from './elf';
import { BpfError } from './errors';
import { readGlobals } from './globals';
import { programSymbols, reach, staticPrograms } from './reach';
import { compile } from './testing/compile';
import { emptyElf } from './testing/elf-bytes';

const code = (bytes: Uint8Array): string => {
  try {
    readElf(bytes, 'object "x"');
  } catch (error) {
    return (error as BpfError).code;
  }
  return 'none';
};

test.each<[string, Buffer, string]>([
  ['an empty file', Buffer.alloc(0), 'object-empty'],
  [
    'a Git-LFS pointer',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'),
    'object-lfs-pointer',
  ],
  ['C source', Buffer.from('// SPDX-License-Identifier: GPL\n#include <x.h>\n'), 'object-not-elf'],
  ['text', Buffer.from('hello'), 'object-not-elf'],
  ['three bytes of ELF', Buffer.from('\x7fEL'), 'object-not-elf'],
  ['a header cut off', emptyElf().subarray(0, 40), 'object-truncated'],
  ['a section table cut off', emptyElf().subarray(0, 100), 'object-truncated'],
  ['nothing but the null section', emptyElf(), 'none'],
  ['big-endian', emptyElf((b) => b.writeUInt8(2, 5)), 'object-wrong-endian'],
  ['no byte order', emptyElf((b) => b.writeUInt8(9, 5)), 'object-corrupt'],
  ['32 bits', emptyElf((b) => b.writeUInt8(1, 4)), 'object-wrong-machine'],
  ['x86-64', emptyElf((b) => b.writeUInt16LE(62, 18)), 'object-wrong-machine'],
  ['an executable', emptyElf((b) => b.writeUInt16LE(2, 16)), 'object-not-relocatable'],
  ['no sections', emptyElf((b) => b.writeUInt16LE(0, 60)), 'object-corrupt'],
  ['odd section entries', emptyElf((b) => b.writeUInt16LE(63, 58)), 'object-corrupt'],
  ['a section table at 2^63', emptyElf((b) => b.writeBigUInt64LE(1n << 63n, 40)), 'object-corrupt'],
])('readElf() of %s: %s', (_name, bytes, expected) => {
  expect(code(bytes)).toBe(expected);
});

test.each([
  ['BC\xc0\xde....', 'LLVM bitcode'],
  ['!<arch>\n', 'an archive'],
  ['\x1f\x8b\x08', 'gzip'],
  ['#include <linux/bpf.h>', 'C source'],
  ['<!DOCTYPE html>', 'a web page'],
])('readElf() guesses what %j is', (text, guess) => {
  expect(() => readElf(Buffer.from(text, 'latin1'), 'object "x"')).toThrow(guess);
});

test('readElf() sees every cut of a real object', () => {
  const whole = compile('tail-calls');
  for (let length = 0; length < whole.length; length += 97)
    expect(code(whole.subarray(0, length))).toMatch(/^object-(empty|not-elf|truncated)$/);
  expect(code(whole)).toBe('none');
});

test('programs are the global functions outside .text; static ones are told apart', () => {
  const names = (name: string) => programSymbols(readElf(compile(name), name)).map((s) => s.name);
  expect(names('tail-calls').sort()).toEqual([
    'entry',
    'entry_by_call',
    'first_target',
    'other_entry',
    'other_target',
    'second_target',
  ]);
  const [hidden] = staticPrograms(readElf(compile('static-program'), 'x'));
  expect(hidden?.name).toBe('hidden_target');
});

test.each([
  ['entry', ['first_target', 'second_target'], ['deeper', 'reached', 'table']],
  ['entry_by_call', ['first_target', 'second_target'], ['deeper', 'reached', 'table']],
  ['first_target', ['second_target'], ['deeper', 'reached']],
  ['second_target', [], ['reached']],
  ['other_entry', ['other_target'], ['other_table', 'reached']],
  ['other_target', [], ['reached']],
])('reach() of %s takes programs %j and maps %j', (name, programs, maps) => {
  const found = reach(readElf(compile('tail-calls'), 'x'), [name]);
  expect([...found.programs].sort()).toEqual([name, ...programs].sort());
  expect([...found.maps].sort()).toEqual(maps);
});

test('reach() takes the data sections that are referred to', () => {
  const found = reach(readElf(compile('globals'), 'x'), ['g']);
  expect([...found.dataSections].sort()).toEqual([
    '.bss',
    '.data',
    '.data.named',
    '.rodata',
    '.rodata.named',
  ]);
});

test('reach() of all programs of a large object takes all its maps', () => {
  const elf = readElf(compile('large'), 'x');
  const found = reach(
    elf,
    programSymbols(elf).map(({ name }) => name),
  );
  expect(found.maps.size).toBe(48);
});

describe('whatever the bytes are, there is an answer or a BpfError', () => {
  /** Reads all there is to read. */
  const readAll = (bytes: Uint8Array): void => {
    try {
      const elf = readElf(bytes, 'object "x"');
      const programs = programSymbols(elf).map(({ name }) => name);
      reach(elf, programs);
      staticPrograms(elf);
      const { btf, variables } = readGlobals(elf);
      for (const { typeId } of variables) btf?.describe(typeId);
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
    }
  };

  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), readAll));
    const behindMagic = fc.uint8Array({ minLength: 8, maxLength: 400 });
    fc.assert(fc.property(behindMagic, (rest) => readAll(Buffer.concat([emptyElf(), rest]))));
  });

  test.each(['globals', 'tail-calls', 'maps', 'programs'])('%s with bytes changed', (name) => {
    const whole = compile(name);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    // Headers, tables and BTF are small parts of an object: aim at its first and last bytes too.
    const near = fc.tuple(
      fc.oneof(
        fc.nat(200),
        fc.nat(3000).map((back) => Math.max(0, whole.length - 1 - back)),
      ),
      fc.constantFrom(0, 1, 127, 128, 255),
    );
    const changes = fc.array(fc.oneof(change, near), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(changes, (edits) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of edits) bytes[at] = value;
        readAll(bytes);
      }),
      { numRuns: 400 },
    );
  });
});
