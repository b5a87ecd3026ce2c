/**
 * The objects a helper has: on disk, also for the next run, so that an object crosses a slow line once; the last used in memory.
 * A file is named by the SHA-256 of its content and hashed whenever it is read: whoever could write there could not make us
 * load anything else. Without a folder to write to, memory does.
 */
import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Folder } from '@pulumi-netkit/linux-ffi';
import { MOST_HELD_BYTES, MOST_UNKEPT_BYTES, NetkitError } from '@pulumi-netkit/contract';
import { makeFolders } from './make-folders.js';

const DAY_MS = 24 * 3600 * 1000;
const UNUSED_MS = 30 * DAY_MS;
const DRAFT_MS = DAY_MS;
const MOST_BYTES = 256 * 1024 * 1024;
const OBJECT = /^[0-9a-f]{64}$/;
// Nothing else is removed: the folder may hold files of the user's, if the environment names another one.
const DRAFT = 'draft-';

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
  /** What is on disk too, the last used at the end; and what memory alone has. */
  readonly #held = new Map<string, Uint8Array>();
  readonly #unkept = new Map<string, Uint8Array>();
  readonly #folder: string | undefined;
  readonly #mostBytes: number;
  readonly #mostHeld: number;

  constructor(
    folders: readonly string[] = objectFolders(),
    mostBytes = MOST_BYTES,
    mostHeld = MOST_HELD_BYTES,
  ) {
    this.#folder = folders.find(isUsable);
    this.#mostBytes = mostBytes;
    this.#mostHeld = mostHeld;
  }

  /** The bytes of an object that was found or kept. */
  get(digest: string): Uint8Array | undefined {
    const bytes = this.#unkept.get(digest) ?? this.#held.get(digest) ?? this.#read(digest);
    if (bytes && !this.#unkept.has(digest)) this.#hold(digest, bytes);
    return bytes;
  }

  /** Whether there is such an object, from this run or an earlier one. */
  has(digest: string): boolean {
    return this.get(digest) !== undefined;
  }

  /**
   * Takes in an object.
   * @throws NetkitError `request-refused` when it is not the one that was announced, or there is no room for it
   */
  keep(digest: string, bytes: Uint8Array): void {
    if (digestOf(bytes) !== digest) {
      throw new NetkitError(
        'request-refused',
        `the bytes that came for object ${digest} have another SHA-256`,
        { advice: 'Run up again; something changes them on their way' },
      );
    }
    if (this.#write(digest, bytes)) this.#hold(digest, bytes);
    else if (sizeOf(this.#unkept) + bytes.length <= MOST_UNKEPT_BYTES)
      this.#unkept.set(digest, bytes);
    else {
      throw new NetkitError(
        'request-refused',
        `the helper has no folder to keep objects in, and more than ${MOST_UNKEPT_BYTES} bytes of them in memory`,
        { advice: `Let its user write to ${objectFolders().join(' or ')}` },
      );
    }
  }

  /** Keeps the last used in memory. */
  #hold(digest: string, bytes: Uint8Array): void {
    this.#held.delete(digest);
    this.#held.set(digest, bytes);
    for (const oldest of this.#held.keys()) {
      if (sizeOf(this.#held) <= this.#mostHeld) return;
      this.#held.delete(oldest);
    }
  }

  #write(digest: string, bytes: Uint8Array): boolean {
    if (this.#folder === undefined || bytes.length > this.#mostBytes) return false;
    try {
      using folder = open(this.#folder);
      tidy(folder, this.#mostBytes - bytes.length);
      const draft = `${DRAFT}${randomBytes(8).toString('hex')}`;
      // Renamed into place whole, so that a reader of another run never meets half a file.
      folder.write(digest, bytes, { draft, isSynced: true });
      return true;
    } catch {
      return false; // A full or vanished disk: memory has it, and the next run sends it again.
    }
  }

  #read(digest: string): Buffer | undefined {
    if (this.#folder === undefined) return undefined;
    try {
      using folder = open(this.#folder);
      const bytes = read(folder, digest, this.#mostBytes);
      if (!bytes)
        folder.remove(digest); // Torn by a crash, or tampered with.
      else utimesSync(folder.at(digest), new Date(), new Date());
      return bytes;
    } catch {
      return undefined; // Not to be read: as good as not there.
    }
  }
}

function sizeOf(objects: ReadonlyMap<string, Uint8Array>): number {
  return [...objects.values()].reduce((sum, { length }) => sum + length, 0);
}

/** The object of that digest; undefined when there is none, or something else. */
function read(folder: Folder, digest: string, mostBytes: number): Buffer | undefined {
  try {
    const bytes = folder.read(digest, mostBytes);
    return bytes && digestOf(bytes) === digest ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Removes what nobody used for long, then the least recently used, until the rest is at most `mostBytes`. */
function tidy(folder: Folder, mostBytes: number): void {
  const now = Date.now();
  let total = 0;
  const files = folder
    .names()
    .filter((name) => OBJECT.test(name) || name.startsWith(DRAFT))
    .flatMap((name) => {
      const stat = lstatSync(folder.at(name), { throwIfNoEntry: false });
      return stat?.isFile() ? [{ name, used: stat.mtimeMs, size: stat.size }] : [];
    })
    .sort((a, b) => b.used - a.used);
  for (const { name, used, size } of files) {
    const limit = OBJECT.test(name) ? UNUSED_MS : DRAFT_MS;
    total += size;
    if (now - used > limit || total > mostBytes) folder.remove(name);
  }
}

/** Makes a folder, and its parent within a cache; tells whether nobody but us can write to them. */
function isUsable(path: string): boolean {
  try {
    makeFolders(dirname(dirname(path)));
    using _folder = open(path);
    return true;
  } catch {
    return false;
  }
}

/** Throws when others than us, root included, own it. */
function open(path: string): Folder {
  using parent = Folder.make(dirname(path), { owners: [process.geteuid?.() ?? 0] });
  return parent.folder(basename(path), { make: true });
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
