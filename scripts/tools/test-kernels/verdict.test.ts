import type { JestReport } from '../common/jest-report.js';
import { judge, problems, skips, summaryLine } from './verdict.js';

const REPORT: JestReport = {
  numPassedTests: 40,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numTotalTests: 40,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
};

test.each([
  { name: 'all passed', code: 0, report: REPORT, text: '40 passed, 40 total', passed: true },
  {
    name: 'a failed test',
    code: 1,
    report: { ...REPORT, numFailedTests: 2, numTotalTests: 42 },
    text: '2 failed, 40 passed, 42 total',
    passed: false,
  },
  {
    name: 'a failed test, though jest ends with 0',
    code: 0,
    report: { ...REPORT, numFailedTests: 1 },
    text: '1 failed, 40 passed, 40 total',
    passed: false,
  },
  {
    name: 'a suite that could not be loaded',
    code: 1,
    report: { ...REPORT, numRuntimeErrorTestSuites: 1 },
    text: '1 suite did not run, 40 passed, 40 total',
    passed: false,
  },
  {
    name: 'an exit code of a guest that cannot be left',
    code: 1,
    report: REPORT,
    text: '40 passed, 40 total',
    passed: false,
  },
  {
    name: 'as many skipped as may be',
    code: 0,
    report: { ...REPORT, numPendingTests: 4 },
    text: '4 skipped, 40 passed, 40 total',
    passed: true,
  },
  {
    name: 'more skipped than may be',
    code: 0,
    report: { ...REPORT, numPendingTests: 5 },
    text: '5 skipped, 40 passed, 40 total: 5 skipped, 4 may be',
    passed: false,
  },
  {
    name: 'no report, though jest ends with 0',
    code: 0,
    report: undefined,
    text: 'jest wrote no report (exit code 0)',
    passed: false,
  },
  {
    name: 'jest that was killed',
    code: null,
    report: undefined,
    text: 'jest wrote no report (a signal ended it)',
    passed: false,
  },
])('judge() of $name: passed $passed', ({ code, report, text, passed }) => {
  expect(judge({ name: 'x', code, report, maySkip: 4 })).toEqual({ passed, text });
});

test('summaryLine() puts the counts in columns', () => {
  const lines = [
    summaryLine('uml-7.3 kernel', { passed: true, text: '40 passed, 40 total' }, 8.4),
    summaryLine('uml-6.12 e2e 1 of 2', { passed: false, text: '1 failed, 1 total' }, 1234),
  ];
  expect(lines).toEqual([
    'ok   uml-7.3 kernel              8 s  40 passed, 40 total',
    'FAIL uml-6.12 e2e 1 of 2      1234 s  1 failed, 1 total',
  ]);
});

const TESTS: JestReport['testResults'] = [
  {
    name: '/a.e2e.ts',
    message: '',
    assertionResults: [
      { fullName: 'pairs work', status: 'passed' },
      { fullName: 'pairs scrub: needs Linux 6.14', status: 'pending' },
      { fullName: 'pairs fail', status: 'failed', failureMessages: ['Error: no\n    at x'] },
    ],
  },
];

test('skips() and problems() name the tests', () => {
  const ended = { name: 'x', code: 1, report: { ...REPORT, testResults: TESTS }, maySkip: 0 };
  expect(skips(ended)).toEqual(['    skipped: pairs scrub: needs Linux 6.14']);
  expect(problems(ended, 'lab: not wanted here')).toEqual(['    failed: pairs fail: Error: no']);
});

test('problems() takes the errors of the log when there is no report', () => {
  const log =
    'PASS\nlab: chdir /tmp/clone: No such file or directory\nTypeError: x\nTypeError: x\n';
  const ended = { name: 'x', code: 125, report: undefined, maySkip: 0 };
  expect(skips(ended)).toEqual([]);
  expect(problems(ended, log)).toEqual([
    '    lab: chdir /tmp/clone: No such file or directory',
    '    TypeError: x',
  ]);
});
