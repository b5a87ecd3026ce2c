/** Why a hook cannot get the order that is declared: anchors, and room. Pure. */
import {
  type AttachmentAnswer,
  type BpfAttachmentChecked,
  listed,
  NetkitError,
} from '@pulumi-netkit/contract';
import { type ChainStep, OWN } from './hook-order.js';
import { anchorWords, memberWords, type Unmet } from './solve.js';

/** Programs on a hook: the kernel allows 63. */
export const CHAIN_LIMIT = 63;

/** @throws NetkitError when an anchor of this attachment means several, closes a cycle, or is required and not there. */
export function assertSolved(
  unmet: readonly Unmet[],
  { attachType, target }: BpfAttachmentChecked,
): void {
  const hook = `${target.name} ${attachType}`;
  for (const { wish, reason, details, cycle } of unmet) {
    const own = [wish, ...cycle].find(({ member }) => member.key === OWN);
    if (!own) continue;
    const { relation, at, anchor } = own;
    const path = `${relation}[${at}]`;
    if (reason === 'ambiguous') {
      throw new NetkitError(
        'anchor-ambiguous',
        `${anchorWords(anchor)} could be ${details.slice(0, 5).join(' or ')} on ${hook}`,
        {
          path,
          advice:
            anchor.attachment === undefined
              ? 'Name it by its tag, if the tags differ'
              : 'Add the owner to the anchor, as "project/stack" or as the URN of the resource',
        },
      );
    }
    if (reason === 'cycle') {
      throw new NetkitError(
        'order-cycle',
        `no order of ${hook} satisfies it: ${details.join('; ')}`,
        {
          path,
          advice: 'Remove one of these constraints',
        },
      );
    }
    if (anchor.required !== true) continue;
    throw new NetkitError(
      'anchor-missing',
      `${anchorWords(anchor)} is required and not on ${hook}`,
      {
        path,
        advice:
          'An anchor names what is on the same hook. Attach it first (in one program: dependsOn), or remove required: then the anchor takes effect when it comes',
      },
    );
  }
}

/**
 * Each new program takes a place before those that go give theirs back; a move needs one for the copy.
 * @throws NetkitError `chain-full`
 */
export function assertRoom(
  { chain, neighbours }: AttachmentAnswer,
  script: readonly ChainStep[],
  wanted: readonly string[],
): void {
  const added = script.filter(({ step }) => step === 'attach').length;
  const moves = script.some(({ step }) => step === 'move') ? 1 : 0;
  if (chain.length + added + moves <= CHAIN_LIMIT) return;
  const foreign = chain
    .filter(({ name, other }) => name === undefined && !other)
    .map(({ programName }) => programName);
  const held = neighbours.map(({ attachment: { name }, owner }, at) => {
    const count = chain.filter(({ other }) => other?.at === at).length;
    return `${count} of ${memberWords({ name, owner })}`;
  });
  const ours = chain.filter(({ name }) => name !== undefined).length;
  const others = foreign.length > 0 ? ` (${listed(foreign, 5)})` : '';
  const who = [`${ours} of this attachment`, ...held, `${foreign.length} foreign${others}`];
  const why = moves > 0 ? ', and a program that is moved needs a free place for its copy' : '';
  throw new NetkitError(
    'chain-full',
    `${wanted.length} programs are wanted, ${added} of them new, on a hook that holds ${chain.length}: ${who.join(', ')}; a hook holds at most ${CHAIN_LIMIT}${why}`,
    {
      path: 'programs',
      advice:
        moves > 0
          ? 'Declare fewer programs; remove some first, in an up of its own, to make room for a move'
          : 'Declare fewer programs',
    },
  );
}
