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
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NetkitError } from '../../errors.js';
import type { AttachmentRef } from '../../plan/op.js';
import { mapsInReach } from './map-reach.js';
import { folderOf, listFreshMaps, listKeptMaps, listPins, mapPinsOf, type MapPin } from './pins.js';

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

/**
 * Puts fresh maps in their place: those in `made`, and what a killed run left if an attached program reaches any of it. What
 * none reaches goes, and so does a map in its place that none reaches any more.
 */
export function commitMaps(attachment: AttachmentRef, made: ReadonlySet<string>): void {
  const isUsed = isFreshUsed(attachment);
  for (const { fresh, kept } of listFreshMaps(attachment)) {
    if (made.has(fresh) || isUsed) renamePin(fresh, kept);
    else unpin(fresh);
  }
  for (const kept of unreachedMaps(attachment)) unpin(kept);
}

/** Whether maps wait to take their place, or stand in one and no program reaches them. */
export function hasLooseMaps(attachment: AttachmentRef): boolean {
  return listFreshMaps(attachment).length > 0 || unreachedMaps(attachment).length > 0;
}

function unreachedMaps(attachment: AttachmentRef): string[] {
  const kept = listKeptMaps(attachment);
  if (kept.length === 0) return [];
  const reached = mapsInReach(attachedPrograms(attachment));
  return kept.filter((pin) => !reached.has(mapIdAt(pin)));
}

/**
 * Where the map of a name is pinned for the programs of one object: where they reach it already, else where nobody else's is.
 * Programs of different objects share no map, unless both pin it elsewhere.
 */
export function chooseMapPin(
  attachment: AttachmentRef,
  map: string,
  programs: readonly string[],
  isTaken: (pin: MapPin) => boolean,
): MapPin {
  const own = mapsInReach(attachedPrograms(attachment, programs));
  const names = listPins(attachment).map(({ name }) => name);
  const others = mapsInReach(
    attachedPrograms(
      attachment,
      names.filter((name) => !programs.includes(name)),
    ),
  );
  const isIn = (reach: ReadonlySet<MapId>, { kept, fresh }: MapPin): boolean =>
    [kept, fresh].some((pin) => existsSync(pin) && reach.has(mapIdAt(pin)));
  const free = mapPinsOf(attachment, map).filter((pin) => !isTaken(pin));
  const chosen = free.find((pin) => isIn(own, pin)) ?? free.find((pin) => !isIn(others, pin));
  if (!chosen) throw new NetkitError('internal', `map "${map}" has no place for its pin`);
  return chosen;
}

/** Removes fresh maps, unless an attached program reaches one of them. */
export function dropUnusedMaps(attachment: AttachmentRef): void {
  if (isFreshUsed(attachment)) return;
  for (const { fresh } of listFreshMaps(attachment)) unpin(fresh);
}

/** Whether a program of `names`, or any attached one, reaches a map that waits to take its place. */
export function isFreshUsed(attachment: AttachmentRef, names?: readonly string[]): boolean {
  const waiting = listFreshMaps(attachment);
  if (waiting.length === 0) return false;
  const used = mapsInReach(attachedPrograms(attachment, names));
  return waiting.some(({ fresh }) => used.has(mapIdAt(fresh)));
}

/** The id of a pinned map. */
export function mapIdAt(pin: string): MapId {
  using map = BpfMap.open(pin);
  return map.info.id;
}
