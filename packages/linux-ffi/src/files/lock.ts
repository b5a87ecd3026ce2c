import { constants } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Fd } from '../fd';
import { Folder } from './folder';
import { flock, LOCK_EX, LOCK_NB } from '../libc';
import { SyscallError } from '../syscall-error';

const RETRY_MS = 2;
const [ENOENT, ETIMEDOUT] = [2, 110];

/**
 * Takes an exclusive lock on a file, waiting for it; the whole thread waits. Closing the Fd, or the
 * death of the process, releases it. The file is created when missing and is left behind: removing it
 * would let two holders lock two different files of one name.
 *
 * Throws UntrustedError when the file, or its folder, could be changed by other users, and a SyscallError ETIMEDOUT when the
 * lock is not free within `limit` milliseconds.
 */
export function lockFile(path: string, limit = Infinity): Fd {
  using folder = Folder.open(dirname(path));
  const fd = folder.openFile(basename(path), { flags: constants.O_RDWR, create: 0o600 });
  if (!fd) throw new SyscallError('open', ENOENT, path); // Removed while it was opened.
  try {
    acquire(fd, path, limit);
    return fd;
  } catch (error) {
    fd.close();
    throw error;
  }
}

function acquire(fd: Fd, path: string, limit: number): void {
  const mode = limit === Infinity ? LOCK_EX : LOCK_EX | LOCK_NB;
  const end = Date.now() + limit;
  for (;;) {
    try {
      flock(fd.number, mode);
      return;
    } catch (error) {
      if (!(error instanceof SyscallError)) throw error;
      if (error.code === 'EINTR') continue;
      if (error.code !== 'EAGAIN') throw error;
      if (Date.now() >= end) throw new SyscallError('flock', ETIMEDOUT, path);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
