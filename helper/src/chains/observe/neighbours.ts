/** Whose the programs of a chain are: the attachments on a hook, found by the pins of their links. */
import { join } from 'node:path';
import { type ChainEntry, Link } from '@pulumi-netkit/libbpf-ts';
import type { AttachmentRef, ChainView, NeighbourView } from '@pulumi-netkit/contract';
import type { Registry } from '../../store/registry.js';
import { folderOf, listAttachmentsAt, listPins, type PinName } from '../pins.js';
import { recordOf } from '../records.js';

/** Attachments on a hook, and which program each link of theirs holds. */
export interface Neighbours {
  readonly views: readonly NeighbourView[];
  readonly byLink: ReadonlyMap<number, NonNullable<ChainView['other']> & Pick<PinName, 'role'>>;
}

/**
 * The attachments that have links in a chain, without `own`. They are looked for at the hook's address; a link that is not found
 * there may be of an attachment that names the device or its namespace in other words, which its record shows.
 */
export function neighboursOf(
  registry: Registry,
  hook: Pick<AttachmentRef, 'attachType' | 'target'>,
  entries: readonly ChainEntry[],
  own?: AttachmentRef,
): Neighbours {
  const views: NeighbourView[] = [];
  const byLink = new Map<number, NonNullable<ChainView['other']> & Pick<PinName, 'role'>>();
  const seen = new Set(own ? [folderOf(own)] : []);
  const ownLinks = new Set(own ? linksOf(own).map(({ id }) => id) : []);
  const unknown = new Map<number, number>(
    entries.flatMap(({ linkId, programId }) =>
      linkId === undefined || ownLinks.has(linkId) ? [] : [[linkId, programId]],
    ),
  );
  const visit = (attachment: AttachmentRef): void => {
    const folder = folderOf(attachment);
    if (seen.has(folder)) return;
    seen.add(folder);
    const links = linksOf(attachment).filter(({ id }) => unknown.has(id));
    if (links.length === 0) return;
    for (const { id, name, role } of links) {
      byLink.set(id, { at: views.length, name, role });
      unknown.delete(id);
    }
    views.push(viewOf(registry, attachment));
  };
  if (unknown.size === 0) return { views, byLink };
  listAttachmentsAt(hook).forEach(visit);
  for (const record of [...unknown.values()].flatMap((id) => registry.byProgram(id))) {
    if (record.kind === 'attachment') visit(record.attachment);
  }
  return { views, byLink };
}

function linksOf(
  attachment: AttachmentRef,
): { readonly id: number; readonly name: string; readonly role: PinName['role'] }[] {
  return listPins(attachment).map(({ pin, name, role }) => {
    using link = Link.open(join(folderOf(attachment), pin));
    return { id: link.info().id, name, role };
  });
}

function viewOf(registry: Registry, attachment: AttachmentRef): NeighbourView {
  const record = recordOf(registry, attachment);
  if (!record) return { attachment, owner: '' };
  const { owner, declared } = record;
  if (!declared) return { attachment: record.attachment, owner };
  const { placement, priority, before, after, programs } = declared;
  return {
    attachment: record.attachment,
    owner,
    declared: {
      placement,
      ...(priority === undefined ? {} : { priority }),
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
      programs: programs.map(({ name }) => name),
    },
  };
}
