/**
 * Reports to the engine what a resource waits for. The engine shows the text in the status line of that resource; in the log of
 * a CI run each report is a line. Where there is no engine, nothing is reported and nothing fails.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';
import type * as Services from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import type * as Messages from '@pulumi/pulumi/proto/engine_pb.js';
import { engineAddress } from './engine-watch.js';

/** How long a text is shown, and how: a text without one is gone when the resource is done. */
type Weight = 'warning' | 'info';

const SECRET_TEXT = {
  status: 'waiting for the host (what for is not shown: inputs are secret)',
  warning: 'there is a warning that is not shown, since inputs of this resource are secret',
  info: 'there is a message that is not shown, since inputs of this resource are secret',
} as const;

// An engine that does not answer holds up no resource.
const CLEARED_WITHIN_MS = 500;

/** One call for one resource. */
interface Call {
  readonly urn: string;
  /** Whether inputs are secret: what it waits for is not described then. */
  readonly isSecret: boolean;
  /** Whether its status line holds a text. */
  hasStatus: boolean;
  isOver: boolean;
}

const calls = new AsyncLocalStorage<Call>();

/**
 * Does the work of one call for one resource: what is reported meanwhile is reported of that resource, and its status line is
 * empty again before this resolves.
 */
export async function forResource<T>(
  urn: unknown,
  work: () => T,
  isSecret = false,
): Promise<Awaited<T>> {
  if (typeof urn !== 'string' || urn === '') return await work();
  const call: Call = { urn, isSecret, hasStatus: false, isOver: false };
  try {
    return await calls.run(call, work);
  } finally {
    call.isOver = true;
    if (call.hasStatus) await cleared(urn);
  }
}

// The engine asks of one resource more than once in a run.
const warned = new Set<string>();

function isNew(urn: string, text: string): boolean {
  const key = `${urn}\n${text}`;
  return !warned.has(key) && warned.add(key).size > 0;
}

/** Reports something about the whole run, once. */
export function warnOfRun(text: string): void {
  if (isNew('', text)) send('', text, 'warning', () => undefined);
}

/** Reports a text that holds for the moment; or one that stays in the run's report, once for a resource. */
export function sayToEngine(text: string, weight?: Weight): void {
  const call = calls.getStore();
  // A helper that is still starting may be waited for by others than the resource that asked for it first.
  if (call === undefined || (call.isOver && weight === undefined)) return;
  if (weight === undefined) call.hasStatus = true;
  else if (!isNew(call.urn, text)) return;
  send(call.urn, call.isSecret ? SECRET_TEXT[weight ?? 'status'] : text, weight, () => undefined);
}

// The engine prints the last text with the result of the resource, so it must have taken the empty one before that.
function cleared(urn: string): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, CLEARED_WITHIN_MS);
    send(urn, '', undefined, () => {
      clearTimeout(limit);
      resolve();
    });
  });
}

function send(urn: string, text: string, weight: Weight | undefined, taken: () => void): void {
  const engine = client();
  if (!engine) {
    taken();
    return;
  }
  const request = new engine.messages.LogRequest();
  const { WARNING, INFO } = engine.messages.LogSeverity;
  request.setSeverity(weight === 'warning' ? WARNING : INFO);
  request.setUrn(urn);
  request.setMessage(text);
  request.setEphemeral(weight === undefined);
  engine.client.log(request, taken);
}

/** The engine's own service, and its messages. */
export interface Engine {
  readonly client: Services.EngineClient;
  readonly messages: typeof Messages;
}

let known: Engine | null | undefined;

/** Reports everything from now on to this engine. */
export function speakTo(engine: Engine): void {
  known = engine;
}

// Loaded with the first report: a run that waits for nothing pays nothing.
function client(): Engine | null {
  if (known !== undefined) return known;
  const address = engineAddress();
  if (address === undefined) return (known = null);
  try {
    const load = createRequire(require.resolve('@pulumi/pulumi/package.json'));
    const grpc = load('@grpc/grpc-js') as typeof Grpc;
    const services = load('./proto/engine_grpc_pb.js') as typeof Services;
    const messages = load('./proto/engine_pb.js') as typeof Messages;
    const made = new services.EngineClient(address, grpc.credentials.createInsecure());
    return (known = { client: made, messages });
  } catch {
    return (known = null);
  }
}
