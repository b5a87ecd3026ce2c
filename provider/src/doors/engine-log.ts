/**
 * Tells the engine what a resource waits for: its status line shows it for as long as it lasts. Progress is a courtesy:
 * where there is no engine to tell, nothing is said and nothing fails.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';
import type * as Services from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import type * as Messages from '@pulumi/pulumi/proto/engine_pb.js';
import { engineAddress } from './engine-watch.js';

const resources = new AsyncLocalStorage<string>();

/** Works for one resource: what is said meanwhile is said of it. */
export function forResource<T>(urn: unknown, work: () => T): T {
  return typeof urn === 'string' && urn !== '' ? resources.run(urn, work) : work();
}

/** Says something that holds for the moment; or, as a warning, something that stays in the run's report. */
export function sayToEngine(text: string, weight?: 'warning'): void {
  const urn = resources.getStore();
  if (urn === undefined) return;
  const engine = client();
  if (!engine) return;
  const request = new engine.messages.LogRequest();
  const { WARNING, INFO } = engine.messages.LogSeverity;
  request.setSeverity(weight === 'warning' ? WARNING : INFO);
  request.setUrn(urn);
  request.setMessage(text);
  request.setEphemeral(weight === undefined);
  engine.client.log(request, () => undefined);
}

/** The engine's own service, and the words it takes. */
export interface Engine {
  readonly client: Services.EngineClient;
  readonly messages: typeof Messages;
}

let known: Engine | null | undefined;

/** Says everything from now on to this engine. */
export function speakTo(engine: Engine): void {
  known = engine;
}

// Loaded with the first word: a run that has nothing to wait for pays nothing.
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
