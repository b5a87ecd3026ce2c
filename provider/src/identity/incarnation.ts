/**
 * Which object the inputs mean: the recorded one while nothing that replaces differs, else a new one. So a preview knows the
 * id, and what hangs on the object sees a replacement coming. Pure; the new id is handed in.
 */
import { checkShape } from '../check/shape.js';
import { containsUnknown, isObject, sameJson } from '@pulumi-netkit/contract';
import { replaceKeys } from '../check/schema.js';
import type { Kind } from '../check/schema.js';

/** The incarnation of checked inputs. `recorded` are the inputs of the last deployment, of any release. */
export function incarnationOf(
  kind: Kind,
  checked: Readonly<Record<string, unknown>>,
  recorded: Readonly<Record<string, unknown>> | undefined,
  newIncarnation: () => string,
): string {
  const kept = recorded?.['incarnation'];
  if (typeof kept !== 'string' || kept === '') return newIncarnation();
  // An older release knew fewer keys, and left out their defaults.
  const before = checkShape(kind, recorded).inputs;
  const isKept = replaceKeys(kind).every((path) => {
    const value = valueAt(checked, path);
    return !containsUnknown(value) && sameJson(value, valueAt(before, path));
  });
  return isKept ? kept : newIncarnation();
}

/** The value at a path of plain keys; an unknown on the way is the answer. */
export function valueAt(object: Readonly<Record<string, unknown>>, path: string): unknown {
  let here: unknown = object;
  for (const key of path.split('.')) {
    if (!isObject(here)) return here;
    here = here[key];
  }
  return here;
}
