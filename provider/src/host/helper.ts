/**
 * The helper: the process that touches the kernel. It reads requests from a pipe, answers each in turn and ends with the
 * pipe. Everything it does is synchronous and under a host-wide lock, so a plan of one run never meets half a plan of another.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { isObject } from '../check/json.js';
import { asNetkitError, NetkitError } from '../errors.js';
import { VERSION } from '../generated/version.js';
import type { Op } from '../plan/op.js';
import { accept } from './accept.js';
import type { Answer, HostFacts, Query } from './host.js';
import { PROTOCOL, type Hello, type Note, type Request, type Response } from './protocol.js';
import { runPlan } from './run.js';

/** What a helper needs of the kernel. */
export interface Kernel {
  readonly facts: HostFacts;
  /** Whether it has an object, from this run or an earlier one. If so, the plans to come can load it. */
  hasObject(hash: string): boolean;
  /** Keeps the bytes of an object for the plans to come. @throws NetkitError when their SHA-256 is another */
  keepObject(hash: string, bytes: Uint8Array): void;
  /** Calls `work` with the host-wide lock held; sockets it opens are closed at the end. */
  exclusively<T>(work: (session: KernelSession) => T): T;
}

/** The kernel, for the length of one request. */
export interface KernelSession {
  observe(query: Query): Answer<Query>;
  execute(op: Op): void;
}

/**
 * Serves one provider until its end of the pipe closes. What it had asked for and is not begun by then is not done: whoever
 * asked is gone.
 */
export async function serve(kernel: Kernel, input: Readable, output: Writable): Promise<void> {
  const say = (message: Hello | Note | Response): void => {
    output.write(`${JSON.stringify(message)}\n`);
  };
  say({ protocol: PROTOCOL, version: VERSION, facts: kernel.facts });
  const queue: unknown[] = [];
  let wake: () => void = () => undefined;
  let end: { readonly why?: unknown } | undefined;
  const receive = (asked: unknown): void => {
    // What takes others out of the queue does not stand in it.
    if (isObject(asked) && asked['method'] === 'drop')
      say(answer(kernel, asked, say, (id) => drop(queue, id, say)));
    else queue.push(asked);
  };
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    try {
      if (line.trim() !== '') receive(JSON.parse(line));
    } catch (error) {
      end ??= { why: error };
    }
    wake();
  });
  lines.on('close', () => {
    end ??= {};
    wake();
  });
  while (!end) {
    const asked = queue.shift();
    if (asked === undefined) await new Promise<void>((resolve) => (wake = resolve));
    else {
      say(answer(kernel, asked, say, () => false));
      // What came in meanwhile is heard first: it may say that the next is not wanted any more.
      await setImmediate();
    }
  }
  if (end.why !== undefined) throw end.why as Error;
}

/** Takes a request out of the queue. False: it is not there. */
function drop(queue: unknown[], id: number, say: (response: Response) => void): boolean {
  const at = queue.findIndex((asked) => idOf(asked) === id);
  if (at < 0) return false;
  queue.splice(at, 1);
  const error = new NetkitError('cancelled', 'nobody waited for it any more, and it was not begun');
  say({ id, error: error.toJSON() });
  return true;
}

function answer(
  kernel: Kernel,
  asked: unknown,
  note: (note: Note) => void,
  dropped: (id: number) => boolean,
): Response {
  const id = idOf(asked);
  try {
    const request: Request = accept(asked);
    if (request.method === 'drop') return { id, ok: dropped(request.of) };
    if (request.method === 'object') {
      if (request.bytes === undefined) return { id, ok: kernel.hasObject(request.hash) };
      kernel.keepObject(request.hash, Buffer.from(request.bytes, 'base64'));
      return { id, ok: null };
    }
    return kernel.exclusively((session) => {
      if (request.method === 'observe') return { id, ok: session.observe(request.query) };
      const places = new Map(request.plan.map(({ op }, at) => [op, at]));
      runPlan(request.plan, (op) => {
        const at = places.get(op) ?? 0;
        // A pipe is written to at once, so it is told before the step begins.
        if (at > 0) note({ id, at });
        session.execute(op);
      });
      return { id, ok: null };
    });
  } catch (error) {
    return { id, error: asNetkitError(error).toJSON() };
  }
}

// Told apart even when the rest is refused. 0 is nobody's: who sends no id ends the talk.
function idOf(asked: unknown): number {
  return isObject(asked) && Number.isSafeInteger(asked['id']) ? Number(asked['id']) : 0;
}
