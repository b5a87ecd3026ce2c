/** Routes over a device, both families, all tables. */
import { encodeTable } from './codec/table';
import type { Connection } from './conn';
import {
  decodeRoute,
  encodeDeleteRoute,
  encodeNewRoute,
  routeTable,
  rtmsg,
  type NewRoute,
  type Route,
} from './messages/route';
import { AF, NLM_F, RTM } from './uapi';

/** The routes of a connection's namespace. */
export class Routes {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Reads every route over a device: all tables, the kernel's own local ones and multipath included. */
  list({ oif }: { oif: number }): Route[] {
    return [AF.AF_INET, AF.AF_INET6].flatMap((family) => {
      const body = Buffer.concat([rtmsg.encode({ family }), encodeTable(routeTable, { oif })]);
      return this.#connection
        .dump({ type: RTM.RTM_GETROUTE, body })
        .filter(({ type, payload }) => type === RTM.RTM_NEWROUTE && payload[0] === family)
        .map(({ payload }) => decodeRoute(payload))
        .filter((route) => route !== undefined)
        .filter((route) => route.oif === oif || route.multipath?.some((hop) => hop.oif === oif));
    });
  }

  /** Adds a route; EEXIST when there is one for destination, table and metric. */
  add(oif: number, route: NewRoute): void {
    const flags = NLM_F.NLM_F_CREATE | NLM_F.NLM_F_EXCL;
    this.#connection.change({ type: RTM.RTM_NEWROUTE, body: encodeNewRoute(oif, route), flags });
  }

  /** Deletes the first route that matches every setting given; ESRCH when none does. */
  delete(oif: number, route: NewRoute): void {
    this.#connection.change({ type: RTM.RTM_DELROUTE, body: encodeDeleteRoute(oif, route) });
  }
}
