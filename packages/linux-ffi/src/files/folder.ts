/**
 * Folders that only trusted users can change, and the files in them, each reached through the descriptor of its folder: a path
 * that another user exchanges between two calls cannot lead anywhere else.
 *
 * Node has no openat(2). `/proc/self/fd/N/NAME` is the same: the kernel goes to the open folder, not along its path, and
 * O_NOFOLLOW holds for NAME. So the calls stay those of `node:fs`, with their errors, and BPF_OBJ_PIN, mount(2) and umount2(2),
 * which only take paths, can go the same way.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { Fd } from '../fd';
import { assertFile, assertFolder, type Trust } from './trust';
import { UntrustedError } from './untrusted-error';

/** open(2): a handle of the file that neither opens nor changes it. Node does not name it. */
export const O_PATH = 0o10000000;

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/** How a file is opened. */
export interface OpenOptions {
  /** O_RDONLY, O_RDWR or O_WRONLY. */
  readonly flags: number;
  /** The mode of the file if it does not exist yet. Absent: it must exist. */
  readonly create?: number;
}

/** An open folder. The caller closes it. Methods throw UntrustedError for what is not a trusted plain file. */
export class Folder implements Disposable {
  /** Where it was opened. */
  readonly path: string;
  readonly #fd: Fd;
  readonly #trust: Trust;

  private constructor(path: string, fd: Fd, trust: Trust) {
    this.path = path;
    this.#fd = fd;
    this.#trust = trust;
  }

  /** Opens an existing folder. Throws ENOENT, or UntrustedError when others can change it. */
  static open(path: string, trust: Trust = {}): Folder {
    return Folder.#openAt(path, path, trust);
  }

  /** Opens a folder, and makes it with mode 0700 when it does not exist. Its parent must exist. */
  static make(path: string, trust: Trust = {}): Folder {
    makeDirectory(path);
    return Folder.open(path, trust);
  }

  static #openAt(at: string, path: string, trust: Trust): Folder {
    // First a handle: opening a FIFO or a device could wait or do something.
    const fd = new Fd(openSync(at, O_PATH | O_NOFOLLOW), `folder ${path}`);
    try {
      assertFolder(path, fstatSync(fd.number), trust);
      return new Folder(path, fd, trust);
    } catch (error) {
      fd.close();
      throw error;
    }
  }

  /** A path of `name` in this folder, for calls that take paths and do not follow a link at their end. Good while it is open. */
  at(name: string): string {
    if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name))
      throw new RangeError(`${JSON.stringify(name)} is not the name of a file`);
    return `${handle(this.#fd.number)}/${name}`;
  }

  /** Opens a folder in this one; with `make` it is made, mode 0700, when it does not exist. */
  folder(name: string, { make = false }: { readonly make?: boolean } = {}): Folder {
    return this.within(name, (at) => {
      if (make) makeDirectory(at);
      return Folder.#openAt(at, this.pathOf(name), this.#trust);
    });
  }

  /** The names in it. */
  names(): string[] {
    return readdirSync(handle(this.#fd.number));
  }

  /** Opens a plain file; undefined when it does not exist and is not to be made. The caller owns the Fd. */
  openFile(name: string, { flags, create }: OpenOptions): Fd | undefined {
    return this.within(name, (at) => {
      if (create !== undefined) {
        const made = unless('EEXIST', () => openSync(at, flags | O_CREAT | O_EXCL, create));
        if (made !== undefined) return new Fd(made, this.pathOf(name));
      }
      const found = unless('ENOENT', () => openSync(at, O_PATH | O_NOFOLLOW));
      if (found === undefined) return undefined;
      try {
        assertFile(this.pathOf(name), fstatSync(found), this.#trust);
        // The very file that was looked at, whatever has its name by now.
        return new Fd(openSync(handle(found), flags), this.pathOf(name));
      } finally {
        closeSync(found);
      }
    });
  }

  /** The content of a plain file; undefined when it does not exist. Throws UntrustedError when it is longer than `most` bytes. */
  read(name: string, most = Infinity): Buffer | undefined {
    using file = this.openFile(name, { flags: O_RDONLY });
    if (!file) return undefined;
    const { size } = fstatSync(file.number);
    if (size > most)
      throw new UntrustedError(
        this.pathOf(name),
        `has ${size} bytes, more than the limit of ${most}`,
      );
    return readFileSync(file.number);
  }

  /** Writes a file of mode 0600 and renames it into place: never half, never through a link. One writer at a time a draft. */
  write(
    name: string,
    content: string | Uint8Array,
    { draft = 'draft', isSynced = false } = {},
  ): void {
    this.remove(draft); // Of a killed writer; a link goes, not what it leads to.
    this.within(draft, (at) => {
      const fd = openSync(at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
      try {
        fchmodSync(fd, 0o600); // Whatever the umask.
        writeFileSync(fd, content);
        if (isSynced) fsyncSync(fd);
      } catch (error) {
        unlinkSync(at);
        throw error;
      } finally {
        closeSync(fd);
      }
      renameSync(at, this.at(name));
    });
  }

  /** Removes a file, or the link of that name; false when there is none. */
  remove(name: string): boolean {
    return this.within(name, (at) => unless('ENOENT', () => (unlinkSync(at), true)) ?? false);
  }

  /** The path of a name in it, for people. */
  pathOf(name: string): string {
    return `${this.path}/${name}`;
  }

  [Symbol.dispose](): void {
    this.#fd.close();
  }

  /** Calls `work` with at() of a name; the errors of `node:fs` then name the path that people know. */
  within<T>(name: string, work: (at: string) => T): T {
    const at = this.at(name);
    try {
      return work(at);
    } catch (error) {
      const failed = error as NodeJS.ErrnoException;
      if (failed.path?.startsWith('/proc/self/fd/') === true) {
        failed.message = failed.message.replaceAll(at, this.pathOf(name));
        failed.path = this.pathOf(name);
      }
      throw error;
    }
  }
}

/** The path of an open file, which leads to that file and no other. */
export function handle(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

function makeDirectory(path: string): void {
  unless('EEXIST', () => mkdirSync(path, { mode: 0o700 }));
}

function unless<T>(code: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return undefined;
    throw error;
  }
}
