/** Which suites run on which kernel, and how jest is called for each. Pure. */

/** A row of e2e/kernels.json. */
export interface KernelRow {
  /** `all`: every suite. `shipped`: the suites that ask what only a kernel as shipped can answer. */
  readonly runs: 'all' | 'shipped';
  /** How many tests may be skipped, because this kernel lacks a feature. */
  readonly maySkip: number;
  /** The door that the suites use which run through either. */
  readonly door?: 'dynamic' | 'plugin';
  /** Suites that do not run on this kernel. */
  readonly leavesOut?: readonly string[];
}
export type Kernels = Readonly<Record<string, KernelRow>>;

/** Work for one lane. The long suites of a kernel are two jobs, so that one lane does not get all of them. */
export interface Job {
  readonly kernel: string;
  readonly part: 1 | 2 | 'shipped';
}

/** A kernel that e2e/kernels.json does not name runs what a shipped one does. */
const UNLISTED: KernelRow = { runs: 'shipped', maySkip: 0 };

export function rowOf(kernels: Kernels, kernel: string): KernelRow {
  return kernels[kernel] ?? UNLISTED;
}

export function jobsOf(kernels: Kernels, wanted: readonly string[]): Job[] {
  return wanted.flatMap((kernel): Job[] =>
    rowOf(kernels, kernel).runs === 'all'
      ? [
          { kernel, part: 1 },
          { kernel, part: 2 },
        ]
      : [{ kernel, part: 'shipped' }],
  );
}

export function jobName({ kernel, part }: Job): string {
  return `${kernel} ${part}`;
}

/** The packages' own kernel tests run inside the guest: once for each kernel that runs all. */
export function hasKernelTests({ part }: Job): boolean {
  return part === 1;
}

/** The arguments of jest for the packages' own kernel tests. `only`: a pattern of paths. */
export function kernelTests(only: string | undefined): string[] {
  return ['--selectProjects=kernel', '--runInBand', '--json', ...onlyFiles(only)];
}

/** The end-to-end tests of a job: their name in the summary, and the arguments of jest. */
export function e2eTests(
  { kernel, part }: Job,
  row: KernelRow,
  only: string | undefined,
): { readonly name: string; readonly args: string[] } {
  const leftOut = row.leavesOut ?? [];
  const ignored = part === 'shipped' ? leftOut : ['shipped', 'shipped-bpf', ...leftOut];
  const args = ['--selectProjects=e2e', '--runInBand', '--verbose', '--json'];
  if (ignored.length > 0)
    args.push('--testPathIgnorePatterns', `/(${ignored.join('|')})\\.e2e\\.ts`);
  if (part === 'shipped')
    return { name: `${kernel} e2e`, args: [...args, ...onlyFiles(only ?? 'shipped(-bpf)?\\.e2e')] };
  args.push('--shard', `${part}/2`, ...onlyFiles(only));
  return { name: `${kernel} e2e ${part} of 2`, args };
}

function onlyFiles(pattern: string | undefined): string[] {
  return pattern === undefined ? [] : ['--testPathPatterns', pattern, '--passWithNoTests'];
}

/**
 * Two or more lanes take one job after the other, so that one works while the other waits for its kernel, starts guests or sleeps.
 * A job that throws ends its lane's turn, not the lane.
 */
export async function inLanes(
  lanes: readonly string[],
  jobs: readonly Job[],
  work: (lane: string, job: Job) => Promise<void>,
  failed: (job: Job, error: unknown) => void,
): Promise<void> {
  const queue = [...jobs];
  const run = async (lane: string): Promise<void> => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      try {
        await work(lane, job);
      } catch (error) {
        failed(job, error);
      }
    }
  };
  await Promise.all(lanes.map(run));
}
