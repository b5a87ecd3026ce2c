/** The plugin on a port of this machine. */
import {
  Server,
  ServerCredentials,
  type handleUnaryCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { Doorkeeper } from './peer.js';
import type { Plugin } from '../service.js';
import { statusOf } from './failed.js';

// As Pulumi's own servers: a schema or a large stack's inputs are more than gRPC's 4 MB.
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** The procedures that are served; the engine hears UNIMPLEMENTED of the others. */
const SERVED = [
  'handshake',
  'attach',
  'getPluginInfo',
  'getSchema',
  'getMapping',
  'getMappings',
  'checkConfig',
  'diffConfig',
  'configure',
  'check',
  'diff',
  'create',
  'read',
  'update',
  'delete',
  'invoke',
  'cancel',
] as const;

/** Serves until it is shut down. @returns the server and its port on 127.0.0.1 */
export async function serve(
  plugin: Plugin,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  });
  const keeper = new Doorkeeper();
  let port = 0;
  server.addService(
    ResourceProviderService,
    Object.fromEntries(
      SERVED.map((name) => [name, unary(plugin, name, (peer) => keeper.assertOwn(peer, port))]),
    ) as UntypedServiceImplementation,
  );
  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { server, port };
}

function unary(
  plugin: Plugin,
  name: (typeof SERVED)[number],
  assertOwn: (peer: string) => void,
): handleUnaryCall<never, unknown> {
  const answer = plugin[name].bind(plugin) as (request: never) => unknown;
  return (call, callback) => {
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must come as a rejection
    const work = async (): Promise<unknown> => {
      assertOwn(call.getPeer());
      return answer(call.request);
    };
    void work().then(
      (response) => callback(null, response),
      (error: unknown) => callback(statusOf(error)),
    );
  };
}
