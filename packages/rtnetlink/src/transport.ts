/** What the connection needs of a socket. The seam where tests put a script instead. */

/** What came out of the socket. */
export type Received =
  | { readonly kind: 'datagram'; readonly bytes: Buffer; readonly truncated: boolean }
  /** ENOBUFS: the kernel had to drop messages for this socket. What is queued can still be read. */
  | { readonly kind: 'overrun' }
  /** Nothing: within the time limit, or at all when not asked to wait. */
  | { readonly kind: 'nothing' };

/** A netlink socket. */
export interface Transport {
  /** The port the kernel gave the socket; answers to it carry the number. */
  readonly port: number;
  send(message: Buffer): void;
  /** The next datagram. The bytes belong to the caller. */
  receive(wait: boolean): Received;
  close(): void;
}
