/**
 * The files of a release that hosts are sent, beside this one. Where a release is one file, embedded-files.cjs stands for this
 * module (scripts/build/bundle.mjs puts it there).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a release holds of the helper. */
export interface ShippedFiles {
  /** The helper for this machine, whose native part npm has installed. Absent: this machine is sent one, as any other is. */
  readonly helper?: string;
  /** Where the files are, for messages. */
  readonly where: string;
  /** Reads one of them. @throws when it is not there */
  read(name: string): Buffer;
}

/** The files of a directory that scripts/build/remote.mjs filled. */
export function filesIn(dir: string): ShippedFiles {
  return { where: dir, read: (name) => readFileSync(join(dir, name)) };
}

/** Those of this release. */
export const SHIPPED: ShippedFiles = {
  helper: join(__dirname, 'helper.js'),
  ...filesIn(join(__dirname, 'remote')),
};
