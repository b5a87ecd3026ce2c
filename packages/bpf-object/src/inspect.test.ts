import type { BpfError } from './errors';
import { inspectObject } from './inspect';
import { compile } from './testing/compile';

function refusal(work: () => unknown): BpfError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as BpfError;
  }
}

test('inspectObject() tells programs and maps as the source has them', () => {
  const { programs, maps } = inspectObject(compile('slots'), 'slots');
  expect(programs.map(({ name }) => name)).toEqual(['dispatch', 'one', 'two', 'alone', 'of_xdp']);
  expect(programs.at(0)).toEqual({ name: 'dispatch', section: 'tc', type: 'sched_cls' });
  const holds = 'programs, which each load puts there';
  const needsEntries = true;
  expect(Object.fromEntries(maps)).toEqual({
    table: { type: 'prog_array', maxEntries: 4, needsEntries, holds, slots: new Map() },
    deeper: { type: 'prog_array', maxEntries: 2, needsEntries, holds, slots: new Map() },
    reached: { type: 'array', maxEntries: 4, needsEntries, slots: new Map() },
  });
});

test('inspectObject() tells prog arrays with slots of the source, and maps of maps', () => {
  const { maps } = inspectObject(compile('tail-calls'), 'x');
  expect(maps.get('table')).toMatchObject({
    type: 'prog_array',
    maxEntries: 4,
    slots: new Map([[1, 'first_target']]),
  });
  expect(maps.get('deeper')?.slots).toEqual(new Map([[0, 'second_target']]));
  expect(inspectObject(compile('maps'), 'x').maps.get('outer')?.type).toMatch(/_of_maps$/);
});

test('inspectObject() tells the kinds of programs, and what is loaded with them', () => {
  const slots = inspectObject(compile('slots'), 'x');
  expect(slots.otherKind('of_xdp', 'sched_cls')).toContain('for XDP programs');
  expect(slots.otherKind('one', 'sched_cls')).toBeUndefined();
  const given = new Map([['table', ['one']]]);
  expect([...slots.reached(['dispatch'], given)]).toEqual(['dispatch', 'one']);
  const calls = inspectObject(compile('tail-calls'), 'x');
  expect([...calls.reached(['entry'])]).toEqual(['entry', 'first_target', 'second_target']);
});

test('checkGlobal() refuses what setGlobal() refuses, in the same words', () => {
  const contents = inspectObject(compile('globals'), 'x');
  const words = (name: string, value: number | string): string | undefined =>
    refusal(() => contents.checkGlobal(name, value))?.message;
  expect(words('limit', 7)).toBeUndefined();
  expect(words('wide', '18446744073709551615')).toBeUndefined();
  expect(words('limit', -1)).toMatch(
    /^object "x": variable "limit": it is ".*" and holds 0 to 4294967295, not -1/,
  );
  expect(words('limit', 'seven')).toContain('takes an integer, not "seven"');
  expect(words('wide', '18446744073709551616')).toContain('holds 0 to 18446744073709551615');
  expect(words('limits', 1)).toContain('[global-type]');
  expect(words('limti', 1)).toMatch(/it has no variable "limti"; there are .*\[global-missing\]$/);
});

test.each([
  ['no ELF at all', Buffer.from('no ELF at all'), 'object-not-elf'],
  ['C source', Buffer.from('#include <linux/bpf.h>\n'), 'object-not-elf'],
  ['a static program', compile('static-program'), 'object-static-program'],
  ['legacy maps', compile('legacy-maps'), 'object-legacy-maps'],
  ['a function that is defined nowhere', compile('undefined'), 'object-undefined'],
  ['big-endian', compile('programs', ['-g', '-target', 'bpfeb']), 'object-wrong-endian'],
  ['cut off', compile('slots').subarray(0, 700), /^object-(truncated|corrupt)$/],
])('inspectObject() refuses what opening would refuse: %s', (_, bytes, code) => {
  expect(refusal(() => inspectObject(bytes, 'x'))?.code).toMatch(code);
});

test.each(['externs', 'missing-extern', 'missing-variable', 'config'])(
  'inspectObject() leaves it to the kernel whether it has what %s declares',
  (name) => expect(inspectObject(compile(name), name).programs.length).toBeGreaterThan(0),
);

/** An object without its table of symbols, as `llvm-strip` without `-g` leaves it. */
function stripped(object: Buffer): Buffer {
  const bytes = Buffer.from(object);
  const [headers, size, count] = [
    Number(bytes.readBigUInt64LE(0x28)),
    bytes.readUInt16LE(0x3a),
    bytes.readUInt16LE(0x3c),
  ];
  for (let at = 0; at < count; at++) {
    const type = headers + at * size + 4;
    if (bytes.readUInt32LE(type) === 2) bytes.writeUInt32LE(1, type);
  }
  return bytes;
}

test.each([
  { name: 'symbols are stripped', object: () => stripped(compile('programs')), words: 'stripped' },
  { name: 'a map is static', object: () => compile('static-map'), words: 'map "hidden" is static' },
  { name: 'struct_ops are beside', object: () => compile('struct-ops'), words: '".struct_ops"' },
])('inspectObject() refuses an object when $name, with what to do', ({ object, words }) => {
  expect(refusal(() => inspectObject(object(), 'x'))?.message).toContain(words);
});

test('checkGlobal() takes each value of an enum by its number, a negative one too', () => {
  const contents = inspectObject(compile('globals'), 'x');
  for (const value of [0, 1, -3, 'MODE_LOW'])
    expect(refusal(() => contents.checkGlobal('mode', value))).toBeUndefined();
  expect(refusal(() => contents.checkGlobal('mode', -(2 ** 40)))?.code).toBe('global-range');
});
