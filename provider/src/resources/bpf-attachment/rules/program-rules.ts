/**
 * Rules for the programs of one attachment, which compare them with each other. Programs of one object, whatever path it has,
 * are loaded together: they share its maps and variables. Pure.
 */
import {
  containsUnknown,
  failure,
  type Failure,
  type FailureCode,
  isObject,
  isUnknown,
  quote,
  sameJson,
} from '@pulumi-netkit/contract';
import { propertyPath } from '../../../check/explain.js';
import { repeated } from '../../../check/repeated.js';

/** A program as far as it is well-formed; what is not, or not known yet, is absent. */
interface ProgramView {
  readonly path: string;
  readonly name?: string;
  /** The digest of its object. */
  readonly hash?: string;
  /** Its function; null when it is left out. */
  readonly program?: string | null;
  readonly globals: readonly Setting[];
  readonly maps: readonly Setting[];
}

/** What a program says about one variable or map of its object. */
interface Setting {
  readonly path: string;
  readonly name: string;
  readonly value: unknown;
}

/** What is wrong with programs that are well-formed each for itself. */
export function programRules(programs: readonly unknown[]): Failure[] {
  const views = programs.map(readProgram);
  return [
    ...nameRules(views),
    ...functionRules(views),
    ...settingRules(views, 'globals', 'globals-conflict', 'variables'),
    ...settingRules(views, 'maps', 'maps-conflict', 'maps'),
    ...views.flatMap(({ maps }) => maps.flatMap(pinnedRules)),
  ];
}

function readProgram(program: unknown, at: number): ProgramView {
  const path = `programs[${at}]`;
  if (!isObject(program)) return { path, globals: [], maps: [] };
  const { name, object, program: written = null } = program;
  const hash = isObject(object) ? object['hash'] : undefined;
  return {
    path,
    ...(isKnownText(name) ? { name } : {}),
    ...(isKnownText(hash) ? { hash } : {}),
    ...(written === null || isKnownText(written) ? { program: written } : {}),
    globals: settings(path, 'globals', program['globals']),
    maps: settings(path, 'maps', program['maps']),
  };
}

function settings(path: string, key: string, given: unknown): Setting[] {
  if (!isObject(given)) return [];
  return Object.entries(given).map(([name, value]) => {
    return { path: `${path}.${propertyPath([key, name])}`, name, value };
  });
}

function isKnownText(value: unknown): value is string {
  return typeof value === 'string' && !isUnknown(value);
}

/** A name is a pin's, and a pin is one. */
function nameRules(programs: readonly ProgramView[]): Failure[] {
  return repeated(programs, ({ name }) => name).map(([{ path, name }, first]) => {
    const words = `${quote(name)} is the name of ${first.path} too. Choose another`;
    return failure(`${path}.name`, 'name-twice', words);
  });
}

/** The kernel takes a loaded program once in a chain (EEXIST), and a function of one object is loaded once. */
function functionRules(programs: readonly ProgramView[]): Failure[] {
  const key = ({ hash, program }: ProgramView): string | undefined =>
    hash === undefined || program === undefined ? undefined : JSON.stringify([hash, program]);
  return repeated(programs, key).map(([{ path, program }, first]) => {
    const what = program == null ? 'the function of this object' : quote(program);
    const words = `${what} is in the chain already, as ${first.path}. Remove one, or name another function`;
    return failure(`${path}.program`, 'duplicate-program', words);
  });
}

/** Two programs of one object that both speak of a variable, or of a map, must say the same. */
function settingRules(
  programs: readonly ProgramView[],
  key: 'globals' | 'maps',
  code: FailureCode,
  what: string,
): Failure[] {
  const first = new Map<string, Setting>();
  return programs.flatMap(({ hash, [key]: given }) => {
    if (hash === undefined) return [];
    return given.flatMap((setting) => {
      const { path, name, value } = setting;
      if (containsUnknown(value)) return [];
      const id = JSON.stringify([hash, name]);
      const other = first.get(id);
      if (!other) first.set(id, setting);
      if (!other || sameJson(other.value, value)) return [];
      const words = `${quote(value)} is not what ${other.path} says, ${quote(other.value)}, and programs of one object share its ${what}. Say the same, or say it once`;
      return [failure(path, code, words)];
    });
  });
}

/** A map pinned elsewhere outlives every program, and its entries are not ours to drop. */
function pinnedRules({ path, value }: Setting): Failure[] {
  if (!isObject(value) || value['pinned'] === undefined) return [];
  if (value['shared'] === true) {
    const words = `a map with pinned is already shared by everyone who names its path. Remove shared or pinned`;
    return [failure(`${path}.shared`, 'shared-of-pinned', words)];
  }
  if (value['keep'] === undefined) return [];
  const words = `${quote(value['keep'])} is said of a map that is pinned elsewhere, which stays whatever happens here. Drop keep, or pinned`;
  return [failure(`${path}.keep`, 'keep-of-pinned', words)];
}
