/**
 * Finds the hook that links are on by the links alone: their device may have another name by now, be in another namespace, or in
 * one that no name leads to any more. Changes nothing.
 */
import { withNetns, NetnsError } from '@pulumi-netkit/linux-ffi';
import { BpfError, queryChain, type LinkInfo } from '@pulumi-netkit/libbpf-ts';
import { RtnetlinkError } from '@pulumi-netkit/rtnetlink';
import type { AttachmentRef, AttachType, Netns } from '@pulumi-netkit/contract';
import { namespacesOfProcesses } from '../../devices/processes.js';
import type { Sockets } from '../../sockets.js';
import { namedNetns, otherEnd, type Located } from '../../devices/views.js';
import { hookAt, type Hook } from '../hook.js';

/**
 * The hook of the first link that is not defunct. Undefined: all are, or the device is in a namespace that neither a name nor a
 * process leads to.
 */
export function hookOfLinks(
  sockets: Sockets,
  { attachType, target }: Pick<AttachmentRef, 'attachType' | 'target'>,
  links: readonly LinkInfo[],
): Hook | undefined {
  const alive = links.find(({ isDefunct }) => !isDefunct);
  if (!alive) return undefined;
  for (const netns of namespaces(target.netns)) {
    const located = locate(sockets, netns, alive, attachType);
    if (located) return hookAt(located, attachType);
  }
  return undefined;
}

function* namespaces(first: Netns): Generator<Netns, void> {
  yield* new Set([first, null, ...namedNetns()]);
  // One that lost its name lives on in the processes that are in it.
  yield* namespacesOfProcesses();
}

/** The device that a link is on, if it is in this namespace. Another namespace can use the same index, no other link has its id. */
function locate(
  sockets: Sockets,
  netns: Netns,
  { id, ifindex }: LinkInfo,
  attachType: AttachType,
): Located | undefined {
  try {
    const link = sockets.in(netns).links.get({ index: ifindex });
    // A link of netkit/peer reports the peer's index; the chain is asked of the primary.
    const located =
      link && attachType === 'netkit/peer'
        ? otherEnd(sockets, { link, netns }, netns)
        : link && { link, netns };
    if (!located) return undefined;
    const { entries } = withNetns(sockets.fd(located.netns), () =>
      queryChain(located.link.index, attachType),
    );
    return entries.some(({ linkId }) => linkId === id) ? located : undefined;
  } catch (error) {
    // Gone while we looked, not to be entered, or a device without such a hook: it is not here.
    const isElsewhere =
      error instanceof NetnsError || error instanceof RtnetlinkError || error instanceof BpfError;
    if (isElsewhere) return undefined;
    throw error;
  }
}
