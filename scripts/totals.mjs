// Adds up what jest printed into log files and prints one line: N passed, N failed, N skipped.
import { readFileSync } from 'node:fs';

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const log = readFileSync(file, 'utf8');
  for (const [, counts] of log.matchAll(/^Tests: +(.*)$/gm)) {
    for (const [, count, kind] of counts.matchAll(/(\d+) (passed|failed|skipped)/g)) {
      total[kind] += Number(count);
    }
  }
  // A suite that could not even be loaded has no tests to count as failed.
  total.failed += [...log.matchAll(/Test suite failed to run/g)].length;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
