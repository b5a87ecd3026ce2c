/**
 * Whether the maps that programs use can be made, and can become what is declared now: by what the objects define, and by what was
 * declared before. What cannot be known here, the helper refuses before it changes anything. Pure but for asking.
 */
import { propertyPath } from '../../../check/explain.js';
import {
  type BpfAttachmentChecked,
  containsUnknown,
  failure,
  type Failure,
  type MapSettings,
  type ProgramChecked,
  quote,
  sameJson,
} from '@pulumi-netkit/contract';
import type { ObjectOutline, OutlineOf } from '../../../check/inspection.js';

type Declared = Pick<BpfAttachmentChecked, 'name' | 'attachType' | 'target' | 'programs'>;

/** What is wrong with the maps of checked inputs; `recorded` are the inputs of the last deployment. */
export async function mapFailures(
  desired: Declared,
  recorded: Partial<Declared> | undefined,
  outlineOf: OutlineOf,
): Promise<Failure[]> {
  const { programs } = desired;
  if (containsUnknown(programs)) return [];
  const standing = isSamePlace(desired, recorded) ? withObject(recorded?.programs) : [];
  const seen = new Set<string>();
  const failures: Failure[] = [];
  for (const [at, program] of programs.entries()) {
    const outline = await read(program, outlineOf);
    if (!outline) continue;
    const before = standing.find(({ name }) => name === program.name);
    const old = before && (await read(before, outlineOf));
    const settings = settingsOf(programs, program);
    for (const name of usedMaps(program, settings, outline)) {
      const key = JSON.stringify([program.object.hash, name]);
      const map = outline.maps.get(name);
      const setting = settings[name] ?? {};
      if (!map || setting.pinned !== undefined || seen.has(key)) continue;
      const size = setting.maxEntries ?? map.maxEntries;
      const wrong =
        size === 0 && map.needsEntries
          ? ([
              'map-without-entries',
              `map ${quote(name)} has max_entries 0, and a map of type ${map.type} needs at least 1. Set maps.${name}.maxEntries, or write max_entries in the source`,
            ] as const)
          : before && old && setting.keep !== false
            ? resized(name, [outline, size], [old, before, standing])
            : undefined;
      if (!wrong) continue;
      seen.add(key);
      const [code, words] = wrong;
      failures.push(failure(pathOf(programs, at, name), code, words));
    }
  }
  return failures;
}

/** Entries of some types cannot be put into another map. */
function resized(
  name: string,
  [outline, size]: readonly [ObjectOutline, number],
  [old, before, all]: readonly [ObjectOutline, ProgramChecked, readonly ProgramChecked[]],
): readonly ['map-not-resizable', string] | undefined {
  const [map, was] = [outline.maps.get(name), old.maps.get(name)];
  const settings = settingsOf(all, before);
  const setting = settings[name] ?? {};
  if (!map || !was || map.holds === undefined || map.type === 'prog_array') return undefined;
  if (map.type !== was.type || setting.pinned !== undefined) return undefined;
  if (!usedMaps(before, settings, old).has(name)) return undefined;
  const [from, to] = [setting.maxEntries ?? was.maxEntries, size];
  // 0 is as many as the machine has CPUs, which is not known here.
  if (from === 0 || to === 0 || rounded(map.type, from) === rounded(map.type, to)) return undefined;
  const words = `map ${quote(name)} has ${from} entries and cannot become one of ${to}: a map of type ${map.type} holds ${map.holds}, which cannot be put into another. Leave the size as it was, or set maps.${name}.keep: false to start with an empty map`;
  return ['map-not-resizable', words];
}

// Ring buffers are rounded up to a power of two and to pages, which have at most 64 KiB.
const LARGEST_PAGE = 65_536;

function rounded(type: string, size: number): number {
  if (!type.endsWith('ringbuf')) return size;
  return Math.max(LARGEST_PAGE, 2 ** Math.ceil(Math.log2(size)));
}

async function read(
  { object }: ProgramChecked,
  outlineOf: OutlineOf,
): Promise<ObjectOutline | undefined> {
  const { path, hash } = object;
  if (path === undefined) return undefined;
  const found = await outlineOf(path, hash);
  return found && !('problem' in found) ? found : undefined;
}

/** Another device or name is another attachment, which starts with maps of its own. */
function isSamePlace(desired: Declared, recorded: Partial<Declared> | undefined): boolean {
  const placeOf = ({ name, attachType, target }: Partial<Declared>): unknown => [
    name,
    attachType,
    [target?.name, target?.netns ?? null, target?.incarnation ?? null],
  ];
  if (!recorded || containsUnknown(placeOf(desired))) return false;
  return sameJson(placeOf(desired), placeOf(recorded));
}

/** A refresh records no object of a program that was exchanged by someone else. */
function withObject(programs: readonly Partial<ProgramChecked>[] = []): readonly ProgramChecked[] {
  return programs.filter((one): one is ProgramChecked => one.object !== undefined);
}

/** What all programs of one object say of its maps. */
function settingsOf(
  programs: readonly ProgramChecked[],
  { object }: ProgramChecked,
): Readonly<Record<string, MapSettings>> {
  const members = programs.filter((one) => one.object.hash === object.hash);
  return Object.assign({}, ...members.map(({ maps }) => maps ?? {})) as Record<string, MapSettings>;
}

function usedMaps(
  { program }: ProgramChecked,
  settings: Readonly<Record<string, MapSettings>>,
  outline: ObjectOutline,
): ReadonlySet<string> {
  const names = outline.programs.map(({ name }) => name);
  const chosen = program ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined || !names.includes(chosen)) return new Set();
  const slots = Object.entries(settings).map(
    ([name, { slots: given = {} }]) => [name, Object.values(given)] as const,
  );
  return outline.usedMaps([chosen], new Map(slots));
}

/** The property that decides on the size of a map. */
function pathOf(programs: readonly ProgramChecked[], at: number, map: string): string {
  const hash = programs[at]?.object.hash;
  const by = programs.findIndex(
    ({ object, maps }) => object.hash === hash && maps?.[map]?.maxEntries !== undefined,
  );
  if (by < 0) return `programs[${at}].object`;
  return propertyPath(['programs', String(by), 'maps', map, 'maxEntries']);
}
