/** Reads a BPF object where the engine runs. The bytes that were hashed are the bytes that are loaded. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { NetkitError } from '../errors.js';

/** The object's bytes. @throws NetkitError `object-missing`, or `object-changed` when their SHA-256 is another */
export async function readObject(path: string | undefined, hash: string): Promise<Buffer> {
  if (path === undefined) {
    throw new NetkitError('object-missing', 'the engine gave an object without its path', {
      advice:
        'Do not let the programs of an attachment be ignored (ignoreChanges) while others change',
    });
  }
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new NetkitError(
      'object-missing',
      `object "${path}" cannot be read`,
      { errno: code, advice: 'Build it before up, and keep it where the program says' },
      error,
    );
  }
  if (createHash('sha256').update(bytes).digest('hex') !== hash) {
    throw new NetkitError('object-changed', `object "${path}" changed since the preview`, {
      advice: 'Run up again, when nothing builds it meanwhile',
    });
  }
  return bytes;
}
