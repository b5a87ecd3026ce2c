/** A file or folder of ours that another user could have put there, or could change. `reason` is the rest of a sentence. */
export class UntrustedError extends Error {
  override readonly name = 'UntrustedError';
  readonly code = 'untrusted-path';
  readonly path: string;
  /** "belongs to uid 1500, not to root": what `path` is the subject of. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`"${path}" ${reason} [untrusted-path]`);
    this.path = path;
    this.reason = reason;
  }
}
