/** What the provider asks the helper to do: one schema for all that the helper does at all. */
import { MOST_OBJECT_CHARS } from './limits.js';
import { incarnation, sha256 } from '../names.js';
import { hold, plan } from './op.js';
import { query } from './query.js';
import { optional, tagged, text, type TypeOf, whole } from './schema.js';

const id = whole(Number.MAX_SAFE_INTEGER);

/** The schema of a request. */
export const request = tagged('method', {
  observe: { id, query },
  /** With `hold` the helper takes back what the plan did when the pipe ends before the hold is settled. */
  run: { id, plan, hold: optional(hold) },
  /** The engine knows the result of the plans that were held under `key`: they stay. */
  settle: { id, key: incarnation },
  /**
   * An object, before a plan that loads it. Without `bytes` (base64) it asks whether the host has it, from this run or an
   * earlier one, and the answer is a boolean. What was found or sent is there until the pipe closes.
   */
  object: { id, digest: sha256, bytes: optional(text('object in base64', isObjectInBase64)) },
  /** Nobody waits for request `of` any more: if it has not begun, it is answered with `cancelled` and not done. */
  drop: { id, of: id },
});

/** One request. `id` comes back in the response. */
export type Request = TypeOf<typeof request>;

function isObjectInBase64(bytes: string): boolean {
  return bytes.length <= MOST_OBJECT_CHARS && /^[A-Za-z0-9+/]*={0,2}$/.test(bytes);
}
