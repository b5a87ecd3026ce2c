/** The helper with kill-preload.cjs in it. */
import { join } from 'node:path';
import type { Answer, Host, HostFacts, ObjectFiles, Plan, Query } from '@pulumi-netkit/contract';
import { GUEST_COMMAND } from '../guests/guest.js';

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

/** What starts one that is held there instead, until the test takes away /run/kill.held. */
export const HOLDING: readonly string[] = [...KILLING.slice(0, -1), '-e', 'KILL_HOLD=1', '--'];

/** What starts one that waits before each change, so that a test can strike in between. */
export function slowly(milliseconds: number): readonly string[] {
  return [...KILLING.slice(0, -1), '-e', `DELAY_MS=${milliseconds}`, '--'];
}

/** A provider that dies with its helper, as when the engine is killed: it can neither look nor undo. */
export class DyingHost implements Host {
  readonly #host: Host;
  #isDead = false;

  constructor(host: Host) {
    this.#host = host;
  }

  facts(): Promise<HostFacts> {
    return this.#mortally(() => this.#host.facts());
  }
  observe<Q extends Query>(query: Q): Promise<Answer<Q>> {
    return this.#mortally(() => this.#host.observe(query));
  }
  run(plan: Plan, objects?: ObjectFiles): Promise<void> {
    return this.#mortally(() => this.#host.run(plan, objects));
  }

  async #mortally<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isDead) throw new Error('the provider is dead');
    try {
      return await work();
    } catch (error) {
      this.#isDead = true;
      throw error;
    }
  }
}
