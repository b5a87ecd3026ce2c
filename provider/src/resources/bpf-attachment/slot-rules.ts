/** Whether programs can stand in the slots they are declared for, judged by what their objects hold. Pure but for asking. */
import { propertyPath } from '../../check/explain.js';
import { failure, quote, type Failure } from '../../check/failure.js';
import { didYouMean } from '../../check/suggest.js';
import { containsUnknown } from '../../check/unknown.js';
import type { BpfAttachmentChecked, MapSettings } from '../../generated/types.js';
import type { ObjectOutline, OutlineOf } from '../resource.js';

/** What is wrong with the slots of checked inputs. Objects are asked for only where slots are declared. */
export async function slotFailures(
  { programs }: BpfAttachmentChecked,
  outlineOf: OutlineOf,
): Promise<Failure[]> {
  if (containsUnknown(programs)) return [];
  const found = await Promise.all(
    programs.map(async ({ object, maps = {} }, at) => {
      const tables = Object.entries(maps).filter(([, { slots }]) => slots !== undefined);
      const { path, hash } = object;
      if (tables.length === 0 || path === undefined) return [];
      const outline = await outlineOf(path, hash);
      if (!outline) return [];
      return tables.flatMap(([name, settings]) =>
        tableFailures(
          propertyPath(['programs', String(at), 'maps', name]),
          name,
          settings,
          outline,
        ),
      );
    }),
  );
  return found.flat();
}

function tableFailures(
  path: string,
  name: string,
  settings: MapSettings,
  { programs, maps }: ObjectOutline,
): Failure[] {
  const map = maps.get(name);
  if (!map) {
    const words = `${quote(name)} is no map of this object${didYouMean(name, [...maps.keys()])}`;
    return [failure(path, 'map-missing', words)];
  }
  if (map.type !== 'prog_array') {
    const words = `${quote(name)} is of type ${map.type}; only a BPF_MAP_TYPE_PROG_ARRAY has slots for programs. Remove slots`;
    return [failure(`${path}.slots`, 'map-without-slots', words)];
  }
  const size = settings.maxEntries ?? map.maxEntries;
  return Object.entries(settings.slots ?? {}).flatMap(([slot, program]) => {
    const at = `${path}.slots[${slot}]`;
    if (Number(slot) >= size) {
      const words = `${quote(name)} has ${size} slots, 0 to ${size - 1}. Choose one of them, or raise maxEntries`;
      return [failure(at, 'slot-out-of-range', words)];
    }
    if (programs.includes(program)) return [];
    const words = `${quote(program)} is no function of this object${didYouMean(program, programs)}`;
    return [failure(at, 'slot-program-missing', words)];
  });
}
