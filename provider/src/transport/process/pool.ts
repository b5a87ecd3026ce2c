/** The hosts of a run: one helper for each connection, however many resources are on it. */
import { HelperHost } from './client.js';
import { connectionKey, type Connection } from '../way/connection.js';
import type { Progress } from './helper-process.js';
import type { Host, Hosts } from '@pulumi-netkit/contract';

/** Hosts by how they are reached. What is declared without a host is on `standard`. */
export class HostPool implements Hosts {
  readonly #standard: Connection;
  readonly #say: Progress;
  readonly #hosts = new Map<string, HelperHost>();
  readonly #declared = new Map<string, Connection[]>();

  constructor(standard: Connection, say?: Progress) {
    this.#standard = standard;
    this.#say = say ?? (() => undefined);
  }

  at(declared: Connection | undefined): Host {
    const connection = declared === undefined ? this.#standard : this.#present(declared);
    const key = connectionKey(connection);
    let host = this.#hosts.get(key);
    if (!host) this.#hosts.set(key, (host = new HelperHost(connection, this.#say)));
    return host;
  }

  isHere(declared: Connection | undefined): boolean {
    const { address, command } = declared ?? this.#standard;
    if (command !== undefined) return false;
    return address === undefined || /^(localhost$|127\.|\[?::1\]?$)/.test(address);
  }

  declare(host: Connection): void {
    const { name } = host;
    if (name !== undefined) this.#declared.set(name, [...(this.#declared.get(name) ?? []), host]);
  }

  /** The way that holds now: this one, unless the program of this run declares others, and not this one, for the same name. */
  #present(recorded: Connection): Connection {
    const declared = this.#declared.get(recorded.name ?? '') ?? [];
    const key = connectionKey(recorded);
    return declared.find((way) => connectionKey(way) === key) ?? declared.at(-1) ?? recorded;
  }

  /** Ends all helpers. */
  async close(): Promise<void> {
    await Promise.all([...this.#hosts.values()].map((host) => host.close()));
  }
}
