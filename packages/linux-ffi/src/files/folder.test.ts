/** What owners other than ours do is in folder.kernel.ts. */
import {
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFds } from '../fd';
import { Folder } from './folder';
import { lockFile } from './lock';
import { fifoWithWriter, HOSTILE, VICTIM } from '../testing/hostile';

let top: string;
let path: string;
let victim: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'folder-'));
  path = join(top, 'ours');
  victim = join(top, 'victim');
  writeFileSync(victim, VICTIM, { mode: 0o600 });
  mkdirSync(path, { mode: 0o700 });
});
afterEach(() => {
  expect(readFileSync(victim, 'utf8')).toBe(VICTIM);
  rmSync(top, { recursive: true });
  expect(openFds()).toEqual([]);
});

test('a file is written whole, for its owner alone, and read again', () => {
  using folder = Folder.open(path);
  expect(folder.read('one')).toBeUndefined();
  folder.write('one', 'first');
  folder.write('one', 'second');
  expect(folder.read('one')?.toString()).toBe('second');
  expect(folder.names()).toEqual(['one']);
  expect(statSync(join(path, 'one')).mode & 0o777).toBe(0o600);
  expect([folder.remove('one'), folder.remove('one')]).toEqual([true, false]);
});

test('a folder is made for its owner alone, and one in it', () => {
  using folder = Folder.make(join(top, 'new'));
  using inner = folder.folder('inner', { make: true });
  inner.write('one', '1');
  expect(statSync(join(top, 'new')).mode & 0o777).toBe(0o700);
  expect(statSync(join(top, 'new/inner')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(top, 'new/inner/one'), 'utf8')).toBe('1');
});

test('what another folder of the same path holds by now is not touched', () => {
  using folder = Folder.open(path);
  renameSync(path, join(top, 'moved'));
  symlinkSync('/etc', path);
  folder.write('one', 'here');
  expect(readFileSync(join(top, 'moved/one'), 'utf8')).toBe('here');
});

describe.each(HOSTILE)('$name', ({ name, put, why }) => {
  test.each([
    { does: 'read', work: (folder: Folder) => folder.read('one') },
    { does: 'open', work: (folder: Folder) => folder.openFile('one', { flags: constants.O_RDWR }) },
    {
      does: 'open or make',
      work: (folder: Folder) => folder.openFile('one', { flags: constants.O_RDWR, create: 0o600 }),
    },
    { does: 'lock', work: (folder: Folder) => lockFile(folder.pathOf('one')) },
  ])('is refused: $does', async ({ work }) => {
    await put(join(path, 'one'), victim);
    using folder = Folder.open(path);
    expect(() => work(folder)).toThrow(why);
    expect(() => work(folder)).toThrow(`"${path}/one" `);
  });

  test('is not written through, as a file or as its draft', async () => {
    for (const at of ['one', 'draft']) await put(join(path, at), victim);
    using folder = Folder.open(path);
    if (name === 'a directory') expect(() => folder.write('one', '1')).toThrow(`${path}/draft`);
    else {
      folder.write('one', '1');
      expect(readFileSync(join(path, 'one'), 'utf8')).toBe('1');
      expect(statSync(join(path, 'one'))).toMatchObject({ nlink: 1, mode: 0o100600 });
    }
  });

  test('is no folder', async () => {
    if (name === 'a directory') return;
    await put(join(path, 'one'), victim);
    using folder = Folder.open(path);
    for (const open of [
      () => folder.folder('one'),
      () => folder.folder('one', { make: true }),
      () => Folder.make(join(path, 'one')),
    ])
      expect(open).toThrow(/not a directory/);
  });
});

test('a FIFO is not opened: its writer waits on', async () => {
  const fifo = await fifoWithWriter(join(path, 'one'));
  using folder = Folder.open(path);
  expect(() => folder.read('one')).toThrow('is a FIFO');
  expect(() => Folder.open(join(path, 'one'))).toThrow('is a FIFO');
  expect(() => lockFile(join(path, 'one'))).toThrow('is a FIFO');
  await fifo.expectUntouched();
});

test('a device is refused', () => {
  using folder = Folder.open('/dev', { isShared: true });
  expect(() => folder.read('null')).toThrow('"/dev/null" is a device, not a plain file');
});

test.each([
  { mode: 0o720, words: 'mode 0720' },
  { mode: 0o702, words: 'mode 0702' },
  { mode: 0o1777, words: 'mode 1777' },
])('a folder of mode $mode is refused', ({ mode, words }) => {
  chmodSync(path, mode);
  expect(() => Folder.open(path)).toThrow(words);
  expect(() => lockFile(join(path, 'lock'))).toThrow(words);
  expect(existsSync(join(path, 'lock'))).toBe(false);
});

test('a shared folder may be one that others add to, if they cannot remove what is ours', () => {
  chmodSync(path, 0o1777);
  using folder = Folder.open(path, { isShared: true });
  folder.write('one', '1');
  chmodSync(path, 0o777);
  expect(() => Folder.open(path, { isShared: true })).toThrow('mode 0777');
});

test('a folder or file of another user is refused', () => {
  const [mine] = [process.geteuid!()];
  const owners = [mine + 1];
  expect(() => Folder.open(path, { owners })).toThrow(
    `"${path}" belongs to uid ${mine}, not to uid ${mine + 1}`,
  );
});

test('a file that is too long is refused before it is read', () => {
  writeFileSync(join(path, 'one'), 'four', { mode: 0o600 });
  using folder = Folder.open(path);
  expect(() => folder.read('one', 3)).toThrow('has 4 bytes, more than the limit of 3');
});

test.each(['', '.', '..', 'a/b', 'a\0b'])('%j is not a name', (name) => {
  using folder = Folder.open(path);
  expect(() => folder.read(name)).toThrow(RangeError);
});

test('errors name the path, not the descriptor', () => {
  using folder = Folder.open(path);
  mkdirSync(join(path, 'one'));
  expect(() => folder.remove('one')).toThrow(
    expect.objectContaining({
      path: join(path, 'one'),
      message: expect.stringContaining(path) as string,
    }) as Error,
  );
});
