/** What the end of a helper means for the requests that waited for it. Pure. */
import { NetkitError } from '@pulumi-netkit/contract';
import { hostOf, type Connection } from '../way/connection.js';
import { LOADING } from './describe-run.js';

/** How the reason of a helper begins that did not answer in time. */
export const SILENCE = 'no word from it in';

// What ssh itself ends with when its connection breaks; any other code is that of what it ran, all of whose output came first.
const SSH_FAILED = 255;
const notBegun = new WeakSet<object>();

/**
 * Whether every answer that the helper gave before its end has arrived: what has no answer then, and is not the oldest, was not
 * begun, since a helper does one request after the other.
 */
export function isAllHeard({ address }: Connection, code: number | null): boolean {
  return address === undefined || (code !== null && code !== SSH_FAILED);
}

/** The error of the request that the helper was at. */
export function died(connection: Connection, what: string, why: string): NetkitError {
  const [code, end] = ended(connection, why);
  return new NetkitError(code, `${end} at "${what}": ${why}`, {
    ...hostOf(connection),
    advice: `${hint(what, why)}Run up again: it finishes or clears what was half-made`,
  });
}

/** The error of a request that waited behind it. Another helper may be asked, see {@link wasNotBegun}. */
export function diedBefore(connection: Connection, what: string, why: string): NetkitError {
  const [code, end] = ended(connection, why);
  const error = new NetkitError(code, `${end} before "${what}" was begun: ${why}`, {
    ...hostOf(connection),
    advice: 'Run up again',
  });
  notBegun.add(error);
  return error;
}

/** Whether an error says that nothing of the request was done. */
export function wasNotBegun(error: unknown): boolean {
  return typeof error === 'object' && error !== null && notBegun.has(error);
}

function ended({ address }: Connection, why: string) {
  if (address === undefined) return ['helper-died', 'the helper died'] as const;
  return why.startsWith(SILENCE)
    ? (['host-silent', 'it fell silent'] as const)
    : (['connection-lost', 'the connection broke'] as const);
}

// By its name, or by its number behind sudo and shells: 128 and the signal's.
const CRASH = /\b(SIGSEGV|SIGABRT|SIGBUS|SIGILL|SIGFPE|code 1(39|34|35|32|36))\b/;
const KILL = /\b(SIGKILL|code 137)\b/;
const STOP = /\b(SIGTERM|SIGINT|SIGHUP|code 1(43|30|29))\b/;

function hint(what: string, why: string): string {
  if (CRASH.test(why) && what.startsWith(LOADING))
    return 'The object may be broken in a way that crashes libbpf: build it again. ';
  if (KILL.test(why))
    return 'Something killed it: the kernel when memory ran out (see dmesg), or another process. ';
  if (STOP.test(why)) return 'Something asked it to end, such as a shutdown of the machine. ';
  return '';
}
