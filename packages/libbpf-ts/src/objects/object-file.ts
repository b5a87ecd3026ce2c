import { readFileSync } from 'node:fs';
import { errnoNumber } from '@pulumi-netkit/linux-ffi';
import { BpfError, type BpfErrorCode } from '@pulumi-netkit/bpf-object';

const WORDS: Readonly<Record<string, readonly [BpfErrorCode, string] | undefined>> = {
  ENOENT: ['object-missing', 'there is no such file; build the object, or correct the path'],
  ENOTDIR: ['object-missing', 'a part of the path is no directory; correct the path'],
  EISDIR: ['object-directory', 'it is a directory; give the path of the object file in it'],
  EACCES: ['object-unreadable', 'no right to read it; change its mode or its owner'],
  EPERM: ['object-unreadable', 'no right to read it; change its mode or its owner'],
};

/** Reads an object file, with words when it cannot be read. The bytes go to openObject(). */
export function readObjectFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const [ours, why] = WORDS[code] ?? [undefined, ''];
    if (ours === undefined) throw error;
    throw new BpfError(ours, `object "${path}": ${why} (${code})`, {
      errno: errnoNumber(code),
      errnoName: code,
      cause: error,
    });
  }
}
