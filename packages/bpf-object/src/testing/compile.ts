/** Compiles testdata/*.bpf.c with clang, once for each source and set of flags. */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '../../testdata');
// In the checkout, where guests of the lab find what was compiled at full speed outside.
const CACHE = join(__dirname, '../../../../.cache/bpf-testdata');

/** The object of testdata/<name>.bpf.c. */
export function compile(name: string, flags: readonly string[] = ['-g']): Buffer {
  const source = join(SOURCES, `${name}.bpf.c`);
  const hash = createHash('sha256').update(readFileSync(source)).update(flags.join(' '));
  hash.update(readFileSync(join(SOURCES, 'common.h')));
  const object = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}.o`);
  if (!existsSync(object)) {
    mkdirSync(CACHE, { recursive: true });
    // Beside and renamed: another test file may want the same object now.
    const unfinished = `${object}.${randomUUID()}`;
    const fixed = ['-target', 'bpf', '-O2', '-Wall', '-Werror', '-I/usr/include/x86_64-linux-gnu'];
    execFileSync('clang', [...fixed, ...flags, '-c', source, '-o', unfinished]);
    renameSync(unfinished, object);
  }
  return readFileSync(object);
}
