/** Answers what is on a hook, and what of it is ours. Changes nothing. */
import { join } from 'node:path';
import { withNetns } from '@pulumi-netkit/linux-ffi';
import {
  BpfError,
  Link,
  LoadedProgram,
  queryChain,
  type ProgramInfo,
} from '@pulumi-netkit/libbpf-ts';
import { NetnsError } from '@pulumi-netkit/linux-ffi';
import { NetkitError } from '../../errors.js';
import type { AttachmentRef, OwnerRecord } from '../../plan/op.js';
import { incarnationOf } from '../../resources/bpf-attachment/programs.js';
import { explain } from '../explain.js';
import type { AttachmentAnswer, AttachmentQuery, PinView } from '../host.js';
import type { Registry } from '../registry.js';
import type { Sockets } from '../sockets.js';
import { GATE } from './gate.js';
import { findHook, type Hook } from './hook.js';
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
  const record = query.lookUp
    ? findRecord(registry, query.attachment)
    : registry.byIncarnation(incarnationOf(query.attachment));
  const { attachment = query.attachment, loaded = {} } =
    record?.kind === 'attachment' ? record : {};
  const pins = listPins(attachment).map((pin) => viewPin(folder, pin, loaded));
  const hasFreshMaps = hasLooseMaps(attachment);
  const base = { kind: 'attachment', pins, hasFreshMaps, ...(record ? { record } : {}) } as const;
  let hook: Hook;
  try {
    hook = findHook(sockets, attachment);
  } catch (error) {
    const isGone =
      (error instanceof NetkitError && error.code === 'hook-missing') ||
      (error instanceof NetnsError && error.code !== 'netns-no-permission');
    if (!isGone) throw error;
    return {
      ...base,
      noHook: explain(error).toJSON(),
      revision: '0',
      chain: [],
      isClosedWhenEmpty: false,
    };
  }
  const { revision, entries } = withNetns(sockets.fd(attachment.target.netns), () =>
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
  return { ...base, revision: String(revision), chain, isClosedWhenEmpty: hook.isClosedWhenEmpty };
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
): PinView {
  using link = Link.open(join(folder, pin));
  const { id, programId } = link.info();
  const program = infoOf(programId);
  const config = loaded[String(programId)];
  return {
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
  };
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
