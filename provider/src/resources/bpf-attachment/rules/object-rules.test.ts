import { compile } from '../../../../../packages/bpf-object/src/testing/compile.js';
import { attachment, object } from '../../../../test/desired.js';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MapSettings, type ProgramChecked, UNKNOWN } from '@pulumi-netkit/contract';
import { outlineOf } from '../../../transport/files/object-outline.js';
import { checkAttachment } from '../inputs.js';
import { objectFailures } from './object-rules.js';
import { configOf } from '../chain/programs.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'objects-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Declared = Partial<Omit<ProgramChecked, 'object'>>;

/** What is said of one program of an object of testdata, or of other bytes. */
async function complaints(bytes: string | Buffer, program: Declared): Promise<string[]> {
  const content = typeof bytes === 'string' ? compile(bytes) : bytes;
  const path = join(folder, 'x.o');
  writeFileSync(path, content);
  const hash = createHash('sha256').update(content).digest('hex');
  const file = { ...object('a'), hash, path };
  const declared = attachment([{ name: 'x', object: file, ...program }]);
  const failures = await objectFailures(declared, outlineOf);
  return failures.map(({ property, code }) => `${property} ${code}`);
}

const dispatch = (maps: Record<string, MapSettings>): Declared => ({ program: 'dispatch', maps });
const path = 'programs[0]';

test.each<{ name: string; object: string; program: Declared; says?: string[] }>([
  { name: 'a tc program', object: 'slots', program: { program: 'dispatch' } },
  {
    name: 'a wrong function',
    object: 'slots',
    program: { program: 'dispach' },
    says: [`${path}.program program-missing`],
  },
  {
    name: 'none of several',
    object: 'slots',
    program: {},
    says: [`${path}.program program-ambiguous`],
  },
  { name: 'the only one', object: 'globals', program: { globals: { limit: 3 } } },
  {
    name: 'one in SEC("xdp")',
    object: 'slots',
    program: { program: 'of_xdp' },
    says: [`${path}.program program-other-kind`],
  },
  {
    name: 'one in SEC("xdp"), whatever anySection says',
    object: 'slots',
    program: { program: 'of_xdp', anySection: true },
    says: [`${path}.program program-other-kind`],
  },
  {
    name: 'one in SEC("action")',
    object: 'programs',
    program: { program: 'in_action' },
    says: [`${path}.program program-other-kind`],
  },
  {
    name: 'one in SEC("fentry/…")',
    object: 'tracing',
    program: { program: 'in_fentry' },
    says: [`${path}.program program-other-kind`],
  },
  {
    name: 'a section that means nothing',
    object: 'programs',
    program: { program: 'in_own' },
    says: [`${path}.program program-odd-section`],
  },
  {
    name: 'a section that means nothing, with anySection',
    object: 'programs',
    program: { program: 'in_own', anySection: true },
  },
  {
    name: 'another kind in a slot',
    object: 'slots',
    program: dispatch({ table: { slots: { 2: 'of_xdp' } } }),
    says: [`${path}.program program-other-kind`],
  },
  {
    name: 'another map',
    object: 'slots',
    program: dispatch({ tables: { keep: false } }),
    says: [`${path}.maps.tables map-missing`],
  },
  {
    name: 'slots of a map without any',
    object: 'slots',
    program: dispatch({ reached: { slots: {} } }),
    says: [`${path}.maps.reached.slots map-without-slots`],
  },
  {
    name: 'two wrong slots',
    object: 'slots',
    program: dispatch({ table: { slots: { 4: 'one', 1: 'last' } } }),
    says: [
      `${path}.maps.table.slots[1] slot-program-missing`,
      `${path}.maps.table.slots[4] slot-out-of-range`,
    ],
  },
  {
    name: 'more slots than the source has',
    object: 'slots',
    program: dispatch({ table: { maxEntries: 9, slots: { 8: 'one' } } }),
  },
  {
    name: 'variables',
    object: 'globals',
    program: { globals: { limti: 1, limit: -1, label: 7, wide: '5', strict: UNKNOWN } },
    says: [
      `${path}.globals.limti global-missing`,
      `${path}.globals.limit global-invalid`,
      `${path}.globals.label global-invalid`,
    ],
  },
  {
    name: 'what is not known yet',
    object: 'slots',
    program: { program: UNKNOWN, globals: UNKNOWN as never, maps: { table: UNKNOWN as never } },
  },
  {
    name: 'legacy maps',
    object: 'legacy-maps',
    program: { program: 'x' },
    says: [`${path}.object object-invalid`],
  },
  {
    name: 'an undefined function',
    object: 'undefined',
    program: { program: 'entry' },
    says: [`${path}.object object-invalid`],
  },
])('objectFailures() of $name', async ({ object: name, program, says = [] }) => {
  expect(await complaints(name, program)).toEqual(says);
});

test('objectFailures() of a C file names it and the command', async () => {
  const source = Buffer.from('#include <linux/bpf.h>\n');
  expect(await complaints(source, { program: 'x' })).toEqual([`${path}.object object-invalid`]);
  const inspection = await outlineOf(join(folder, 'x.o'), sha256(source));
  expect(inspection).toEqual({
    code: 'object-invalid',
    problem: `object "${folder}/x.o": it is no ELF file but C source; compile with "clang -target bpf -g -O2 -c"`,
  });
});

test('outlineOf() refuses a directory and a huge file before it reads them', async () => {
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'huge'), '');
  truncateSync(join(folder, 'huge'), 2 ** 30);
  const said = async (name: string): Promise<unknown> => outlineOf(join(folder, name), 'a');
  expect(await said('d')).toEqual({
    code: 'object-invalid',
    problem: `object "${folder}/d" is a directory. Give the path of the ELF file that clang made`,
  });
  expect(await said('huge')).toEqual({
    code: 'object-too-large',
    problem: `object "${folder}/huge" has 1073741824 bytes; at most 67108864 (64 MiB) are read. Give the ELF file that clang made, without debugging sections ("llvm-strip -g")`,
  });
});

test('outlineOf() says nothing of a file that is gone or has changed', async () => {
  writeFileSync(join(folder, 'x.o'), compile('slots'));
  expect(await outlineOf(join(folder, 'nothing.o'), 'a')).toBeUndefined();
  expect(await outlineOf(join(folder, 'x.o'), 'a')).toBeUndefined();
});

test('outlineOf() reads an object once', async () => {
  const file = join(folder, 'x.o');
  writeFileSync(file, compile('slots'));
  const hash = sha256(compile('slots'));
  const first = await outlineOf(file, hash);
  rmSync(file);
  expect(await outlineOf(file, hash)).toBe(first);
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('checkAttachment() takes numbers of slots and names of functions, and nothing else', () => {
  const reasons = (slots: unknown): string[] => {
    const { programs, ...rest } = attachment([{ name: 'x', object: object('a') }]);
    const [program] = programs;
    return checkAttachment({
      ...rest,
      programs: [{ ...program, maps: { table: { slots } } }],
    }).failures.map(({ property, code }) => `${property} ${code}`);
  };
  const at = 'programs[0].maps.table.slots';
  expect(reasons({ 0: 'first', 4294967294: 'first' })).toEqual([]);
  for (const key of ['-1', '01', '1.5', 'one', ' 1', ''])
    expect(reasons({ [key]: 'first' })).toEqual([`${at}["${key}"] slot-not-a-number`]);
  expect(reasons({ 0: 7 })).toEqual([`${at}[0] wrong-type`]);
  expect(reasons({ 0: '' })).toEqual([`${at}[0] function-name-empty`]);
});

test('another table makes another program of what reaches it', () => {
  const config = (slots?: Record<string, string>): string => {
    const maps = { table: slots === undefined ? {} : { slots } };
    const one = attachment([{ name: 'x', object: object('a'), program: 'dispatch', maps }]);
    return configOf(one, one.programs[0]!);
  };
  const all = [undefined, {}, { 0: 'first' }, { 1: 'first' }, { 0: 'last' }].map(config);
  expect(new Set(all).size).toBe(all.length);
  expect(config({ 1: 'b', 0: 'a' })).toBe(config({ 0: 'a', 1: 'b' }));
});
