/** Adds up the steps of a run of scripts/test. Pure. */
import { failures, reportIn } from './jest-report.js';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * @param log what a step printed, with a line `step failed: NAME` of each step or suite that failed. One that has no failed test
 *   to count, since it could not start, was killed or skipped too much, counts as one.
 * @param report jest's report, where the step has one
 */
export function totalsOf(log: string, report = ''): Totals {
  const result = reportIn(report);
  const steps = [...log.matchAll(/^step failed: /gm)].length;
  return {
    passed: result?.numPassedTests ?? 0,
    failed: Math.max(result ? failures(result) : 0, steps),
    skipped: result?.numPendingTests ?? 0,
  };
}

export function sum(all: readonly Totals[]): Totals {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
