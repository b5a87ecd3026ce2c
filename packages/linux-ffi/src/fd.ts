import { int, invoke } from './native';

/** A descriptor that is open now: its number and what it is for. */
export interface OpenFd {
  readonly fd: number;
  readonly what: string;
}

const open = new Map<Fd, OpenFd>();

/** Every descriptor an Fd owns at the moment. A test that ends with a longer list has leaked. */
export function openFds(): readonly OpenFd[] {
  return [...open.values()];
}

/**
 * Owns one file descriptor and closes it once: by `close()`, or at the end of the scope with
 * `using fd = …`. There is no finalizer; a forgotten Fd stays in openFds().
 */
export class Fd implements Disposable {
  #fd: number;

  /** Takes ownership of an open descriptor; `what` names it in openFds(). */
  constructor(fd: number, what: string) {
    if (int(fd, 'fd') < 0) throw new RangeError(`fd must not be negative, not ${fd}`);
    this.#fd = fd;
    open.set(this, { fd, what });
  }

  /** The descriptor's number; throws once closed, since the kernel may have given it to another file. */
  get number(): number {
    if (this.#fd < 0) throw new Error('the descriptor is closed');
    return this.#fd;
  }

  get isClosed(): boolean {
    return this.#fd < 0;
  }

  /** Closes the descriptor. A second call does nothing. */
  close(): void {
    if (this.#fd < 0) return;
    const fd = this.#fd;
    // Linux frees the number even when close() fails, so it is forgotten first and never tried again.
    this.#fd = -1;
    open.delete(this);
    invoke('close', [fd]);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
