/** scripts/test-kernels: boots each kernel and runs the suites that need one. Its usage is in scripts/test-kernels. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodeOf } from '../common/command.js';
import { reportIn } from '../common/jest-report.js';
import { atEnd, endAll, run } from '../common/processes.js';
import {
  e2eTests,
  hasKernelTests,
  inLanes,
  jobName,
  jobsOf,
  kernelTests,
  rowOf,
  type Job,
  type Kernels,
} from './jobs.js';
import { judge, problems, skips, summaryLine } from './verdict.js';

const LANES = ['a', 'b'];

// The launcher starts this in the root of the checkout.
const root = process.cwd();
const lab = join(root, 'lab/lab');
const logs = join(root, '.cache/test-kernels');
const kernels = JSON.parse(readFileSync(join(root, 'e2e/kernels.json'), 'utf8')) as Kernels;
// Guests are this run's own: another checkout may be testing as well.
const id = process.pid;

const { only, quiet, long, wanted } = settings();
const summary: string[] = [];
const begun = Date.now();

function settings(): {
  only: string | undefined;
  quiet: boolean;
  long: boolean;
  wanted: readonly string[];
} {
  try {
    const { values, positionals } = parseArgs({
      options: {
        only: { type: 'string' },
        quiet: { type: 'boolean', short: 'q', default: false },
        long: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const wanted = positionals.length > 0 ? positionals : Object.keys(kernels);
    return { only: values.only, quiet: values.quiet, long: values.long, wanted };
  } catch (error) {
    say((error as Error).message);
    process.exit(exitCodeOf(error));
  }
}

function say(text: string): void {
  console.log(`test-kernels: ${text}`);
}

function note(text: string): void {
  if (!quiet) say(text);
}

function logOf(name: string, ending = 'log'): string {
  return join(logs, `${name.replaceAll(' ', '-')}.${ending}`);
}

function secondsSince(time: number): number {
  return Math.round((Date.now() - time) / 1000);
}

/** `scripts/test` counts the lines `step failed`. */
function fail(name: string, line: string, reason = ''): void {
  summary.push(line);
  appendFileSync(logOf(name), `\nstep failed: ${name}${reason && ` (${reason})`}\n`);
}

async function build(): Promise<void> {
  note('building');
  const log = openSync(logOf('build'), 'w');
  const code = await run(['npm', 'run', '--silent', 'build'], ['ignore', log, log]);
  closeSync(log);
  if (code === 0) return;
  process.stdout.write(readFileSync(logOf('build'), 'utf8'));
  fail('build', 'FAIL build');
  say('the build failed');
  process.exit(1);
}

/** Runs jest, whose report comes by stdout: a guest writes no files here. */
async function step(
  name: string,
  maySkip: number,
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  note(`${name} ...`);
  const from = Date.now();
  const out = openSync(logOf(name, 'json'), 'w');
  const log = openSync(logOf(name), 'w');
  const code = await run(command, ['ignore', out, log], env);
  closeSync(out);
  closeSync(log);
  const report = reportIn(readFileSync(logOf(name, 'json'), 'utf8'));
  const ended = { name, code, report, maySkip };
  const verdict = judge(ended);
  for (const line of skips(ended)) console.log(line);
  const line = summaryLine(name, verdict, secondsSince(from));
  if (verdict.passed) {
    summary.push(line);
    return;
  }
  for (const problem of problems(ended, readFileSync(logOf(name), 'utf8'))) console.log(problem);
  fail(name, line, verdict.text);
  say(`${name} failed; log: ${logOf(name)}`);
}

/** What takes minutes the first time is fetched before a test's clock runs; its progress is shown. */
async function fetched(name: string, command: readonly [string, ...string[]]): Promise<boolean> {
  if ((await run(command, ['ignore', 'ignore', 'inherit'])) === 0) return true;
  fail(`no ${name}`, `FAIL no ${name}`);
  say(`no ${name}`);
  return false;
}

async function suites(lane: string, job: Job): Promise<void> {
  const { kernel } = job;
  const row = rowOf(kernels, kernel);
  if (!(await fetched(kernel, [lab, 'fetch', kernel]))) return;
  if (hasKernelTests(job)) {
    const guest = `kernel-${id}${lane}-${kernel}`;
    if (!(await fetched(`guest of ${kernel}`, [lab, 'up', kernel, '--name', guest]))) return;
    const inGuest = [lab, 'exec', guest, '-C', root, '-e', 'CI=1', '--'] as const;
    await step(`${kernel} kernel`, 0, [...inGuest, 'npx', 'jest', ...kernelTests(only)]);
    down(guest);
  }
  if (!(await fetched('engine', [join(root, 'lab/get-engine')]))) return;
  const { name, args } = e2eTests(job, row, only);
  await step(name, row.maySkip, ['npx', 'jest', ...args], {
    LAB_KERNEL: kernel,
    LAB_GUESTS: `e2e-${id}${lane}`,
    NETKIT_DOOR: row.door ?? 'dynamic',
    NETKIT_LONG: long ? '1' : '',
  });
  stop(lane);
}

function down(guest: string): void {
  try {
    execFileSync(lab, ['down', guest], { stdio: 'ignore' });
  } catch {
    // It is down.
  }
}

/** Stops the guests that the suites of a lane started. */
function stop(lane: string): void {
  const list = execFileSync(lab, ['list'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for (const guest of list.split('\n').map((line) => line.split('\t')[0] ?? ''))
    if ([`kernel-${id}${lane}-`, `e2e-${id}${lane}-`].some((own) => guest.startsWith(own)))
      down(guest);
}

async function main(): Promise<void> {
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  atEnd(() => {
    endAll();
    LANES.forEach(stop);
  });
  await build();
  await inLanes(LANES, jobsOf(kernels, wanted), suites, (job, error) => {
    const name = `${jobName(job)} did not finish`;
    console.error(error);
    fail(name, `FAIL ${name}`, String(error));
  });
  console.log(summary.join('\n'));
  if (summary.some((line) => line.startsWith('FAIL'))) process.exitCode = 1;
  else note(`all passed in ${secondsSince(begun)} s`);
}

void main();
