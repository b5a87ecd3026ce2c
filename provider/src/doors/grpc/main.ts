/**
 * The plugin's entry: `pulumi-resource-netkit [ENGINE-ADDRESS]`. Its first line on stdout is the port it serves; nothing else
 * is written there. Started without an address it waits to be attached to (`PULUMI_DEBUG_PROVIDERS=netkit:PORT`).
 */
import { credentials } from '@grpc/grpc-js';
import { EngineClient } from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import * as messages from '@pulumi/pulumi/proto/engine_pb.js';
import { HostPool } from '../../transport/process/pool.js';
import { bpfAttachment } from '../../resources/bpf-attachment/index.js';
import { netkitPair } from '../../resources/netkit-pair/index.js';
import { networkNamespace } from '../../resources/network-namespace/index.js';
import { onHost } from '../../resources/common/on-host.js';
import { sayToEngine, speakTo } from '../common/engine-log.js';
import { engineAddress, exitWithEngine, watchEngine } from '../common/engine-watch.js';
import { serve } from './wire/server.js';
import { Plugin } from './service.js';
import { stackSettings } from './settings.js';

// The engine gives a plugin five seconds after the interrupt, and its user one.
const LAST_CALLS_MS = 800;

async function main(): Promise<void> {
  let spokenTo: string | undefined;
  const speak = (address: string): void => {
    if (address === '' || address === spokenTo) return;
    spokenTo = address;
    watchEngine(address);
    speakTo({ client: new EngineClient(address, credentials.createInsecure()), messages });
  };
  const address = engineAddress();
  const plugin = new Plugin({
    resources: {
      NetkitPair: onHost(netkitPair),
      NetworkNamespace: onHost(networkNamespace),
      BpfAttachment: onHost(bpfAttachment),
    },
    hostsFor: (connection) => new HostPool(connection, sayToEngine),
    onEngine: speak,
    stack: address === undefined ? undefined : stackSettings(process.env['PULUMI_CONFIG']),
  });
  if (address !== undefined) speak(address);
  exitWithEngine();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      plugin.calls.cancel();
      setTimeout(() => process.exit(0), LAST_CALLS_MS).unref();
      void plugin.calls.settled().then(() => process.exit(0));
    });
  }
  const { port } = await serve(plugin);
  process.stdout.write(`${port}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
