/** The calls in flight: what ends them early, and when the last has ended. */
import { setMaxListeners } from 'node:events';
import { NetkitError } from '@pulumi-netkit/contract';
import { cancelled, whilePatient } from '../../../transport/process/patience.js';

/** Every call of one plugin process. */
export class Calls {
  #cancel = new AbortController();
  readonly #inFlight = new Set<Promise<unknown>>();

  /** Works until it is done, cancelled, or `seconds` are over; 0: as long as it takes. */
  async run<T>(work: () => Promise<T>, seconds = 0): Promise<T> {
    const { signal, release } = this.#signalFor(seconds);
    const done = whilePatient(signal, work);
    this.#inFlight.add(done);
    try {
      return await done;
    } finally {
      release();
      this.#inFlight.delete(done);
    }
  }

  /** Asks all calls to end, those to come too. */
  cancel(): void {
    this.#cancel.abort(cancelled());
  }

  /** Begins anew for another run: a plugin that was attached to outlives the one that was cancelled. */
  renew(): void {
    if (this.#cancel.signal.aborted) this.#cancel = new AbortController();
  }

  /** Resolves when no call is in flight. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
  }

  // A signal for each call: one for all would gather the listeners of every resource of a run.
  #signalFor(seconds: number): { readonly signal: AbortSignal; readonly release: () => void } {
    const own = new AbortController();
    const { signal: all } = this.#cancel;
    setMaxListeners(0, own.signal, all);
    const pass = (): void => own.abort(all.reason);
    if (all.aborted) pass();
    else all.addEventListener('abort', pass, { once: true });
    const clock =
      seconds > 0 ? setTimeout(() => own.abort(timedOut(seconds)), seconds * 1_000) : undefined;
    return {
      signal: own.signal,
      release: () => {
        clearTimeout(clock);
        all.removeEventListener('abort', pass);
      },
    };
  }
}

function timedOut(seconds: number): NetkitError {
  return new NetkitError('timed-out', `it was not done within ${seconds} s, its custom timeout`, {
    advice: 'Run up again, or allow it more time in customTimeouts',
  });
}
