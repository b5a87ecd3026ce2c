import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE, VICTIM } from '../../../packages/linux-ffi/src/testing/hostile.js';
import { MOST_RECORDS, type OwnerRecord } from '@pulumi-netkit/contract';
import { Folder } from '@pulumi-netkit/linux-ffi';
import { RecordCache } from './record-cache.js';
import { Registry } from './registry.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'registry-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const record = (
  incarnation: string,
  owner: string,
  phase: OwnerRecord['phase'] = 'made',
): OwnerRecord => ({
  kind: 'netns',
  incarnation,
  owner,
  phase,
  name: 'blue',
});
const registry = (bootId = 'boot-1'): Registry => new Registry(bootId, folder);
const ids = (records: readonly OwnerRecord[]): string[] =>
  records.map(({ incarnation }) => incarnation).sort();

test('a record is found by its incarnation, by its owner and among all', () => {
  const records = registry();
  records.write(record('aaa', 'urn:1'));
  records.write(record('bbb', 'urn:1'));
  records.write(record('ccc', 'urn:2'));
  expect(records.byIncarnation('bbb')).toMatchObject(record('bbb', 'urn:1'));
  expect(records.byIncarnation('ddd')).toBeUndefined();
  expect(ids(records.byOwner('urn:1'))).toEqual(['aaa', 'bbb']);
  expect(records.byOwner('urn:3')).toEqual([]);
  expect(ids(records.all())).toEqual(['aaa', 'bbb', 'ccc']);
});

test('records in memory follow what another process writes and removes', () => {
  const cache = new RecordCache();
  const ours = (): Registry => new Registry('boot-1', folder, cache);
  const loaded = (id: string): OwnerRecord => ({
    kind: 'attachment',
    incarnation: `of-${id}`,
    owner: 'urn:1',
    phase: 'made',
    attachment: { name: id, attachType: 'tcx/egress', target: { name: 'lo', netns: null } },
    loaded: { [id]: 'ab' },
  });
  ours().write(loaded('7'));
  expect(ids(ours().byProgram(7))).toEqual(['of-7']);
  registry().write(loaded('8'));
  expect(ids(ours().byProgram(8))).toEqual(['of-8']);
  expect(ids(ours().all())).toEqual(['of-7', 'of-8']);
  ours().write({ ...loaded('8'), incarnation: 'of-7' });
  expect([ours().byProgram(7), ids(ours().byProgram(8))]).toEqual([[], ['of-7', 'of-8']]);
  registry().remove('of-7');
  expect(ids(ours().byProgram(8))).toEqual(['of-8']);
  expect(ids(ours().all())).toEqual(['of-8']);
});

test('records in memory are read once, not for each question', () => {
  const cache = new RecordCache();
  for (let at = 0; at < 50; at++) registry().write(record(`id${at}`, 'urn:1'));
  expect(new Registry('boot-1', folder, cache).all()).toHaveLength(50);
  const read = jest.spyOn(Folder.prototype, 'read');
  for (let at = 0; at < 20; at++) new Registry('boot-1', folder, cache).byProgram(at);
  // The generation, for each of the twenty.
  expect(read).toHaveBeenCalledTimes(20);
  read.mockRestore();
});

test('another process finds what one wrote', () => {
  registry().write(record('aaa', 'urn:1'));
  expect(ids(registry().all())).toEqual(['aaa']);
});

test('a second write of an incarnation replaces the first', () => {
  const records = registry();
  records.write(record('aaa', 'urn:1', 'creating'));
  records.write(record('aaa', 'urn:1', 'made'));
  expect(records.all().map(({ phase }) => phase)).toEqual(['made']);
});

test('a record that gets another owner is not kept of the former one', () => {
  const records = registry();
  records.write(record('aaa', 'urn:1'));
  records.write(record('aaa', 'urn:2'));
  expect(records.all()).toEqual([record('aaa', 'urn:2')]);
  expect(records.byOwner('urn:1')).toEqual([]);
});

test('remove() takes one incarnation and leaves the others; what is not there is removed already', () => {
  const records = registry();
  records.write(record('aaa', 'urn:1'));
  records.write(record('bbb', 'urn:1'));
  records.remove('aaa');
  records.remove('aaa');
  expect(ids(records.all())).toEqual(['bbb']);
});

test('remove() does not take an incarnation that ends alike', () => {
  const records = registry();
  records.write(record('1aaa', 'urn:1'));
  records.remove('aaa');
  expect(ids(records.all())).toEqual(['1aaa']);
});

test('a record is read as it was written, and nothing more', () => {
  const records = registry();
  records.write(record('aaa', 'urn:1'));
  expect(records.all()).toEqual([record('aaa', 'urn:1')]);
});

test('a record of 0.1 is read, which called the digest of an object its hash', () => {
  const declared = { placement: 'before-foreign', programs: [{ name: 'guard', hash: 'ab' }] };
  const written = {
    ...record('aaa', 'urn:1'),
    kind: 'attachment',
    loaded: {},
    declared,
  } as unknown;
  registry().write(written as OwnerRecord);
  expect(registry().all()).toMatchObject([
    { kind: 'attachment', declared: { programs: [{ name: 'guard', digest: 'ab' }] } },
  ]);
});

test('a record of another boot is none, and may be removed', () => {
  registry('boot-1').write(record('aaa', 'urn:1'));
  const later = registry('boot-2');
  expect([later.all(), later.byOwner('urn:1'), later.byIncarnation('aaa')]).toEqual([
    [],
    [],
    undefined,
  ]);
  later.remove('aaa');
  expect(readdirSync(join(folder, 'records'))).toEqual([]);
});

test.each([
  { name: 'torn', text: '{"bootId":"boot-1","kin' },
  { name: 'empty', text: '' },
  { name: 'no object', text: 'null' },
])('a file that is $name is no record', ({ text }) => {
  const records = registry();
  records.write(record('aaa', 'urn:1'));
  const [file] = readdirSync(join(folder, 'records'));
  writeFileSync(join(folder, 'records', file!.replace('aaa', 'bbb')), text, { mode: 0o600 });
  writeFileSync(join(folder, 'records', 'half.json.new'), '{}');
  expect(ids(records.all())).toEqual(['aaa']);
});

test('an owner of any characters makes a plain file name', () => {
  const owner = 'urn:pulumi:dev::a/b::../../etc::\u{1F600}';
  registry().write(record('aaa', owner));
  expect(readdirSync(join(folder, 'records'))).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}-aaa\.json$/),
  ]);
  expect(ids(registry().byOwner(owner))).toEqual(['aaa']);
});

test('records are for their owner’s eyes', () => {
  registry().write(record('aaa', 'urn:1'));
  const [file] = readdirSync(join(folder, 'records'));
  expect(statSync(join(folder, 'records')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'records', file!)).mode & 0o777).toBe(0o600);
});

describe.each(HOSTILE)('$name', ({ name, put, why }) => {
  let victim: string;
  beforeEach(() => {
    victim = join(folder, 'victim');
    writeFileSync(victim, VICTIM);
    registry().write(record('aaa', 'urn:1'));
  });
  afterEach(() => expect(readFileSync(victim, 'utf8')).toBe(VICTIM));

  test('in place of the draft is never written through', async () => {
    await put(join(folder, 'records/draft'), victim);
    const write = (): void => registry().write(record('bbb', 'urn:1'));
    if (name === 'a directory') expect(write).toThrow(join(folder, 'records/draft'));
    else {
      write();
      expect(ids(registry().all())).toEqual(['aaa', 'bbb']);
    }
  });

  test('in place of a record is refused, and can be removed', async () => {
    const [file] = readdirSync(join(folder, 'records'));
    const path = join(folder, 'records', file!);
    rmSync(path);
    await put(path, victim);
    expect(() => registry().byIncarnation('aaa')).toThrow(why);
    expect(() => registry().byOwner('urn:1')).toThrow(why);
    expect(() => registry().all()).toThrow(why);
    if (name === 'a directory') return;
    registry().remove('aaa');
    expect(registry().all()).toEqual([]);
  });

  test('in place of the folder is refused', async () => {
    if (name === 'a directory') return;
    const records = join(folder, 'records');
    rmSync(records, { recursive: true });
    await put(records, victim);
    expect(() => registry()).toThrow(/not a directory/);
  });
});

test.each(['', 'records'])('a folder "%s" that others may write to is refused', (name) => {
  registry().write(record('aaa', 'urn:1'));
  const before = registry();
  chmodSync(join(folder, name), 0o777);
  expect(() => registry()).toThrow('can be changed by other users (mode 0777)');
  for (const work of [
    () => before.all(),
    () => before.write(record('bbb', 'urn:1')),
    () => before.remove('aaa'),
  ])
    expect(work).toThrow('can be changed by other users');
});

test('a record that is too long is refused', () => {
  const long = record('aaa', 'x'.repeat(1024 * 1024));
  expect(() => registry().write(long)).toThrow(/bytes; the limit is 1048576/);
  expect(registry().all()).toEqual([]);
});

test('more records than a host may hold are refused; those there are may change and go', () => {
  const records = registry();
  records.write(record('aaa', 'urn:1', 'creating'));
  for (let at = 1; at < MOST_RECORDS; at++)
    writeFileSync(join(folder, `records/x-${at}.json`), '', { mode: 0o600 });
  expect(() => records.write(record('bbb', 'urn:1'))).toThrow(
    `the host holds records of ${MOST_RECORDS} resources; the limit is ${MOST_RECORDS}`,
  );
  records.write(record('aaa', 'urn:1'));
  expect(records.byIncarnation('aaa')?.phase).toBe('made');
  records.remove('aaa');
  records.write(record('bbb', 'urn:1'));
});
