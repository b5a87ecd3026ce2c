/**
 * The objects a helper has: in memory for the run, and on disk for the next one, so that an object crosses a slow line once.
 * A file is named by the SHA-256 of its content and hashed whenever it is read: whoever could write there could not make us
 * load anything else. Without a folder to write to, memory does.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NetkitError } from '../errors.js';

const DAY_MS = 24 * 3600 * 1000;
const UNUSED_MS = 30 * DAY_MS;
const DRAFT_MS = DAY_MS;
const MOST_BYTES = 256 * 1024 * 1024;
const OBJECT = /^[0-9a-f]{64}$/;

/** Where this process may keep objects, the best place first. */
export function objectFolders(uid = process.geteuid?.() ?? 0, env = process.env): string[] {
  const own = env['XDG_CACHE_HOME']?.startsWith('/')
    ? env['XDG_CACHE_HOME']
    : join(homedir(), '.cache');
  return [
    ...(uid === 0 ? ['/var/cache/pulumi-netkit/objects'] : []),
    join(own, 'pulumi-netkit/objects'),
  ];
}

/** See the top of this file. */
export class Objects {
  readonly #held = new Map<string, Uint8Array>();
  readonly #folder: string | undefined;
  readonly #mostBytes: number;

  constructor(folders: readonly string[] = objectFolders(), mostBytes = MOST_BYTES) {
    this.#folder = folders.find(isUsable);
    this.#mostBytes = mostBytes;
  }

  /** The bytes of an object of this run. */
  get(hash: string): Uint8Array | undefined {
    return this.#held.get(hash);
  }

  /** Whether there is such an object. One that an earlier run kept is in memory from now on. */
  has(hash: string): boolean {
    if (this.#held.has(hash)) return true;
    const bytes = this.#read(hash);
    if (bytes) this.#held.set(hash, bytes);
    return bytes !== undefined;
  }

  /** Takes in an object. @throws NetkitError `request-refused` when it is not the one that was announced */
  keep(hash: string, bytes: Uint8Array): void {
    if (digest(bytes) !== hash) {
      throw new NetkitError(
        'request-refused',
        `the bytes that came for object ${hash} have another SHA-256`,
        { advice: 'Run up again; something changes them on their way' },
      );
    }
    this.#held.set(hash, bytes);
    if (this.#folder === undefined || bytes.length > this.#mostBytes) return;
    try {
      this.#tidy(this.#folder, this.#mostBytes - bytes.length);
      write(this.#folder, hash, bytes);
    } catch {
      // A full or vanished disk: memory has it, and the next run sends it again.
    }
  }

  #read(hash: string): Buffer | undefined {
    if (this.#folder === undefined) return undefined;
    const path = join(this.#folder, hash);
    try {
      const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const bytes = readFileSync(fd);
        if (digest(bytes) === hash) {
          utimesSync(path, new Date(), new Date());
          return bytes;
        }
      } finally {
        closeSync(fd);
      }
      rmSync(path); // Torn by a crash, or tampered with.
    } catch {
      // Not there, or not to be read: as good as not there.
    }
    return undefined;
  }

  /** Removes what nobody used for long, then the least recently used, until the rest is at most `mostBytes`. */
  #tidy(folder: string, mostBytes: number): void {
    const now = Date.now();
    let total = 0;
    const files = readdirSync(folder)
      .flatMap((name) => {
        const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
        return stat?.isFile() ? [{ name, used: stat.mtimeMs, size: stat.size }] : [];
      })
      .sort((a, b) => b.used - a.used);
    for (const { name, used, size } of files) {
      const limit = OBJECT.test(name) ? UNUSED_MS : DRAFT_MS;
      total += size;
      if (now - used > limit || total > mostBytes) rmSync(join(folder, name), { force: true });
    }
  }
}

/** Makes a folder, and tells whether it is one to trust: ours, and nobody else may write to it. */
function isUsable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    return stat.isDirectory() && stat.uid === process.geteuid?.() && (stat.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

// Renamed into place whole, so that a reader of another run never meets half a file.
function write(folder: string, hash: string, bytes: Uint8Array): void {
  const draft = join(folder, `draft-${randomBytes(8).toString('hex')}`);
  try {
    const fd = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(fd, bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, join(folder, hash));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
