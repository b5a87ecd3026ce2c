/** Answers what is on a hook, and what of it is ours. Changes nothing. */
import { join } from 'node:path';
import { withNetns } from '@pulumi-netkit/linux-ffi';
import {
  BpfError,
  Link,
  LoadedProgram,
  queryChain,
  type ChainEntry,
  type LinkInfo,
  type ProgramInfo,
} from '@pulumi-netkit/libbpf-ts';
import { NetnsError } from '@pulumi-netkit/linux-ffi';
import {
  type AttachmentAnswer,
  type AttachmentQuery,
  type AttachmentRef,
  type ChainView,
  type ErrorJson,
  NetkitError,
  type PinView,
} from '@pulumi-netkit/contract';
import { explain } from '../../explain.js';
import type { Registry } from '../../store/registry.js';
import type { Sockets } from '../../sockets.js';
import { GATE } from '../session/gate.js';
import { findHook, type Hook } from '../hook.js';
import { hookOfLinks } from './whereabouts.js';
import { hasLooseMaps } from '../maps/maps.js';
import { folderOf, listMoves, listPins, type PinName } from '../pins.js';
import { neighboursOf, type Neighbours } from './neighbours.js';
import { findRecord, recordOf } from '../records.js';

/** Looks at an attachment: its pins, and the chain they are in. */
export function observeAttachment(
  sockets: Sockets,
  registry: Registry,
  query: AttachmentQuery,
): AttachmentAnswer {
  const folder = folderOf(query.attachment);
  const record = query.lookUp
    ? findRecord(registry, query.attachment)
    : recordOf(registry, query.attachment);
  const attachment = query.lookUp ? (record?.attachment ?? query.attachment) : query.attachment;
  const pinned = listPins(attachment).map((pin) => viewPin(folder, pin, record?.loaded ?? {}));
  const pins = pinned.map(({ view }) => view);
  const links = pinned.map(({ link }) => link);
  const hasFreshMaps =
    hasLooseMaps(attachment, record?.filled ?? {}) || listMoves(attachment).length > 0;
  const { hook, noHook } = locateHook(sockets, attachment, links, query.byLinks ?? false);
  const base = {
    kind: 'attachment',
    pins,
    hasFreshMaps,
    ...(record ? { record } : {}),
    ...(noHook ? { noHook } : {}),
  } as const;
  if (!hook) return { ...base, revision: '0', chain: [], neighbours: [], isClosedWhenEmpty: false };
  const { revision, entries } = withNetns(sockets.fd(hook.netns), () =>
    queryChain(hook.link.index, attachment.attachType),
  );
  const own = new Map(pins.map((pin) => [pin.linkId, pin]));
  const { views: neighbours, byLink } = neighboursOf(registry, attachment, entries, attachment);
  return {
    ...base,
    revision: String(revision),
    chain: viewChain(entries, byLink, own),
    neighbours,
    device: { name: hook.link.name, netns: hook.netns },
    isClosedWhenEmpty: hook.isClosedWhenEmpty,
  };
}

/** A chain, with whose each program is. A copy is ours and on its way out: it is told by its pin, and not part of the chain. */
export function viewChain(
  entries: readonly ChainEntry[],
  others: Neighbours['byLink'],
  own: ReadonlyMap<number, PinView> = new Map(),
): ChainView[] {
  return entries.flatMap(({ programId, linkId = 0 }): ChainView[] => {
    const [pin, other] = [own.get(linkId), others.get(linkId)];
    if ((pin ?? other)?.role === 'copy') return [];
    // What is ours was asked for with its pin.
    const program = pin ? undefined : infoOf(programId);
    return [
      {
        programId,
        linkId,
        programName: pin?.name ?? program?.name ?? `program ${programId}`,
        tag: pin?.tag ?? program?.tag ?? '',
        ...(pin ? { name: pin.name } : {}),
        ...(other ? { other: { at: other.at, name: other.name } } : {}),
      },
    ];
  });
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
