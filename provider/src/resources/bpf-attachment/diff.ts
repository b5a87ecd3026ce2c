/** What changed between the state of an attachment and its inputs. Pure. */
import { containsUnknown, isUnknown } from '../../check/unknown.js';
import type { BpfAttachmentChecked, ProgramChecked } from '../../generated/types.js';
import type { ListRule } from '../details.js';
import { diffByKeys, type Diff } from '../diff.js';
import { longestIncreasing } from './order.js';
import { configOf } from './programs.js';
import type { AttachmentState } from './state.js';

const KEYS = ['name', 'target', 'attachType', 'programs', 'placement'];

/** Programs have names and an order; those stay that `order` leaves where they are. */
const PROGRAMS: ListRule = {
  nameOf(program) {
    const { name } = program as Partial<ProgramChecked>;
    return isUnknown(name) ? undefined : name;
  },
  staying: (pairs) => longestIncreasing(pairs, ([, to]) => to),
};

/** The diff of an attachment. Where an object lies is no difference, what is in it is. */
export function diffAttachment(recorded: AttachmentState, desired: BpfAttachmentChecked): Diff {
  return diffByKeys('BpfAttachment', KEYS, recorded, desired, isSame, { programs: PROGRAMS });
}

function isSame(path: string, recorded: unknown, desired: unknown): boolean {
  if (containsUnknown(desired)) return false;
  if (path === 'target') return targetText(recorded) === targetText(desired);
  if (path === 'programs') return programsText(recorded) === programsText(desired);
  return recorded === desired;
}

function targetText(target: unknown): string {
  const { name, netns, incarnation } = target as BpfAttachmentChecked['target'];
  return JSON.stringify([name, netns ?? null, incarnation ?? null]);
}

function programsText(programs: unknown): string {
  const declared = { programs: programs as ProgramChecked[] };
  return JSON.stringify(declared.programs.map((one) => [one.name, configOf(declared, one)]));
}
