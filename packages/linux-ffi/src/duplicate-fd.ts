import { Fd } from './fd';
import { int, invoke } from './native';

/** A second descriptor for the same open file, close-on-exec (fcntl F_DUPFD_CLOEXEC). The caller owns it. */
export function duplicateFd(fd: number, what: string): Fd {
  const F_DUPFD_CLOEXEC = 1030;
  return new Fd(invoke('fcntl', [int(fd, 'fd'), F_DUPFD_CLOEXEC, 0]), what);
}
