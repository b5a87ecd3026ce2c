/**
 * The plugin's remote procedures: messages of the engine ⇄ plain JSON, and nothing decided here. Nothing is done at the start
 * or in Configure; a host is contacted with the first resource.
 */
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import * as plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import { sameJson } from '../../check/json.js';
import type { Naming } from '../../check/naming.js';
import { containsUnknown } from '../../check/unknown.js';
import type { Kind } from '../../check/schema.js';
import { NetkitError } from '../../errors.js';
import { functions } from '../../functions/index.js';
import { SCHEMA } from '../../generated/schema.js';
import { VERSION } from '../../generated/version.js';
import type { Connection } from '../../host/connection.js';
import type { Hosts } from '../../host/host.js';
import { PartialError, type Json, type Resource } from '../../resources/resource.js';
import { omit } from '../../resources/state.js';
import { checkInputs, type Claims } from '../checking.js';
import { forResource } from '../engine-log.js';
import { Calls } from './calls.js';
import { InitFailed } from './failed.js';
import { checkSettings, readSettings } from './settings.js';
import { decode, encode, hideSecrets, type Decoded, type Secret } from './struct.js';
import { kindOf, ownerOf } from './urn.js';

/** What the plugin serves, and where. */
export interface Served {
  readonly resources: Readonly<Record<Kind, Resource<Hosts>>>;
  readonly hostsFor: (connection: Connection) => Hosts;
  /** Is told the engine's address, where the engine tells it. */
  readonly onEngine?: (address: string) => void;
}

/** Any request about one resource. */
interface AboutResource {
  getUrn(): string;
}

/** One plugin process, for one provider resource of the engine. */
export class Plugin {
  readonly calls = new Calls();
  readonly #served: Served;
  readonly #claimed: Claims = new Map();
  #hosts: Hosts;
  #refreshes = true;

  constructor(served: Served) {
    this.#served = served;
    this.#hosts = served.hostsFor({});
  }

  handshake(request: wire.ProviderHandshakeRequest): wire.ProviderHandshakeResponse {
    this.#served.onEngine?.(request.getEngineAddress());
    const response = new wire.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  attach(request: plugin.PluginAttach): Empty {
    this.calls.renew();
    this.#served.onEngine?.(request.getAddress());
    return new Empty();
  }

  getPluginInfo(): plugin.PluginInfo {
    const info = new plugin.PluginInfo();
    info.setVersion(VERSION);
    return info;
  }

  getSchema(): wire.GetSchemaResponse {
    const response = new wire.GetSchemaResponse();
    response.setSchema(JSON.stringify(SCHEMA));
    return response;
  }

  getMapping(): wire.GetMappingResponse {
    return new wire.GetMappingResponse();
  }

  getMappings(): wire.GetMappingsResponse {
    return new wire.GetMappingsResponse();
  }

  checkConfig(request: wire.CheckRequest): wire.CheckResponse {
    const { value, secrets } = decode(request.getNews());
    return checkResponse(value, checkSettings(value), secrets);
  }

  /** Another way to the host is no other host: the machine is known by its own id, so nothing is ever replaced. */
  diffConfig(request: wire.DiffRequest): wire.DiffResponse {
    const [olds, news] = [decode(request.getOlds()).value, decode(request.getNews()).value];
    const differing = Object.keys(news).filter(
      (key) => containsUnknown(news[key]) || !sameJson(news[key], olds[key]),
    );
    const response = new wire.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = wire.DiffResponse.DiffChanges;
    response.setChanges(differing.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList(differing);
    return response;
  }

  configure(request: wire.ConfigureRequest): wire.ConfigureResponse {
    const { connection, refreshBeforeUpdate } = readSettings(decode(request.getArgs()).value);
    this.#hosts = this.#served.hostsFor(connection);
    this.#refreshes = refreshBeforeUpdate;
    const response = new wire.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  check(request: wire.CheckRequest): Promise<wire.CheckResponse> {
    return this.#work(request, async (resource, owner) => {
      const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
      const recorded = Object.keys(olds.value).length > 0 ? bare(olds.value) : undefined;
      const inputs = { ...bare(news.value), owner };
      const asked = {
        naming: namingOf(request.getAutonaming()),
        seed: request.getRandomseed_asU8(),
      };
      const checked = await checkInputs(resource, inputs, recorded, this.#claimed, asked);
      return checkResponse(bare(checked.inputs), checked.failures, news.secrets);
    });
  }

  diff(request: wire.DiffRequest): Promise<wire.DiffResponse> {
    return this.#work(request, (resource, owner) => {
      const recorded = decode(request.getOlds()).value;
      const desired = { ...bare(decode(request.getNews()).value), owner };
      const answer = resource.diff(recorded, desired);
      const response = new wire.DiffResponse();
      const { DIFF_NONE, DIFF_SOME } = wire.DiffResponse.DiffChanges;
      response.setChanges(answer.changes === false ? DIFF_NONE : DIFF_SOME);
      response.setReplacesList([...answer.replaces]);
      response.setDeletebeforereplace(answer.deleteBeforeReplace);
      response.setHasdetaileddiff(true);
      const details = response.getDetaileddiffMap();
      for (const { path, kind, replaces } of answer.details) {
        const property = new wire.PropertyDiff();
        property.setKind(KINDS[kind][replaces ? 'replaces' : 'stays']);
        details.set(path, property);
      }
      const keys = answer.details.map(({ path }) => path.split(/[.[]/)[0] ?? path);
      response.setDiffsList([...new Set(keys)]);
      if (answer.changes !== false && answer.replaces.length === 0)
        response.setStablesList(stables(resource, recorded, desired));
      return response;
    });
  }

  create(request: wire.CreateRequest): Promise<wire.CreateResponse> {
    const { value, secrets } = decode(request.getProperties());
    return this.#work(
      request,
      async (resource, owner) => {
        const inputs = { ...bare(value), owner };
        const response = new wire.CreateResponse();
        if (request.getPreview()) {
          response.setProperties(encode(resource.preview(undefined, bare(value)), secrets));
          return response;
        }
        const { id, state } = await this.#partially(value, secrets, () =>
          this.#patiently(request, () => resource.create(this.#hosts, inputs)),
        );
        response.setId(id);
        response.setProperties(encodeState(state, secrets));
        response.setRefreshBeforeUpdate(this.#refreshes);
        return response;
      },
      secrets,
    );
  }

  read(request: wire.ReadRequest): Promise<wire.ReadResponse> {
    const [state, inputs] = [decode(request.getProperties()), decode(request.getInputs())];
    const secrets = [...state.secrets, ...inputs.secrets];
    return this.#work(
      request,
      async (resource) => {
        const recorded = { ...bare(inputs.value), ...state.value };
        const seen = await this.#patiently(request, () =>
          resource.read(this.#hosts, request.getId(), recorded),
        );
        const response = new wire.ReadResponse();
        if (!seen) return response;
        response.setId(seen.id);
        response.setProperties(encodeState(seen.state, secrets));
        response.setInputs(encode(bare(seen.inputs), secrets));
        response.setRefreshBeforeUpdate(this.#refreshes);
        return response;
      },
      secrets,
    );
  }

  update(request: wire.UpdateRequest): Promise<wire.UpdateResponse> {
    const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
    return this.#work(
      request,
      async (resource, owner) => {
        const response = new wire.UpdateResponse();
        if (request.getPreview()) {
          const preview = resource.preview(olds.value, bare(news.value));
          response.setProperties(encode(preview, news.secrets));
          return response;
        }
        const inputs = { ...bare(news.value), owner };
        const { state } = await this.#partially(news.value, news.secrets, () =>
          this.#patiently(request, () =>
            resource.update(this.#hosts, request.getId(), olds.value, inputs),
          ),
        );
        response.setProperties(encodeState(state, news.secrets));
        response.setRefreshBeforeUpdate(this.#refreshes);
        return response;
      },
      news.secrets,
    );
  }

  delete(request: wire.DeleteRequest): Promise<Empty> {
    return this.#work(request, async (resource) => {
      const recorded = decode(request.getProperties()).value;
      await this.#patiently(request, () => resource.delete(this.#hosts, request.getId(), recorded));
      return new Empty();
    });
  }

  async invoke(request: wire.InvokeRequest): Promise<wire.InvokeResponse> {
    const { value, secrets } = decode(request.getArgs());
    const called = functions[request.getTok()];
    if (!called) throw notServed(request.getTok());
    const response = new wire.InvokeResponse();
    const failures = called.check(value);
    response.setFailuresList(failures.map(failureMessage));
    if (failures.length > 0) return response;
    const answer = await this.calls.run(() => called.call(this.#hosts, value));
    response.setReturn(encode(answer, secrets));
    return response;
  }

  cancel(): Empty {
    this.calls.cancel();
    return new Empty();
  }

  /** Works for one resource: what is said meanwhile is said of it, and no secret is. */
  async #work<T>(
    request: AboutResource,
    work: (resource: Resource<Hosts>, owner: string) => T | Promise<T>,
    secrets: readonly Secret[] = [],
  ): Promise<T> {
    const urn = request.getUrn();
    const kind = kindOf(urn);
    if (!kind) throw notServed(urn);
    try {
      return await forResource(urn, () => work(this.#served.resources[kind], ownerOf(urn)));
    } catch (error) {
      if (error instanceof Error) error.message = hideSecrets(error.message, secrets);
      throw error;
    }
  }

  #patiently<T>(request: { getTimeout(): number }, work: () => Promise<T>): Promise<T> {
    return this.calls.run(work, request.getTimeout());
  }

  /** A failure that left something behind, as the engine stores it: all inputs, and what was read back. */
  async #partially<T>(
    inputs: Json,
    secrets: Decoded['secrets'],
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PartialError)) throw error;
      throw new InitFailed(
        error.id,
        encodeState({ ...bare(inputs), ...error.state }, secrets),
        encode(bare(inputs), secrets),
        hideSecrets(error.reason.message, secrets),
        this.#refreshes,
      );
    }
  }
}

const { Kind: DiffKind } = wire.PropertyDiff;
const KINDS = {
  add: { stays: DiffKind.ADD, replaces: DiffKind.ADD_REPLACE },
  delete: { stays: DiffKind.DELETE, replaces: DiffKind.DELETE_REPLACE },
  update: { stays: DiffKind.UPDATE, replaces: DiffKind.UPDATE_REPLACE },
} as const;

// The dynamic provider's text, in the state of a stack that comes from there; and whose a resource is, which its URN tells.
function bare(inputs: Json): Json {
  return omit(inputs, ['__provider', 'owner']);
}

// What an update did is told in words that quote the values.
function encodeState(state: Json, secrets: readonly Secret[]): ReturnType<typeof encode> {
  const told: Secret[] = secrets.length > 0 ? [{ path: ['changes'], value: state['changes'] }] : [];
  return encode(omit(state, ['__provider']), [...secrets, ...told]);
}

/** The outputs that no update of these inputs changes. */
function stables(resource: Resource<Hosts>, recorded: Json, desired: Json): string[] {
  const preview = resource.preview(recorded, desired);
  return Object.keys(preview).filter(
    (key) => key !== 'owner' && sameJson(preview[key], recorded[key]),
  );
}

function namingOf(asked: wire.CheckRequest.AutonamingOptions | undefined): Naming | undefined {
  if (!asked) return undefined;
  const { PROPOSE, ENFORCE } = wire.CheckRequest.AutonamingOptions.Mode;
  const mode = asked.getMode();
  return {
    mode: mode === PROPOSE ? 'propose' : mode === ENFORCE ? 'enforce' : 'disable',
    proposed: asked.getProposedName(),
  };
}

function checkResponse(
  inputs: Json,
  failures: readonly { readonly property: string; readonly reason: string }[],
  secrets: readonly Secret[],
): wire.CheckResponse {
  const response = new wire.CheckResponse();
  response.setInputs(encode(inputs, secrets));
  response.setFailuresList(
    failures.map(({ property, reason }) =>
      failureMessage({ property, reason: hideSecrets(reason, secrets) }),
    ),
  );
  return response;
}

function failureMessage({
  property,
  reason,
}: {
  readonly property: string;
  readonly reason: string;
}): wire.CheckFailure {
  const message = new wire.CheckFailure();
  message.setProperty(property);
  message.setReason(reason);
  return message;
}

function notServed(token: string): NetkitError {
  return new NetkitError('not-served', `this plugin (${VERSION}) has no "${token}"`, {
    advice: 'Install the release of the plugin that the program was written for',
  });
}
