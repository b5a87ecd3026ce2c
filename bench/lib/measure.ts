/** Rounds: every way of doing the same takes its turn in each, so that a slow minute of the machine hits them all. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** One way of doing something; answers what it took, in nanoseconds or whatever the caller counts. */
export type Way = () => number | Promise<number>;

/** What each way took in each round. */
export type Series<K extends string> = Readonly<Record<K, readonly number[]>>;

/** Runs all ways `rounds` times, the order turned by one each time, after one round that does not count. */
export async function inTurns<K extends string>(
  rounds: number,
  ways: Readonly<Record<K, Way>>,
): Promise<Series<K>> {
  const names = Object.keys(ways) as K[];
  const series = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    K,
    number[]
  >;
  for (let round = -1; round < rounds; round++) {
    const turn = (round + 1) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const took = await ways[name]();
      if (round >= 0) series[name].push(took);
    }
  }
  return series;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** The median of the quotients, round by round. */
export function ratio(ours: readonly number[], other: readonly number[]): number {
  return median(ours.map((value, round) => value / (other[round] ?? NaN)));
}

/** Nanoseconds that `work` takes. */
export async function time(work: () => unknown): Promise<number> {
  const from = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - from);
}

/** What something took: by the clock, and of the processors. Nanoseconds. */
export interface Cost {
  readonly wall: number;
  readonly processor: number;
}

/** What `work` costs this process, all its threads together. */
export async function cost(work: () => unknown): Promise<Cost> {
  const before = process.cpuUsage();
  const wall = await time(work);
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) * 1e3 };
}

/** The compiled netlink.c, beside this file's bundle. */
export const NETLINK = join(__dirname, 'netlink');

/** Nanoseconds that a command takes, started from a small C program: a fork of Node is dear. */
export function timeCommand(...command: readonly string[]): number {
  const environment = { ...process.env };
  const libraries = environment['BENCH_IP_LIBRARIES'];
  if (libraries) environment['LD_LIBRARY_PATH'] = libraries;
  return Number(
    execFileSync(NETLINK, ['time', ...command], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
}

/** An iproute2 that knows netkit (6.8 or newer). */
export const IP = process.env['BENCH_IP'] ?? 'ip';
