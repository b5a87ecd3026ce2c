/** What became of a step: whether it passed, its line in the summary, and what to print of it. Pure. */
import {
  counts,
  failedTests,
  failures,
  head,
  skippedTests,
  type JestReport,
} from '../common/jest-report.js';

/** What is known of a step of jest after it ended. */
export interface Ended {
  readonly name: string;
  /** The exit code, or `null` when a signal ended it. */
  readonly code: number | null;
  /** Undefined: jest wrote none, as when its guest ended. */
  readonly report: JestReport | undefined;
  readonly maySkip: number;
}

export interface Verdict {
  readonly passed: boolean;
  /** Counts, and what is wrong beyond failed tests. */
  readonly text: string;
}

export function judge({ code, report, maySkip }: Ended): Verdict {
  if (!report) {
    const how = code === null ? 'a signal ended it' : `exit code ${code}`;
    return { passed: false, text: `jest wrote no report (${how})` };
  }
  const text = counts(report);
  if (code !== 0 || failures(report) > 0) return { passed: false, text };
  if (report.numPendingTests > maySkip)
    return {
      passed: false,
      text: `${text}: ${report.numPendingTests} skipped, ${maySkip} may be`,
    };
  return { passed: true, text };
}

/** As in `ok   uml-7.3 kernel             82 s  40 passed, 40 total`. */
export function summaryLine(name: string, { passed, text }: Verdict, seconds: number): string {
  const time = Math.round(seconds).toString().padStart(4);
  return `${(passed ? 'ok' : 'FAIL').padEnd(4)} ${name.padEnd(24)} ${time} s  ${text}`;
}

/** Which tests were skipped. Their names say which feature the kernel lacks. */
export function skips({ report }: Ended): string[] {
  return report ? head(skippedTests(report), 20).map((test) => `    skipped: ${test}`) : [];
}

/** Which tests failed; without a report, the lines of the log that look like errors. */
export function problems({ report }: Ended, log: string): string[] {
  const tests = report ? failedTests(report) : [];
  if (tests.length > 0) return head(tests, 40).map((test) => `    failed: ${test}`);
  const lines = log.split('\n').filter((line) => /rror:|^lab: /.test(line));
  return head([...new Set(lines)], 40).map((line) => `    ${line}`);
}
