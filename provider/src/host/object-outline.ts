/** What an object holds, read where the engine runs: for previews. */
import type { ObjectOutline } from '../resources/resource.js';
import { readObject } from './object-file.js';

/** Reads an object's file; undefined when it cannot be, changed since its digest was taken, or is no object. */
export async function outlineOf(path: string, hash: string): Promise<ObjectOutline | undefined> {
  try {
    const bytes = await readObject(path, hash);
    // Loaded late: most attachments need nothing of it.
    const { inspectObject } = await import('@pulumi-netkit/libbpf-ts');
    return inspectObject(bytes, path);
  } catch {
    // Whoever loads it says why, with all that is wrong.
    return undefined;
  }
}
