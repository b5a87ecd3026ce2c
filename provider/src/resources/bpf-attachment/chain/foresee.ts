/** The chain of a shared hook before and after an update, in words: for previews. Pure. */
import type { AttachmentAnswer, BpfAttachmentChecked } from '@pulumi-netkit/contract';
import { entriesOf, type Entry, orderHook } from './hook-order.js';
import { memberWords } from './solve.js';

/** What the update will make of the chain; undefined when nobody else has a program there. */
export function foreseen(
  desired: BpfAttachmentChecked,
  answer: AttachmentAnswer,
): string | undefined {
  const now = entriesOf(answer);
  if (now.every((entry) => 'own' in entry)) return undefined;
  const words = (entries: readonly Entry[]): string =>
    entries.map((entry) => entryWords(entry, answer)).join(', ');
  const { wanted } = orderHook(desired, answer);
  const [before, after] = [words(now), words(wanted)];
  const hook = `the chain of ${desired.target.name} ${desired.attachType}`;
  return before === after ? `${hook} stays ${after}` : `${hook} becomes ${after}; it is ${before}`;
}

function entryWords(entry: Entry, { neighbours }: AttachmentAnswer): string {
  if ('own' in entry) return entry.own;
  if ('foreign' in entry) return `${entry.foreign.programName} (foreign)`;
  const { owner = '' } = neighbours[entry.at] ?? {};
  return `${entry.name} (${memberWords({ name: entry.other.name, owner })})`;
}
