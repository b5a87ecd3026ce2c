/** The engine's side of the plugin: Pulumi's own client, over a real connection, with properties as they are on the wire. */
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import * as plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import * as statuses from '@pulumi/pulumi/proto/status_pb.js';
import type { Naming } from '../src/identity/naming.js';
import type { Kind } from '../src/check/schema.js';
import { serve } from '../src/doors/grpc/wire/server.js';
import { Plugin } from '../src/doors/grpc/service.js';
import type { Connection } from '../src/transport/way/connection.js';
import type { Hosts } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../src/resources/bpf-attachment/index.js';
import { netkitPair } from '../src/resources/netkit-pair/index.js';
import { networkNamespace } from '../src/resources/network-namespace/index.js';
import { onHost } from '../src/resources/common/on-host.js';

/** Properties. */
export type Json = Readonly<Record<string, unknown>>;

const RESOURCES = {
  NetkitPair: onHost(netkitPair),
  NetworkNamespace: onHost(networkNamespace),
  BpfAttachment: onHost(bpfAttachment),
} as const;

const { PROPOSE, ENFORCE, DISABLE } = wire.CheckRequest.AutonamingOptions.Mode;
const MODES = { propose: PROPOSE, enforce: ENFORCE, disable: DISABLE } as const;

/** What a half-made resource leaves in the state. */
export interface Partial {
  readonly id: string;
  readonly properties: Json;
  readonly inputs: Json;
  readonly reasons: readonly string[];
  readonly refreshBeforeUpdate: boolean;
}

/** What a call was refused with. */
export class Refused extends Error {
  readonly partial: Partial | undefined;

  constructor({ details, metadata }: ServiceError) {
    super(details);
    const [packed] = metadata.get('grpc-status-details-bin');
    const status = packed && statuses.Status.deserializeBinary(packed as Buffer);
    const detail = status && status.getDetailsList()[0];
    if (!detail) return;
    const failed = wire.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    this.partial = {
      id: failed.getId(),
      properties: plain(failed.getProperties()),
      inputs: plain(failed.getInputs()),
      reasons: failed.getReasonsList(),
      refreshBeforeUpdate: failed.getRefreshBeforeUpdate(),
    };
  }
}

/** The URN of a resource of a program. */
export function urnOf(kind: Kind, name: string, stack = 'test'): string {
  return `urn:pulumi:${stack}::project::netkit:index:${kind}::${name}`;
}

/** A client of a plugin, wherever that runs. */
export class PluginCalls {
  readonly #client: ResourceProviderClient;

  constructor(port: number | string) {
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /** Ends the connection. */
  close(): void {
    this.#client.close();
  }

  get client(): ResourceProviderClient {
    return this.#client;
  }

  /** Any procedure of the client's. */
  call<A>(
    procedure: (callback: (error: ServiceError | null, answer: A) => void) => unknown,
  ): Promise<A> {
    return new Promise((resolve, reject) => {
      procedure((error, answer) => (error ? reject(new Refused(error)) : resolve(answer)));
    });
  }

  async configure(args: Json = {}, urn?: string): Promise<wire.ConfigureResponse> {
    const request = new wire.ConfigureRequest();
    request.setArgs(struct(args));
    if (urn !== undefined) request.setUrn(urn);
    return this.call<wire.ConfigureResponse>((done) => this.#client.configure(request, done));
  }

  /** @returns the reasons of failures */
  async checkConfig(olds: Json, news: Json): Promise<string[]> {
    const request = new wire.CheckRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const answer = await this.call<wire.CheckResponse>((done) =>
      this.#client.checkConfig(request, done),
    );
    return answer
      .getFailuresList()
      .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
  }

  async diffConfig(olds: Json, news: Json): Promise<wire.DiffResponse> {
    const request = new wire.DiffRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return this.call<wire.DiffResponse>((done) => this.#client.diffConfig(request, done));
  }

  async check(
    urn: string,
    olds: Json,
    news: Json,
    naming?: Naming,
    seed: Uint8Array = new Uint8Array(),
  ): Promise<{ readonly inputs: Json; readonly failures: { property: string; reason: string }[] }> {
    const request = new wire.CheckRequest();
    request.setUrn(urn);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    request.setRandomseed(seed);
    if (naming) {
      const options = new wire.CheckRequest.AutonamingOptions();
      options.setMode(MODES[naming.mode]);
      options.setProposedName(naming.proposed);
      request.setAutonaming(options);
    }
    const answer = await this.call<wire.CheckResponse>((done) => this.#client.check(request, done));
    return {
      inputs: plain(answer.getInputs()),
      failures: answer.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async diff(urn: string, id: string, olds: Json, news: Json): Promise<wire.DiffResponse> {
    const request = new wire.DiffRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return this.call<wire.DiffResponse>((done) => this.#client.diff(request, done));
  }

  async create(
    urn: string,
    inputs: Json,
    { preview = false, timeout = 0 } = {},
  ): Promise<{ readonly id: string; readonly outputs: Json; readonly refreshes: boolean }> {
    const request = new wire.CreateRequest();
    request.setUrn(urn);
    request.setProperties(struct(inputs));
    request.setPreview(preview);
    request.setTimeout(timeout);
    const answer = await this.call<wire.CreateResponse>((done) =>
      this.#client.create(request, done),
    );
    return {
      id: answer.getId(),
      outputs: plain(answer.getProperties()),
      refreshes: answer.getRefreshBeforeUpdate(),
    };
  }

  /** Without `state` as an import asks: by id alone. */
  async read(
    urn: string,
    id: string,
    state?: { readonly inputs: Json; readonly outputs: Json },
  ): Promise<{ readonly id: string; readonly outputs: Json; readonly inputs: Json }> {
    const request = new wire.ReadRequest();
    request.setUrn(urn);
    request.setId(id);
    if (state) {
      request.setProperties(struct(state.outputs));
      request.setInputs(struct(state.inputs));
    }
    const answer = await this.call<wire.ReadResponse>((done) => this.#client.read(request, done));
    return {
      id: answer.getId(),
      outputs: plain(answer.getProperties()),
      inputs: plain(answer.getInputs()),
    };
  }

  async update(
    urn: string,
    id: string,
    olds: Json,
    news: Json,
    { preview = false } = {},
  ): Promise<Json> {
    const request = new wire.UpdateRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    request.setPreview(preview);
    return plain(
      (
        await this.call<wire.UpdateResponse>((done) => this.#client.update(request, done))
      ).getProperties(),
    );
  }

  async delete(urn: string, id: string, outputs: Json): Promise<void> {
    const request = new wire.DeleteRequest();
    request.setUrn(urn);
    request.setId(id);
    request.setProperties(struct(outputs));
    await this.call<Empty>((done) => this.#client.delete(request, done));
  }

  async invoke(token: string, args: Json): Promise<{ failures: unknown[]; answer: Json }> {
    const request = new wire.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    const answer = await this.call<wire.InvokeResponse>((done) =>
      this.#client.invoke(request, done),
    );
    const failures = answer.getFailuresList().map((failure) => failure.toObject());
    return { failures, answer: plain(answer.getReturn()) };
  }

  /** As an engine does that finds the plugin running. */
  async attach(): Promise<void> {
    await this.call<Empty>((done) => this.#client.attach(new plugins.PluginAttach(), done));
  }

  async cancel(): Promise<void> {
    await this.call<Empty>((done) => this.#client.cancel(new Empty(), done));
  }
}

/** A plugin and a client of it, in one process, with a socket between them. */
export class PluginClient extends PluginCalls implements AsyncDisposable {
  readonly plugin: Plugin;
  readonly #stop: () => void;

  private constructor(plugin: Plugin, port: number, stop: () => void) {
    super(port);
    this.plugin = plugin;
    this.#stop = stop;
  }

  static async start(
    hosts: Hosts | ((connection: Connection) => Hosts),
    onEngine?: (address: string) => void,
    stack?: Json,
  ): Promise<PluginClient> {
    const hostsFor = typeof hosts === 'function' ? hosts : (): Hosts => hosts;
    const plugin = new Plugin({
      resources: RESOURCES,
      hostsFor,
      ...(onEngine ? { onEngine } : {}),
      ...(stack ? { stack } : {}),
    });
    const { server, port } = await serve(plugin);
    return new PluginClient(plugin, port, () => server.forceShutdown());
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    this.#stop();
    return Promise.resolve();
  }
}

function struct(value: Json): Struct {
  return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
}

function plain(value: Struct | undefined): Json {
  return value?.toJavaScript() ?? {};
}
