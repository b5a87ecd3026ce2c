/**
 * How long a caller waits: a signal that travels with the call, not through every signature. Once it is given, nothing new is
 * begun for that caller; what it wants to look at, to say what is there, it still gets.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { asNetkitError, NetkitError } from '@pulumi-netkit/contract';

/** How long a step in flight may go on after the signal. The engine wants an answer within a second of ^C. */
export const GRACE_MS = 600;

const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Works for a caller who may lose patience. The reason of `signal` is the error that is told. */
export function whilePatient<T>(signal: AbortSignal, work: () => T): T {
  return signals.run(signal, work);
}

/** Works for a caller who waits until it is done, whatever its signal says. */
export function withoutLimit<T>(work: () => T): T {
  return signals.run(undefined, work);
}

/** The signal of the present caller; undefined for one who waits for ever. */
export function patience(): AbortSignal | undefined {
  return signals.getStore();
}

/** Waits for `work`, but not beyond the signal of the caller. @throws NetkitError the signal's reason */
export function unlessImpatient<T>(work: Promise<T>, what: string): Promise<T> {
  const signal = patience();
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(impatience(signal, what));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** Why a caller went, at what. */
export function impatience(signal: AbortSignal, what: string): NetkitError {
  const { code, summary, details } = asNetkitError(signal.reason);
  return new NetkitError(code, `${summary} at "${what}"`, details);
}

/** The reason of a run that was cancelled. */
export function cancelled(): NetkitError {
  return new NetkitError('cancelled', 'the run was cancelled', {
    advice: 'Run up again: it goes on from what is there',
  });
}
