/**
 * Maps that the attachments of one stack share by name, as LIBBPF_PIN_BY_NAME asks for. Such a map is pinned in a folder of the
 * stack, and by a hard link in the folder of each attachment that uses it. So the kernel counts the users, no record can be wrong
 * whatever is killed when, and a map whose last attachment is gone has one link left and is removed.
 */
import { existsSync, linkSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ATTACH_TYPES, ensurePinDirectory, unpin } from '@pulumi-netkit/libbpf-ts';
import type { AttachmentRef } from '@pulumi-netkit/contract';
import {
  folderOf,
  isSharePin,
  listAttachments,
  listKeptMaps,
  listSharedMaps,
  removeSharedFolder,
  sharePinOf,
  stackPinOf,
  UNFINISHED,
  type MapPin,
} from '../pins.js';

/** Where a shared map is pinned: for the stack, and for one attachment. */
export interface Share extends MapPin {
  readonly stack: string;
}

/** The pins of a map that an attachment shares with the others of its owner's stack. */
export function shareOf(attachment: AttachmentRef, owner: string, map: string): Share {
  return { ...sharePinOf(attachment, map), stack: stackPinOf(owner, map) };
}

/** The pin of the map that is shared now; undefined: there is none. What waits counts where `isWaiting`. */
export function sharedNow({ kept, fresh, stack }: Share, isWaiting: boolean): string | undefined {
  return [...(isWaiting ? [fresh] : []), stack, kept].find((pin) => existsSync(pin));
}

/**
 * Makes an attachment a user of the map that is pinned at `from`. A private map of the attachment's becomes the shared one.
 * @returns the pin that waits for the commit, if there is a new one
 */
export function join(share: Share, from: string): string | undefined {
  const { kept, fresh, stack } = share;
  // By a rename, so that at no time two pins of one attachment lead to its map.
  const isPrivate = from !== stack && from !== fresh && from !== kept;
  if (isPrivate) renameSync(from, kept);
  const pin = isPrivate ? kept : from;
  const isNew = pin === stack && inodeOf(stack) !== inodeOf(kept);
  if (isNew) {
    ensurePinDirectory(dirname(fresh));
    unpin(fresh); // A killed run's.
    linkSync(stack, fresh);
  }
  offer(share, pin);
  return isNew ? fresh : undefined;
}

/** Lets the stack have the map that is pinned at `from`, if it has none of that name. */
export function offer({ stack }: Share, from: string): void {
  if (existsSync(stack)) return;
  ensurePinDirectory(dirname(stack));
  linkSync(from, stack);
}

/** Puts a new map in the place of the one that an attachment alone shared, where it waits to take that place. */
export function replaceShared({ kept, fresh }: MapPin): void {
  if (!isSharePin(kept)) return;
  const inode = inodeOf(kept);
  const stack = listSharedMaps().find((pin) => inode !== undefined && inodeOf(pin) === inode);
  if (stack === undefined || inodeOf(fresh) === inode) return;
  unpin(stack + UNFINISHED);
  linkSync(fresh, stack + UNFINISHED);
  renameSync(stack + UNFINISHED, stack);
}

/** Other attachments that use the map which is pinned there, in words. */
export function otherUsers(pin: string, attachment: AttachmentRef): string[] {
  const [inode, own] = [inodeOf(pin), folderOf(attachment)];
  return ATTACH_TYPES.flatMap((attachType) => listAttachments(attachType))
    .filter((other) => folderOf(other) !== own)
    .filter((other) => listKeptMaps(other).some((kept) => inodeOf(kept) === inode))
    .map(({ name, attachType, target }) =>
      [...(target.netns === null ? [] : [target.netns]), target.name, attachType, name].join('/'),
    );
}

/** Removes shared maps that no attachment uses, and what a killed run left beside one. */
export function dropUnusedShares(): void {
  for (const pin of listSharedMaps())
    if (pin.endsWith(UNFINISHED) || statSync(pin).nlink < 2) unpin(pin);
  removeSharedFolder();
}

function inodeOf(pin: string): number | undefined {
  return statSync(pin, { throwIfNoEntry: false })?.ino;
}
