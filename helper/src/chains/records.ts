/** The record of an attachment, found by its address. */
import { join } from 'node:path';
import { Link } from '@pulumi-netkit/libbpf-ts';
import {
  type AttachmentRecord,
  attachmentRecordId,
  type AttachmentRef,
  formerAttachmentRecordId,
} from '@pulumi-netkit/contract';
import type { Registry } from '../store/registry.js';
import { folderOf, listPins } from './pins.js';

/** The record of an address. An earlier release derived its id from the pair of the target, too. */
export function recordOf(
  registry: Registry,
  attachment: AttachmentRef,
): AttachmentRecord | undefined {
  const record =
    registry.byIncarnation(attachmentRecordId(attachment)) ??
    registry.byIncarnation(formerAttachmentRecordId(attachment)) ??
    // Reads all records, for the rare case that the pair was made again since.
    (listPins(attachment).length > 0 ? findRecord(registry, attachment) : undefined);
  return record?.kind === 'attachment' ? record : undefined;
}

/**
 * The record of an address of which nothing else is known. Of several, as when its pair was made again, the one whose programs
 * are pinned now. Reads all records.
 */
export function findRecord(
  registry: Registry,
  attachment: AttachmentRef,
): AttachmentRecord | undefined {
  const id = attachmentRecordId(attachment);
  const records = registry
    .all()
    .filter((record) => record.kind === 'attachment')
    .filter((record) => attachmentRecordId(record.attachment) === id);
  if (records.length < 2) return records[0];
  const folder = folderOf(attachment);
  const running = listPins(attachment).map(({ pin }) => {
    using link = Link.open(join(folder, pin));
    return String(link.info().programId);
  });
  return records.find(({ loaded }) => running.some((id) => id in loaded)) ?? records[0];
}
