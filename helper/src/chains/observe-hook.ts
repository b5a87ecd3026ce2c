/** Answers what is on a hook, whoever attached it, and whose it is. Changes nothing. */
import { join } from 'node:path';
import { withNetns } from '@pulumi-netkit/linux-ffi';
import { Link, queryChain } from '@pulumi-netkit/libbpf-ts';
import type { AttachType, HookAnswer, HookEntry, HookQuery } from '@pulumi-netkit/contract';
import type { Sockets } from '../sockets.js';
import { findHook } from './hook.js';
import { infoOf } from './observe.js';
import { folderOf, listAttachments, listPins } from './pins.js';

/** Looks at a hook. @throws NetkitError `hook-missing` or one of the namespace's */
export function observeHook(sockets: Sockets, query: HookQuery): HookAnswer {
  const { attachType, target } = query;
  const { link, isClosedWhenEmpty } = findHook(sockets, query);
  const { revision, entries } = withNetns(sockets.fd(target.netns), () =>
    queryChain(link.index, attachType),
  );
  const owners = entries.length > 0 ? ownersOf(attachType) : new Map<number, Owner>();
  const chain = entries.map(({ programId, linkId = 0 }, position): HookEntry => {
    const program = infoOf(programId);
    return {
      position,
      programId,
      programName: program?.kernelName ?? `program ${programId}`,
      tag: program?.tag ?? '',
      linkId,
      ...owners.get(linkId),
    };
  });
  return { kind: 'hook', revision: String(revision), isClosedWhenEmpty, chain };
}

type Owner = Pick<HookEntry, 'attachment' | 'program'>;

/** Whose each link is. All attachments of the type are asked: a device may have been renamed, a namespace named otherwise. */
function ownersOf(attachType: AttachType): ReadonlyMap<number, Owner> {
  const owners = new Map<number, Owner>();
  for (const attachment of listAttachments(attachType)) {
    for (const { pin, name } of listPins(attachment)) {
      using link = Link.open(join(folderOf(attachment), pin));
      owners.set(link.info().id, { attachment: attachment.name, program: name });
    }
  }
  return owners;
}
