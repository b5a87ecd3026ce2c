/**
 * The plugin's remote procedures: messages of the engine ⇄ plain JSON, and nothing decided here. Nothing is done at the start
 * or in Configure; a host is contacted with the first resource.
 */
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import * as plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import { withoutDefaults } from '../../check/defaults.js';
import type { NetkitError } from '@pulumi-netkit/contract';
import { containsUnknown, type Hosts, sameJson, UNKNOWN, VERSION } from '@pulumi-netkit/contract';
import type { Kind } from '../../check/schema.js';
import { functions } from '../../functions/index.js';
import { SCHEMA } from '../../generated/schema.js';
import type { Connection } from '../../transport/way/connection.js';
import { PartialError, type Json, type Resource } from '../../resources/common/resource.js';
import { keptUnseen } from '../../resources/common/unseen.js';
import { keepLog } from '../../transport/files/log-file.js';
import { checkInputs, declareHost } from '../common/checking.js';
import { forResource, sayToEngine, warnOfRun } from '../common/engine-log.js';
import { RunMemory } from '../common/run-memory.js';
import type { Said } from '../common/secrecy.js';
import { Calls } from './wire/calls.js';
import { InitFailed } from './wire/failed.js';
import { declared, hidden, revealed } from './hidden.js';
import { checkSettings } from './settings.js';
import { checkResponse, failureMessage, namingOf, notServed } from './responses.js';
import { bare, encodeState, secrecyOf, secretPaths, settingsOf } from './secrets.js';
import { decode, encode, type Decoded, type Secret } from './wire/struct.js';
import { kindOf, ownerOf } from '../../identity/urn.js';
import { Way } from './way.js';

/** What the plugin serves, and where. */
export interface Served {
  readonly resources: Readonly<Record<Kind, Resource<Hosts>>>;
  readonly hostsFor: (connection: Connection) => Hosts;
  /** The settings in the configuration of the stack. Absent: the engine does not hand them to the process. */
  readonly stack?: Json | undefined;
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
  readonly #way: Way;
  #run = new RunMemory();
  /** Whether a setting is secret: errors about the way to the host would quote it. */
  #settingsSecret: readonly Secret[] = [];

  constructor(served: Served) {
    this.#served = served;
    this.#way = new Way(served.hostsFor, served.stack);
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
    this.#run = new RunMemory();
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

  /** A connection that is not the recorded one is tried, so that a mistake is an error at once and is not recorded. */
  async checkConfig(request: wire.CheckRequest): Promise<wire.CheckResponse> {
    const { value, secrets } = decode(request.getNews());
    const secrecy = secrecyOf(secrets);
    const failures = secrecy.failures(checkSettings(value), checkSettings(secrecy.masked(value)));
    const olds = decode(request.getOlds()).value;
    const tried = (): Promise<Said | undefined> =>
      this.calls.run(() => this.#way.whyNotNew(olds, value));
    const untrue =
      failures.length > 0 ? undefined : await forResource(request.getUrn(), tried, secrecy.isAny);
    return checkResponse(value, untrue ? secrecy.failures([untrue], []) : failures, secrets);
  }

  /** Nothing is ever replaced by a change of the settings: a machine is known by its own id. */
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
    const { value, secrets } = decode(request.getArgs());
    this.#settingsSecret = settingsOf(secrets);
    try {
      this.#way.configure(value, request.getUrn());
    } catch (error) {
      throw this.#shown(error, []);
    }
    const response = new wire.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  check(request: wire.CheckRequest): Promise<wire.CheckResponse> {
    const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
    const secrets = [...olds.secrets, ...news.secrets];
    const work: Work<wire.CheckResponse> = async (resource, owner) => {
      const recorded = Object.keys(olds.value).length > 0 ? revealed(bare(olds.value)) : undefined;
      const inputs = { ...declared(bare(news.value)), owner };
      const asked = {
        naming: namingOf(request.getAutonaming()),
        seed: request.getRandomseed_asU8(),
        hosts: this.#way.known,
        secrecy: secrecyOf(secrets),
      };
      const checked = await checkInputs(resource, inputs, recorded, this.#run, asked);
      declareHost(this.#way.hosts, checked);
      const shown = hidden(bare(checked.inputs), olds.value);
      return checkResponse(shown, checked.failures, news.secrets);
    };
    return this.#work(request, work, secrets);
  }

  diff(request: wire.DiffRequest): Promise<wire.DiffResponse> {
    const [olds, news] = [decode(request.getOlds()), decode(request.getNews())];
    const secrets = [...olds.secrets, ...news.secrets];
    const secrecy = secrecyOf(secrets);
    const work: Work<wire.DiffResponse> = (resource, owner) => {
      const recorded = olds.value;
      const desired = { ...revealed(bare(news.value)), owner };
      this.#way.assertSameMachine(recorded);
      const answer = resource.diff(recorded, desired);
      if (answer.deleteBeforeReplace && answer.replaces.length > 0) this.#run.goesFirst(owner);
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
        details.set(secrecy.publicPath(path), property);
      }
      const keys = answer.details.map(({ path }) => path.split(/[.[]/)[0] ?? path);
      response.setDiffsList([...new Set(keys)]);
      if (answer.changes !== false && answer.replaces.length === 0)
        response.setStablesList(stables(resource, recorded, desired));
      return response;
    };
    return this.#work(request, work, secrets);
  }

  create(request: wire.CreateRequest): Promise<wire.CreateResponse> {
    const { value, secrets } = decode(request.getProperties());
    return this.#work(
      request,
      async (resource, owner) => {
        const declared = revealed(bare(value));
        const inputs = { ...declared, ...secretPaths(secrets), owner };
        const response = new wire.CreateResponse();
        if (request.getPreview()) {
          // The create of the run that follows draws another incarnation.
          const outputs = resource.preview(undefined, { ...declared, incarnation: UNKNOWN });
          await this.#foresee(resource, inputs);
          response.setProperties(encodeState(outputs, secrets));
          return response;
        }
        const { id, state, said } = await this.#partially(value, secrets, () =>
          this.#patiently(request, () =>
            resource.create(this.#way.hosts, inputs, this.#run.of(owner, this.#way.refreshes)),
          ),
        );
        if (said !== undefined) sayToEngine(said, 'info');
        response.setId(id);
        response.setProperties(encodeState(state, secrets));
        response.setRefreshBeforeUpdate(this.#way.refreshes);
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
      async (resource, owner) => {
        // An import knows no state: its URN alone says whose it is going to be.
        const recorded = { owner, ...revealed(bare(inputs.value)), ...state.value };
        const response = new wire.ReadResponse();
        response.setRefreshBeforeUpdate(this.#way.refreshes);
        try {
          const seen = await this.#patiently(request, () =>
            resource.read(this.#way.hosts, request.getId(), recorded),
          );
          this.#run.read(owner, recorded, seen !== undefined);
          if (!seen) return new wire.ReadResponse();
          response.setId(seen.id);
          response.setProperties(encodeState(seen.state, secrets));
          const short = withoutDefaults(resource.kind, seen.inputs, inputs.value);
          response.setInputs(encodeState(hidden(bare(short), inputs.value), secrets));
        } catch (error) {
          const kept = keptUnseen(error, recorded, this.#way.isRecorded(recorded));
          if (!kept) throw error;
          if (kept.isOfRun) warnOfRun(kept.warning);
          else sayToEngine(kept.warning, 'warning');
          response.setId(request.getId());
          response.setProperties(request.getProperties());
          response.setInputs(request.getInputs());
        }
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
          const desired = revealed(bare(news.value));
          const preview = resource.preview(olds.value, desired);
          await this.#foresee(resource, { ...desired, owner });
          response.setProperties(encodeState(preview, news.secrets));
          return response;
        }
        const inputs = { ...revealed(bare(news.value)), ...secretPaths(news.secrets), owner };
        const { state } = await this.#partially(news.value, news.secrets, () =>
          this.#patiently(request, () =>
            resource.update(
              this.#way.hosts,
              request.getId(),
              olds.value,
              inputs,
              this.#run.of(owner, this.#way.refreshes),
            ),
          ),
        );
        response.setProperties(encodeState(state, news.secrets));
        response.setRefreshBeforeUpdate(this.#way.refreshes);
        return response;
      },
      [...olds.secrets, ...news.secrets],
    );
  }

  /** Reports what a look at the host tells of an update that is previewed. A host that cannot be looked at tells nothing. */
  async #foresee(resource: Resource<Hosts>, inputs: Json): Promise<void> {
    if (!resource.foresee || containsUnknown(inputs)) return;
    const found = await resource.foresee(this.#way.hosts, inputs).catch(() => undefined);
    if (found) sayToEngine(found.text, found.isRefused ? 'warning' : 'info');
  }

  delete(request: wire.DeleteRequest): Promise<Empty> {
    const { value: recorded, secrets } = decode(request.getProperties());
    const work: Work<Empty> = async (resource, owner) => {
      await this.#patiently(request, () =>
        resource.delete(this.#way.hosts, request.getId(), recorded, owner),
      );
      this.#run.deleted(owner, recorded['incarnation']);
      return new Empty();
    };
    return this.#work(request, work, secrets);
  }

  async invoke(request: wire.InvokeRequest): Promise<wire.InvokeResponse> {
    const { value, secrets } = decode(request.getArgs());
    const called = functions[request.getTok()];
    if (!called) throw notServed(request.getTok());
    const response = new wire.InvokeResponse();
    const secrecy = secrecyOf(secrets);
    const failures = secrecy.failures(called.check(value), called.check(secrecy.masked(value)));
    response.setFailuresList(failures.map(failureMessage));
    if (failures.length > 0) return response;
    const answer = await this.calls
      .run(() => called.call(this.#way.hosts, value))
      .catch((error: unknown) => {
        throw this.#shown(error, secrets);
      });
    response.setReturn(encode(answer, secrets));
    return response;
  }

  cancel(): Empty {
    this.calls.cancel();
    return new Empty();
  }

  /** Works for one resource: what is reported meanwhile is reported of it, and no secret is. */
  async #work<T>(
    request: AboutResource,
    work: Work<T>,
    secrets: readonly Secret[] = [],
  ): Promise<Awaited<T>> {
    const urn = request.getUrn();
    const kind = kindOf(urn);
    if (!kind) throw notServed(urn);
    const { isAny } = secrecyOf([...secrets, ...this.#settingsSecret]);
    try {
      const resource = this.#served.resources[kind];
      return await forResource(urn, () => work(resource, ownerOf(urn)), isAny);
    } catch (error) {
      throw error instanceof InitFailed ? error : this.#shown(error, secrets);
    }
  }

  /** An error as it may be shown, with its log in a file. */
  #shown(error: unknown, secrets: readonly Secret[]): NetkitError {
    return keepLog(secrecyOf([...secrets, ...this.#settingsSecret]).error(error));
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
        encodeState(bare(inputs), secrets),
        this.#shown(error.reason, secrets).message,
        this.#way.refreshes,
      );
    }
  }
}

type Work<T> = (resource: Resource<Hosts>, owner: string) => T | Promise<T>;

const { Kind: DiffKind } = wire.PropertyDiff;
const KINDS = {
  add: { stays: DiffKind.ADD, replaces: DiffKind.ADD_REPLACE },
  delete: { stays: DiffKind.DELETE, replaces: DiffKind.DELETE_REPLACE },
  update: { stays: DiffKind.UPDATE, replaces: DiffKind.UPDATE_REPLACE },
} as const;

/** The outputs that no update of these inputs changes. */
function stables(resource: Resource<Hosts>, recorded: Json, desired: Json): string[] {
  const preview = resource.preview(recorded, desired);
  return Object.keys(preview).filter(
    (key) => key !== 'owner' && sameJson(preview[key], recorded[key]),
  );
}
