/** What of an attachment's order holds in the chain that was observed. Pure. What does not hold is drift, and shown as such. */
import type {
  AttachmentAnswer,
  BpfAttachmentChecked,
  DeclaredChain,
  Placement,
} from '@pulumi-netkit/contract';
import { anchorsOf } from './declared.js';
import { entriesOf, type Entry, orderHook, OWN } from './hook-order.js';
import type { Node, Wish } from './solve.js';

/** The declared order as far as it holds: without anchors that do not, and with the placement that was found. */
export function holding(
  declared: BpfAttachmentChecked,
  answer: AttachmentAnswer,
): Pick<BpfAttachmentChecked, 'placement' | 'priority'> & Pick<DeclaredChain, 'before' | 'after'> {
  const { placement, priority, before, after } = declared;
  const all = { placement, priority, ...anchorsOf({ before, after }) };
  const observed = entriesOf(answer);
  const stand = observed.flatMap((entry, at) => ('own' in entry ? [at] : []));
  if (stand.length === 0) return all;
  const standing = {
    ...declared,
    programs: declared.programs.filter(({ name }) => observed.some((one) => isOwn(one, name))),
  };
  const { solved, wanted } = orderHook(standing, answer);
  const foreign = observed.flatMap((entry, at) => ('foreign' in entry ? [at] : []));
  const spanOf = (node: Node): readonly number[] => {
    if ('foreign' in node) return [foreign[node.foreign] ?? 0];
    return observed.flatMap((entry, at) =>
      'other' in entry && String(entry.at) === node.member ? [at] : [],
    );
  };
  const isBroken = ({ relation }: Wish, target: Node): boolean => {
    const others = spanOf(target);
    return relation === 'before'
      ? Math.max(...stand) > Math.min(...others)
      : Math.min(...stand) < Math.max(...others);
  };
  const broken = solved.met
    .filter(({ wish, target }) => wish.member.key === OWN && isBroken(wish, target))
    .map(({ wish }) => wish);
  const missing = solved.unmet
    .filter(({ wish, reason }) => reason === 'absent' && wish.anchor.required === true)
    .map(({ wish }) => wish);
  const lost = new Set(
    [...broken, ...missing]
      .filter(({ member }) => member.key === OWN)
      .map(({ relation, at }) => `${relation} ${at}`),
  );
  const kept = <T>(relation: string, list: readonly T[]): readonly T[] =>
    list.filter((_, at) => !lost.has(`${relation} ${at}`));
  return {
    placement: isDisplaced(wanted, observed) ? opposite(placement) : placement,
    priority,
    ...anchorsOf({ before: kept('before', before), after: kept('after', after) }),
  };
}

/** Whether a foreign program is on another side of one of ours than it is to be. */
function isDisplaced(wanted: readonly Entry[], observed: readonly Entry[]): boolean {
  const [to, from] = [wanted, observed].map(foreignBefore) as [
    Map<string, number>,
    Map<string, number>,
  ];
  return [...to].some(([name, count]) => (from.get(name) ?? count) !== count);
}

/** How many foreign programs run before each of ours. */
function foreignBefore(entries: readonly Entry[]): Map<string, number> {
  let count = 0;
  const before = new Map<string, number>();
  for (const entry of entries) {
    if ('foreign' in entry) count++;
    else if ('own' in entry) before.set(entry.own, count);
  }
  return before;
}

function isOwn(entry: Entry, name: string): boolean {
  return 'own' in entry && entry.own === name;
}

function opposite(placement: Placement): Placement {
  return placement === 'before-foreign' ? 'after-foreign' : 'before-foreign';
}
