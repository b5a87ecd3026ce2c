/**
 * The helper: the process that touches the kernel. It reads requests from a pipe, answers each in turn and ends with the
 * pipe. Everything it does is synchronous and under a host-wide lock, so a plan of one run never meets half a plan of another.
 */
import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import {
  asNetkitError,
  type Hello,
  isObject,
  MOST_WAITING,
  MOST_WAITING_BYTES,
  NetkitError,
  type Note,
  PLAN_LIMIT_MS,
  PROTOCOL,
  type Request,
  type Response,
  VERSION,
} from '@pulumi-netkit/contract';
import { accept } from './accept.js';
import { Holds } from './holds.js';
import type { Kernel } from './kernel-session.js';
import { readLines } from './line-reader.js';
import { runPlan } from './run.js';

/**
 * Serves one provider until its end of the pipe closes. What it had asked for and is not begun by then is not done, and what
 * it had asked to hold and did not settle is taken back: no engine knows of it.
 */
export async function serve(kernel: Kernel, input: Readable, output: Writable): Promise<void> {
  const say = (message: Hello | Note | Response): void => {
    output.write(`${JSON.stringify(message)}\n`);
  };
  // A provider that was killed reads no more; what it left held is still to be taken back.
  output.on('error', () => undefined);
  say({ protocol: PROTOCOL, version: VERSION, facts: kernel.facts });
  const holds = new Holds();
  const queue: Waiting[] = [];
  let bytes = 0;
  let wake: () => void = () => undefined;
  let end: { readonly why?: unknown } | undefined;
  const receive = (asked: unknown, size: number): void => {
    // What takes others out of the queue does not stand in it.
    if (isObject(asked) && asked['method'] === 'drop')
      say(answer(kernel, holds, asked, say, (id) => drop(queue, id, say)));
    else {
      queue.push({ asked, size });
      bytes += size;
    }
    if (queue.length >= MOST_WAITING || bytes >= MOST_WAITING_BYTES) input.pause();
  };
  readLines(input, {
    onLine(line) {
      if (line.trim() !== '') receive(JSON.parse(line), line.length);
      wake();
    },
    onEnd(why) {
      end ??= { why };
      wake();
    },
  });
  while (!end) {
    const next = queue.shift();
    bytes = queue.length === 0 ? 0 : bytes - (next?.size ?? 0);
    if (queue.length < MOST_WAITING && bytes < MOST_WAITING_BYTES) input.resume();
    if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
    else {
      say(answer(kernel, holds, next.asked, say, () => false));
      // What came in meanwhile is heard first: it may say that the next is not wanted any more.
      await setImmediate();
    }
  }
  holds.takeBack(kernel);
  if (end.why !== undefined) throw end.why as Error;
}

/** A request that is not begun, and the length of its line. */
interface Waiting {
  readonly asked: unknown;
  readonly size: number;
}

/** Takes a request out of the queue. False: it is not there. */
function drop(queue: Waiting[], id: number, say: (response: Response) => void): boolean {
  const at = queue.findIndex(({ asked }) => idOf(asked) === id);
  if (at < 0) return false;
  queue.splice(at, 1);
  const error = new NetkitError('cancelled', 'the request was cancelled before it began');
  say({ id, error: error.toJSON() });
  return true;
}

function answer(
  kernel: Kernel,
  holds: Holds,
  asked: unknown,
  note: (note: Note) => void,
  dropped: (id: number) => boolean,
): Response {
  const id = idOf(asked);
  try {
    const request: Request = accept(asked);
    if (request.method === 'drop') return { id, ok: dropped(request.of) };
    if (request.method === 'object') {
      if (request.bytes === undefined) return { id, ok: kernel.hasObject(request.digest) };
      kernel.keepObject(request.digest, Buffer.from(request.bytes, 'base64'));
      return { id, ok: null };
    }
    if (request.method === 'settle') {
      holds.settle(request.key);
      return { id, ok: null };
    }
    return kernel.exclusively((session) => {
      if (request.method === 'observe') return { id, ok: session.observe(request.query) };
      const places = new Map(request.plan.map(({ op }, at) => [op, at]));
      const start = Date.now();
      runPlan(request.plan, (op) => {
        const at = places.get(op) ?? 0;
        if (at > 0 && Date.now() - start > PLAN_LIMIT_MS) throw tooSlow(at, request.plan.length);
        // A pipe is written to at once, so it is told before the step begins.
        if (at > 0) note({ id, at });
        session.execute(op);
      });
      if (request.hold) holds.add(request.hold);
      return { id, ok: null };
    });
  } catch (error) {
    return { id, error: asNetkitError(error).toJSON() };
  }
}

function tooSlow(at: number, steps: number): NetkitError {
  return new NetkitError(
    'request-refused',
    `after ${PLAN_LIMIT_MS / 1000} s only ${at} of ${steps} steps are done, and a request may take no longer`,
    { advice: 'What was done is undone. See what slows the host down, or use several resources' },
  );
}

// Told apart even when the rest is refused. 0 is nobody's: who sends no id ends the talk.
function idOf(asked: unknown): number {
  return isObject(asked) && Number.isSafeInteger(asked['id']) ? Number(asked['id']) : 0;
}
