/** Loads the programs of one object, with the attachment's own maps. */
import { existsSync } from 'node:fs';
import {
  BpfError,
  BpfMap,
  ensurePinDirectory,
  mapDifferences,
  openObject,
  unpin,
  type BpfObject,
  type CValue,
  type LoadedObject,
  type LoadedProgram,
  type MapId,
  type ObjectMap,
} from '@pulumi-netkit/libbpf-ts';
import { NetkitError } from '../../errors.js';
import type { AttachmentRef, ObjectLoad } from '../../plan/op.js';
import { mapsInReach } from './map-reach.js';
import { attachedPrograms, chooseMapPin, isFreshUsed, mapIdAt } from './maps.js';
import { mapFolderOf, type MapPin } from './pins.js';

/** The objects this helper was sent, by the SHA-256 of their content. */
export type ObjectStore = Pick<ReadonlyMap<string, Uint8Array>, 'get'>;

/**
 * Loads what `load` names: by the name in the attachment. Closing what is held lets go of what nothing else holds. The pins of
 * maps that are made or taken over are added to `made`.
 */
export function loadObject(
  objects: ObjectStore,
  attachment: AttachmentRef,
  load: ObjectLoad,
  made: Set<string>,
): {
  readonly programs: ReadonlyMap<string, LoadedProgram>;
  readonly held: readonly { close(): void }[];
} {
  const programs = new Map<string, LoadedProgram>();
  const results: LoadedObject[] = [];
  const tables: BpfMap[] = [];
  using sources = new MapSources(attachment, load, { results, tables }, made);
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
      const after = object.maps.map((map) => sources.prepare(map));
      const result = object.load();
      results.push(result);
      for (const finish of after) finish(result);
      for (const [called, name] of chosen) programs.set(name, result.program(called));
      left = later;
    }
  } catch (error) {
    for (const one of [...results, ...tables]) one.close();
    throw error;
  }
  return { programs, held: [...results, ...tables] };
}

function open(objects: ObjectStore, { hash, programs }: ObjectLoad): BpfObject {
  const bytes = objects.get(hash);
  if (!bytes) throw new NetkitError('internal', `object ${hash} was not sent to the helper`);
  return openObject(bytes, { name: programs[0]?.name ?? 'object' });
}

function functionOf(object: BpfObject, wanted: string | undefined): string {
  if (wanted !== undefined) return wanted;
  const names = object.programs.map(({ name }) => name);
  if (names.length === 1) return names[0] ?? '';
  throw new NetkitError(
    'object-invalid',
    `the object holds ${names.length} programs${names.length === 0 ? '' : `: ${names.slice(0, 20).join(', ')}`}`,
    { advice: names.length === 0 ? 'Give another object' : 'Say which one with "program"' },
  );
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
  readonly #load: ObjectLoad;
  readonly #results: readonly LoadedObject[];
  readonly #tables: BpfMap[];
  readonly #made: Set<string>;
  readonly #own = new Set<string>();
  readonly #beside: readonly BpfMap[];
  readonly #apart: ReadonlySet<MapId>;
  /** A killed run has attached some of these programs with maps that still wait. */
  readonly #isHalfDone: boolean;
  readonly #opened: BpfMap[] = [];

  constructor(
    attachment: AttachmentRef,
    load: ObjectLoad,
    { results, tables }: { readonly results: readonly LoadedObject[]; readonly tables: BpfMap[] },
    made: Set<string>,
  ) {
    this.#attachment = attachment;
    this.#load = load;
    this.#results = results;
    this.#tables = tables;
    this.#made = made;
    this.#isHalfDone = load.beside.length > 0 && isFreshUsed(attachment, load.beside);
    this.#apart = mapsInReach(attachedPrograms(attachment, load.apart));
    const ids = mapsInReach(attachedPrograms(attachment, load.beside));
    this.#beside = [...ids].map((id) => this.#hold(BpfMap.byId(id)));
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
        const there = this.#result(section) ?? this.#standing(map, (name) => isOf(section, name));
        if (there) map.reuse(there.fd);
        return there !== undefined;
      }),
    );
  }

  /** Decides for one map; answers what is to be done after loading. */
  prepare(map: ObjectMap): Finish {
    const settings = this.#load.maps[map.name] ?? {};
    if (settings.maxEntries !== undefined) map.setMaxEntries(settings.maxEntries);
    map.setPinPath(null);
    if (settings.slots !== undefined) map.setSlots(settings.slots);
    if (settings.pinned !== undefined) {
      map.reuse(this.#hold(BpfMap.open(settings.pinned)).fd);
      return NOTHING;
    }
    const there =
      this.#result(map.name) ??
      this.#standing(map, (name) => name === map.name.slice(0, KERNEL_NAME));
    if (there) {
      map.reuse(there.fd);
      return NOTHING;
    }
    const pins = chooseMapPin(
      this.#attachment,
      map.name,
      [...this.#load.programs.map(({ name }) => name), ...this.#load.beside],
      (pin) => this.#isOthers(pin),
    );
    const before = this.#isHalfDone && existsSync(pins.fresh) ? pins.fresh : pins.kept;
    if (settings.keep === false || !existsSync(before))
      return (result) => void this.#pin(result, map, pins);
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
    const isResized =
      !isTable &&
      mapDifferences({ ...kept.info, maxEntries: map.definition.maxEntries }, map.definition)
        .length === 0;
    if (settings.keep === true && !isResized) {
      throw new NetkitError(
        'map-changed',
        `map "${map.name}" is to be kept and is defined anew: ${differences.join(', ')}`,
        {
          advice: `Leave its definition as it was, or set maps.${map.name}.keep: false to start with an empty one`,
        },
      );
    }
    return (result) => {
      const fresh = this.#pin(result, map, pins);
      if (fresh && isResized) copyEntries(kept, fresh, map.name);
    };
  }

  /** Pins what was made, if a chosen program uses it, where it waits. */
  #pin(result: LoadedObject, { name }: ObjectMap, { kept, fresh }: MapPin): BpfMap | undefined {
    const map = result.maps.get(name);
    if (!map) return undefined;
    ensurePinDirectory(mapFolderOf(this.#attachment));
    unpin(fresh); // A killed run's.
    map.pin(fresh);
    this.#take(kept);
    this.#made.add(fresh);
    return map;
  }

  #take(kept: string): void {
    this.#own.add(kept);
    this.#made.add(kept);
  }

  /** Whether a pin is of another object that this plan loads, or that stays as it is. */
  #isOthers({ kept, fresh }: MapPin): boolean {
    if (this.#made.has(kept) && !this.#own.has(kept)) return true;
    return [kept, fresh].some((pin) => existsSync(pin) && this.#apart.has(mapIdAt(pin)));
  }

  /** The map that an earlier load of the same object made or found. */
  #result(name: string): BpfMap | undefined {
    return this.#results.map(({ maps }) => maps.get(name)).find((map) => map !== undefined);
  }

  /** The one map of that name and shape that programs which stay use. The kernel keeps names short, so there may be two. */
  #standing(map: ObjectMap, isNamed: (name: string) => boolean): BpfMap | undefined {
    const fitting = this.#beside.filter(
      ({ info }) => isNamed(info.name) && mapDifferences(info, map.definition).length === 0,
    );
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  #hold(map: BpfMap): BpfMap {
    this.#opened.push(map);
    return map;
  }
}

// Bytes of a name that the kernel keeps; a map of variables is called after its object, cut short, and its section.
const KERNEL_NAME = 15;

function isOf(section: string, name: string): boolean {
  return name.endsWith(section) || name === section.slice(0, KERNEL_NAME);
}

/** Entries move along when only the number of places changed. */
function copyEntries(from: BpfMap, to: BpfMap, name: string): void {
  for (const [key, value] of from.entries()) {
    try {
      to.update(key, value);
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
      throw new NetkitError(
        'map-changed',
        `the entries of map "${name}" do not fit into ${to.info.maxEntries} places`,
        {
          advice: `Give it more places, or set maps.${name}.keep: false to start with an empty one`,
        },
        error,
      );
    }
  }
}
