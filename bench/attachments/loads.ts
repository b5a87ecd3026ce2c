/** Loading an object, against libbpf's own load of it in C; and a program with a prog array of 65,536 slots, against one without. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openObject } from '@pulumi-netkit/libbpf-ts';
import type { Host } from '@pulumi-netkit/contract';
import type { Kernel } from '../../helper/src/kernel-session.js';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import { create, declare, update, type State } from './attachment-sample';
import { inTurns, median, ratio, time } from '../lib/measure';
import type { Row } from '../lib/report';

const LIBBPF = join(__dirname, 'libbpf');
const OBJECTS = {
  filter: 'one program',
  slots: 'a prog array of 65,536 slots',
  large: '48 programs, 48 maps',
};
const FEW = 5;

type Name = keyof typeof OBJECTS;
const NAMES = Object.keys(OBJECTS) as Name[];
const pathOf = (name: Name): string => join(__dirname, `${name}.o`);

/** The rows of loads; without libbpf's headers nothing to compare with. */
export async function loadRows(kernel: Kernel, host: Host, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of NAMES) rows.push(await loadRow(name, rounds));
  return [...rows, ...(await lifeRows(kernel, host, rounds))];
}

async function loadRow(name: Name, rounds: number): Promise<Row> {
  const bytes = readFileSync(pathOf(name));
  // As in C: without the closing.
  const ours = async (): Promise<number> => {
    let took = 0;
    for (let i = 0; i < FEW; i++) {
      const opened: Disposable[] = [];
      took += await time(() => {
        const object = openObject(bytes, { name: 'bench' });
        opened.push(object);
        object.choosePrograms(
          object.programs.map((program) => program.name),
          { type: 'sched_cls' },
        );
        opened.push(object.load());
      });
      for (const one of opened) one[Symbol.dispose]();
    }
    return took;
  };
  const hasOther = existsSync(LIBBPF);
  const took = await inTurns(rounds, { ours, libbpf: hasOther ? () => inC(name) : () => NaN });
  const perLoad = (series: readonly number[]): number => median(series) / FEW / 1e6;
  const row = { name: `load: ${OBJECTS[name]}`, unit: 'ms', ours: perLoad(took.ours) } as const;
  if (!hasOther) return row;
  return {
    ...row,
    other: { name: "libbpf's own load in C", value: perLoad(took.libbpf) },
    ratio: ratio(took.ours, took.libbpf),
    budget: { of: 'ratio', limit: 1.2 },
  };
}

function inC(name: Name): number {
  const said = execFileSync(LIBBPF, [pathOf(name), String(FEW)], { encoding: 'utf8' });
  return (JSON.parse(said) as number[]).reduce((sum, one) => sum + one, 0);
}

/** What a preview, a create, a change and a delete of an attachment take, with the many slots and without. */
async function lifeRows(kernel: Kernel, host: Host, rounds: number): Promise<Row[]> {
  const hashes = Object.fromEntries(
    (['filter', 'slots'] as const).map((name) => {
      const bytes = readFileSync(pathOf(name));
      const hash = createHash('sha256').update(bytes).digest('hex');
      kernel.keepObject(hash, bytes);
      return [name, hash];
    }),
  );
  const verbs = ['create', 'update', 'delete'] as const;
  const series = { slots: verbs.map((): number[] => []), filter: verbs.map((): number[] => []) };
  const life = (name: 'slots' | 'filter') => async (): Promise<number> => {
    const hash = hashes[name] ?? '';
    const declared = declare(hash, ['filter']);
    const changed = declare(hash, ['filter'], { version: 2 });
    let state: State = {};
    const took = [
      await time(async () => (state = await create(host, declared))),
      await time(async () => (state = await update(host, state, changed))),
      await time(() => bpfAttachment.delete(host, '', state)),
    ];
    took.forEach((one, verb) => series[name][verb]?.push(one));
    return 0;
  };
  await inTurns(rounds, { slots: life('slots'), filter: life('filter') });
  return verbs.map((verb, at) => ({
    name: `attachment with 65,536 slots: ${verb}`,
    unit: 'ms',
    ours: median(series.slots[at] ?? []) / 1e6,
    other: { name: 'one without', value: median(series.filter[at] ?? []) / 1e6 },
    ratio: ratio(series.slots[at] ?? [], series.filter[at] ?? []),
  }));
}
