/** The hosts of a run: one helper for each connection, however many resources are on it. */
import { HelperHost } from './client.js';
import { connectionKey, type Connection } from './connection.js';
import type { Progress } from './helper-process.js';
import type { Host, Hosts } from './host.js';

/** Hosts by how they are reached. What is declared without a host is on `standard`. */
export class HostPool implements Hosts {
  readonly #standard: Connection;
  readonly #say: Progress;
  readonly #hosts = new Map<string, HelperHost>();

  constructor(standard: Connection, say?: Progress) {
    this.#standard = standard;
    this.#say = say ?? (() => undefined);
  }

  at(declared: Connection | undefined): Host {
    const connection = declared ?? this.#standard;
    const key = connectionKey(connection);
    let host = this.#hosts.get(key);
    if (!host) this.#hosts.set(key, (host = new HelperHost(connection, this.#say)));
    return host;
  }

  /** Ends all helpers. */
  async close(): Promise<void> {
    await Promise.all([...this.#hosts.values()].map((host) => host.close()));
  }
}
