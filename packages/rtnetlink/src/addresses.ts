/** Addresses of a device, both families. */
import type { Connection } from './conn';
import {
  decodeAddress,
  encodeAddress,
  ifaddrmsg,
  type Address,
  type NewAddress,
} from './messages/address';
import { AF, NLM_F, RTM } from './uapi';

/** The addresses of a connection's namespace. */
export class Addresses {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Reads the addresses of one device; ENODEV when there is none. */
  list(index: number): Address[] {
    // A kernel without IPv6 answers its dump with the addresses of all families it has.
    return [AF.AF_INET, AF.AF_INET6].flatMap((family) =>
      this.#connection
        .dump({ type: RTM.RTM_GETADDR, body: ifaddrmsg.encode({ family, index }) })
        .filter(({ type, payload }) => type === RTM.RTM_NEWADDR && payload[0] === family)
        .map(({ payload }) => decodeAddress(payload))
        // The strict filter again, for kernels that ignore it.
        .filter((address) => address?.index === index)
        .filter((address) => address !== undefined),
    );
  }

  /** Adds an address; EEXIST when the device has it. */
  add(index: number, address: NewAddress): void {
    const flags = NLM_F.NLM_F_CREATE | NLM_F.NLM_F_EXCL;
    this.#connection.change({ type: RTM.RTM_NEWADDR, body: encodeAddress(index, address), flags });
  }

  /** Adds an address, or makes one that the device has this one: its flags, metric and protocol are then those given. */
  replace(index: number, address: NewAddress): void {
    const flags = NLM_F.NLM_F_CREATE | NLM_F.NLM_F_REPLACE;
    this.#connection.change({ type: RTM.RTM_NEWADDR, body: encodeAddress(index, address), flags });
  }

  /** Deletes an address with this prefix length (and peer); EADDRNOTAVAIL when the device lacks it. */
  delete(index: number, address: Pick<NewAddress, 'address' | 'peer'>): void {
    const { address: text, peer } = address;
    const body = encodeAddress(index, { address: text, peer });
    this.#connection.change({ type: RTM.RTM_DELADDR, body });
  }
}
