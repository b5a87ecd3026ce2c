import { errnoName, errnoSentence } from './errno';

/** A system call that failed. Match on `code`; two copies of this package may be loaded. */
export class SyscallError extends Error {
  override readonly name = 'SyscallError';
  /** The call, as man(2) spells it. */
  readonly syscall: string;
  readonly errno: number;
  /** The name of `errno`: 'EINVAL'. */
  readonly code: string;
  /** The path the call was about, if it took one. */
  declare readonly path?: string;

  constructor(syscall: string, errno: number, path?: string) {
    super(
      `${syscall}${path === undefined ? '' : ` "${path}"`}: ${errnoSentence(errno)} (${errnoName(errno)})`,
    );
    this.syscall = syscall;
    this.errno = errno;
    this.code = errnoName(errno);
    if (path !== undefined) this.path = path;
  }
}
