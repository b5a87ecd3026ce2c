/**
 * Network namespaces: finding one, and acting inside it for a moment. Making and removing named ones
 * is in named-netns.ts.
 */
import { closeSync, constants, fstatSync, openSync, promises, writeSync } from 'node:fs';
import { Fd } from '../fd';
import { handle, O_PATH } from '../files/folder';
import { CLONE_NEWNET, filesystemMagic, namespaceType, setns } from '../libc';
import { NetnsError } from './netns-error';
import { SyscallError } from '../syscall-error';

/** Where named namespaces live, as ip-netns(8) has it. */
export const NETNS_DIR = '/run/netns';

const NSFS_MAGIC = 0x6e736673;

/**
 * Creates libuv's pool threads while the process is still in its home namespace.
 *
 * The pool starts lazily and each thread inherits the namespace of the moment: if the first
 * asynchronous fs call ever were made inside a withNetns() window, all later file and DNS work of
 * the process would happen in that namespace. Call it once at start, before any window.
 */
export async function warmUpThreadPool(): Promise<void> {
  const threads = Math.max(4, Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) || 4);
  await Promise.all(Array.from({ length: threads }, () => promises.stat('/')));
}

/**
 * Runs `fn` with the calling thread inside the namespace of `netns`, and moves the thread back.
 *
 * Sockets that `fn` opens stay in that namespace for ever; everything else it does must be
 * synchronous and must not start processes or asynchronous work, which would inherit the namespace.
 * A `fn` that returns a promise is refused, though by then it has run. Needs CAP_SYS_ADMIN.
 */
export function withNetns<T>(netns: Pick<Fd, 'number'>, fn: () => T): T {
  using home = openHome();
  setns(netns.number, CLONE_NEWNET);
  let result: T;
  try {
    result = fn();
  } finally {
    goHome(home);
  }
  if (typeof (result as { then?: unknown } | null | undefined)?.then === 'function')
    throw new TypeError('withNetns() takes a synchronous function: this one returned a promise');
  return result;
}

/** The calling thread's own network namespace. @internal */
export function openHome(): Fd {
  const flags = constants.O_RDONLY;
  return new Fd(openSync('/proc/thread-self/ns/net', flags), 'netns home');
}

/**
 * Moves the thread back, or ends the process. A thread stranded in a foreign namespace would apply
 * every later request to the wrong machine's network, and nothing above could notice: dying is the
 * smaller harm.
 * @internal
 */
export function goHome(home: Fd): void {
  try {
    setns(home.number, CLONE_NEWNET);
  } catch (error) {
    writeSync(2, `cannot return to the own network namespace: ${String(error)}\n`);
    process.exit(70);
  }
}

/**
 * Opens a network namespace by reference: a name under /run/netns, an absolute path, `pid:N`, or null
 * for the caller's own. The caller owns the Fd; a namespace lives as long as one is open.
 * Throws NetnsError when the reference leads nowhere.
 */
export function openNetns(ref: string | null): Fd {
  if (ref === null) return openHome();
  const { path, pid } = locate(ref);
  let number: number | undefined;
  try {
    number = openNamespace(path);
  } catch (error) {
    throw explain(error, ref, pid);
  }
  if (number === undefined) throw new NetnsError('netns-not-a-namespace', ref);
  return new Fd(number, `netns ${ref}`);
}

// The path may be anything: opening a FIFO, a device or a socket does something to it and to whoever is at its other end. So it
// is looked at through a handle, and only the file of a namespace is opened.
function openNamespace(path: string): number | undefined {
  const found = openSync(path, O_PATH | constants.O_NOCTTY);
  try {
    if (filesystemMagic(found) !== NSFS_MAGIC) return undefined;
    const number = openSync(handle(found), constants.O_RDONLY);
    if (isNetwork(number)) return number;
    closeSync(number);
    return undefined;
  } finally {
    closeSync(found);
  }
}

/** Which namespace an Fd refers to: two Fds with equal answers are the same namespace. */
export function netnsInode(netns: Pick<Fd, 'number'>): { dev: string; ino: string } {
  const { dev, ino } = fstatSync(netns.number, { bigint: true });
  return { dev: String(dev), ino: String(ino) };
}

function locate(ref: string): { path: string; pid?: string } {
  const pid = /^pid:([1-9][0-9]{0,9})$/.exec(ref)?.[1];
  if (pid !== undefined) return { path: `/proc/${pid}/ns/net`, pid };
  if (ref.includes('\0')) throw new NetnsError('netns-missing', ref);
  if (ref.startsWith('/')) return { path: ref };
  if (ref === '' || ref === '.' || ref === '..' || ref.includes('/'))
    throw new NetnsError('netns-missing', ref);
  return { path: `${NETNS_DIR}/${ref}` };
}

/** A zombie still has /proc/N, but its ns/net answers ENOENT; a dying one may answer ESRCH. */
function explain(error: unknown, ref: string, pid: string | undefined): unknown {
  switch ((error as NodeJS.ErrnoException).code ?? '') {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ESRCH':
      return new NetnsError(pid === undefined ? 'netns-missing' : 'netns-pid-dead', ref, {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new NetnsError('netns-no-permission', ref, { cause: error });
    // A link that leads to itself: there is something, but no namespace.
    case 'ELOOP':
      return new NetnsError('netns-not-a-namespace', ref, { cause: error });
    default:
      return error;
  }
}

function isNetwork(namespace: number): boolean {
  try {
    return namespaceType(namespace) === CLONE_NEWNET;
  } catch (error) {
    if (error instanceof SyscallError) return false;
    throw error;
  }
}
