/** The report is read as jest itself writes it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { counts, failedTests, failures, head, reportIn, skippedTests } from './jest-report.js';

const root = join(__dirname, '../../..');
const program = join(root, 'node_modules/.bin/jest');

/** What jest writes to stdout for these files. */
function jestOn(files: Readonly<Record<string, string>>): string {
  const base = join(root, '.cache');
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, 'jest-report-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"jest": {"testEnvironment": "node"}}');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const args = ['--json', '--runInBand', '--passWithNoTests', '--rootDir', folder];
    return spawnSync(program, args, { cwd: folder, encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('reportIn() finds what jest reports of passed, failed, skipped tests and broken suites', () => {
  const stdout = jestOn({
    'a.test.js': `
      process.stdout.write('{"numFailedTestSuites": a test wrote this');
      test('passes', () => {});
      test('fails', () => { throw new Error('seven is not eight\\nmore'); });
      test.skip('needs Linux 6.14', () => {});
      test.todo('later');`,
    'b.test.js': `require('./nothing');`,
  });
  const report = reportIn(stdout);
  if (!report) throw new Error(`no report in ${stdout}`);
  expect(counts(report)).toBe(
    '1 suite did not run, 1 failed, 1 skipped, 1 todo, 1 passed, 4 total',
  );
  expect(failures(report)).toBe(2);
  expect(skippedTests(report)).toEqual(['needs Linux 6.14']);
  expect(failedTests(report).sort()).toEqual([
    expect.stringMatching(
      /^\/.*\/b\.test\.js: Cannot find module '\.\/nothing' from 'b\.test\.js'$/,
    ),
    'fails: Error: seven is not eight',
  ]);
});

test('reportIn() finds the report of a run that had no tests', () => {
  const report = reportIn(jestOn({}));
  expect(report && counts(report)).toBe('0 total');
});

test.each(['', 'Killed', '{"numFailedTestSuites":0,"numFai'])(
  'reportIn() finds none in %j',
  (text) => {
    expect(reportIn(text)).toBeUndefined();
  },
);

test('head() says how many lines it leaves out', () => {
  expect(head(['a', 'b', 'c'], 2)).toEqual(['a', 'b', '... and 1 more']);
  expect(head(['a', 'b'], 2)).toEqual(['a', 'b']);
});
