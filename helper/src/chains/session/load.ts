/** Loads the programs of one object, with the attachment's own maps. */
import { existsSync } from 'node:fs';
import {
  BpfError,
  BpfMap,
  ensurePinDirectory,
  isResized,
  mapDifferences,
  moveEntries,
  needsEntries,
  openObject,
  unpin,
  whyNotMoved,
  type BpfObject,
  type CValue,
  type LoadedObject,
  type LoadedProgram,
  type MapId,
  type ObjectMap,
} from '@pulumi-netkit/libbpf-ts';
import {
  type AttachmentRef,
  type FilledSlots,
  listed,
  NetkitError,
  type ObjectLoad,
} from '@pulumi-netkit/contract';
import { mapsInReach } from '../maps/map-reach.js';
import { attachedPrograms, isFreshUsed, MapPlaces } from '../maps/maps.js';
import { mapFolderOf, type MapPin } from '../pins.js';
import {
  dropUnusedShares,
  join,
  offer,
  otherUsers,
  sharedNow,
  shareOf,
} from '../maps/shared-maps.js';
import { StandingMaps } from '../maps/standing-maps.js';

/** The objects this helper was sent, by the SHA-256 of their content. */
export type ObjectStore = Pick<ReadonlyMap<string, Uint8Array>, 'get'>;

/**
 * Loads what `load` names: by the name in the attachment. Closing what is held lets go of what nothing else holds. The pins of
 * maps that are made or taken over are added to `made`.
 */
export function loadObject(
  objects: ObjectStore,
  attachment: AttachmentRef,
  owner: string,
  load: ObjectLoad,
  filled: FilledSlots,
  made: Set<string>,
): {
  readonly programs: ReadonlyMap<string, LoadedProgram>;
  readonly held: readonly { close(): void }[];
  /** Slots that this load filled. */
  readonly filled: FilledSlots;
} {
  const programs = new Map<string, LoadedProgram>();
  const results: LoadedObject[] = [];
  const tables: BpfMap[] = [];
  using sources = new MapSources(attachment, owner, load, filled, { results, tables }, made);
  try {
    // A chain takes a program once, so a function that stands in it twice is loaded twice, with the same maps.
    let left = load.programs;
    while (left.length > 0) {
      const chosen = new Map<string, string>();
      using object = open(objects, load);
      const later = left.filter(({ name, program }) => {
        const called = functionOf(object, program);
        if (chosen.has(called)) return true;
        chosen.set(called, name);
        return false;
      });
      object.choosePrograms([...chosen.keys()], { type: 'sched_cls' });
      for (const name of Object.keys(load.maps)) object.map(name); // says which maps there are, when it is none of them
      const shared = sources.shareVariables(object);
      for (const [name, value] of Object.entries(load.globals)) {
        const section = object.globals.find((one) => one.name === name)?.section;
        if (section === undefined || !shared.has(section)) object.setGlobal(name, value as CValue);
      }
      for (const map of object.maps) sources.configure(map);
      // Slots decide as well which maps there will be.
      const used = object.chosenMaps;
      const after = object.maps
        .filter(({ name }) => used.includes(name))
        .map((map) => sources.prepare(map, object));
      const result = object.load();
      results.push(result);
      for (const finish of after) finish(result);
      for (const [called, name] of chosen) programs.set(name, result.program(called));
      left = later;
    }
  } catch (error) {
    for (const one of [...results, ...tables]) one.close();
    sources.takeBack();
    throw error;
  }
  return { programs, held: [...results, ...tables], filled: filledBy(results) };
}

function open(objects: ObjectStore, { digest, programs }: ObjectLoad): BpfObject {
  const bytes = objects.get(digest);
  if (!bytes) throw new NetkitError('internal', `object ${digest} was not sent to the helper`);
  return openObject(bytes, { name: programs[0]?.name ?? 'object' });
}

function functionOf(object: BpfObject, wanted: string | undefined): string {
  if (wanted !== undefined) return wanted;
  const names = object.programs.map(({ name }) => name);
  if (names.length === 1) return names[0] ?? '';
  throw new NetkitError(
    'object-invalid',
    `the object holds ${names.length} programs: ${listed(names)}`,
    { advice: 'Set program to one of them' },
  );
}

function filledBy(results: readonly LoadedObject[]): FilledSlots {
  const all: Record<string, readonly number[]> = {};
  for (const { maps, filledSlots } of results)
    for (const [name, slots] of filledSlots) {
      const id = maps.get(name)?.info.id;
      if (id !== undefined) all[id] = slots;
    }
  return all;
}

type Finish = (result: LoadedObject) => void;
const NOTHING: Finish = () => undefined;

/**
 * Where the maps of one load come from: a pin the user names; what programs of the same object that stay use; the one that
 * was there before, if its definition is the same; or a new one, which waits under another name until the programs that use
 * it are attached.
 */
class MapSources implements Disposable {
  readonly #attachment: AttachmentRef;
  readonly #owner: string;
  readonly #load: ObjectLoad;
  readonly #results: readonly LoadedObject[];
  readonly #tables: BpfMap[];
  readonly #made: Set<string>;
  readonly #own = new Set<string>();
  readonly #pinned: string[] = [];
  readonly #standing: StandingMaps;
  readonly #places: MapPlaces;
  readonly #apart: ReadonlySet<MapId>;
  /** A killed run has attached some of these programs with maps that still wait. */
  readonly #isHalfDone: boolean;
  readonly #opened: BpfMap[] = [];

  constructor(
    attachment: AttachmentRef,
    owner: string,
    load: ObjectLoad,
    filled: FilledSlots,
    { results, tables }: { readonly results: readonly LoadedObject[]; readonly tables: BpfMap[] },
    made: Set<string>,
  ) {
    this.#attachment = attachment;
    this.#owner = owner;
    this.#load = load;
    this.#results = results;
    this.#tables = tables;
    this.#made = made;
    this.#isHalfDone = load.beside.length > 0 && isFreshUsed(attachment, filled, load.beside);
    this.#apart = mapsInReach(attachedPrograms(attachment, load.apart), filled);
    const ids = mapsInReach(attachedPrograms(attachment, load.beside), filled);
    const beside = [...ids].map((id) => this.#hold(BpfMap.byId(id)));
    this.#standing = new StandingMaps(attachment, beside);
    const programs = [...load.programs.map(({ name }) => name), ...load.beside];
    this.#places = new MapPlaces(attachment, filled, programs);
  }

  [Symbol.dispose](): void {
    for (const map of this.#opened) map.close();
  }

  /** Shares the variables that programs write with those that stay; answers their sections. */
  shareVariables(object: BpfObject): ReadonlySet<string> {
    const sections = new Set(
      object.globals.filter(({ writable }) => writable).map(({ section }) => section),
    );
    return new Set(
      [...sections].filter((section) => {
        const map = object.map(section);
        const there = this.#result(section) ?? this.#standing.findVariables(map);
        if (there) map.reuse(there.fd);
        return there !== undefined;
      }),
    );
  }

  /** Gives a map what is set for it. */
  configure(map: ObjectMap): void {
    const { maxEntries, slots } = this.#load.maps[map.name] ?? {};
    if (maxEntries !== undefined) map.setMaxEntries(maxEntries);
    map.setPinPath(null);
    if (slots !== undefined) map.setSlots(slots);
  }

  /** Decides for one map that will be loaded; answers what is to be done after loading. */
  prepare(map: ObjectMap, object: BpfObject): Finish {
    const settings = this.#load.maps[map.name] ?? {};
    if (settings.pinned !== undefined) {
      map.reuse(this.#hold(BpfMap.open(settings.pinned)).fd);
      return NOTHING;
    }
    assertSized(map);
    const there = this.#result(map.name) ?? this.#standing.find(map, object.maps);
    if (there) {
      map.reuse(there.fd);
      return NOTHING;
    }
    const pins = this.#places.choose(map.name, (pin) => this.#isOthers(pin));
    if (settings.shared ?? map.isPinnedByName) return this.#prepareShared(map, pins.kept);
    const before = this.#isHalfDone && existsSync(pins.fresh) ? pins.fresh : pins.kept;
    const isNew = settings.keep === false || (this.#load.isReplacement && settings.keep !== true);
    if (isNew || !existsSync(before)) return (result) => void this.#pin(result, map, pins);
    const isTable = map.definition.type === 'prog_array';
    // What runs keeps its table, with its programs in it, until it is swapped; so nothing is to be taken back from a table
    // when that fails, and no packet goes from an old program to a new one.
    if (isTable && settings.keep !== true && this.#load.beside.length === 0) {
      const table = BpfMap.open(before);
      // The kernel empties a table that neither a pin nor a descriptor holds, and its pin goes with the commit: a packet that
      // is still in an old program then must not miss its tail call.
      this.#tables.push(table);
      return (result) => void this.#pin(result, map, pins);
    }
    const kept = this.#hold(BpfMap.open(before));
    const differences = mapDifferences(kept.info, map.definition);
    if (differences.length === 0) {
      map.reuse(kept.fd);
      return (result) => {
        if (result.maps.has(map.name)) this.#take(pins.kept);
      };
    }
    return this.#replace(map, kept, differences, pins);
  }

  /** A map that attachments of the stack share; `own` is where this attachment has kept one for itself. */
  #prepareShared(map: ObjectMap, own: string): Finish {
    const share = shareOf(this.#attachment, this.#owner, map.name);
    const isWaiting = this.#isHalfDone || this.#made.has(share.fresh);
    const from = sharedNow(share, isWaiting) ?? (existsSync(own) ? own : undefined);
    if (from === undefined)
      return (result) => {
        if (this.#pin(result, map, share)) offer(share, share.fresh);
      };
    const there = this.#hold(BpfMap.open(from));
    const differences = mapDifferences(there.info, map.definition);
    const { keep } = this.#load.maps[map.name] ?? {};
    const users = [
      ...otherUsers(from, this.#attachment),
      ...(this.#apart.has(there.info.id) || this.#made.has(share.kept) ? ['this attachment'] : []),
    ];
    if (differences.length === 0 && (keep !== false || users.length > 0)) {
      map.reuse(there.fd);
      return (result) => {
        if (!result.maps.has(map.name)) return;
        const fresh = join(share, from);
        if (fresh !== undefined) {
          this.#pinned.push(fresh);
          this.#made.add(fresh);
        }
        this.#take(share.kept);
      };
    }
    if (users.length === 0) return this.#replace(map, there, differences, share);
    throw new NetkitError(
      'map-changed',
      `map "${map.name}" is shared by its name and has ${differences.join(', ')}; it is used by ${users.join(', ')}`,
      {
        advice: `Give it the definition that it has there, or another name in the object, or set maps.${map.name}.shared: false for a map of its own`,
      },
    );
  }

  /** Makes a new map in place of one, with its entries where they can be copied. */
  #replace(map: ObjectMap, kept: BpfMap, differences: readonly string[], pins: MapPin): Finish {
    const settings = this.#load.maps[map.name] ?? {};
    const isTable = map.definition.type === 'prog_array';
    if (settings.keep === false) return (result) => void this.#pin(result, map, pins);
    const moves = isResized(kept.info, map.definition);
    const stuck = moves && !isTable ? whyNotMoved(map.definition) : undefined;
    if (stuck !== undefined || (settings.keep === true && (!moves || isTable)))
      throw cannotKeep(map.name, differences, stuck);
    return (result) => {
      const fresh = this.#pin(result, map, pins);
      if (fresh && moves && !isTable) copyEntries(kept, fresh, map.name);
    };
  }

  /** Pins what was made, if a chosen program uses it, where it waits. */
  #pin(result: LoadedObject, { name }: ObjectMap, { kept, fresh }: MapPin): BpfMap | undefined {
    const map = result.maps.get(name);
    if (!map) return undefined;
    ensurePinDirectory(mapFolderOf(this.#attachment));
    unpin(fresh); // A killed run's.
    map.pin(fresh);
    this.#pinned.push(fresh);
    this.#take(kept);
    this.#made.add(fresh);
    return map;
  }

  /** Removes the pins that this load made. */
  takeBack(): void {
    for (const fresh of this.#pinned) {
      unpin(fresh);
      this.#made.delete(fresh);
    }
    dropUnusedShares();
  }

  #take(kept: string): void {
    this.#own.add(kept);
    this.#made.add(kept);
  }

  /** Whether a pin is of another object that this plan loads, or that stays as it is. */
  #isOthers({ kept, fresh }: MapPin): boolean {
    if (this.#made.has(kept) && !this.#own.has(kept)) return true;
    return this.#places.isIn(this.#apart, { kept, fresh });
  }

  /** The map that an earlier load of the same object made or found. */
  #result(name: string): BpfMap | undefined {
    return this.#results.map(({ maps }) => maps.get(name)).find((map) => map !== undefined);
  }

  #hold(map: BpfMap): BpfMap {
    this.#opened.push(map);
    return map;
  }
}

function assertSized({ name, definition }: ObjectMap): void {
  const { type, maxEntries } = definition;
  if (maxEntries > 0 || !needsEntries(type)) return;
  throw new NetkitError(
    'object-invalid',
    `map "${name}" has max_entries 0, and a map of type ${type} needs at least 1`,
    { advice: `Set maps.${name}.maxEntries, or write max_entries in the source` },
  );
}

function cannotKeep(name: string, differences: readonly string[], stuck?: string): NetkitError {
  const why = stuck === undefined ? '' : ', and what it holds cannot be put into another: ' + stuck;
  return new NetkitError(
    'map-changed',
    `map "${name}" cannot be kept: it has ${differences.join(', ')}${why}`,
    {
      advice: `Leave its definition as it was, or set maps.${name}.keep: false to start with an empty map`,
    },
  );
}

/** Entries move along when only the number of places changed. */
function copyEntries(from: BpfMap, to: BpfMap, name: string): void {
  try {
    moveEntries(from, to);
  } catch (error) {
    if (!(error instanceof BpfError)) throw error;
    const why =
      error.code === 'map-full'
        ? `do not fit into ${to.info.maxEntries} places`
        : `cannot be read or written: ${error.errnoName ?? error.code}`;
    throw new NetkitError(
      'map-changed',
      `the entries of map "${name}" ${why}`,
      {
        advice: `Give it ${error.code === 'map-full' ? 'more places' : 'the size it had'}, or set maps.${name}.keep: false to start with an empty one`,
      },
      error,
    );
  }
}
