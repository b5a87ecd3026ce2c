/** What `jest --json` reports of a run, and the few lines that a person needs of it. Pure. */

/** The part of jest's report that is read here. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numTotalTests: number;
  /** Suites that ended before their tests could run. They have no failed test to count. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

const START = '{"numFailedTestSuites"';
const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Finds the report in what jest wrote to stdout, where a test may have written as well. Undefined: it is not there, or cut off. */
export function reportIn(stdout: string): JestReport | undefined {
  const from = stdout.lastIndexOf(START);
  if (from < 0) return undefined;
  const line = stdout.slice(from).split('\n', 1)[0] ?? '';
  try {
    return JSON.parse(line) as JestReport;
  } catch {
    return undefined;
  }
}

/** Failed tests, and suites that could not run. */
export function failures(report: JestReport): number {
  return report.numFailedTests + report.numRuntimeErrorTestSuites;
}

/** As in `1 failed, 2 skipped, 40 passed, 43 total`. */
export function counts(report: JestReport): string {
  const broken = report.numRuntimeErrorTestSuites;
  const parts: readonly (readonly [number, string])[] = [
    [broken, broken === 1 ? 'suite did not run' : 'suites did not run'],
    [report.numFailedTests, 'failed'],
    [report.numPendingTests, 'skipped'],
    [report.numTodoTests, 'todo'],
    [report.numPassedTests, 'passed'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return [...said, `${report.numTotalTests} total`].join(', ');
}

/** The names of the skipped tests, each once. */
export function skippedTests(report: JestReport): string[] {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return [
    ...new Set(tests.filter(({ status }) => status === 'pending').map((test) => test.fullName)),
  ].sort();
}

/** One line for each failed test and each suite that could not run, with the first line of its error. */
export function failedTests(report: JestReport): string[] {
  return report.testResults.flatMap(({ name, message, assertionResults }) => {
    if (assertionResults.length === 0 && message !== '') return [`${name}: ${firstLine(message)}`];
    return assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages?.[0])}`);
  });
}

/** The first `limit` lines, and how many are left out. */
export function head(lines: readonly string[], limit: number): string[] {
  const left = lines.length - limit;
  return left > 0 ? [...lines.slice(0, limit), `... and ${left} more`] : [...lines];
}

function firstLine(text = ''): string {
  const lines = text.replace(ESCAPES, '').split('\n');
  return (
    lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('●')) ?? ''
  );
}
