/** The helper with kill-preload.cjs in it. */
import { join } from 'node:path';
import { GUEST_COMMAND } from './guest.js';

const PRELOAD = `NODE_OPTIONS=--require=${join(__dirname, 'kill-preload.cjs')}`;

/** What starts it: it dies before the n-th change, n being what /run/kill in the guest holds. */
export const KILLING: readonly string[] = [
  ...GUEST_COMMAND.slice(0, -1),
  '-e',
  PRELOAD,
  '-e',
  'KILL_FILE=/run/kill',
  '--',
];

/** What starts one that waits before each change, so that a test can strike in between. */
export function slowly(milliseconds: number): readonly string[] {
  return [...KILLING.slice(0, -1), '-e', `DELAY_MS=${milliseconds}`, '--'];
}
