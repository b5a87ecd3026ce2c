/**
 * Bytes that are no message of the kind expected. The only error decoding ever throws; its message
 * starts with the path of names down to the field.
 */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code = 'malformed-message';

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
  }
}
