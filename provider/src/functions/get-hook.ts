/** getHook: the programs on a hook, ours and those of others, with what determines their order. */
import {
  type Anchor,
  type AttachType,
  DEFAULT_PRIORITY,
  type HookAnswer,
  type HookEntry,
  type Target,
} from '@pulumi-netkit/contract';
import { entriesOf, membersOf } from '../resources/bpf-attachment/chain/hook-order.js';
import {
  anchorWords,
  scopeOf,
  solve,
  type Solved,
  type Unmet,
  type Wish,
} from '../resources/bpf-attachment/chain/solve.js';
import { lookingFunction } from './function.js';

interface Args {
  readonly target: Target;
  readonly attachType: AttachType;
}

/** The function `netkit:index:getHook`. */
export const getHook = lookingFunction('getHook', async (host, args) => {
  const { target, attachType } = args as unknown as Args;
  const { netns = null, ...device } = target;
  const [answer, { kernel }] = [
    await host.observe({ kind: 'hook', attachType, target: { ...device, netns } }),
    await host.facts(),
  ];
  const { revision, isClosedWhenEmpty } = answer;
  return { chain: entries(answer), revision, isClosedWhenEmpty, kernel };
});

function entries(answer: HookAnswer): HookEntry[] {
  const foreign = entriesOf(answer).flatMap((one) => ('foreign' in one ? [one.foreign] : []));
  const solved = solve(membersOf(answer), foreign);
  return answer.chain.map(({ programId, programName, tag, linkId, other }, position) => ({
    position,
    programId,
    programName: kernelName(programName),
    tag,
    linkId,
    ...(other ? ownerOf(other, answer, solved) : {}),
  }));
}

function ownerOf(
  { at, name }: { readonly at: number; readonly name: string },
  { neighbours }: HookAnswer,
  { met, unmet }: Solved,
): Partial<HookEntry> {
  const neighbour = neighbours[at];
  if (!neighbour) return {};
  const { attachment, owner, declared } = neighbour;
  const isOf = ({ member }: Wish): boolean => member.key === String(at);
  return {
    attachment: attachment.name,
    program: name,
    owner,
    ...scopeOf(owner),
    ...(declared ? { priority: declared.priority ?? DEFAULT_PRIORITY } : {}),
    placedBy: met.flatMap(({ wish }) => (isOf(wish) ? [wishWords(wish)] : [])),
    unmet: unmet.flatMap((one) => (isOf(one.wish) ? [unmetWords(one)] : [])),
  };
}

function wishWords({ relation, anchor }: { relation: string; anchor: Anchor }): string {
  return `${relation} ${anchorWords(anchor)}`;
}

function unmetWords({ wish, reason, details }: Unmet): string {
  const why = {
    absent: 'it is not on the hook',
    ambiguous: `it could be ${details.join(' or ')}`,
    cycle: `it contradicts ${details.slice(1).join('; ')}`,
  }[reason];
  return `${wishWords(wish)}: ${why}`;
}

/** The kernel keeps 15 bytes. */
function kernelName(name: string): string {
  return Buffer.from(name).subarray(0, 15).toString();
}
