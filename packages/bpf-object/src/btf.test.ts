import * as fc from 'fast-check';
import { Btf } from './btf';
import { readValue, writeValue, type CValue } from './btf-value';
import { readElf } from './elf';
import { BpfError } from './errors';
import { findGlobal, readGlobals } from './globals';
import { compile } from './testing/compile';

const globals = readGlobals(readElf(compile('globals'), 'object "globals"'));
const find = (name: string) => findGlobal(globals, name, 'object "globals"');
const section = (): Uint8Array => {
  const elf = readElf(compile('globals'), 'object "globals"');
  return Uint8Array.from(elf.data(elf.section('.BTF')!));
};

test.each([
  ['limit', 'const volatile __u32', '.rodata', 4, false],
  ['strict', 'const volatile _Bool', '.rodata', 1, false],
  ['mode', 'const volatile enum mode', '.rodata', 4, false],
  ['label', 'const volatile char[16]', '.rodata', 16, false],
  ['limits', 'volatile struct limits', '.data', 40, true],
  ['either', 'volatile union either', '.bss', 4, true],
  ['pointer', 'volatile void *', '.bss', 8, true],
  ['named', 'volatile __s64', '.data.named', 8, true],
  ['hidden', 'volatile __u32', '.data', 4, true],
])('variable %s is "%s" in %s, %i bytes', (name, type, home, size, writable) => {
  expect(find(name).global).toMatchObject({ type, section: home, size, writable });
});

test('a variable that is not there is answered with those that are', () => {
  expect(() => find('limitt')).toThrow('it has no variable "limitt"; there are "seen", "either"');
});

/** Values of each kind of type with where they go. */
const VALUES: Record<string, fc.Arbitrary<CValue>> = {
  limit: fc.integer({ min: 0, max: 0xffffffff }),
  small: fc.integer({ min: -128, max: 127 }),
  wide: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
  named: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  strict: fc.boolean(),
  ratio_unused: fc.double({ noNaN: true }),
  label: fc.string({ maxLength: 15 }).filter((text) => !text.includes('\0')),
  mac: fc.array(fc.nat(255), { minLength: 6, maxLength: 6 }),
  table: fc.array(fc.nat(0xffffffff), { minLength: 4, maxLength: 4 }),
  limits: fc.record({
    rate: fc.nat(0xffffffff),
    burst: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
    in: fc.array(fc.record({ a: fc.nat(255), b: fc.nat(65535) }), { minLength: 2, maxLength: 2 }),
    tag: fc.constantFrom('', 'a', 'seven..'),
    bits: fc.nat(7),
  }),
};

test.each(Object.keys(VALUES))('what is written to %s is read back', (name) => {
  const { btf, global } = find(name);
  fc.assert(
    fc.property(VALUES[name]!, (value) => {
      const bytes = new Uint8Array(global.size);
      writeValue(btf, global.typeId, value, bytes, name);
      expect(readValue(btf, global.typeId, bytes)).toEqual(value);
    }),
  );
});

test('a value of any shape is taken or refused with words, never half written elsewhere', () => {
  const anything = fc.letrec<{ value: CValue }>((tie) => ({
    value: fc.oneof(
      fc.integer(),
      fc.double(),
      fc.bigInt(),
      fc.boolean(),
      fc.string(),
      fc.uint8Array({ maxLength: 20 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('rate', 'in', 'a', 'bits', 'x', '__proto__'), tie('value')),
    ),
  })).value;
  for (const { name } of globals.variables) {
    const { btf, global } = find(name);
    fc.assert(
      fc.property(anything, (value) => {
        const around = new Uint8Array(global.size + 16).fill(0xaa);
        const bytes = around.subarray(8, 8 + global.size);
        try {
          writeValue(btf, global.typeId, value, bytes, name);
        } catch (error) {
          if (!(error instanceof BpfError)) throw error;
          expect(error.code).toMatch(/^global-(type|range)$/);
        }
        expect([...around.subarray(0, 8), ...around.subarray(-8)]).toEqual(Array(16).fill(0xaa));
      }),
      { numRuns: 60 },
    );
  }
});

/** A section of BTF with one type, id 1. */
function btfOf(...words: readonly number[]): Uint8Array {
  const header = [0x0001eb9f, 24, 0, words.length * 4, words.length * 4, 1];
  return Buffer.concat([Buffer.from(Uint32Array.from([...header, ...words]).buffer), Buffer.of(0)]);
}

const [ARRAY, STRUCT, UNION, TYPEDEF, POINTER] = [3, 4, 5, 8, 2].map((kind) => kind << 24);

test.each([
  { what: 'a struct', words: [0, STRUCT! | 1, 8, 0, 1, 0] },
  { what: 'a union', words: [0, UNION! | 1, 8, 0, 1, 0] },
  { what: 'an array', words: [0, ARRAY!, 0, 1, 1, 2] },
  { what: 'a typedef', words: [0, TYPEDEF!, 1] },
])('Btf.parse() refuses $what of itself', ({ words }) => {
  expect(() => Btf.parse(btfOf(...words))).toThrow('a type is made of itself');
});

test('Btf.parse() takes a pointer to itself', () => {
  expect(Btf.parse(btfOf(0, POINTER!, 1)).sizeOf(1)).toBe(8);
});

test('Btf.parse() takes any bytes, and real ones with bytes changed, or says it cannot', () => {
  const parse = (bytes: Uint8Array): void => {
    try {
      const btf = Btf.parse(bytes);
      for (let id = 0; id < 200; id++) {
        btf.describe(id);
        btf.resolve(id);
        if ((btf.sizeOf(id) ?? 0) < 4096) readValue(btf, id, new Uint8Array(64));
      }
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), parse));
  const whole = section();
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (edits) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of edits) bytes[at] = value;
      parse(bytes);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['refers to a type that is not there', [2, 99], 'a type is missing'],
  ['is made of itself', [8, 1], 'a type is made of itself'],
  ['is of a kind of the future', [30, 0], 'kind 30 is not known'],
])(
  'Btf.parse() refuses a type that %s, which libbpf 1.1 may not survive',
  (_, [kind = 0, word = 0], says) => {
    const bytes = Buffer.alloc(24 + 12 + 1);
    bytes.writeUInt16LE(0xeb9f, 0);
    bytes.writeUInt8(1, 2);
    // Header length, then offset and length of the types, offset and length of the strings.
    [24, 0, 12, 12, 1].forEach((value, index) => bytes.writeUInt32LE(value, 4 + 4 * index));
    bytes.writeUInt32LE(kind << 24, 24 + 4);
    bytes.writeUInt32LE(word, 24 + 8);
    expect(() => Btf.parse(bytes)).toThrow(says);
  },
);
