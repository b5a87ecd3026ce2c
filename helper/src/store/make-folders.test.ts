import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolders } from './make-folders.js';

test('makeFolders() makes what is missing, for its user alone, and does nothing the second time', () => {
  const top = mkdtempSync(join(tmpdir(), 'make-folders-'));
  const path = join(top, 'one/two');
  makeFolders(path);
  makeFolders(path);
  for (const folder of [path, join(top, 'one')]) {
    expect(statSync(folder).isDirectory()).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
  rmSync(top, { recursive: true });
});

test('makeFolders() fails where no folder can be made, below /proc too', () => {
  expect(() => makeFolders('/proc/none/deeper')).toThrow('ENOENT');
  expect(() => makeFolders('/dev/null/below')).toThrow('ENOTDIR');
});
