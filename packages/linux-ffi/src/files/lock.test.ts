import { existsSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fd, openFds } from '../fd';
import { flock, LOCK_EX, LOCK_NB } from '../libc';
import { lockFile } from './lock';

const directory = mkdtempSync(join(tmpdir(), 'lock-'));
const path = join(directory, 'lock');
afterAll(() => rmSync(directory, { recursive: true }));

test('a lock keeps others out until it is closed, and leaves its file', () => {
  using other = new Fd(openSync(path, 'w'), 'other');
  const lock = lockFile(path);
  expect(() => flock(other.number, LOCK_EX | LOCK_NB)).toThrow('EAGAIN');
  lock.close();
  flock(other.number, LOCK_EX | LOCK_NB);
  expect(existsSync(path)).toBe(true);
});

test('a lock that is not free in time is given up', () => {
  using held = lockFile(path);
  expect(() => lockFile(path, 10)).toThrow(
    expect.objectContaining({ syscall: 'flock', code: 'ETIMEDOUT', path }) as Error,
  );
  held.close();
  using free = lockFile(path, 10);
  expect(free.isClosed).toBe(false);
});

test("a new lock file is its owner's alone", () => {
  const fresh = join(directory, 'fresh');
  using lock = lockFile(fresh);
  expect(lock.isClosed).toBe(false);
  expect(statSync(fresh).mode & 0o777).toBe(0o600);
});

test('a directory that does not exist leaks nothing', () => {
  expect(() => lockFile('/no/such/directory/lock')).toThrow('ENOENT');
  expect(openFds()).toEqual([]);
});
