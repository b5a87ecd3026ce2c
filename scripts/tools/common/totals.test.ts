/** The line that ends scripts/test never says that nothing failed when something did. */
import { sum, totalsOf } from './totals.js';

const report = (failed: number, suites = 0): string =>
  JSON.stringify({
    numFailedTestSuites: suites,
    numFailedTests: failed,
    numPassedTests: 40,
    numPendingTests: 3,
    numRuntimeErrorTestSuites: suites,
    testResults: [],
  });

test.each([
  { name: 'all passed', log: '', report: report(0), failed: 0 },
  { name: 'failed tests', log: 'step failed: x\n', report: report(2), failed: 2 },
  { name: 'a suite that cannot be loaded', log: '', report: report(0, 1), failed: 1 },
  {
    name: 'failed tests and a suite that cannot be loaded',
    log: 'step failed: x\n',
    report: report(2, 1),
    failed: 3,
  },
  {
    name: 'a guest that cannot change to the checkout',
    log: 'lab: chdir /tmp/clone: No such file or directory\nstep failed: uml-7.3 kernel\n',
    report: '',
    failed: 1,
  },
  { name: 'a kernel that cannot be had', log: 'step failed: no uml-7.3\n', failed: 1 },
  { name: 'too many skipped', log: 'step failed: 7.x e2e\n', report: report(0), failed: 1 },
  { name: 'a report that was cut off', log: 'step failed: x\n', report: '{"numFailed', failed: 1 },
  { name: 'a step that is not of jest', log: 'step failed: schema\n', failed: 1 },
  { name: 'a step that is not of jest and passed', log: 'all is well\n', failed: 0 },
])('totalsOf() counts $name', ({ log, report, failed }) => {
  expect(totalsOf(log, report).failed).toBe(failed);
});

test('sum() adds the steps', () => {
  expect(sum([totalsOf('', report(1)), totalsOf('step failed: schema\n')])).toEqual({
    passed: 40,
    failed: 2,
    skipped: 3,
  });
});
