/** The real transport: one NETLINK_ROUTE socket, opened inside a namespace and bound to it for good. */
import {
  bind,
  getsockname,
  MSG_DONTWAIT,
  MSG_TRUNC,
  recv,
  send,
  setsockopt,
  socket,
  SyscallError,
  withNetns,
  type Fd,
} from '@pulumi-netkit/linux-ffi';
import { struct } from './codec/struct';
import type { NetnsHandle } from './messages/link-settings';
import type { Received, Transport } from './transport';
import { NETLINK } from './uapi';

/** How to open a socket. */
export interface SocketOptions {
  /** The namespace it acts in; needed during the call only. @default the caller's own */
  readonly netns?: NetnsHandle | undefined;
  /** Milliseconds to wait for an answer. @default 30000 */
  readonly timeout?: number | undefined;
}

const sockaddrNl = struct('sockaddr_nl', 12, {
  family: [0, 'u16'],
  port: [4, 'u32'],
  groups: [8, 'u32'],
});

// A dump fills 32 KiB at most, so the buffer grows only for a single message beyond its size.
const FIRST_BUFFER = 64 * 1024;

/** Opens a NETLINK_ROUTE socket. The caller closes it. */
export function openSocket({ netns, timeout = 30_000 }: SocketOptions = {}): Transport {
  const { AF_NETLINK, SOCK_RAW, NETLINK_ROUTE } = NETLINK;
  const open = (): Fd => socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  const fd = netns === undefined ? open() : withNetns(netns, open);
  try {
    const { SOL_NETLINK, NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK } = NETLINK;
    for (const option of [NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK])
      setsockopt(fd.number, SOL_NETLINK, option, 1);
    // Without a limit one lost ack would stop the whole process for ever.
    setsockopt(fd.number, NETLINK.SOL_SOCKET, NETLINK.SO_RCVTIMEO, timeval(timeout));
    bind(fd.number, sockaddrNl.encode({ family: AF_NETLINK }));
    return new Socket(fd, sockaddrNl.decode(getsockname(fd.number)).port);
  } catch (error) {
    fd.close();
    throw error;
  }
}

/** struct timeval on 64-bit Linux. */
function timeval(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64LE(BigInt(Math.trunc(milliseconds / 1000)), 0);
  bytes.writeBigInt64LE(BigInt(Math.round(milliseconds % 1000) * 1000), 8);
  return bytes;
}

class Socket implements Transport {
  readonly port: number;
  readonly #fd: Fd;
  #buffer = Buffer.allocUnsafeSlow(FIRST_BUFFER);

  constructor(fd: Fd, port: number) {
    this.#fd = fd;
    this.port = port;
  }

  send(message: Buffer): void {
    send(this.#fd.number, message);
  }

  receive(wait: boolean): Received {
    const flags = wait ? 0 : MSG_DONTWAIT;
    for (;;) {
      try {
        const { length, from } = recv(this.#fd.number, this.#buffer, flags | MSG_TRUNC);
        // Any process may send to this port; only what port 0 sends is the kernel's word.
        if (sockaddrNl.decode(from).port !== 0) continue;
        const kept = Math.min(length, this.#buffer.length);
        const bytes = Buffer.from(this.#buffer.subarray(0, kept));
        // What was cut is lost and asked for again, into a buffer that holds it. To look at the length
        // first would be a second system call for each answer.
        if (length > kept) this.#buffer = Buffer.allocUnsafeSlow(2 * length);
        return { kind: 'datagram', bytes, truncated: length > kept };
      } catch (error) {
        if (!(error instanceof SyscallError)) throw error;
        if (error.code === 'EAGAIN') return { kind: 'nothing' };
        if (error.code === 'ENOBUFS') return { kind: 'overrun' };
        // With SO_RCVTIMEO set, a signal interrupts recv whatever SA_RESTART says.
        if (error.code !== 'EINTR') throw error;
      }
    }
  }

  close(): void {
    this.#fd.close();
  }
}
