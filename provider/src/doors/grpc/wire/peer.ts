/**
 * Who is at the other end of a connection to the plugin's port. gRPC on 127.0.0.1 has no authentication, and every user of the
 * machine can connect; the kernel keeps the user that a socket belongs to.
 */
import { readFileSync } from 'node:fs';
import { NetkitError } from '@pulumi-netkit/contract';

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];
const ESTABLISHED = '01';

/** The user id of a local client, by its port and ours. Undefined: not known, as on other systems than Linux. */
export function userOf(
  clientPort: number,
  ownPort: number,
  tables: readonly string[] = TABLES,
): number | undefined {
  for (const table of tables) {
    for (const line of linesOf(table)) {
      const [, local, remote, state, , , , uid] = line.trim().split(/\s+/);
      if (state === ESTABLISHED && portOf(local) === clientPort && portOf(remote) === ownPort)
        return Number(uid);
    }
  }
  return undefined;
}

/** Lets in whoever runs this process, and root. */
export class Doorkeeper {
  readonly #own: number | undefined;
  readonly #userOf: (clientPort: number, ownPort: number) => number | undefined;
  readonly #known = new Map<string, number | undefined>();

  constructor(own = process.getuid?.(), lookUp = userOf) {
    this.#own = own;
    this.#userOf = lookUp;
  }

  /** @throws NetkitError `other-user` when the client at `peer`, an address and port, belongs to another user */
  assertOwn(peer: string, ownPort: number): void {
    if (this.#own === undefined) return;
    if (!this.#known.has(peer)) {
      const port = Number(peer.slice(peer.lastIndexOf(':') + 1));
      this.#known.set(peer, this.#userOf(port, ownPort));
    }
    const user = this.#known.get(peer);
    if (user === undefined || user === this.#own || user === 0) return;
    throw new NetkitError(
      'other-user',
      `the plugin serves user ${this.#own} and root; user ${user} was refused`,
      { advice: 'Run the engine and its plugins as one user' },
    );
  }
}

function linesOf(table: string): string[] {
  try {
    return readFileSync(table, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}

function portOf(address = ''): number {
  return Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
}
