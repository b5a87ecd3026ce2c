/** What is declared of programs, checked against what their objects hold. Pure but for asking. */
import { propertyPath } from '../../../check/explain.js';
import {
  type BpfAttachmentChecked,
  containsUnknown,
  failure,
  type Failure,
  isUnknown,
  listed,
  type MapSettings,
  type ProgramChecked,
  quote,
} from '@pulumi-netkit/contract';
import { didYouMean } from '../../../check/suggest.js';
import type { ObjectOutline, OutlineOf } from '../../../check/inspection.js';

/** What is wrong with checked inputs by what is in their objects. What is not known yet is passed over. */
export async function objectFailures(
  { programs }: BpfAttachmentChecked,
  outlineOf: OutlineOf,
): Promise<Failure[]> {
  if (isUnknown(programs)) return [];
  const found = await Promise.all(
    programs.map(async (program, at) => {
      if (containsUnknown(program.object)) return [];
      const { path, hash } = program.object;
      const first = programs.findIndex(
        ({ object }) => object.hash === hash && object.path === path,
      );
      const inspection = path === undefined ? undefined : await outlineOf(path, hash);
      if (inspection === undefined) return [];
      if (!('problem' in inspection))
        return programFailures(['programs', String(at)], program, inspection);
      // Of a file that is none, once is enough.
      const { problem, code } = inspection;
      return first === at ? [failure(`programs[${at}].object`, code, problem)] : [];
    }),
  );
  return found.flat();
}

function programFailures(
  at: readonly string[],
  program: ProgramChecked,
  outline: ObjectOutline,
): Failure[] {
  const { globals = {}, maps = {} } = program;
  const tables = isUnknown(maps) ? {} : maps;
  return [
    ...functionFailures(at, program, tables, outline),
    ...globalFailures([...at, 'globals'], isUnknown(globals) ? {} : globals, outline),
    ...Object.entries(tables).flatMap(([name, settings]) =>
      mapFailures([...at, 'maps', name], name, settings, outline),
    ),
  ];
}

/** The function that is attached, and those that are loaded with it. */
function functionFailures(
  at: readonly string[],
  { program: wanted, anySection = false }: ProgramChecked,
  maps: Readonly<Record<string, MapSettings>>,
  outline: ObjectOutline,
): Failure[] {
  const path = propertyPath([...at, 'program']);
  if (isUnknown(wanted)) return [];
  const names = outline.programs.map(({ name }) => name);
  if (wanted === undefined && names.length > 1) {
    const words = `the object holds ${names.length} programs: ${listed(names)}. Set program to one of them`;
    return [failure(path, 'program-ambiguous', words)];
  }
  const chosen = wanted ?? names[0] ?? '';
  if (!names.includes(chosen)) return [missing(path, chosen, outline)];
  const slots = new Map(
    Object.entries(maps).flatMap(([name, settings]) => {
      const given = slotsOf(settings);
      return given.length === 0 ? [] : [[name, given.map(([, held]) => held)] as const];
    }),
  );
  return [...outline.reached([chosen], slots)].flatMap((name) => {
    const where = name === chosen ? '' : `, and ${quote(chosen)} reaches it through a slot`;
    const other = outline.otherKind(name);
    if (other !== undefined) return [failure(path, 'program-other-kind', `${other}${where}`)];
    const found = outline.programs.find((one) => one.name === name);
    if (anySection || found === undefined || found.type !== undefined) return [];
    const words = `program ${quote(name)} is in SEC(${quote(found.section)})${where}; that name is of no kind of program. Write SEC("tc"), or set anySection: true`;
    return [failure(path, 'program-odd-section', words)];
  });
}

function missing(path: string, name: string, { programs, functions }: ObjectOutline): Failure {
  const names = programs.map((one) => one.name);
  const section = programs.find((one) => one.section === name);
  const why = functions.includes(name)
    ? `${quote(name)} is a function that programs call, and no program. Put it in SEC("tc")`
    : section
      ? `${quote(name)} is a section. Give the name of its function, ${quote(section.name)}`
      : `the object has no program ${quote(name)}; there are ${listed(names)}${didYouMean(name, names)}`;
  return failure(path, 'program-missing', why);
}

function globalFailures(
  at: readonly string[],
  globals: Readonly<Record<string, unknown>>,
  outline: ObjectOutline,
): Failure[] {
  return Object.entries(globals).flatMap(([name, value]) => {
    if (containsUnknown(value)) return [];
    const problem = outline.globalProblem(name, value);
    if (problem === undefined) return [];
    const path = propertyPath([...at, name]);
    if (outline.globals.includes(name)) return [failure(path, 'global-invalid', problem)];
    return [failure(path, 'global-missing', `${problem}${didYouMean(name, outline.globals)}`)];
  });
}

function mapFailures(
  at: readonly string[],
  name: string,
  settings: MapSettings,
  { programs, functions, maps }: ObjectOutline,
): Failure[] {
  const path = propertyPath(at);
  const map = maps.get(name);
  if (!map) {
    const names = [...maps.keys()];
    const there = names.length === 0 ? 'it has none' : `there are ${listed(names)}`;
    const words = `the object has no map ${quote(name)}; ${there}${didYouMean(name, names)}`;
    return [failure(path, 'map-missing', words)];
  }
  if (isUnknown(settings) || settings.slots === undefined) return [];
  if (map.type !== 'prog_array') {
    const words = `${quote(name)} is of type ${map.type}; only a BPF_MAP_TYPE_PROG_ARRAY has slots for programs. Remove slots`;
    return [failure(`${path}.slots`, 'map-without-slots', words)];
  }
  const size = isUnknown(settings.maxEntries) ? Infinity : (settings.maxEntries ?? map.maxEntries);
  const names = programs.map((one) => one.name);
  return slotsOf(settings).flatMap(([slot, program]) => {
    const where = `${path}.slots[${slot}]`;
    if (Number(slot) >= size) {
      const words = `${quote(name)} has ${size} slots, 0 to ${size - 1}. Choose one of them, or raise maxEntries`;
      return [failure(where, 'slot-out-of-range', words)];
    }
    if (names.includes(program)) return [];
    const words = functions.includes(program)
      ? `${quote(program)} is a function that programs call, and no program. Put it in SEC("tc")`
      : `the object has no program ${quote(program)}; there are ${listed(names)}${didYouMean(program, names)}`;
    return [failure(where, 'slot-program-missing', words)];
  });
}

/** The slots that are known. */
function slotsOf({ slots = {} }: MapSettings): (readonly [string, string])[] {
  return isUnknown(slots) ? [] : Object.entries(slots).filter(([, name]) => !isUnknown(name));
}
