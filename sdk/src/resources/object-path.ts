/** The files of objects, looked for while the program runs: of one that is missing the engine reports only that it has no hash. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';

/** The asset of an object that is given by its path, or as a FileAsset. @throws RunError when there is no such file */
export function objectAsset(object: unknown, where: string): unknown {
  if (typeof object === 'string') {
    assertFile(object, where);
    return new pulumi.asset.FileAsset(object);
  }
  if (!(object instanceof pulumi.asset.FileAsset)) return object;
  return object.path.then((path) => {
    assertFile(path, where);
    return object;
  });
}

function assertFile(path: string, where: string): void {
  // An inline program of the Automation API runs in a folder of its own; only the engine knows where its paths begin.
  if (!path.startsWith('/') && process.env['PULUMI_NODEJS_PROJECT'] === undefined) return;
  const why = problemOf(resolve(path));
  if (why !== undefined) throw new pulumi.RunError(`${where}: object "${path}": ${why}`);
}

function problemOf(path: string): string | undefined {
  try {
    const found = statSync(path);
    if (found.isFile()) return undefined;
    const what = found.isDirectory() ? 'a directory' : 'not a regular file';
    return `${path} is ${what}; give the path of the ELF file that clang made [object-invalid]`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined; // The engine has the words for a right that is missing.
    return `${path} does not exist; build it first: clang -g -O2 -target bpf -c NAME.bpf.c -o NAME.o [object-missing]`;
  }
}
