/**
 * Ends scripts/test with one line: N passed, N failed, N skipped. The arguments are the logs of its steps; the report of jest is
 * beside a log, under the same name with the ending `.json`. The exit code is 1 when something failed, or nothing passed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { sum, totalsOf } from './common/totals.js';

const all = process.argv.slice(2).map((log) => {
  const report = log.replace(/\.log$/, '.json');
  return totalsOf(
    readFileSync(log, 'utf8'),
    existsSync(report) ? readFileSync(report, 'utf8') : undefined,
  );
});
const { passed, failed, skipped } = sum(all);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
