/**
 * What provider and helper say to each other: one JSON object a line, over any two-way pipe. The helper greets first; then
 * each request is answered in turn. A change that an older side would misread raises {@link PROTOCOL}. The requests are in `request.ts`.
 */
import type { ErrorJson } from '../errors/errors.js';
import type { Query } from './query.js';
import type { Answer, HostFacts } from '../view.js';

/** The version of this protocol; both sides must speak the same. */
export const PROTOCOL = 4;

/** The helper's first line. */
export interface Hello {
  readonly protocol: number;
  /** The package's version: what a plan may hold changes with it, so both sides must be of the same. */
  readonly version: string;
  readonly facts: HostFacts;
}

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
