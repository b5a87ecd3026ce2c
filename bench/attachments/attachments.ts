/** Programs on a hook: the calls against the same in C, swaps, reorders, loading, and a flood that must not notice. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { head, Link, LoadedProgram, queryChain, tail } from '@pulumi-netkit/libbpf-ts';
import type { Kernel } from '../../helper/src/kernel-session.js';
import type { Host } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import {
  BPF,
  create,
  declare,
  HOOK,
  HOOK_NUMBER,
  makePair,
  mountBpffs,
  update,
  type State,
} from './attachment-sample';
import { floodRows } from './flood';
import { loadRows } from './loads';
import { inTurns, median, ratio, time } from '../lib/measure';
import { moveRows } from './order';
import { hostOf } from '../rows/pairs';
import type { Row } from '../lib/report';
import { clear, makeReady, putAway } from '../lib/sample';

const CALLS = 20;
const SWAPPED = 32;
const CHAINS = [2, 8, 32, 62];

/** The rows of attachments; none without clang. */
export async function attachmentRows(kernel: Kernel, rounds: number): Promise<Row[]> {
  const small = join(__dirname, 'filter.o');
  if (!existsSync(small)) return [];
  mountBpffs();
  makeReady();
  const host = hostOf(kernel);
  const bytes = readFileSync(small);
  const hash = createHash('sha256').update(bytes).digest('hex');
  kernel.keepObject(hash, bytes);
  const ifindex = await makePair(host);
  const rows = [
    ...(await callRows(host, hash, ifindex, rounds)),
    ...(await swapRows(ifindex, rounds)),
    ...(await reorderRows(host, hash, rounds)),
    ...(await moveRows(host, hash, rounds)),
    ...(await loadRows(kernel, host, rounds)),
    ...(await floodRows(host, hash)),
  ];
  clear();
  putAway();
  return rows;
}

interface Calls {
  readonly attach: number;
  readonly update: number;
  readonly query: number;
  readonly detach: number;
}

/** The calls themselves, and what the provider does to attach, change and detach one program. */
async function callRows(host: Host, hash: string, ifindex: number, rounds: number): Promise<Row[]> {
  const kinds = ['attach', 'update', 'query', 'detach'] as const;
  const series: Record<'ours' | 'bare' | 'whole', Calls[]> = { ours: [], bare: [], whole: [] };
  await inTurns(rounds, {
    ours: () => noted(series.ours, oursOnce(ifindex)),
    bare: () => noted(series.bare, bareOnce(ifindex)),
    whole: async () => noted(series.whole, await wholeOnce(host, hash)),
  });
  const of = (who: keyof typeof series, kind: keyof Calls): number[] =>
    series[who].slice(1).map((calls) => calls[kind]);
  const row = (kind: keyof Calls): Row => ({
    name: `program: ${kind}`,
    unit: 'µs',
    ours: median(of('ours', kind)) / 1e3,
    other: { name: 'the bare call in C', value: median(of('bare', kind)) / 1e3 },
    ratio: ratio(of('ours', kind), of('bare', kind)),
    ...(kind === 'attach' || kind === 'detach' ? { budget: { of: 'ratio', limit: 1.1 } } : {}),
  });
  const whole = (kind: keyof Calls, name: string): Row => ({
    name: `attachment of one program: ${name}`,
    unit: 'ms',
    ours: median(of('whole', kind)) / 1e6,
  });
  return [
    ...kinds.map(row),
    whole('attach', 'create'),
    whole('update', 'swap'),
    whole('detach', 'delete'),
  ];
}

function noted(list: Calls[], calls: Calls): number {
  list.push(calls);
  return calls.attach;
}

function bareOnce(ifindex: number): Calls {
  const said = execFileSync(BPF, ['calls', String(ifindex), String(HOOK_NUMBER), String(CALLS)], {
    encoding: 'utf8',
  });
  return JSON.parse(said) as Calls;
}

// mov r0, -1 (NEXT); exit
const NEXT = Buffer.from('b7000000ffffffff' + '9500000000000000', 'hex');

function program(): LoadedProgram {
  return LoadedProgram.fromInstructions({ type: 'sched_cls', name: 'next', instructions: NEXT });
}

function oursOnce(ifindex: number): Calls {
  const total = { attach: 0, update: 0, query: 0, detach: 0 };
  using first = program();
  using second = program();
  const timed = <T>(kind: keyof Calls, work: () => T): T => {
    const from = process.hrtime.bigint();
    const result = work();
    total[kind] += Number(process.hrtime.bigint() - from) / CALLS;
    return result;
  };
  for (let i = 0; i < CALLS; i++) {
    using link = timed('attach', () =>
      Link.create({ program: first.fd, ifindex, attachType: HOOK, anchor: tail() }),
    );
    timed('update', () => link.update(second.fd));
    timed('query', () => queryChain(ifindex, HOOK));
    timed('detach', () => link.detach());
  }
  return total;
}

async function wholeOnce(host: Host, hash: string): Promise<Calls> {
  const total = { attach: 0, update: 0, query: 0, detach: 0 };
  const few = 5;
  for (let i = 0; i < few; i++) {
    let state: State = {};
    total.attach += await time(async () => (state = await create(host, declare(hash, ['filter']))));
    const changed = declare(hash, ['filter'], { version: i + 1 });
    total.update += await time(async () => (state = await update(host, state, changed)));
    total.detach += await time(() => bpfAttachment.delete(host, '', state));
  }
  return {
    ...total,
    attach: total.attach / few,
    update: total.update / few,
    detach: total.detach / few,
  };
}

/** n programs exchanged in place, against each taken out and put in again. */
async function swapRows(ifindex: number, rounds: number): Promise<Row[]> {
  const programs = Array.from({ length: SWAPPED }, program);
  let links = programs.map(({ fd }) =>
    Link.create({ program: fd, ifindex, attachType: HOOK, anchor: tail() }),
  );
  const took = await inTurns(rounds, {
    swap: () => {
      const fresh = programs.map(() => program());
      return time(() => {
        for (const [at, link] of links.entries()) {
          const one = fresh[at];
          if (one) link.update(one.fd);
        }
      }).finally(() => {
        for (const one of fresh) one.close();
      });
    },
    again: () => {
      const fresh = programs.map(() => program());
      return time(() => {
        links = links.map((link, at) => {
          link.detach();
          link.close();
          const one = fresh[at];
          if (!one) throw new Error('one program a link');
          return Link.create({ program: one.fd, ifindex, attachType: HOOK, anchor: head() });
        });
      }).finally(() => {
        for (const one of fresh) one.close();
      });
    },
  });
  for (const link of links) link.close();
  for (const one of programs) one.close();
  return [
    {
      name: `swap of ${SWAPPED} programs, each`,
      unit: 'µs',
      ours: median(took.swap) / SWAPPED / 1e3,
      other: { name: 'detach and attach', value: median(took.again) / SWAPPED / 1e3 },
      ratio: ratio(took.swap, took.again),
      budget: { of: 'ratio', limit: 0.01 },
    },
  ];
}

/** Chains turned around, and one program brought from the end to the front. */
async function reorderRows(host: Host, hash: string, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const length of CHAINS) {
    const names = Array.from({ length }, (_, at) => `p${at + 10}`);
    let order = names;
    let state = await create(host, declare(hash, order));
    const turn = (next: string[]) => async (): Promise<number> => {
      const took = await time(async () => (state = await update(host, state, declare(hash, next))));
      order = next;
      return took / moves(state);
    };
    const took = await inTurns(Math.min(rounds, length > 8 ? 3 : rounds), {
      reversed: () => turn([...order].reverse())(),
      one: () => turn([...order.slice(-1), ...order.slice(0, -1)])(),
    });
    const rowNames = {
      reversed: `reversed: ${length - 1} of ${length} moved, each`,
      one: `last to first: 1 of ${length} moved`,
    };
    for (const how of ['reversed', 'one'] as const) {
      rows.push({
        name: `reorder, ${rowNames[how]}`,
        unit: 'ms',
        ours: median(took[how]) / 1e6,
      });
    }
    await bpfAttachment.delete(host, '', state);
  }
  return rows;
}

function moves({ changes }: State): number {
  return (changes as string[]).filter((line) => line.startsWith('move ')).length;
}
