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
import { incarnationOf } from '../../resources/bpf-attachment/programs.js';
import { explain } from '../explain.js';
import type { AttachmentAnswer, AttachmentQuery, PinView } from '../host.js';
import type { Registry } from '../registry.js';
import type { Sockets } from '../sockets.js';
import { GATE } from './gate.js';
import { findHook, type Hook } from './hook.js';
import { hasLooseMaps } from './maps.js';
import { folderOf, listPins, type PinName } from './pins.js';

/** Looks at an attachment: its pins, and the chain they are in. */
export function observeAttachment(
  sockets: Sockets,
  registry: Registry,
  { attachment }: AttachmentQuery,
): AttachmentAnswer {
  const record = registry.byIncarnation(incarnationOf(attachment));
  const loaded = record?.kind === 'attachment' ? record.loaded : {};
  const folder = folderOf(attachment);
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

// It may go between two looks; then there is nothing to say about it.
function infoOf(programId: Parameters<typeof LoadedProgram.byId>[0]): ProgramInfo | undefined {
  try {
    using program = LoadedProgram.byId(programId);
    return program.info();
  } catch (error) {
    if (error instanceof BpfError && error.code === 'id-missing') return undefined;
    throw error;
  }
}
