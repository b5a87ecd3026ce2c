/** Rules for the anchors of one attachment. Pure; a rule that touches an unknown value says nothing. */
import { containsUnknown, failure, type Failure, isObject, quote } from '@pulumi-netkit/contract';

const KINDS = ['attachment', 'program', 'tag'] as const;

/** What is wrong with `before` and `after` of an attachment. */
export function anchorRules(inputs: Readonly<Record<string, unknown>>): Failure[] {
  const { name, before, after } = inputs;
  const lists = { before, after };
  const anchors = Object.entries(lists).flatMap(([list, items]) =>
    Array.isArray(items)
      ? items.flatMap((anchor: unknown, at) =>
          isObject(anchor) && !containsUnknown(anchor)
            ? [{ list, path: `${list}[${at}]`, anchor: anchor as Record<string, unknown> }]
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

function isSame(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  return [...KINDS, 'owner'].every((key) => a[key] === b[key]);
}
