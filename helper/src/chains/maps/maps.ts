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
import { type AttachmentRef, type FilledSlots, NetkitError } from '@pulumi-netkit/contract';
import { mapsInReach } from './map-reach.js';
import {
  folderOf,
  listFreshMaps,
  listKeptMaps,
  listPins,
  mapPinsOf,
  type MapPin,
} from '../pins.js';
import { dropUnusedShares, replaceShared } from './shared-maps.js';

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
export function commitMaps(
  attachment: AttachmentRef,
  filled: FilledSlots,
  made: ReadonlySet<string>,
): void {
  const isUsed = isFreshUsed(attachment, filled);
  for (const { fresh, kept } of listFreshMaps(attachment)) {
    if (!made.has(fresh) && !isUsed) {
      unpin(fresh);
      continue;
    }
    replaceShared({ kept, fresh });
    renamePin(fresh, kept);
    unpin(fresh); // To rename a link over another one of the same map does nothing.
  }
  for (const kept of unreachedMaps(attachment, filled)) unpin(kept);
  dropUnusedShares();
}

/** Whether maps wait to take their place, or stand in one and no program reaches them. */
export function hasLooseMaps(attachment: AttachmentRef, filled: FilledSlots): boolean {
  return listFreshMaps(attachment).length > 0 || unreachedMaps(attachment, filled).length > 0;
}

function unreachedMaps(attachment: AttachmentRef, filled: FilledSlots): string[] {
  const kept = listKeptMaps(attachment);
  if (kept.length === 0) return [];
  const reached = mapsInReach(attachedPrograms(attachment), filled);
  return kept.filter((pin) => !reached.has(mapIdAt(pin)));
}

/**
 * Where the maps of one object are pinned: where its programs reach them already, else where nobody else's are. Programs of
 * different objects share no map, unless both pin it elsewhere. What is pinned and reached is read once, before anything is made.
 */
export class MapPlaces {
  readonly #attachment: AttachmentRef;
  readonly #own: ReadonlySet<MapId>;
  readonly #others: ReadonlySet<MapId>;
  readonly #pinned: ReadonlyMap<string, MapId>;

  constructor(attachment: AttachmentRef, filled: FilledSlots, programs: readonly string[]) {
    const names = listPins(attachment).map(({ name }) => name);
    const strange = names.filter((name) => !programs.includes(name));
    this.#attachment = attachment;
    this.#own = mapsInReach(attachedPrograms(attachment, programs), filled);
    this.#others = mapsInReach(attachedPrograms(attachment, strange), filled);
    const fresh = listFreshMaps(attachment).map((one) => one.fresh);
    const pins = [...listKeptMaps(attachment), ...fresh];
    this.#pinned = new Map(pins.map((pin) => [pin, mapIdAt(pin)]));
  }

  /** The place of a map. `isTaken` speaks of what this plan took. */
  choose(map: string, isTaken: (pin: MapPin) => boolean): MapPin {
    const free = mapPinsOf(this.#attachment, map).filter((pin) => !isTaken(pin));
    const chosen =
      free.find((pin) => this.isIn(this.#own, pin)) ??
      free.find((pin) => !this.isIn(this.#others, pin));
    if (!chosen) throw new NetkitError('internal', `map "${map}" has no place for its pin`);
    return chosen;
  }

  /** Whether one of a set of maps is pinned there, or waits to be. */
  isIn(maps: ReadonlySet<MapId>, { kept, fresh }: MapPin): boolean {
    return [kept, fresh].some((pin) => {
      const id = this.#pinned.get(pin);
      return id !== undefined && maps.has(id);
    });
  }
}

/** Removes fresh maps, unless an attached program reaches one of them. */
export function dropUnusedMaps(attachment: AttachmentRef, filled: FilledSlots): void {
  if (isFreshUsed(attachment, filled)) return;
  for (const { fresh } of listFreshMaps(attachment)) unpin(fresh);
  dropUnusedShares();
}

/** Whether a program of `names`, or any attached one, reaches a map that waits to take its place. */
export function isFreshUsed(
  attachment: AttachmentRef,
  filled: FilledSlots,
  names?: readonly string[],
): boolean {
  const waiting = listFreshMaps(attachment);
  if (waiting.length === 0) return false;
  const used = mapsInReach(attachedPrograms(attachment, names), filled);
  return waiting.some(({ fresh }) => used.has(mapIdAt(fresh)));
}

/** The id of a pinned map. */
export function mapIdAt(pin: string): MapId {
  using map = BpfMap.open(pin);
  return map.info.id;
}
