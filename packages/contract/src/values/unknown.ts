/**
 * Values that a preview does not know yet. The engine writes a sentinel string in their place; the Node SDK uses the one
 * for strings only, a program in another language uses the others too (sdk/go/common/resource/plugin/rpc.go).
 */
import { isObject } from './json.js';

/** The sentinel that stands for an unknown value of no known type. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

const SENTINELS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7', // bool
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421', // number
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2', // array
  '030794c1-ac77-496b-92df-f27374a8bd58', // asset
  'e48ece36-62e2-4504-bad9-02848725956a', // archive
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff', // object
]);

/** Whether a value is not known yet. */
export function isUnknown(value: unknown): boolean {
  return SENTINELS.has(value);
}

/** Whether a value, or anything in it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isObject(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}
