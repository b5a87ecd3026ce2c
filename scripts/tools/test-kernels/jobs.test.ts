import { e2eTests, hasKernelTests, inLanes, jobName, jobsOf, kernelTests, rowOf } from './jobs.js';
import type { Job, Kernels } from './jobs.js';

const KERNELS: Kernels = {
  '7.x': { runs: 'shipped', maySkip: 0 },
  '6.12': { runs: 'shipped', maySkip: 0, leavesOut: ['shipped-bpf'] },
  'uml-6.12': { runs: 'all', door: 'plugin', maySkip: 4, leavesOut: ['kill', 'examples'] },
  'uml-7.3': { runs: 'all', maySkip: 0 },
};

test('jobsOf() halves a kernel that runs all, and gives one it does not know what a shipped one gets', () => {
  const jobs = jobsOf(KERNELS, ['6.12', 'uml-7.3', 'uml-6.18']);
  expect(jobs.map(jobName)).toEqual(['6.12 shipped', 'uml-7.3 1', 'uml-7.3 2', 'uml-6.18 shipped']);
  expect(jobs.filter(hasKernelTests).map(jobName)).toEqual(['uml-7.3 1']);
});

const E2E = ['--selectProjects=e2e', '--runInBand', '--verbose', '--json'];
const ignoring = (names: string): string[] => [
  '--testPathIgnorePatterns',
  `/(${names})\\.e2e\\.ts`,
];

test.each<{ job: Job; only?: string; name: string; args: string[] }>([
  {
    job: { kernel: '7.x', part: 'shipped' },
    name: '7.x e2e',
    args: ['--testPathPatterns', 'shipped(-bpf)?\\.e2e', '--passWithNoTests'],
  },
  {
    job: { kernel: '6.12', part: 'shipped' },
    only: 'life',
    name: '6.12 e2e',
    args: [...ignoring('shipped-bpf'), '--testPathPatterns', 'life', '--passWithNoTests'],
  },
  {
    job: { kernel: 'uml-7.3', part: 1 },
    name: 'uml-7.3 e2e 1 of 2',
    args: [...ignoring('shipped|shipped-bpf'), '--shard', '1/2'],
  },
  {
    job: { kernel: 'uml-6.12', part: 2 },
    only: 'pair',
    name: 'uml-6.12 e2e 2 of 2',
    args: [
      ...ignoring('shipped|shipped-bpf|kill|examples'),
      '--shard',
      '2/2',
      '--testPathPatterns',
      'pair',
      '--passWithNoTests',
    ],
  },
])('e2eTests() of $name, only $only', ({ job, only, name, args }) => {
  expect(e2eTests(job, rowOf(KERNELS, job.kernel), only)).toEqual({
    name,
    args: [...E2E, ...args],
  });
});

test('kernelTests() run the files that match', () => {
  const all = ['--selectProjects=kernel', '--runInBand', '--json'];
  expect(kernelTests(undefined)).toEqual(all);
  expect(kernelTests('links')).toEqual([
    ...all,
    '--testPathPatterns',
    'links',
    '--passWithNoTests',
  ]);
});

test('inLanes() gives each job to one lane, in their order, and goes on after one that fails', async () => {
  const jobs = jobsOf(KERNELS, Object.keys(KERNELS));
  const taken: string[] = [];
  const failed: string[] = [];
  let free = (): void => undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  await inLanes(
    ['a', 'b'],
    jobs,
    async (lane, job) => {
      taken.push(`${lane}: ${jobName(job)}`);
      if (lane === 'a') await held; // a is at its first job while b does the rest
      if (job.part === 1) throw new Error('no guest');
      if (taken.length === jobs.length) free();
    },
    (job, error) => failed.push(`${jobName(job)}: ${String(error)}`),
  );
  expect(taken).toEqual([
    'a: 7.x shipped',
    'b: 6.12 shipped',
    'b: uml-6.12 1',
    'b: uml-6.12 2',
    'b: uml-7.3 1',
    'b: uml-7.3 2',
  ]);
  expect(failed).toEqual(['uml-6.12 1: Error: no guest', 'uml-7.3 1: Error: no guest']);
});
