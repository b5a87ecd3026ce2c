import { explained } from './objects/kernel-refusal';
import { attachTypeNumber, hookName, hookRefusals, type AttachType } from './links/hook';
import type { LinkId, ProgramId } from './ids';
import { progQuery } from './sys/links';

/** One program of a chain. */
export interface ChainEntry {
  readonly programId: ProgramId;
  /** Undefined for a program attached by the older PROG_ATTACH call. */
  readonly linkId: LinkId | undefined;
}

/** A hook's programs in the order they run. */
export interface Chain {
  /**
   * Rises by one with each change; pass it as `expectedRevision` to change only what was seen.
   * 0n ("any") for an empty netkit chain: the kernel then answers 1 whatever the truth is, and passing
   * that back would fail. tcx restarts at 1 when its chain empties: compare ids too.
   */
  readonly revision: bigint;
  readonly entries: readonly ChainEntry[];
}

/** Programs that fit one hook: the kernel's array of 64 ends with a NULL. */
export const CHAIN_LIMIT = 63;

/**
 * Reads a hook's chain. The device is looked up in the calling thread's network namespace: wrap the call
 * in linux-ffi's withNetns() for another. netkit hooks are asked through the primary for both ends.
 * Needs CAP_NET_ADMIN.
 */
export function queryChain(ifindex: number, attachType: AttachType): Chain {
  const answer = explained(`query ${hookName(attachType, ifindex)}`, hookRefusals(attachType), () =>
    progQuery(ifindex, attachTypeNumber(attachType), CHAIN_LIMIT + 1),
  );
  const entries = answer.programIds.map((programId, index) => {
    const linkId = answer.linkIds[index] ?? 0;
    return {
      programId: programId as ProgramId,
      linkId: linkId === 0 ? undefined : (linkId as LinkId),
    };
  });
  const lies = entries.length === 0 && attachType.startsWith('netkit/');
  return { revision: lies ? 0n : answer.revision, entries };
}
