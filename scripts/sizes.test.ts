/** Folders and files stay short enough to be read. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dirname } from 'node:path/posix';

const ROOT = join(__dirname, '..');
const MOST_FILES = 15;
const MOST_LINES = 400;

/** Data, one file each by its nature; and what is generated. */
const EXCEPT = /(^|\/)(testdata|goldens|generated|reference)\/|^sdk\/(go|python)\//;

const listed = ['ls-files', '--cached', '--others', '--exclude-standard'];
const files = execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !EXCEPT.test(file) && existsSync(join(ROOT, file)));

test('no folder but the root has more than 15 files beside their tests', () => {
  const counts = new Map<string, number>();
  for (const file of files) {
    if (/\.(test|kernel)\.ts$/.test(file) || dirname(file) === '.') continue;
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  expect(counts.get('helper/src')).toBeGreaterThan(5);
  expect([...counts].filter(([, count]) => count > MOST_FILES)).toEqual([]);
});

test('no file of TypeScript has more than 400 lines', () => {
  const long = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1] as const)
    .filter(([, lines]) => lines > MOST_LINES);
  expect(long).toEqual([]);
});
