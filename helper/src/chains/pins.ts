/**
 * Where an attachment's links and maps are pinned: /sys/fs/bpf/pulumi-netkit/<netns>/<device>/<attach type>/<attachment>/<program>,
 * its maps below `%maps`; those that a stack's attachments share below `%shared` in the root. bpffs takes no dot in a name, so
 * each part is encoded, reversibly; what begins with `%` or ends in one of the marks below is no encoded name, since `%` itself is
 * encoded.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { assertOwner, checkFolder, UntrustedError } from '@pulumi-netkit/linux-ffi';
import {
  CHAIN_LIMIT,
  decodePinName,
  encodePinName,
  ensurePinDirectory,
  renamePin,
  unpin,
} from '@pulumi-netkit/libbpf-ts';
import type { AttachmentRef, AttachType } from '@pulumi-netkit/contract';

const BPFFS = '/sys/fs/bpf';
const ROOT = `${BPFFS}/pulumi-netkit`;
const HOST = '%host';
const MAPS = '%maps';
const MOVE = '%move';
const COPY = '%copy';
const NEW = '%new';
const NUMBER = '%-';
// Below the root, beside the namespaces; behind the name of a map.
const SHARED = '%shared';
/** Behind the name of a shared map that is to take a place and has not yet. */
export const UNFINISHED = NEW;

/** A file name in an attachment's folder, and what it is for. */
export interface PinName {
  readonly pin: string;
  readonly name: string;
  readonly role: 'program' | 'copy';
}

/** The folder of one attachment. */
export function folderOf({ name, attachType, target }: AttachmentRef): string {
  const netns = target.netns === null ? HOST : encodePinName(target.netns);
  return join(ROOT, netns, encodePinName(target.name), attachType, encodePinName(name));
}

/** The folder of its maps. */
export function mapFolderOf(attachment: AttachmentRef): string {
  return join(folderOf(attachment), MAPS);
}

/** The pin of a program's link. */
export function pinOf(attachment: AttachmentRef, program: string): string {
  return join(folderOf(attachment), encodePinName(program));
}

/** The pin of the copy that a program is moved by. */
export function copyOf(attachment: AttachmentRef, program: string): string {
  return pinOf(attachment, program) + COPY;
}

/** The pin of the table by which a program is moved. */
export function moveOf(attachment: AttachmentRef, program: string): string {
  return pinOf(attachment, program) + MOVE;
}

/** The programs whose move is not finished. */
export function listMoves(attachment: AttachmentRef): string[] {
  return listFolder(folderOf(attachment))
    .filter((pin) => pin.endsWith(MOVE))
    .map((pin) => decodePinName(pin.slice(0, -MOVE.length)));
}

/** The pin of a map, and where a new one waits to take its place. */
export interface MapPin {
  readonly kept: string;
  readonly fresh: string;
}

// As many as there can be objects: those of a full chain, those that take their place, and one.
const MOST = 2 * CHAIN_LIMIT + 1;

/** Where a map may be pinned: under its name, or with a number behind it when other objects have one of that name. */
export function mapPinsOf(attachment: AttachmentRef, map: string): MapPin[] {
  const first = join(mapFolderOf(attachment), encodePinName(map));
  return Array.from({ length: MOST }, (_, at) => {
    const kept = at === 0 ? first : `${first}${NUMBER}${at + 1}`;
    return { kept, fresh: kept + NEW };
  });
}

/** Where an attachment keeps a map that it shares with others. */
export function sharePinOf(attachment: AttachmentRef, map: string): MapPin {
  const kept = join(mapFolderOf(attachment), encodePinName(map) + SHARED);
  return { kept, fresh: kept + NEW };
}

/** Whether a pin in an attachment's folder is of a map that it shares. */
export function isSharePin(kept: string): boolean {
  return kept.endsWith(SHARED);
}

/** Where the stack of an owner keeps a shared map: `%shared/<project>/<stack>/<map>`. */
export function stackPinOf(owner: string, map: string): string {
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(owner) ?? [];
  const scope =
    stack === undefined || project === undefined
      ? [createHash('sha256').update(owner).digest('hex')]
      : [encodePinName(project), encodePinName(stack)];
  return join(ROOT, SHARED, ...scope, encodePinName(map));
}

/** The shared maps of all stacks, as paths. */
export function listSharedMaps(folder = join(ROOT, SHARED)): string[] {
  return listFolder(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? listSharedMaps(path) : [path];
  });
}

/** Removes the folders of shared maps that are empty. */
export function removeSharedFolder(folder = join(ROOT, SHARED)): void {
  if (!existsSync(folder)) return;
  for (const name of listFolder(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) removeSharedFolder(path);
  }
  if (listFolder(folder).length === 0) rmdirSync(folder);
  if (listFolder(ROOT).length === 0) rmdirSync(ROOT);
}

/** The name in the source of the map that is pinned at a path of {@link mapPinsOf}. */
export function mapNameOf(pin: string): string {
  const name = basename(pin);
  const end = name.search(/%(new|shared|-\d+)(%new)?$/);
  return decodePinName(end < 0 ? name : name.slice(0, end));
}

/** The attachments that have a folder at the address of a hook. */
export function listAttachmentsAt({
  attachType,
  target,
}: Pick<AttachmentRef, 'attachType' | 'target'>): AttachmentRef[] {
  const folder = dirname(folderOf({ name: 'any', attachType, target }));
  return listFolder(folder).map((name) => ({ name: decodePinName(name), attachType, target }));
}

/** Every attachment of a type that has a folder, by its address alone. */
export function listAttachments(attachType: AttachType): AttachmentRef[] {
  const places = listFolder(ROOT).filter((netns) => netns !== SHARED);
  return places.flatMap((netns) =>
    listFolder(join(ROOT, netns)).flatMap((device) =>
      listFolder(join(ROOT, netns, device, attachType)).map((name) => ({
        name: decodePinName(name),
        attachType,
        target: {
          name: decodePinName(device),
          netns: netns === HOST ? null : decodePinName(netns),
        },
      })),
    ),
  );
}

/** The pins of links there are. */
export function listPins(attachment: AttachmentRef): PinName[] {
  return listFolder(folderOf(attachment))
    .filter((pin) => pin !== MAPS && !pin.endsWith(MOVE))
    .map((pin) =>
      pin.endsWith(COPY)
        ? { pin, name: decodePinName(pin.slice(0, -COPY.length)), role: 'copy' }
        : { pin, name: decodePinName(pin), role: 'program' },
    );
}

/** The maps that wait to take their place, as paths. */
export function listFreshMaps(
  attachment: AttachmentRef,
): { readonly fresh: string; readonly kept: string }[] {
  const folder = mapFolderOf(attachment);
  return listFolder(folder)
    .filter((name) => name.endsWith(NEW))
    .map((name) => ({ fresh: join(folder, name), kept: join(folder, name.slice(0, -NEW.length)) }));
}

/** The maps that are in their place, as paths. */
export function listKeptMaps(attachment: AttachmentRef): string[] {
  const folder = mapFolderOf(attachment);
  return listFolder(folder)
    .filter((name) => !name.endsWith(NEW))
    .map((name) => join(folder, name));
}

/**
 * Refuses an attachment when other users can change a folder on the way to its pins, or made one of them. After that its pins
 * can be used by their paths: nobody else can put another in their place.
 * @throws UntrustedError
 */
export function assertTrusted(attachment: AttachmentRef): void {
  for (const folder of [folderOf(attachment), mapFolderOf(attachment)]) listFolder(folder);
}

/** Whether nothing of an attachment is pinned. */
export function isBare(attachment: AttachmentRef): boolean {
  return listPins(attachment).length === 0 && listFolder(mapFolderOf(attachment)).length === 0;
}

/** Moves all that is pinned for an attachment to another address, in one step that no packet notices. That address must be bare. */
export function movePins(from: AttachmentRef, to: AttachmentRef): void {
  assertTrusted(to);
  const [old, present] = [folderOf(from), folderOf(to)];
  ensurePinDirectory(dirname(present));
  renamePin(old, present);
  removeEmpty(dirname(old));
}

/** Removes the maps and folders of an attachment, and folders above that are empty now. Links must be gone before. */
export function removeFolder(attachment: AttachmentRef): void {
  for (const program of listMoves(attachment)) unpin(moveOf(attachment, program));
  const maps = mapFolderOf(attachment);
  for (const map of listFolder(maps)) unpin(join(maps, map));
  removeEmpty(maps);
}

/** Removes a folder and those above it, up to the first that holds something. */
function removeEmpty(start: string): void {
  for (let folder = start; folder.startsWith(ROOT); folder = dirname(folder)) {
    if (!existsSync(folder)) continue;
    try {
      rmdirSync(folder);
    } catch {
      return; // Another attachment's is in it.
    }
  }
}

// Only what is not there is empty: a folder that may not be read could hold anything.
function listFolder(folder: string): string[] {
  if (!isTrusted(folder)) return [];
  const names = readdirSync(folder);
  for (const name of names) {
    const path = join(folder, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink()) throw new UntrustedError(path, 'is a symbolic link, not a pin');
    if (stat) assertOwner(path, stat, {});
  }
  return names;
}

/** Looks at a folder below ROOT and at each above it; false when one does not exist. @throws UntrustedError */
function isTrusted(folder: string): boolean {
  // Everybody may pin something of their own on a BPF file system, if its sticky bit keeps ours from them.
  if (folder === BPFFS) return checkFolder(folder, { isShared: true });
  return isTrusted(dirname(folder)) && checkFolder(folder);
}
