/** The order of a hook: solved, and brought about against the way that loads a copy of each program that moves. */
import {
  type AttachmentAnswer,
  type BpfAttachmentChecked,
  type Host,
  type Step,
} from '@pulumi-netkit/contract';
import { planAttachment, refOf } from '../../provider/src/resources/bpf-attachment/plan.js';
import { groupsOf } from '../../provider/src/resources/bpf-attachment/chain/programs.js';
import { type Member, solve } from '../../provider/src/resources/bpf-attachment/chain/solve.js';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import { create, declare } from './attachment-sample';
import { inTurns, median, ratio, time } from '../lib/measure';
import type { Row } from '../lib/report';

const [OWNERS, PROGRAMS, LONGEST] = [20, 63, 62];
const SOLVES = 100;

/** A hook of 63 programs of 20 owners: three each, three foreign ones, each owner after the one before it and after one of those. */
export async function solveRows(rounds: number): Promise<Row[]> {
  const foreign = Array.from({ length: PROGRAMS - 3 * OWNERS }, (_, at) => ({
    programName: `foreign${at}`,
    tag: '',
  }));
  const members = Array.from({ length: OWNERS }, (_, at): Member => ({
    key: String(at),
    name: `part${at}`,
    owner: `urn:pulumi:stack${at}::bench::netkit:index:BpfAttachment::part`,
    placement: at % 2 === 0 ? 'before-foreign' : 'after-foreign',
    priority: (at * 7) % 11,
    after: [
      ...(at === 0 ? [] : [{ attachment: `part${at - 1}` }]),
      { program: `foreign${at % foreign.length}` },
    ],
  }));
  const { solved } = await inTurns(rounds, {
    solved: async () =>
      (await time(() => {
        for (let at = 0; at < SOLVES; at++) solve(members, foreign);
      })) / SOLVES,
  });
  return [
    {
      name: `order: solve ${PROGRAMS} programs of ${OWNERS} owners`,
      unit: 'ms',
      ours: median(solved) / 1e6,
      budget: { of: 'value', limit: 1 },
    },
  ];
}

/** A chain of 62 reversed and back, in one plan: each program moved as it is, and each loaded again for its move. */
export async function moveRows(host: Host, hash: string, rounds: number): Promise<Row[]> {
  const names = Array.from({ length: LONGEST }, (_, at) => `p${at + 10}`);
  let order = names;
  const state = await create(host, declare(hash, order));
  const turn = (isLoaded: boolean) => async (): Promise<number> => {
    order = order.toReversed();
    const desired = declare(hash, order);
    const steps = planAttachment(desired, await look(host, desired));
    const moves = steps.filter(({ op }) => op.op === 'chain.move').length;
    if (moves !== LONGEST - 1) throw new Error(`${moves} moves, not ${LONGEST - 1}`);
    return time(() => host.run(isLoaded ? [...loads(desired), ...steps] : steps));
  };
  const took = await inTurns(Math.min(rounds, 3), { moved: turn(false), loaded: turn(true) });
  await bpfAttachment.delete(host, '', state);
  const [moved, loaded] = [took.moved, took.loaded];
  return [
    {
      name: `order: reverse ${LONGEST} programs, ${LONGEST - 1} moves`,
      unit: 'ms',
      ours: median(moved) / 1e6,
      other: { name: 'a loaded copy for each move', value: median(loaded) / 1e6 },
      ratio: ratio(moved, loaded),
      budget: { of: 'ratio', limit: 1 },
    },
  ];
}

function look(host: Host, declared: BpfAttachmentChecked): Promise<AttachmentAnswer> {
  return host.observe({ kind: 'attachment', name: declared.name, attachment: refOf(declared) });
}

function loads(desired: BpfAttachmentChecked): Step[] {
  const attachment = refOf(desired);
  return groupsOf(desired).map((load) => ({
    op: {
      op: 'object.load',
      attachment,
      owner: desired.owner,
      load: { ...load, beside: [], apart: [] },
    },
  }));
}
