/** Compares declared inputs with the state, key by key, as the schema says. Pure. */
import { isUnknown } from '@pulumi-netkit/contract';
import { replaceKeys, type Kind } from '../../check/schema.js';
import { differencesAt, pathText, type Difference, type ListRule, type Path } from './details.js';
import { digest, type Stored } from './state.js';

/** One thing that differs, as the engine shows it. */
export interface Change {
  /** `peer.mtu`, `programs[2]`, `programs[0].globals["max.rate"]`; an index is the old one of a delete, the new one of an add. */
  readonly path: string;
  readonly kind: 'add' | 'delete' | 'update';
  readonly replaces: boolean;
}

/** What a resource's diff answers. */
export interface Diff {
  /** False: nothing to do. True: the host drifted, the program did not change. Undefined: the program changed. */
  readonly changes: boolean | undefined;
  /** Top-level keys that ask for a replacement. */
  readonly replaces: readonly string[];
  /** Names are unique in a namespace, so the old one goes first. */
  readonly deleteBeforeReplace: boolean;
  /** All that differs, in full; at least one entry for each key that does. */
  readonly details: readonly Change[];
}

/** Whether two values of the property at `path` mean the same. Neither is unknown. */
export type Same = (path: string, recorded: unknown, desired: unknown) => boolean;

type Json = Readonly<Record<string, unknown>>;

/**
 * The diff of a resource. `keys` are the paths that are compared, `peer.mtu` among them. An unknown value differs: when what
 * it hangs on is replaced, the engine asks with the unknown in its place, and the answer must be "replace" too.
 * `lists` says what the items of lists are, for the details; `unknowns` which keys replace only while they are not known.
 *
 * The engine is answered `undefined` when the program changed, so that it makes the detailed diff itself and honours
 * `replaceOnChanges`; `true` only for drift, which its own comparison of inputs would not see.
 */
export function diffByKeys(
  kind: Kind,
  keys: readonly string[],
  recorded: Stored<object>,
  desired: object,
  isSame: Same,
  lists: Readonly<Record<string, ListRule>> = {},
  unknowns: readonly string[] = [],
): Diff {
  const differing = keys.filter((path) => {
    const is = at(recorded, path);
    const want = at(desired as Json, path);
    if (isUnknown(want)) return true;
    return is === undefined || want === undefined ? is !== want : !isSame(path, is, want);
  });
  if (differing.length === 0)
    return { changes: false, replaces: [], deleteBeforeReplace: true, details: [] };
  const fixed = replaceKeys(kind);
  const replacing = differing.filter(
    (path) =>
      fixed.includes(path) || (unknowns.includes(path) && isUnknown(at(desired as Json, path))),
  );
  const details = differing.flatMap((path) =>
    changesAt(path, recorded, desired, replacing, lists[path]),
  );
  return {
    changes: digest(desired) === recorded.inputsDigest ? true : undefined,
    replaces: [...new Set(replacing.map((path) => path.split('.')[0] ?? path))],
    deleteBeforeReplace: true,
    // Of an unknown peer each of its keys says the same.
    details: [...new Map(details.map((change) => [change.path, change])).values()],
  };
}

/** What differs at a key that does; never nothing. `replacing` are the keys that ask for a replacement then. */
export function changesAt(
  key: string,
  recorded: object,
  desired: object,
  replacing: readonly string[],
  list?: ListRule,
): Change[] {
  const keys = key.split('.');
  const found = differencesAt(keys, recorded, desired, list);
  const whole: Difference = { path: keys, kind: 'update' };
  return (found.length > 0 ? found : [whole]).map(({ path, kind }) => ({
    path: pathText(path),
    kind,
    replaces: replacing.some((one) => isOnWay(one.split('.'), path)),
  }));
}

/** Whether one of two paths leads through the other: what is below a key that replaces, and an unknown above it. */
function isOnWay(key: Path, path: Path): boolean {
  return key.every((part, at) => at >= path.length || path[at] === part);
}

function at(value: Json, path: string): unknown {
  let here: unknown = value;
  for (const key of path.split('.')) {
    if (isUnknown(here) || typeof here !== 'object' || here === null) return here;
    here = (here as Json)[key];
  }
  return here;
}
