/** What one helper takes in: enough for what resources ask for, and a bound for whoever else may start it. */
import { NetkitError } from '../errors/errors.js';

const MIB = 1024 * 1024;

/** Bytes of an object. */
export const MOST_OBJECT_BYTES = 64 * MIB;

/** Characters of an object in base64. */
export const MOST_OBJECT_CHARS = 4 * Math.ceil(MOST_OBJECT_BYTES / 3);

/** Bytes of a request that brings no object. */
export const MOST_REQUEST_BYTES = 16 * MIB;

/** Bytes of a line. */
export const MOST_LINE_BYTES = MOST_OBJECT_CHARS + 1024;

/** Bytes and requests that wait; beyond them the pipe is not read on until some are answered. */
export const MOST_WAITING_BYTES = 32 * MIB;
export const MOST_WAITING = 10_000;

/** Steps of a plan. */
export const MOST_STEPS = 100_000;

/** Milliseconds after which no further step of a plan is begun: what was done is undone then. */
export const PLAN_LIMIT_MS = 600_000;

/** Records on a host, and bytes of one. */
export const MOST_RECORDS = 16_384;
export const MOST_RECORD_BYTES = MIB;

/** Bytes of objects in the memory of a helper. */
export const MOST_HELD_BYTES = 16 * MIB;

/** Bytes of objects in its memory when it has no folder to keep them in. */
export const MOST_UNKEPT_BYTES = 256 * MIB;

/** The error of a request that is too long to be sent or read. */
export function tooLong(what: string, length: number, most: number): NetkitError {
  return new NetkitError(
    'request-refused',
    `${what} takes a request of ${length} bytes; the limit is ${most}`,
    { advice: 'Declare several smaller resources, or a smaller object' },
  );
}
