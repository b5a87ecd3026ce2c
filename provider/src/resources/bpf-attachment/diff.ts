/** What changed between the state of an attachment and its inputs. Pure. */
import { containsUnknown } from '../../check/unknown.js';
import type { BpfAttachmentChecked, ProgramChecked } from '../../generated/types.js';
import { diffByKeys, type Diff } from '../diff.js';
import { configOf } from './programs.js';
import type { AttachmentState } from './state.js';

const KEYS = ['name', 'target', 'attachType', 'programs', 'placement'];

/** The diff of an attachment. Where an object lies is no difference, what is in it is. */
export function diffAttachment(recorded: AttachmentState, desired: BpfAttachmentChecked): Diff {
  return diffByKeys('BpfAttachment', KEYS, recorded, desired, (path, is, want) => {
    if (containsUnknown(want)) return false;
    if (path === 'target') return targetText(is) === targetText(want);
    if (path === 'programs') return programsText(is) === programsText(want);
    return is === want;
  });
}

function targetText(target: unknown): string {
  const { name, netns, incarnation } = target as BpfAttachmentChecked['target'];
  return JSON.stringify([name, netns ?? null, incarnation ?? null]);
}

function programsText(programs: unknown): string {
  const declared = { programs: programs as ProgramChecked[] };
  return JSON.stringify(declared.programs.map((one) => [one.name, configOf(declared, one)]));
}
