import { Addresses } from './addresses';
import { Connection } from './conn';
import { Links } from './links';
import { Nsids } from './nsids';
import { Routes } from './routes';
import { openSocket, type SocketOptions } from './socket';
import type { Transport } from './transport';

/**
 * rtnetlink in one network namespace. Everything is synchronous; one instance holds one socket, which
 * stays in its namespace whatever the thread does later. Close it, or open it with `using`.
 */
export class Rtnl implements Disposable {
  readonly links: Links;
  readonly addresses: Addresses;
  readonly routes: Routes;
  readonly nsids: Nsids;
  /** For messages this class has no method for. */
  readonly connection: Connection;

  /** Talks through any transport; open() makes one with a socket. */
  constructor(transport: Transport) {
    this.connection = new Connection(transport);
    this.links = new Links(this.connection, (netns, read) => {
      using other = Rtnl.open({ netns });
      return read(other.links);
    });
    this.addresses = new Addresses(this.connection);
    this.routes = new Routes(this.connection);
    this.nsids = new Nsids(this.connection);
  }

  /** Opens a socket inside `netns`, which may be closed afterwards. Needs CAP_SYS_ADMIN for a netns. */
  static open(options: SocketOptions = {}): Rtnl {
    return new Rtnl(openSocket(options));
  }

  close(): void {
    this.connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
