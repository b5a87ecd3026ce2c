import { constants, openSync } from 'node:fs';
import { Fd } from './fd';
import { flock, LOCK_EX } from './libc';
import { SyscallError } from './syscall-error';

/**
 * Takes an exclusive lock on a file, waiting for it; the whole thread waits. Closing the Fd, or the
 * death of the process, releases it. The file is created when missing and is left behind: removing it
 * would let two holders lock two different files of one name.
 */
export function lockFile(path: string): Fd {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const fd = new Fd(openSync(path, flags, 0o600), `lock ${path}`);
  try {
    for (;;) {
      try {
        flock(fd.number, LOCK_EX);
        return fd;
      } catch (error) {
        if (!(error instanceof SyscallError) || error.code !== 'EINTR') throw error;
      }
    }
  } catch (error) {
    fd.close();
    throw error;
  }
}
