/** The plugin with methods that do nothing: what is left of a run is the engine's time, the program's and gRPC's. */
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import { HostPool } from '../../provider/src/transport/process/pool.js';
import { serve } from '../../provider/src/doors/grpc/wire/server.js';
import { Plugin } from '../../provider/src/doors/grpc/service.js';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { networkNamespace } from '../../provider/src/resources/network-namespace/index.js';
import { onHost } from '../../provider/src/resources/common/on-host.js';

/** Takes all inputs as they are, and says them as outputs. */
class InstantPlugin extends Plugin {
  override check(request: wire.CheckRequest): Promise<wire.CheckResponse> {
    return Promise.resolve(new wire.CheckResponse().setInputs(request.getNews()));
  }

  override diff(): Promise<wire.DiffResponse> {
    const { DIFF_NONE } = wire.DiffResponse.DiffChanges;
    return Promise.resolve(new wire.DiffResponse().setChanges(DIFF_NONE));
  }

  override create(request: wire.CreateRequest): Promise<wire.CreateResponse> {
    const response = new wire.CreateResponse();
    const inputs = request.getProperties();
    response.setId(inputs?.getFieldsMap().get('name')?.getStringValue() ?? '');
    return Promise.resolve(response.setProperties(inputs));
  }

  override delete(): Promise<Empty> {
    return Promise.resolve(new Empty());
  }
}

async function main(): Promise<void> {
  const plugin = new InstantPlugin({
    resources: {
      NetkitPair: onHost(netkitPair),
      NetworkNamespace: onHost(networkNamespace),
      BpfAttachment: onHost(bpfAttachment),
    },
    hostsFor: (connection) => new HostPool(connection),
  });
  process.on('SIGINT', () => process.exit(0));
  const { port } = await serve(plugin);
  process.stdout.write(`${port}\n`);
}

void main();
