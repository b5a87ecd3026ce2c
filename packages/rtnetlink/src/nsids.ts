/** Namespace ids: the numbers one namespace knows others by. */
import type { Connection } from './conn';
import { decodeNsid, encodeNsid } from './messages/nsid';
import type { NetnsHandle } from './messages/link-settings';
import { RTM } from './uapi';

/** The ids that the connection's namespace gives to others. Not stable across reboots. */
export class Nsids {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The id of a namespace; undefined until something, such as a pair reaching there, gave it one. */
  get(netns: NetnsHandle): number | undefined {
    const body = encodeNsid({ fd: netns.number });
    const [answer] = this.#connection.ask({ type: RTM.RTM_GETNSID, body });
    return answer === undefined ? undefined : decodeNsid(answer.payload);
  }

  /** Gives a namespace an id, the kernel's choice by default; EEXIST when it has one. Stays for good. */
  set(netns: NetnsHandle, nsid = -1): void {
    this.#connection.change({
      type: RTM.RTM_NEWNSID,
      body: encodeNsid({ nsid, fd: netns.number }),
    });
  }
}
