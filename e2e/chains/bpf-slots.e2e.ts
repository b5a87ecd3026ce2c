/** Slots of prog arrays by function name, and the maps that only tail calls reach, through an attachment's life. */
import { join } from 'node:path';
import {
  asset,
  attachment,
  bpfResidue,
  chain,
  compile,
  compileText,
  counters,
  mapOf,
  pinsOf,
} from '../harness/inputs/bpf.js';
import { StepError, type Program } from '../harness/drivers/doors.js';
import { pings, sh } from '../harness/guests/guest.js';
import { useDoors } from '../harness/guests/suite.js';
import { DELETE_SIDE, ADD_SIDE } from '../harness/inputs/pods.js';

const SOURCE = join(__dirname, '../harness/inputs/bpf-dispatch.bpf.c');
const object = asset(compile(SOURCE));
const newer = asset(compile(SOURCE, (text) => text.replace('hit(0)', 'hit(0), hit(2)')));

type Json = Record<string, unknown>;
type Slots = Readonly<Record<string, string>>;

const mine = (
  slots: Slots,
  more: { from?: Json; maps?: Json; table?: Json } = {},
  behind: readonly Json[] = [],
): Program => ({
  mine: attachment({
    name: 'mine',
    target: { name: 'v0' },
    attachType: 'tcx/ingress',
    programs: [
      {
        name: 'dispatch',
        object: more.from ?? object,
        program: 'dispatch',
        maps: { table: { slots, ...more.table }, ...more.maps },
      },
      ...behind,
    ],
  }),
});

const doors = useDoors({
  before: () => sh(ADD_SIDE),
  after: () => sh(DELETE_SIDE),
});
afterEach(async () => {
  await doors.destroy();
  expect(await bpfResidue()).toEqual([]);
});

const maps = `${pinsOf('v0', 'tcx/ingress', 'mine')}/%maps`;
const pinnedMaps = async (): Promise<string[]> =>
  (await sh(`ls ${maps}`)).split('\n').filter((name) => name !== '');
const idAt = async (map: string): Promise<number> =>
  (JSON.parse(await sh(`bpftool -j map show pinned ${maps}/${map}`)) as { id: number }).id;

/** Which counters went up while packets came. */
async function reached(): Promise<number[]> {
  const before = await counters(await idAt('hits'));
  expect(await pings('side', '10.8.0.1')).toBe(true);
  const after = await counters(await idAt('hits'));
  return after.flatMap((count, slot) => (count > before[slot]! ? [slot] : []));
}

const linkId = async (): Promise<number> => (await chain('v0', 'tcx/ingress'))[0]!.linkId;
/** Names of the loaded programs, and how many there are of each. */
async function loaded(): Promise<string[]> {
  const all = JSON.parse(await sh('bpftool -j prog show')) as { name?: string; type: string }[];
  return all.flatMap(({ name, type }) => (type === 'sched_cls' ? [name ?? ''] : [])).sort();
}

/** Waits for the kernel to let go of what was told to go. */
async function expectLoaded(names: string[]): Promise<void> {
  const end = Date.now() + 5_000;
  while ((await loaded()).join() !== names.join() && Date.now() < end);
  expect(await loaded()).toEqual(names);
}

test('a slot is filled: packets run through the handler, whose map is pinned with the others', async () => {
  expect(await doors.up(mine({ 0: 'first' }))).toEqual(['create mine']);
  expect(await reached()).toEqual([0]);
  expect(await pinnedMaps()).toEqual(['hits', 'table']);
  await expectLoaded(['dispatch', 'first']);
  expect(await doors.refresh()).toEqual([]);
  expect(await doors.up(mine({ 0: 'first' }))).toEqual([]);
});

test('another table is a change in place: link and entries stay, the programs are new', async () => {
  await doors.up(mine({ 0: 'first' }));
  const before = { link: await linkId(), table: await idAt('table'), hits: await idAt('hits') };
  expect(await reached()).toEqual([0]);
  const [first] = await counters(before.hits);
  expect(await doors.up(mine({ 0: 'second' }))).toEqual(['update mine']);
  expect({ link: await linkId(), hits: await idAt('hits') }).toEqual({
    link: before.link,
    hits: before.hits,
  });
  expect(await idAt('table')).not.toBe(before.table);
  expect(await reached()).toEqual([1]);
  // A packet of the kernel's own may come in between.
  expect((await counters(before.hits))[0]).toBeGreaterThanOrEqual(first!);
  await expectLoaded(['dispatch', 'second']);
});

test('an emptied table leaves nothing of the handler: no program, no map, no pin', async () => {
  await doors.up(mine({ 0: 'first' }));
  await doors.up(mine({}));
  expect(await pinnedMaps()).toEqual(['table']);
  await expectLoaded(['dispatch']);
  expect(await doors.up(mine({}))).toEqual([]);
  await doors.up(mine({ 1: 'first', 0: 'second' }));
  await expectLoaded(['dispatch', 'first', 'second']);
  expect(await reached()).toEqual([1]);
});

test('a changed object brings its handlers, and what they counted is kept', async () => {
  await doors.up(mine({ 0: 'first' }));
  expect(await reached()).toEqual([0]);
  const hits = await idAt('hits');
  await doors.up(mine({ 0: 'first' }, { from: newer }));
  expect(await idAt('hits')).toBe(hits);
  expect(await reached()).toEqual([0, 2]);
  await expectLoaded(['dispatch', 'first']);
});

test('a handler told to start with an empty map gets one, though no attached program names it', async () => {
  const keep = { maps: { hits: { keep: false } } };
  await doors.up(mine({ 0: 'first' }, keep));
  expect(await reached()).toEqual([0]);
  const before = await idAt('hits');
  await doors.up(mine({ 0: 'first' }, { ...keep, from: newer }));
  expect(await idAt('hits')).not.toBe(before);
  expect(await pinnedMaps()).toEqual(['hits', 'table']);
  expect(await reached()).toEqual([0, 2]);
});

test('keep: true keeps the table itself, filled anew', async () => {
  const keep = { table: { keep: true } };
  await doors.up(mine({ 0: 'first' }, keep));
  const table = await idAt('table');
  await doors.up(mine({ 0: 'first' }, { ...keep, from: newer }));
  expect(await idAt('table')).toBe(table);
  expect(await mapOf((await chain('v0', 'tcx/ingress'))[0]!.programId, 'table')).toBe(table);
  expect(await reached()).toEqual([0, 2]);
  await expectLoaded(['dispatch', 'first']);
});

test('a run that fails after loading leaves the old handler where it was', async () => {
  await doors.up(mine({ 0: 'first' }));
  const table = await idAt('table');
  const bad =
    '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n' +
    'SEC("tc") int bad(struct __sk_buff *skb) { return *(int *)(long)skb->data; }' +
    'char _license[] SEC("license") = "GPL";';
  const also = { name: 'bad', object: asset(compileText('bad', bad)) };
  await expect(doors.up(mine({ 0: 'second' }, {}, [also]))).rejects.toThrow(/program-rejected/);
  expect(await idAt('table')).toBe(table);
  expect(await reached()).toEqual([0]);
  expect(await pinnedMaps()).toEqual(['hits', 'table']);
  await expectLoaded(['dispatch', 'first']);
});

describe('the preview refuses', () => {
  const at = 'programs[0].maps';
  test.each<[string, Program, string]>([
    [
      'a map that is not there',
      mine({}, { maps: { tabl: { slots: { 0: 'first' } } } }),
      `${at}.tabl: the object has no map "tabl"; there are "table", "hits"; did you mean "table"? [map-missing]`,
    ],
    [
      'a map of another type',
      mine({}, { maps: { hits: { slots: { 0: 'first' } } } }),
      `${at}.hits.slots: "hits" is of type array; only a BPF_MAP_TYPE_PROG_ARRAY has slots for programs. Remove slots [map-without-slots]`,
    ],
    [
      'a slot beyond the end',
      mine({ 4: 'first' }),
      `${at}.table.slots[4]: "table" has 4 slots, 0 to 3. Choose one of them, or raise maxEntries [slot-out-of-range]`,
    ],
    [
      'a slot beyond its new end',
      mine({ 3: 'first' }, { table: { maxEntries: 2 } }),
      `${at}.table.slots[3]: "table" has 2 slots, 0 to 1. Choose one of them, or raise maxEntries [slot-out-of-range]`,
    ],
    [
      'a function that is not there',
      mine({ 0: 'firs' }),
      `${at}.table.slots[0]: the object has no program "firs"; there are "dispatch", "first", "second"; did you mean "first"? [slot-program-missing]`,
    ],
    [
      'a slot that is no number',
      mine({ one: 'first' }),
      `${at}.table.slots["one"]: "one" is not the number of a slot. Slots are numbered "0", "1" and so on [slot-not-a-number]`,
    ],
  ])('%s', async (_what, program, says) => {
    const error: unknown = await doors.up(program).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StepError);
    expect((error as Error).message).toBe(`check mine: ${says}`);
  });
});
