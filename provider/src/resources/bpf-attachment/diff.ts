/** What changed between the state of an attachment and its inputs. Pure. */
import {
  type BpfAttachmentChecked,
  containsUnknown,
  isUnknown,
  type ProgramChecked,
  sameJson,
} from '@pulumi-netkit/contract';
import type { ListRule } from '../common/details.js';
import { diffByKeys, type Diff } from '../common/diff.js';
import { longestIncreasing } from './chain/order.js';
import { configOf } from './chain/programs.js';
import { adoptOf, type AttachmentState, orderOf } from './state.js';

const KEYS = [
  'name',
  'target.name',
  'target.netns',
  'target.incarnation',
  'attachType',
  'programs',
  'placement',
  'priority',
  'before',
  'after',
  'adopt',
];

/** Programs have names and an order; those stay that `order` leaves where they are. */
const PROGRAMS: ListRule = {
  nameOf(program) {
    const { name } = program as Partial<ProgramChecked>;
    return isUnknown(name) ? undefined : name;
  },
  staying: (pairs) => longestIncreasing(pairs, ([, to]) => to),
};

/**
 * The diff of an attachment. Where an object lies is no difference, what is in it is. Another name of the target is an update: the
 * device may be the same one, which only the host knows. A name that is not known yet hangs on something that is replaced.
 */
export function diffAttachment(recorded: AttachmentState, desired: BpfAttachmentChecked): Diff {
  const lists = { programs: PROGRAMS };
  const before = { ...recorded, adopt: adoptOf(recorded), ...orderOf(recorded) };
  return diffByKeys('BpfAttachment', KEYS, before, desired, isSame, lists, ['target.name']);
}

function isSame(path: string, recorded: unknown, desired: unknown): boolean {
  if (containsUnknown(desired)) return false;
  if (path === 'programs') return programsText(recorded) === programsText(desired);
  return sameJson(recorded, desired);
}

function programsText(programs: unknown): string {
  const declared = { programs: programs as ProgramChecked[] };
  return JSON.stringify(declared.programs.map((one) => [one.name, configOf(declared, one)]));
}
