/** Reads a BPF object where the engine runs. The bytes that were hashed are the bytes that are loaded. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { NetkitError } from '@pulumi-netkit/contract';

/** The largest object that is read: 64 MiB, some hundred times what large projects have. */
export const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

/**
 * The object's bytes.
 * @throws NetkitError `object-missing`, `object-invalid` when the path leads to no file, `object-too-large`, or
 * `object-changed` when their SHA-256 is another
 */
export async function readObject(path: string | undefined, digest: string): Promise<Buffer> {
  if (path === undefined) {
    throw new NetkitError('object-missing', 'the engine gave an object without its path', {
      advice:
        'Do not let the programs of an attachment be ignored (ignoreChanges) while others change',
    });
  }
  const bytes = await readLimited(path);
  if (createHash('sha256').update(bytes).digest('hex') !== digest) {
    throw new NetkitError('object-changed', `object "${path}" changed since the preview`, {
      advice: 'Run up again, when nothing builds it meanwhile',
    });
  }
  return bytes;
}

/** Looks before it reads: a large file would fill the memory, and a FIFO would never end. */
async function readLimited(path: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      const what = found.isDirectory() ? 'a directory' : 'not a regular file';
      throw new NetkitError('object-invalid', `object "${path}" is ${what}`, {
        advice: 'Give the path of the ELF file that clang made',
      });
    }
    if (found.size > MOST_OBJECT_BYTES) {
      const words = `object "${path}" has ${found.size} bytes; at most ${MOST_OBJECT_BYTES} (64 MiB) are read`;
      throw new NetkitError('object-too-large', words, {
        advice: 'Give the ELF file that clang made, without debugging sections ("llvm-strip -g")',
      });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof NetkitError) throw error;
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new NetkitError(
      'object-missing',
      `object "${path}" cannot be read`,
      { errno: code, advice: 'Build it before up, and keep it where the program says' },
      error,
    );
  }
}
