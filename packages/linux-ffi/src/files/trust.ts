/** When a file or folder can be trusted: it has the right type, belongs to us or root, and only they can change it. */
import { lstatSync, type Stats } from 'node:fs';
import { UntrustedError } from './untrusted-error';

/** How much of a folder others may do. */
export interface Trust {
  /** Owners to trust. @default root and the effective user of this process */
  readonly owners?: readonly number[];
  /** Whether others may add files of their own, in a folder with the sticky bit. @default false */
  readonly isShared?: boolean;
}

const STICKY = 0o1000;
const WRITABLE_BY_OTHERS = 0o022;

/** Root, and the user of this process. */
function defaultOwners(): readonly number[] {
  return [0, process.geteuid?.() ?? 0];
}

/** Throws UntrustedError unless `stat`, which is of `path`, is of a folder that only trusted users can change. */
export function assertFolder(path: string, stat: Stats, trust: Trust = {}): void {
  if (!stat.isDirectory()) throw new UntrustedError(path, `is ${kindOf(stat)}, not a directory`);
  assertOwner(path, stat, trust);
  const isSticky = (stat.mode & STICKY) !== 0;
  if ((stat.mode & WRITABLE_BY_OTHERS) !== 0 && !(trust.isShared && isSticky))
    throw writable(path, stat);
}

/** Throws UntrustedError unless `stat`, which is of `path`, is of a plain file with one name that only trusted users can change. */
export function assertFile(path: string, stat: Stats, trust: Trust = {}): void {
  if (!stat.isFile()) throw new UntrustedError(path, `is ${kindOf(stat)}, not a plain file`);
  assertOwner(path, stat, trust);
  if ((stat.mode & WRITABLE_BY_OTHERS) !== 0) throw writable(path, stat);
  if (stat.nlink > 1)
    throw new UntrustedError(path, 'is a hard link: the file has another name too');
}

/**
 * Looks at a folder without opening it; false when it does not exist. What is below a folder that passes can be used by its
 * path, since nobody else can put anything else in its place.
 */
export function checkFolder(path: string, trust: Trust = {}): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return false;
  assertFolder(path, stat, trust);
  return true;
}

/** Throws UntrustedError when an owner is not trusted. */
export function assertOwner(
  path: string,
  { uid }: Stats,
  { owners = defaultOwners() }: Trust,
): void {
  if (owners.includes(uid)) return;
  const ours = [...new Set(owners)].map((owner) => (owner === 0 ? 'root' : `uid ${owner}`));
  throw new UntrustedError(path, `belongs to uid ${uid}, not to ${ours.join(' or ')}`);
}

function writable(path: string, { mode }: Stats): UntrustedError {
  const octal = (mode & 0o7777).toString(8).padStart(4, '0');
  return new UntrustedError(path, `can be changed by other users (mode ${octal})`);
}

function kindOf(stat: Stats): string {
  if (stat.isSymbolicLink()) return 'a symbolic link';
  if (stat.isDirectory()) return 'a directory';
  if (stat.isFIFO()) return 'a FIFO';
  if (stat.isSocket()) return 'a socket';
  if (stat.isBlockDevice() || stat.isCharacterDevice()) return 'a device';
  return 'a plain file';
}
