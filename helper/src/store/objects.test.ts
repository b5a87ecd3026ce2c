import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTILE, VICTIM } from '../../../packages/linux-ffi/src/testing/hostile.js';
import type { NetkitError } from '@pulumi-netkit/contract';
import { objectFolders, Objects } from './objects.js';

let top: string;
let folder: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'objects-'));
  folder = join(top, 'cache/objects');
});
afterEach(() => rmSync(top, { recursive: true }));

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ELF = Buffer.from('ELF');
const HASH = hashOf(ELF);
const DAY_S = 24 * 3600;

/** What one run of a helper sees. */
const run = (mostBytes?: number): Objects => new Objects([folder], mostBytes);

/** An object of `size` bytes that was used so many days ago. */
function kept(size: number, daysAgo: number): string {
  const bytes = Buffer.alloc(size, daysAgo);
  run().keep(hashOf(bytes), bytes);
  const then = Date.now() / 1000 - daysAgo * DAY_S;
  utimesSync(join(folder, hashOf(bytes)), then, then);
  return hashOf(bytes);
}

test('an object is there in the run that kept it and in the next', () => {
  const objects = run();
  expect(objects.has(HASH)).toBe(false);
  objects.keep(HASH, ELF);
  expect(objects.has(HASH)).toBe(true);
  const next = run();
  expect(next.has(HASH)).toBe(true);
  expect(next.get(HASH)).toEqual(ELF);
});

test('memory holds the last used, disk the rest; what disk does not take stays in memory', () => {
  const objects = new Objects([folder], 100, 100);
  const [a, b] = [Buffer.alloc(60, 1), Buffer.alloc(40, 2)];
  const c = Buffer.alloc(101, 3);
  for (const bytes of [a, b, c]) objects.keep(hashOf(bytes), bytes);
  rmSync(folder, { recursive: true });
  expect(objects.get(hashOf(a))).toEqual(a);
  const d = Buffer.alloc(50, 4);
  new Objects([folder], 100).keep(hashOf(d), d);
  // The least recently used goes.
  expect(objects.get(hashOf(d))).toEqual(d);
  expect(objects.get(hashOf(b))).toBeUndefined();
  expect(objects.get(hashOf(c))).toEqual(c);
});

test('without a folder memory is bounded, and what does not fit is refused in words', () => {
  const homeless = new Objects([]);
  const part = 64 * 1024 * 1024;
  for (let fill = 0; fill < 4; fill++) {
    const bytes = Buffer.alloc(part, fill);
    homeless.keep(hashOf(bytes), bytes);
  }
  expect(() => homeless.keep(HASH, ELF)).toThrow('the helper has no folder to keep objects in');
});

test('the folder and its files are for us alone', () => {
  run().keep(HASH, ELF);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual([HASH]);
  expect(statSync(join(folder, HASH)).mode & 0o777).toBe(0o600);
});

test('bytes of another digest are refused and kept nowhere', () => {
  const objects = run();
  let error: NetkitError | undefined;
  try {
    objects.keep(HASH, Buffer.from('other'));
  } catch (thrown) {
    error = thrown as NetkitError;
  }
  expect(error?.code).toBe('request-refused');
  expect(objects.has(HASH)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file whose content is not its name is no object, and goes', () => {
  run().keep(HASH, ELF);
  writeFileSync(join(folder, HASH), 'EL');
  expect(run().has(HASH)).toBe(false);
  expect(existsSync(join(folder, HASH))).toBe(false);
});

test('a link that somebody put in place of a file is not followed', () => {
  run().keep(HASH, ELF);
  writeFileSync(join(top, 'elsewhere'), ELF);
  rmSync(join(folder, HASH));
  symlinkSync(join(top, 'elsewhere'), join(folder, HASH));
  expect(run().has(HASH)).toBe(false);
});

test.each(HOSTILE)(
  '$name in place of an object is not read, and is replaced',
  async ({ name, put }) => {
    run().keep(HASH, ELF);
    const [path, victim] = [join(folder, HASH), join(top, 'victim')];
    writeFileSync(victim, VICTIM);
    rmSync(path);
    await put(path, victim);
    const objects = run();
    expect(objects.has(HASH)).toBe(false);
    objects.keep(HASH, ELF);
    expect(run().has(HASH)).toBe(name !== 'a directory');
    expect(readFileSync(victim, 'utf8')).toBe(VICTIM);
  },
);

test('what is none of ours is left where it is, however old', () => {
  run().keep(HASH, ELF);
  const other = join(folder, 'id_rsa');
  writeFileSync(other, VICTIM);
  utimesSync(other, 0, 0);
  kept(1, 1);
  expect(readFileSync(other, 'utf8')).toBe(VICTIM);
});

test('a folder that others may write to, or a link to one, is not used', () => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  run().keep(HASH, ELF);
  expect(readdirSync(folder)).toEqual([]);
  chmodSync(folder, 0o700);
  symlinkSync(folder, join(top, 'link'));
  new Objects([join(top, 'link')]).keep(HASH, ELF);
  expect(readdirSync(folder)).toEqual([]);
});

test('the first folder that can be used is; without any, memory is enough for the run', () => {
  writeFileSync(join(top, 'file'), '');
  new Objects([join(top, 'file/objects'), folder]).keep(HASH, ELF);
  expect(readdirSync(folder)).toEqual([HASH]);
  const homeless = new Objects([join(top, 'file/objects')]);
  homeless.keep(HASH, ELF);
  expect(homeless.has(HASH)).toBe(true);
});

test('what was not used for 30 days goes when something is kept, and a use counts', () => {
  const [old, recent, used] = [kept(1, 31), kept(2, 29), kept(3, 31)];
  expect(run().has(used)).toBe(true);
  run().keep(HASH, ELF);
  expect(readdirSync(folder).sort()).toEqual([recent, used, HASH].sort());
  expect(run().has(old)).toBe(false);
});

test('drafts of killed helpers go after a day', () => {
  run().keep(HASH, ELF);
  const [old, young] = [join(folder, 'draft-old'), join(folder, 'draft-young')];
  for (const path of [old, young]) writeFileSync(path, '');
  utimesSync(old, 0, Date.now() / 1000 - 2 * DAY_S);
  kept(1, 1);
  expect(existsSync(old)).toBe(false);
  expect(existsSync(young)).toBe(true);
});

test('the least recently used go when all would be too much; one that is too big stays in memory', () => {
  const [a, b, c] = [kept(40, 3), kept(40, 2), kept(40, 1)];
  const bytes = Buffer.alloc(30, 9);
  run(100).keep(hashOf(bytes), bytes);
  expect(readdirSync(folder).sort()).toEqual([c, hashOf(bytes)].sort());
  expect([run().has(a), run().has(b)]).toEqual([false, false]);
  const big = Buffer.alloc(101);
  const objects = run(100);
  objects.keep(hashOf(big), big);
  expect(objects.has(hashOf(big))).toBe(true);
  expect(run().has(hashOf(big))).toBe(false);
});

test("root keeps objects in the machine's cache, others in their own", () => {
  const env = { XDG_CACHE_HOME: '/x' };
  expect(objectFolders(0, env)).toEqual([
    '/var/cache/pulumi-netkit/objects',
    '/x/pulumi-netkit/objects',
  ]);
  expect(objectFolders(1000, env)).toEqual(['/x/pulumi-netkit/objects']);
  expect(objectFolders(1000, { XDG_CACHE_HOME: 'relative' })[0]).toMatch(
    /^\/.*\/\.cache\/pulumi-netkit\/objects$/,
  );
});
