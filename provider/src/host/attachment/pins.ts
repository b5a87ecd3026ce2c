/**
 * Where an attachment's links and maps are pinned: /sys/fs/bpf/pulumi-netkit/<netns>/<device>/<attach type>/<attachment>/<program>,
 * its maps below `%maps`. bpffs takes no dot in a name, so each part is encoded, reversibly; what begins with `%` or ends in
 * one of the marks below is no encoded name, since `%` itself is encoded.
 */
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHAIN_LIMIT, decodePinName, encodePinName, unpin } from '@pulumi-netkit/libbpf-ts';
import type { AttachType } from '../../generated/types.js';
import type { AttachmentRef } from '../../plan/op.js';

const ROOT = '/sys/fs/bpf/pulumi-netkit';
const HOST = '%host';
const MAPS = '%maps';
const COPY = '%copy';
const NEW = '%new';
const NUMBER = '%-';

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

/** Every attachment of a type that has a folder, by its address alone. */
export function listAttachments(attachType: AttachType): AttachmentRef[] {
  return listFolder(ROOT).flatMap((netns) =>
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
    .filter((pin) => pin !== MAPS)
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

/** Whether nothing of an attachment is pinned. */
export function isBare(attachment: AttachmentRef): boolean {
  return listPins(attachment).length === 0 && listFolder(mapFolderOf(attachment)).length === 0;
}

/** Removes the maps and folders of an attachment, and folders above that are empty now. Links must be gone before. */
export function removeFolder(attachment: AttachmentRef): void {
  const maps = mapFolderOf(attachment);
  for (const map of listFolder(maps)) unpin(join(maps, map));
  for (let folder = maps; folder.startsWith(ROOT); folder = dirname(folder)) {
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
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
