/** A whole pair, with addresses and routes on both ends, against iproute2 doing the steps of the same plan. */
import { writeFileSync } from 'node:fs';
import { HelperHost } from '../../provider/src/transport/process/client.js';
import type { Kernel } from '../../helper/src/kernel-session.js';
import {
  type Answer,
  describeOp,
  type Host,
  type Op,
  type Plan,
  type Query,
} from '@pulumi-netkit/contract';
import { runPlan } from '../../helper/src/run.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { planPair } from '../../provider/src/resources/netkit-pair/plan.js';
import { inTurns, IP, median, ratio, time, timeCommand } from '../lib/measure';
import type { Row } from '../lib/report';
import { checkedPair, clear, makeReady, NETNS, putAway } from '../lib/sample';

/** A line for iproute2, and whether it is the peer's side that it is for. */
interface Line {
  readonly isPeer: boolean;
  readonly words: string;
}

/** The rows of a whole pair. `few` are made where a process a step would take all day. */
export async function pairRows(
  kernel: Kernel,
  pairs: number,
  few: number,
  rounds: number,
): Promise<Row[]> {
  makeReady();
  const here = hostOf(kernel);
  const helper = new HelperHost({});
  await helper.facts();
  const per = async (count: number, work: () => number | Promise<number>): Promise<number> => {
    const took = (await work()) / count;
    clear();
    return took;
  };
  const took = await inTurns(rounds, {
    run: () =>
      per(pairs, () =>
        time(() => {
          for (const plan of plans(pairs)) runHere(kernel, plan);
        }),
      ),
    converge: () => per(pairs, () => create(here, pairs)),
    helper: () => per(pairs, () => create(helper, pairs)),
    batch: () => per(pairs, () => inOneBatch(kernel, plans(pairs))),
    batches: () => per(few, () => inBatches(plans(few))),
    processes: () => per(few, () => inProcesses(plans(few))),
  });
  await helper.close();
  putAway();

  const row = (
    name: string,
    ours: keyof typeof took,
    other: keyof typeof took,
    against: string,
    limit?: number,
  ): Row => ({
    name,
    unit: 'ms',
    ours: median(took[ours]) / 1e6,
    other: { name: against, value: median(took[other]) / 1e6 },
    ratio: ratio(took[ours], took[other]),
    ...(limit === undefined ? {} : { budget: { of: 'ratio', limit } }),
  });
  const batch = `ip -batch, ${pairs} pairs at once`;
  return [
    row('pair: run the plan', 'run', 'batch', batch),
    row('pair: look, plan, run, look again', 'converge', 'batch', batch, 1.3),
    row('pair: the same through the helper', 'helper', 'batch', batch),
    row(
      'pair: the same through the helper',
      'helper',
      'batches',
      'ip -batch, two for each pair',
      1.3,
    ),
    row('pair: the same through the helper', 'helper', 'processes', 'one ip process a step', 0.2),
  ];
}

/** The helper's work without the helper: what `converge` asks for is done in this process. */
export function hostOf(kernel: Kernel): Host {
  return {
    facts: () => Promise.resolve(kernel.facts),
    observe: <Q extends Query>(query: Q) =>
      Promise.resolve(kernel.exclusively((session) => session.observe(query)) as Answer<Q>),
    run: (plan) => {
      runHere(kernel, plan);
      return Promise.resolve();
    },
  };
}

function runHere(kernel: Kernel, plan: Plan): void {
  kernel.exclusively((session) => runPlan(plan, (op) => session.execute(op)));
}

function create(host: Host, count: number): Promise<number> {
  const desired = Array.from({ length: count }, (_, i) => checkedPair(i));
  return time(async () => {
    for (const pair of desired) await netkitPair.create(host, { ...pair });
  });
}

function plans(count: number): Plan[] {
  const nothing = { kind: 'pair', leftovers: [], occupants: {}, missingNetns: {} } as const;
  return Array.from({ length: count }, (_, i) => planPair(checkedPair(i), nothing).steps);
}

/**
 * What an iproute2 would take that could create several netkit pairs in one batch. 6.15 cannot: it keeps "mode" and "peer" of
 * the last line and calls the next one's a duplicate. So bare pairs are created in one batch, cleared away, and the real
 * ones, made by us off the clock, get the rest of the plan in one batch for each namespace.
 */
function inOneBatch(kernel: Kernel, all: readonly Plan[]): number {
  const bare = all.map((_, i) => `link add name bench${i} group 1 type netkit`);
  let took = timeBatch(bare);
  clear();
  kernel.exclusively((session) => {
    for (const plan of all) {
      for (const { op } of plan) if (op.op === 'pair.create') session.execute(op);
    }
  });
  const rest = all.flatMap((plan) => lines(plan, (op) => op.op !== 'pair.create'));
  for (const isPeer of [true, false]) {
    took += timeBatch(
      rest.filter((line) => line.isPeer === isPeer).map(({ words }) => words),
      isPeer,
    );
  }
  return took;
}

/** What 6.15 can do: a batch for each pair, and another for the peer's namespace. */
function inBatches(all: readonly Plan[]): number {
  let took = 0;
  for (const plan of all) {
    const every = lines(plan);
    for (const isPeer of [false, true]) {
      took += timeBatch(
        every.filter((line) => line.isPeer === isPeer).map(({ words }) => words),
        isPeer,
      );
    }
  }
  return took;
}

function inProcesses(all: readonly Plan[]): number {
  const script = all
    .flatMap((plan) => lines(plan))
    .map(({ isPeer, words }) => `${IP} ${isPeer ? `-n ${NETNS} ` : ''}${words}`);
  writeFileSync('/tmp/bench-steps', `set -e\n${script.join('\n')}\n`);
  return timeCommand('sh', '/tmp/bench-steps');
}

function timeBatch(batch: readonly string[], isPeer = false): number {
  writeFileSync('/tmp/bench-batch', `${batch.join('\n')}\n`);
  return timeCommand(IP, ...(isPeer ? ['-n', NETNS] : []), '-batch', '/tmp/bench-batch');
}

function lines(plan: Plan, isWanted: (op: Op) => boolean = () => true): Line[] {
  return plan.flatMap(({ op }) => {
    const words = isWanted(op) ? describeOp(op) : undefined;
    if (words === undefined) return [];
    const place = new RegExp(`^ip (-n ${NETNS} )?`);
    const isPeer = 'device' in op && place.exec(words)?.[1] !== undefined;
    // We add IPv6 addresses without duplicate address detection, which the words for people leave out.
    const flags = op.op === 'address.add' && op.address.includes(':') ? ' nodad' : '';
    return [{ isPeer, words: words.replace(place, '') + flags }];
  });
}
