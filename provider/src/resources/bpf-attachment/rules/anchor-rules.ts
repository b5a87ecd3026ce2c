/** Rules for the anchors of one attachment. Pure; a rule that touches an unknown value says nothing. */
import {
  type BpfAttachmentChecked,
  containsUnknown,
  failure,
  type Failure,
  isObject,
  quote,
} from '@pulumi-netkit/contract';
import { solve } from '../chain/solve.js';

/** `project/stack`, whose names the engine restricts to these characters, or a URN. */
const OWNER = /^([\w.-]+\/[\w.-]+|urn:pulumi:.+)$/;

const KINDS = ['attachment', 'program', 'tag'] as const;

/** What is wrong with `before` and `after` of an attachment. */
export function anchorRules(inputs: Readonly<Record<string, unknown>>): Failure[] {
  const { name, before, after } = inputs;
  const lists = { before, after };
  const anchors = Object.entries(lists).flatMap(([list, items]) =>
    Array.isArray(items)
      ? items.flatMap((anchor: unknown, at) =>
          isObject(anchor) && !containsUnknown(anchor)
            ? [{ list, path: `${list}[${at}]`, anchor: anchor }]
            : [],
        )
      : [],
  );
  return anchors.flatMap(({ list, path, anchor }): Failure[] => {
    const named = KINDS.filter((kind) => anchor[kind] !== undefined);
    if (named.length !== 1) {
      const words = named.length === 0 ? 'names nothing' : `names ${named.join(' and ')}`;
      const advice = 'Name exactly one of attachment, program and tag';
      return [failure(path, 'anchor-unclear', `the anchor ${words}. ${advice}`)];
    }
    if (anchor['owner'] !== undefined && anchor['attachment'] === undefined) {
      const advice = 'owner belongs to an anchor that names an attachment. Remove it';
      return [
        failure(`${path}.owner`, 'anchor-unclear', `a foreign program has no owner: ${advice}`),
      ];
    }
    const { owner } = anchor;
    if (typeof owner === 'string' && !OWNER.test(owner)) {
      const words = `${quote(owner)} is not an owner. Write "project/stack", or the URN of the resource`;
      return [failure(`${path}.owner`, 'anchor-unclear', words)];
    }
    if (
      anchor['attachment'] !== undefined &&
      anchor['attachment'] === name &&
      anchor['owner'] === undefined
    ) {
      const advice = 'Name another attachment on the hook';
      return [failure(path, 'anchor-self', `${quote(name)} is this attachment itself. ${advice}`)];
    }
    if (list === 'before') return [];
    const other = anchors.find((one) => one.list === 'before' && isSame(one.anchor, anchor));
    if (!other) return [];
    const words = `the same anchor is in ${other.path}; nothing runs both before and after it. Remove one`;
    return [failure(path, 'anchor-in-both', words)];
  });
}

/** Constraints of attachments on one hook that contradict each other, all of one program. */
export function cycleFailures(
  declared: BpfAttachmentChecked,
  others: readonly BpfAttachmentChecked[],
): Failure[] {
  const members = [declared, ...others].map((one) => ({ ...one, key: one.owner }));
  return solve(members, []).unmet.flatMap(({ wish, reason, details }) => {
    if (reason !== 'cycle') return [];
    const { member, relation, at } = wish;
    const path = member.key === declared.owner ? `${relation}[${at}]` : 'before';
    const words = `no order satisfies these constraints: ${details.join('; ')}. Remove one of them`;
    return [failure(path, 'order-cycle', words)];
  });
}

function isSame(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  return [...KINDS, 'owner'].every((key) => a[key] === b[key]);
}
