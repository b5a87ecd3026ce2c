/** Which maps of an attachment are in use, and what becomes of those that a plan made. */
import {
  BpfMap,
  Link,
  LoadedProgram,
  renamePin,
  unpin,
  type MapId,
  type ProgramInfo,
} from '@pulumi-netkit/libbpf-ts';
import { join } from 'node:path';
import type { AttachmentRef } from '../../plan/op.js';
import { folderOf, listFreshMaps, listPins } from './pins.js';

/** The programs that the pins of an attachment hold; of `names` only, when given. */
export function attachedPrograms(
  attachment: AttachmentRef,
  names?: readonly string[],
): ProgramInfo[] {
  const folder = folderOf(attachment);
  return listPins(attachment)
    .filter(({ name, role }) => !names || (role === 'program' && names.includes(name)))
    .map(({ pin }) => {
      using link = Link.open(join(folder, pin));
      using program = LoadedProgram.byId(link.info().programId);
      return program.info();
    });
}

/** The ids of the maps that these programs use by themselves; not what they reach by a tail call. */
export function mapsOf(programs: readonly ProgramInfo[]): ReadonlySet<MapId> {
  return new Set(programs.flatMap(({ mapIds }) => mapIds));
}

/**
 * Puts fresh maps in their place: those in `made`, and what a killed run left if an attached program uses any of it (the
 * others it may reach by tail calls). What nothing uses goes.
 */
export function commitMaps(attachment: AttachmentRef, made: ReadonlySet<string>): void {
  const isUsed = isFreshUsed(attachment);
  for (const { fresh, kept } of listFreshMaps(attachment)) {
    if (made.has(fresh) || isUsed) renamePin(fresh, kept);
    else unpin(fresh);
  }
}

/** Removes fresh maps, unless an attached program uses one of them. */
export function dropUnusedMaps(attachment: AttachmentRef): void {
  if (isFreshUsed(attachment)) return;
  for (const { fresh } of listFreshMaps(attachment)) unpin(fresh);
}

/** Whether a program of `names`, or any attached one, uses a map that waits to take its place. */
export function isFreshUsed(attachment: AttachmentRef, names?: readonly string[]): boolean {
  const waiting = listFreshMaps(attachment);
  if (waiting.length === 0) return false;
  const used = mapsOf(attachedPrograms(attachment, names));
  return waiting.some(({ fresh }) => used.has(mapIdAt(fresh)));
}

/** The id of a pinned map. */
export function mapIdAt(pin: string): MapId {
  using map = BpfMap.open(pin);
  return map.info.id;
}
