import { readElf } from './elf';
import { reach } from './reach';
import { compile } from './testing/compile';

test.each([
  ['compares', ['.bss', '.rodata.str1.1']],
  ['formats', ['.bss', '.rodata.str1.1']],
  ['plain', []],
])('reach() of a program with string literals: %s', (program, sections) => {
  const { dataSections } = reach(readElf(compile('strings'), 'strings'), [program]);
  expect([...dataSections].sort()).toEqual(sections);
});

test('reach() of a program that uses a variable of the arena: the arena', () => {
  const elf = readElf(compile('arena'), 'arena');
  expect([...reach(elf, ['counts']).maps]).toEqual(['arena']);
  expect([...reach(elf, ['plain']).maps]).toEqual([]);
});
