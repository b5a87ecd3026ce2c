/** The chain of a shared hook before and after an update, in words: for previews. Pure. */
import {
  asNetkitError,
  type AttachmentAnswer,
  type BpfAttachmentChecked,
} from '@pulumi-netkit/contract';
import type { Foresight } from '../../common/resource.js';
import { entriesOf, type Entry, orderHook } from './hook-order.js';
import { assertSolved } from './refusals.js';
import { memberWords } from './solve.js';

/**
 * What the update will make of the chain; undefined when nobody else has a program there. It is refused when the hook as it is
 * now has no order that fits; what else the same run does before may change that.
 */
export function foreseen(
  desired: BpfAttachmentChecked,
  answer: AttachmentAnswer,
): Foresight | undefined {
  const now = entriesOf(answer);
  if (now.every((entry) => 'own' in entry)) return undefined;
  const words = (entries: readonly Entry[]): string =>
    entries.map((entry) => entryWords(entry, answer)).join(', ');
  const { wanted, solved } = orderHook(desired, answer);
  try {
    assertSolved(solved.unmet, desired);
  } catch (error) {
    return {
      text: `as the hook is now, the update is refused: ${asNetkitError(error).message}`,
      isRefused: true,
    };
  }
  const [before, after] = [words(now), words(wanted)];
  const hook = `the chain of ${desired.target.name} ${desired.attachType}`;
  const text =
    before === after ? `${hook} stays ${after}` : `${hook} becomes ${after}; it is ${before}`;
  return { text, isRefused: false };
}

function entryWords(entry: Entry, { neighbours }: AttachmentAnswer): string {
  if ('own' in entry) return entry.own;
  if ('foreign' in entry) return `${entry.foreign.programName} (foreign)`;
  const { owner = '' } = neighbours[entry.at] ?? {};
  return `${entry.name} (${memberWords({ name: entry.other.name, owner })})`;
}
