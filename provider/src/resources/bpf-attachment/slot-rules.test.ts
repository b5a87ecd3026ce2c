import { attachment, object } from '../../../test/desired.js';
import type { MapSettings } from '../../generated/types.js';
import { checkAttachment } from './inputs.js';
import { configOf } from './programs.js';
import { slotFailures } from './slot-rules.js';
import type { ObjectOutline } from '../resource.js';

const OUTLINE: ObjectOutline = {
  programs: ['dispatch', 'first'],
  maps: new Map([
    ['table', { type: 'prog_array', maxEntries: 2 }],
    ['hits', { type: 'array', maxEntries: 8 }],
  ]),
};

const declared = (maps: Record<string, MapSettings>) =>
  attachment([{ name: 'x', object: object('a'), program: 'dispatch', maps }]);

async function complaints(
  maps: Record<string, MapSettings>,
  outline: ObjectOutline | undefined = OUTLINE,
): Promise<string[]> {
  const failures = await slotFailures(declared(maps), () => Promise.resolve(outline));
  return failures.map(({ property, code }) => `${property} ${code}`);
}

test.each<{ name: string; maps: Record<string, MapSettings>; says: string[] }>([
  { name: 'slots that can be', maps: { table: { slots: { 0: 'first', 1: 'first' } } }, says: [] },
  { name: 'none', maps: { table: { slots: {} } }, says: [] },
  {
    name: 'another map',
    maps: { tables: { slots: {} } },
    says: ['programs[0].maps.tables map-missing'],
  },
  {
    name: 'a map without slots',
    maps: { hits: { slots: {} } },
    says: ['programs[0].maps.hits.slots map-without-slots'],
  },
  {
    name: 'two at once',
    maps: { table: { slots: { 2: 'first', 1: 'last' } } },
    says: [
      'programs[0].maps.table.slots[1] slot-program-missing',
      'programs[0].maps.table.slots[2] slot-out-of-range',
    ],
  },
  {
    name: 'more slots than the source has',
    maps: { table: { maxEntries: 3, slots: { 2: 'first' } } },
    says: [],
  },
])('slotFailures() of $name', async ({ maps, says }) => {
  expect(await complaints(maps)).toEqual(says);
});

test('slotFailures() says nothing of an object that cannot be read', async () => {
  const failures = await slotFailures(declared({ tables: { slots: {} } }), () =>
    Promise.resolve(undefined),
  );
  expect(failures).toEqual([]);
});

test('slotFailures() reads no object for whose maps no slots are declared', async () => {
  const read = jest.fn(() => Promise.resolve(OUTLINE));
  await slotFailures(declared({ hits: { maxEntries: 3 }, nothing: {} }), read);
  expect(read).not.toHaveBeenCalled();
});

test('checkAttachment() takes numbers of slots and names of functions, and nothing else', () => {
  const reasons = (slots: unknown): string[] => {
    const { programs, ...rest } = declared({});
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
    const one = declared({ table: slots === undefined ? {} : { slots } });
    return configOf(one, one.programs[0]!);
  };
  const all = [undefined, {}, { 0: 'first' }, { 1: 'first' }, { 0: 'last' }].map(config);
  expect(new Set(all).size).toBe(all.length);
  expect(config({ 1: 'b', 0: 'a' })).toBe(config({ 0: 'a', 1: 'b' }));
});
