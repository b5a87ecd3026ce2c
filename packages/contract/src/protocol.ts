/**
 * What provider and helper say to each other: one JSON object a line, over any two-way pipe. The helper greets first; then
 * each request is answered in turn. A change that an older side would misread raises {@link PROTOCOL}. Types only.
 */
import type { ErrorJson } from './errors.js';
import type { Plan } from './op.js';
import type { Answer, Hold, HostFacts, Query } from './view.js';

/** The version of this protocol; both sides must speak the same. */
export const PROTOCOL = 3;

/** The helper's first line. */
export interface Hello {
  readonly protocol: number;
  /** The package's version: what a plan may hold changes with it, so both sides must be of the same. */
  readonly version: string;
  readonly facts: HostFacts;
}

/** One request. `id` comes back in the response. */
export type Request = { readonly id: number } & (
  | { readonly method: 'observe'; readonly query: Query }
  /** With `hold` the helper takes back what the plan did when the pipe ends before the hold is settled. */
  | { readonly method: 'run'; readonly plan: Plan; readonly hold?: Hold }
  /** The engine knows the result of the plans that were held under `key`: they stay. */
  | { readonly method: 'settle'; readonly key: string }
  /**
   * An object, before a plan that loads it. Without `bytes` (base64) it asks whether the host has it, from this run or an
   * earlier one, and the answer is a boolean. What was found or sent is there until the pipe closes.
   */
  | { readonly method: 'object'; readonly hash: string; readonly bytes?: string }
  /** Nobody waits for request `of` any more: if it has not begun, it is answered with `cancelled` and not done. */
  | { readonly method: 'drop'; readonly of: number }
);

/** Said before each step of a plan but the first, so that who waits knows at what the helper died, if it does. */
export interface Note {
  readonly id: number;
  /** The step's index in the plan. */
  readonly at: number;
}

/** One response. */
export type Response = { readonly id: number } & (
  { readonly ok: Answer<Query> | boolean | null } | { readonly error: ErrorJson }
);
