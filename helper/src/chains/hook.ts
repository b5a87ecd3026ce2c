/** Finds the hook an attachment is for: the device, in its namespace, and no other of that name. */
import type { Link } from '@pulumi-netkit/rtnetlink';
import {
  altNameOf,
  type AttachmentRef,
  type AttachType,
  NetkitError,
} from '@pulumi-netkit/contract';
import type { Sockets } from '../sockets.js';
import { incarnationOfUnmarked } from '../devices/unmarked.js';
import { otherEnd, type Located } from '../devices/views.js';

/** The device, where it is, and what of it a plan wants to know. */
export interface Hook extends Located {
  readonly isClosedWhenEmpty: boolean;
}

/** @throws NetkitError `hook-missing` or one of the namespace's, in words */
export function findHook(
  sockets: Sockets,
  { attachType, target }: Pick<AttachmentRef, 'attachType' | 'target'>,
): Hook {
  const { name, netns, incarnation } = target;
  const rtnl = sockets.in(netns);
  const where = netns === null ? 'on the host' : `in ${netns}`;
  const marks =
    incarnation === undefined || incarnation === ''
      ? []
      : [altNameOf(incarnation, 'primary'), altNameOf(incarnation, 'peer')];
  let link = rtnl.links.get({ name });
  const isMarked = (one: Link | undefined): boolean =>
    one !== undefined &&
    (one.altNames.some((altName) => marks.includes(altName)) ||
      unmarkedIncarnation(sockets, { link: one, netns }) === incarnation);
  if (marks.length > 0 && !isMarked(link)) {
    // Renamed since: the pair's own mark still leads to it. With both ends here, only a netkit hook says which one is meant: the
    // primary.
    const ends = marks.flatMap((altName) => rtnl.links.get({ altName }) ?? []);
    const isPrimary = attachType.startsWith('netkit/');
    const marked = isPrimary ? ends.find(({ netkit }) => netkit?.primary) : ends[0];
    if (!isPrimary && ends.length > 1) {
      throw missing(
        `there is no device "${name}" ${where}; the ends of its pair are called ${ends.map((end) => `"${end.name}"`).join(' and ')} there`,
        'Declare the present name, or let an up of the pair rename it back',
      );
    }
    if (!marked && link) {
      throw missing(
        `"${name}" ${where} is another device than the one this attachment was declared for`,
        'Another tool created its pair again. Run pulumi refresh, then pulumi up',
      );
    }
    link = marked;
  }
  if (!link)
    throw missing(
      `there is no device "${name}" ${where}`,
      'Declare it before, and let the attachment depend on it',
    );
  if (!attachType.startsWith('netkit/')) return hookAt({ link, netns }, attachType);
  const { netkit } = link;
  if (!netkit) {
    throw missing(
      `"${name}" ${where} is ${link.kind === undefined ? 'no virtual device' : `of kind ${link.kind}`}, and ${attachType} is a hook of netkit devices`,
      'Use tcx/ingress or tcx/egress',
    );
  }
  if (!netkit.primary) {
    const primary = otherEnd(sockets, { netns, link }, null);
    const called = primary && `, ${placed(primary)},`;
    throw missing(
      `"${name}" ${where} is the peer of its pair, which manages no programs`,
      `Name the pair's primary${called ?? ''} as the target; ${attachType} is reached through it`,
    );
  }
  if (netkit.pairing === 'single') {
    throw missing(
      `"${name}" ${where} is a single netkit device, which takes no netkit programs`,
      'Use tcx/ingress or tcx/egress',
    );
  }
  return hookAt({ link, netns }, attachType);
}

/** The hook of a device that has it. */
export function hookAt({ link, netns }: Located, attachType: AttachType): Hook {
  const policy =
    attachType === 'netkit/primary'
      ? link.netkit?.policy
      : attachType === 'netkit/peer'
        ? link.netkit?.peerPolicy
        : undefined;
  return { link, netns, isClosedWhenEmpty: policy === 'drop' };
}

function unmarkedIncarnation(sockets: Sockets, located: Located): string | undefined {
  const other = located.link.netkit && otherEnd(sockets, located, null);
  return other && incarnationOfUnmarked(sockets, located, other);
}

function placed({ netns, link }: Located): string {
  return `"${link.name}" ${netns === null ? 'on the host' : `in ${netns}`}`;
}

function missing(summary: string, advice: string): NetkitError {
  return new NetkitError('hook-missing', summary, { path: 'target', advice });
}
