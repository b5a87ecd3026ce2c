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
  type ObjectMap,
} from '@pulumi-netkit/libbpf-ts';
import { NetkitError } from '../../errors.js';
import type { AttachmentRef, ObjectLoad } from '../../plan/op.js';
import { mapFolderOf, mapPinOf } from './pins.js';

/** The objects this helper was sent, by the SHA-256 of their content. */
export type ObjectStore = ReadonlyMap<string, Uint8Array>;

/** Loads what `load` names: by the name in the attachment. Closing the objects lets go of what nothing else holds. */
export function loadObject(
  objects: ObjectStore,
  attachment: AttachmentRef,
  load: ObjectLoad,
): {
  readonly programs: ReadonlyMap<string, LoadedProgram>;
  readonly objects: readonly LoadedObject[];
} {
  const programs = new Map<string, LoadedProgram>();
  const results: LoadedObject[] = [];
  const fresh = new Set<string>();
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
    for (const [name, value] of Object.entries(load.globals))
      object.setGlobal(name, value as CValue);
    for (const name of Object.keys(load.maps)) object.map(name); // says which maps there are, when it is none of them
    const reused: BpfMap[] = [];
    try {
      const after = object.maps.flatMap((map) => prepareMap(map, attachment, load, fresh, reused));
      const result = object.load();
      results.push(result);
      for (const finish of after) finish(result);
    } finally {
      for (const map of reused) map.close();
    }
    const result = results.at(-1)!;
    for (const [called, name] of chosen) programs.set(name, result.program(called));
    left = later;
  }
  return { programs, objects: results };
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

/**
 * Decides where a map comes from: a pin the user names, the one that was there before if its definition is the same, or a new
 * one, which waits under another name until the programs that use it are attached. Answers what is to be done after loading.
 */
function prepareMap(
  map: ObjectMap,
  attachment: AttachmentRef,
  load: ObjectLoad,
  fresh: Set<string>,
  reused: BpfMap[],
): ((result: LoadedObject) => void)[] {
  const settings = load.maps[map.name] ?? {};
  if (settings.maxEntries !== undefined) map.setMaxEntries(settings.maxEntries);
  if (settings.pinned !== undefined) {
    map.setPinPath(null);
    map.reuse(held(reused, BpfMap.open(settings.pinned)).fd);
    return [];
  }
  const pins = mapPinOf(attachment, map.name);
  map.setPinPath(null);
  if (fresh.has(map.name)) {
    map.reuse(held(reused, BpfMap.open(pins.fresh)).fd);
    return [];
  }
  const pinFresh = (result: LoadedObject): void => {
    const made = result.maps.get(map.name);
    if (!made) return; // No chosen program uses it.
    ensurePinDirectory(mapFolderOf(attachment));
    unpin(pins.fresh); // A killed run's.
    made.pin(pins.fresh);
    fresh.add(map.name);
  };
  if (settings.keep === false || !existsSync(pins.kept)) return [pinFresh];
  const kept = held(reused, BpfMap.open(pins.kept));
  const differences = mapDifferences(kept.info, map.definition);
  if (differences.length === 0) {
    map.reuse(kept.fd);
    return [];
  }
  const isResized =
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
  const migrate = (result: LoadedObject): void => {
    const made = result.maps.get(map.name);
    if (made) copyEntries(kept, made, map.name);
  };
  return isResized ? [pinFresh, migrate] : [pinFresh];
}

function held(list: BpfMap[], map: BpfMap): BpfMap {
  list.push(map);
  return map;
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
