/** Answers what is on a hook, and what of it is ours. Changes nothing. */
import { join } from 'node:path';
import { withNetns } from '@pulumi-netkit/linux-ffi';
import {
  BpfError,
  Link,
  LoadedProgram,
  queryChain,
  type LinkInfo,
  type ProgramInfo,
} from '@pulumi-netkit/libbpf-ts';
import { NetnsError } from '@pulumi-netkit/linux-ffi';
import {
  type AttachmentAnswer,
  type AttachmentQuery,
  attachmentRecordId,
  type AttachmentRef,
  type ErrorJson,
  formerAttachmentRecordId,
  NetkitError,
  type OwnerRecord,
  type PinView,
} from '@pulumi-netkit/contract';
import { explain } from '../explain.js';
import type { Registry } from '../store/registry.js';
import type { Sockets } from '../sockets.js';
import { GATE } from './gate.js';
import { findHook, type Hook } from './hook.js';
import { hookOfLinks } from './whereabouts.js';
import { hasLooseMaps } from './maps.js';
import { folderOf, listPins, type PinName } from './pins.js';

type AttachmentRecord = Extract<OwnerRecord, { readonly kind: 'attachment' }>;

/** Looks at an attachment: its pins, and the chain they are in. */
export function observeAttachment(
  sockets: Sockets,
  registry: Registry,
  query: AttachmentQuery,
): AttachmentAnswer {
  const folder = folderOf(query.attachment);
  const record = recordOf(registry, query);
  const known = record?.kind === 'attachment' ? record : undefined;
  const attachment = query.lookUp ? (known?.attachment ?? query.attachment) : query.attachment;
  const pinned = listPins(attachment).map((pin) => viewPin(folder, pin, known?.loaded ?? {}));
  const pins = pinned.map(({ view }) => view);
  const links = pinned.map(({ link }) => link);
  const hasFreshMaps = hasLooseMaps(attachment, known?.filled ?? {});
  const { hook, noHook } = locateHook(sockets, attachment, links, query.byLinks ?? false);
  const base = {
    kind: 'attachment',
    pins,
    hasFreshMaps,
    ...(record ? { record } : {}),
    ...(noHook ? { noHook } : {}),
  } as const;
  if (!hook) return { ...base, revision: '0', chain: [], isClosedWhenEmpty: false };
  const { revision, entries } = withNetns(sockets.fd(hook.netns), () =>
    queryChain(hook.link.index, attachment.attachType),
  );
  const byLink = new Map(pins.map((pin) => [pin.linkId, pin]));
  const chain = entries
    .map(({ programId, linkId }) => {
      const pin = linkId === undefined ? undefined : byLink.get(linkId);
      return {
        programId,
        linkId: linkId ?? 0,
        ...(pin?.role === 'program' ? { name: pin.name } : {}),
        programName: pin?.name ?? nameOf(programId),
        role: pin?.role,
      };
    })
    // A copy is ours and on its way out: it is told by its pin.
    .filter(({ role }) => role !== 'copy')
    .map(({ role: _role, ...entry }) => entry);
  return {
    ...base,
    revision: String(revision),
    chain,
    device: { name: hook.link.name, netns: hook.netns },
    isClosedWhenEmpty: hook.isClosedWhenEmpty,
  };
}

/** By the target; by the links when that leads nowhere, or first when they are asked for. */
function locateHook(
  sockets: Sockets,
  attachment: AttachmentRef,
  links: readonly LinkInfo[],
  isByLinks: boolean,
): { readonly hook?: Hook | undefined; readonly noHook?: ErrorJson } {
  const byLinks = isByLinks ? hookOfLinks(sockets, attachment, links) : undefined;
  if (byLinks) return { hook: byLinks };
  try {
    return { hook: findHook(sockets, attachment) };
  } catch (error) {
    const isGone =
      (error instanceof NetkitError && error.code === 'hook-missing') ||
      (error instanceof NetnsError && error.code !== 'netns-no-permission');
    if (!isGone) throw error;
    const hook = isByLinks ? undefined : hookOfLinks(sockets, attachment, links);
    return { hook, noHook: explain(error).toJSON() };
  }
}

/** The record of an address. That of an earlier release was kept under the pair of its target, too. */
function recordOf(
  registry: Registry,
  { attachment, lookUp }: AttachmentQuery,
): OwnerRecord | undefined {
  if (lookUp) return findRecord(registry, attachment);
  return (
    registry.byIncarnation(attachmentRecordId(attachment)) ??
    registry.byIncarnation(formerAttachmentRecordId(attachment)) ??
    // Reads all records, for the rare case that the pair was made again since.
    (listPins(attachment).length > 0 ? findRecord(registry, attachment) : undefined)
  );
}

/** The record of an address: of several, as when its pair was made anew, the one that tells of what is pinned now. */
function findRecord(
  registry: Registry,
  { name, attachType, target }: AttachmentRef,
): AttachmentRecord | undefined {
  const records = registry.all().filter((record): record is AttachmentRecord => {
    if (record.kind !== 'attachment') return false;
    const { attachment: other } = record;
    return (
      other.name === name &&
      other.attachType === attachType &&
      other.target.name === target.name &&
      other.target.netns === target.netns
    );
  });
  if (records.length < 2) return records[0];
  const folder = folderOf({ name, attachType, target });
  const running = listPins({ name, attachType, target }).map(({ pin }) => {
    using link = Link.open(join(folder, pin));
    return String(link.info().programId);
  });
  return records.find(({ loaded }) => running.some((id) => id in loaded)) ?? records[0];
}

function viewPin(
  folder: string,
  { pin, name, role }: PinName,
  loaded: Readonly<Record<string, string>>,
): { readonly view: PinView; readonly link: LinkInfo } {
  using opened = Link.open(join(folder, pin));
  const link = opened.info();
  const { id, programId, isDefunct } = link;
  const program = infoOf(programId);
  const config = loaded[String(programId)];
  const view = {
    pin,
    name,
    role,
    linkId: id,
    programId,
    tag: program?.tag ?? '',
    mapIds: program?.mapIds ?? [],
    ...(config === undefined ? {} : { config }),
    // A function of a user's object may have that name; what we loaded of an object is in the record.
    isGate: program?.name === GATE && config === undefined,
    ...(isDefunct ? { isDefunct } : {}),
  };
  return { view, link };
}

function nameOf(programId: Parameters<typeof LoadedProgram.byId>[0]): string {
  return infoOf(programId)?.name ?? `program ${programId}`;
}

/** What the kernel tells of a program. It may go between two looks; then there is nothing to say about it. */
export function infoOf(
  programId: Parameters<typeof LoadedProgram.byId>[0],
): ProgramInfo | undefined {
  try {
    using program = LoadedProgram.byId(programId);
    return program.info();
  } catch (error) {
    if (error instanceof BpfError && error.code === 'id-missing') return undefined;
    throw error;
  }
}
