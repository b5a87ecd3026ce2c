/**
 * Named network namespaces as ip-netns(8) makes them: an empty file under /run/netns with the
 * namespace bind-mounted over it. Each system-call step is a function of its own, so that a caller can
 * record, or be interrupted, between any two of them; createNamedNetns() is all of them in a row.
 * All of them throw UntrustedError when other users can change /run/netns or a file in it, and follow no link.
 */
import { closeSync, constants, fstatSync, mkdirSync, openSync } from 'node:fs';
import { Fd } from '../fd';
import { Folder, handle, O_PATH } from '../files/folder';
import {
  CLONE_NEWNET,
  MNT_DETACH,
  MS_BIND,
  MS_REC,
  MS_SHARED,
  mount,
  umount2,
  UMOUNT_NOFOLLOW,
  unshare,
} from '../libc';
import { goHome, NETNS_DIR, openHome } from './netns';
import { SyscallError } from '../syscall-error';
import { assertFile, checkFolder, type Trust } from '../files/trust';

// Others may have names of their own in a folder with the sticky bit; they cannot touch ours.
const TRUST: Trust = { isShared: true };

/**
 * Makes /run/netns and its mount ready. Shared propagation lets a namespace mounted here appear in the
 * other mount namespaces of the machine, and lets its unmount reach them; without it a private copy
 * elsewhere keeps a removed namespace alive.
 */
export function ensureNetnsDir(): void {
  mkdirSync(NETNS_DIR, { recursive: true, mode: 0o755 });
  // A path is enough from here on: /run is root's.
  checkFolder(NETNS_DIR, TRUST);
  try {
    mount('', NETNS_DIR, 'none', MS_SHARED | MS_REC);
  } catch (error) {
    // EINVAL: not a mount point yet. The same probe, in the same order, as ip-netns(8).
    if (!(error instanceof SyscallError) || error.code !== 'EINVAL') throw error;
    mount(NETNS_DIR, NETNS_DIR, 'none', MS_BIND | MS_REC);
    mount('', NETNS_DIR, 'none', MS_SHARED | MS_REC);
  }
}

/** Creates the empty file that will carry the mount. Throws EEXIST when the name is taken. */
export function touchNetns(name: string): void {
  assertName(name);
  using dir = Folder.open(NETNS_DIR, TRUST);
  const { O_RDONLY, O_CREAT, O_EXCL } = constants;
  dir.within(name, (at) => closeSync(openSync(at, O_RDONLY | O_CREAT | O_EXCL, 0)));
}

/**
 * Makes a new namespace and mounts it over the file of touchNetns(). The loopback device is down.
 * One synchronous window; ends the process if the thread cannot get back to its own namespace.
 */
export function bindNewNetns(name: string): void {
  assertName(name);
  using dir = Folder.open(NETNS_DIR, TRUST);
  const flags = O_PATH | constants.O_NOFOLLOW;
  using file = dir.within(name, (at) => new Fd(openSync(at, flags), `netns ${name}`));
  assertFile(dir.pathOf(name), fstatSync(file.number), TRUST);
  using home = openHome();
  unshare(CLONE_NEWNET);
  try {
    mount('/proc/thread-self/ns/net', handle(file.number), 'none', MS_BIND);
  } finally {
    goHome(home);
  }
}

/** Makes a named namespace, all steps in a row. Takes back the file when the mount fails. */
export function createNamedNetns(name: string): void {
  ensureNetnsDir();
  touchNetns(name);
  try {
    bindNewNetns(name);
  } catch (error) {
    removeNetns(name);
    throw error;
  }
}

/**
 * Unmounts and unlinks a name. Either half may be missing already. The namespace itself dies with its
 * last process, socket or open descriptor, a little later and in the kernel's own time.
 */
export function removeNetns(name: string): void {
  assertName(name);
  if (!checkFolder(NETNS_DIR, TRUST)) return;
  using dir = Folder.open(NETNS_DIR, TRUST);
  try {
    umount2(dir.at(name), MNT_DETACH | UMOUNT_NOFOLLOW);
  } catch (error) {
    // EINVAL: a file without a mount on it, or a link.
    if (!(error instanceof SyscallError) || !['EINVAL', 'ENOENT'].includes(error.code)) throw error;
  }
  dir.remove(name);
}

function assertName(name: string): void {
  if (!/^[^/\0]{1,255}$/.test(name) || name === '.' || name === '..')
    throw new RangeError(`"${name}" is no namespace name: 1 to 255 characters, no "/"`);
}
