/** Pins: names of BPF objects in a bpffs, which keep them alive without a process. */
import { mkdirSync, renameSync, statfsSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoNumber } from '@pulumi-netkit/linux-ffi';
import { BpfError, list, type BpfErrorCode } from '@pulumi-netkit/bpf-object';
import { explained } from './objects/kernel-refusal';
import type { HasFd } from './ids';
import { kindOfFd, objGet, objPin, type BpfKind } from './sys/objects';
import type { Fd } from '@pulumi-netkit/linux-ffi';

const BPF_FS_MAGIC = 0xcafe4a11;
const NAME_MAX = 255;

/** Whether a path lies on a bpffs; undefined when it cannot be told (it does not exist, no right). */
export function isBpffs(path: string): boolean | undefined {
  try {
    return statfsSync(path).type === BPF_FS_MAGIC;
  } catch {
    return undefined;
  }
}

/** Makes a directory for pins, with its parents, and checks that it is on a bpffs. */
export function ensurePinDirectory(path: string): void {
  // Checked before anything is made: on another file system the directories would stay behind.
  let existing = path;
  while (dirname(existing) !== existing && !isThere(existing, path)) existing = dirname(existing);
  if (isBpffs(existing) !== true) throw notBpffs(path);
  withPath('pin directory', path, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
}

// A directory that may not be looked into is not one that is missing: what lies above it is another file system.
function isThere(path: string, wanted: string): boolean {
  try {
    statfsSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return false;
    throw explainPath('pin directory', wanted, error);
  }
}

/** Pins an object. The path must be free and its directory on a bpffs. Close-on-crash safe: a pin stays. */
export function pinObject(object: HasFd, path: string): void {
  const what = `pin "${path}"`;
  try {
    explained(
      what,
      {
        EEXIST: ['pin-exists', 'the path is taken; choose another, or unpin what is there'],
        ENOENT: ['pin-missing', 'its directory does not exist; make it with ensurePinDirectory()'],
        EROFS: ['pin-read-only', READ_ONLY],
      },
      () => objPin(object.number, path),
    );
  } catch (error) {
    // EPERM has three causes: a dot, another file system, rights. EINVAL is not bpffs on some kernels.
    if ((error as BpfError).errnoName !== 'EPERM' && (error as BpfError).errnoName !== 'EINVAL')
      throw error;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name.includes('.'))
      throw new BpfError(
        'pin-name',
        `${what}: a bpffs takes no "." in names; use encodePinName()`,
        { errno: errnoNumber('EPERM'), cause: error },
      );
    if (isBpffs(dirname(path)) === false) throw notBpffs(path);
    throw error;
  }
}

/** Opens what is pinned at a path; the caller owns the Fd. Throws 'pin-kind' when it is something else. */
export function openPin(path: string, kind: Exclude<BpfKind, 'other'>): Fd {
  const what = `open pin "${path}"`;
  const fd = explained(
    what,
    {
      ENOENT: ['pin-missing', 'there is no such pin'],
      ENOTDIR: ['pin-missing', 'there is no such pin'],
      EACCES: ['pin-kind', 'there is something, but no BPF object (or no right to open it)'],
      EINVAL: ['pin-kind', 'there is something, but no BPF object'],
    },
    () => objGet(path),
  );
  const actual = kindOfFd(fd.number);
  if (actual === kind) return fd;
  fd.close();
  throw new BpfError(
    'pin-kind',
    `${what}: it is a ${actual} and not a ${kind}; give the path of a ${kind}`,
  );
}

/**
 * Gives a pin another name, in place of what has that name now: one atomic step. The replaced object
 * loses a reference; if it was its last, a link is detached before this returns.
 */
export function renamePin(from: string, to: string): void {
  withPath(`rename pin "${from}" to`, to, () => renameSync(from, to));
}

/**
 * Removes a pin; answers whether there was one. An object that loses its last reference this way goes
 * a little later, in the kernel's own time: for a link that must be gone now, detach() first.
 */
export function unpin(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw explainPath('unpin', path, error);
  }
}

/**
 * A file name for any text: what a bpffs refuses ("." and "/") and "%" become %2E, %2F, %25. Different
 * texts give different names; decodePinName() reverses it. Throws 'pin-name' when it cannot be held.
 */
export function encodePinName(name: string): string {
  if (name === '' || name.includes('\0') || /\p{Surrogate}/u.test(name))
    throw new BpfError(
      'pin-name',
      `pin name ${JSON.stringify(name)}: it is empty, or holds what no file name can; choose another`,
    );
  const encoded = name.replace(/[%./]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const length = Buffer.byteLength(encoded);
  if (length > NAME_MAX)
    throw new BpfError(
      'pin-name',
      `pin name "${name}": it takes ${length} bytes; a file name has at most ${NAME_MAX}. Shorten it`,
    );
  return encoded;
}

/** The text of a name that encodePinName() made; throws 'pin-name' for any other. */
export function decodePinName(encoded: string): string {
  const name = encoded.replace(/%(2E|2F|25)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  if (encoded === '' || encodePinName(name) !== encoded)
    throw new BpfError('pin-name', `pin name "${encoded}": encodePinName() does not make this`);
  return name;
}

function notBpffs(path: string): BpfError {
  return new BpfError(
    'pin-not-bpffs',
    `pin "${path}": it is not on a bpffs; mount one (mount -t bpf bpf /sys/fs/bpf) and pin below it`,
  );
}

const READ_ONLY =
  'the BPF file system is mounted read-only; remount it (mount -o remount,rw /sys/fs/bpf)';

const PATH_ERRORS: Readonly<Record<string, readonly [BpfErrorCode, string] | undefined>> = {
  ENOENT: ['pin-missing', 'there is no such pin or directory'],
  ENOTDIR: ['pin-missing', 'a part of the path is no directory'],
  EXDEV: ['pin-not-bpffs', 'both names must be on the same bpffs'],
  EACCES: ['no-permission', 'no right there; run as its owner, as root or with CAP_DAC_OVERRIDE'],
  EPERM: [
    'pin-name',
    'a bpffs takes no "." in names (or no right to write there); use encodePinName()',
  ],
  EEXIST: ['pin-exists', 'a file is in the way'],
  EROFS: ['pin-read-only', READ_ONLY],
  EISDIR: ['pin-exists', 'a directory has that name'],
};

function withPath(what: string, path: string, fn: () => void): void {
  try {
    fn();
  } catch (error) {
    throw explainPath(what, path, error);
  }
}

function explainPath(what: string, path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const [ours, why] = PATH_ERRORS[code] ?? [undefined, ''];
  if (ours === undefined) return error;
  return new BpfError(ours, `${what} ${list([path])}: ${why} (${code})`, {
    errno: errnoNumber(code),
    cause: error,
  });
}
