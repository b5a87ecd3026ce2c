/**
 * The way of one provider resource of the engine to its host: by the settings that hold now, and tried before a change of it is
 * recorded. The engine looks at resources before it runs the program, by a provider with the settings of the last run.
 */
import {
  asNetkitError,
  containsUnknown,
  type HostFacts,
  type Hosts,
  sameJson,
} from '@pulumi-netkit/contract';
import type { Connection } from '../../transport/way/connection.js';
import { offline } from '../../transport/way/offline.js';
import { assertMachine } from '../../resources/common/on-host.js';
import type { Json } from '../../resources/common/resource.js';
import { readSettings, type Settings } from './settings.js';
import { isDefaultProvider } from '../../identity/urn.js';

/** The settings of one provider resource, and the hosts they lead to. */
export class Way {
  readonly #hostsFor: (connection: Connection) => Hosts;
  readonly #stack: Json | undefined;
  #hosts: Hosts;
  #pool: { readonly connection: Connection; readonly hosts: Hosts };
  #settings: Settings = readSettings({});
  /** The machine at the end of a connection that this run changed. */
  #machine: HostFacts | undefined;
  #isPresent = false;
  #isConfigured = false;

  /** `stack`: the provider's settings in the configuration of the stack, as the engine hands them to the process. */
  constructor(hostsFor: (connection: Connection) => Hosts, stack: Json | undefined) {
    this.#hostsFor = hostsFor;
    this.#stack = stack;
    this.#hosts = hostsFor({});
    this.#pool = { connection: {}, hosts: this.#hosts };
  }

  get hosts(): Hosts {
    return this.#hosts;
  }

  /** The same once it is known where they are: the engine does not configure a provider with what it does not know yet. */
  get known(): Hosts | undefined {
    return this.#isConfigured ? this.#hosts : undefined;
  }

  /** Whether the engine is asked to look at resources before it updates them. */
  get refreshes(): boolean {
    return this.#settings.refreshBeforeUpdate;
  }

  /** Takes the settings that the engine configures a provider with; the default provider takes those that the stack has now. */
  configure(given: Json, urn: string | undefined): void {
    const isPresent = this.#stack !== undefined && isDefaultProvider(urn);
    this.#settings = this.#read(isPresent ? this.#stack : given);
    this.#isPresent = isPresent;
    this.#hosts = this.#hostsOf(this.#settings);
    this.#isConfigured = true;
  }

  /** Tries a connection that differs from the recorded one. @returns what is wrong with it, if there is no helper at its end */
  async whyNotNew(
    olds: Json,
    news: Json,
  ): Promise<{ readonly property: string; readonly reason: string } | undefined> {
    const [is, want] = [olds['connection'] ?? null, news['connection'] ?? null];
    const isNew = Object.keys(olds).length === 0;
    if (isNew || containsUnknown(want) || sameJson(is, want)) return undefined;
    const settings = this.#read(news);
    if (settings.offline) return undefined;
    this.#hosts = this.#hostsOf(settings);
    try {
      this.#machine = await this.#hosts.at(undefined).facts();
      return undefined;
    } catch (error) {
      return { property: 'connection', reason: asNetkitError(error).message };
    }
  }

  /** @throws NetkitError `other-machine` when the changed connection leads to another machine than a resource is on */
  assertSameMachine(recorded: Json): void {
    if (this.#machine && recorded['host'] === undefined)
      assertMachine(this.#machine, undefined, recorded);
  }

  /** Whether the way to a resource is one that the engine recorded, and that the program or the settings may name otherwise by now. */
  isRecorded(recorded: Json): boolean {
    return recorded['host'] !== undefined || !this.#isPresent;
  }

  #read(given: Json): Settings {
    const settings = readSettings(given);
    return this.#stack?.['offline'] === undefined
      ? settings
      : { ...settings, offline: readSettings({ offline: this.#stack['offline'] }).offline };
  }

  // One pool for one connection: what was tried is what is used.
  #hostsOf({ connection, offline: isOffline }: Settings): Hosts {
    if (!sameJson(connection, this.#pool.connection))
      this.#pool = { connection, hosts: this.#hostsFor(connection) };
    return isOffline ? offline(this.#pool.hosts) : this.#pool.hosts;
  }
}
