/**
 * Thin functions over libc: checked arguments, SyscallError on failure, nothing else. Descriptors go
 * in as numbers and come out as an owning Fd. All are synchronous.
 */
import { Fd } from './fd';
import { int, invoke, text } from './native';

/** Creates a socket, close-on-exec. The caller owns the Fd. */
export function socket(domain: number, type: number, protocol: number): Fd {
  const SOCK_CLOEXEC = 0o2000000;
  const args = [int(domain, 'domain'), int(type, 'type') | SOCK_CLOEXEC, int(protocol, 'protocol')];
  return new Fd(invoke('socket', args), 'socket');
}

/** Binds a socket to an address, given as the bytes of its sockaddr. */
export function bind(fd: number, address: Uint8Array): void {
  invoke('bind', [int(fd, 'fd'), address, address.length]);
}

/** The address a socket is bound to, as the bytes of its sockaddr. */
export function getsockname(fd: number): Buffer {
  const address = Buffer.alloc(128);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(address.length);
  invoke('getsockname', [int(fd, 'fd'), address, length]);
  return address.subarray(0, length.readUInt32LE());
}

/** Sets a socket option: a number is sent as an int, anything else as it is. */
export function setsockopt(
  fd: number,
  level: number,
  option: number,
  value: number | Uint8Array,
): void {
  let bytes: Uint8Array;
  if (typeof value === 'number') {
    const number = Buffer.alloc(4);
    number.writeInt32LE(int(value, 'value'));
    bytes = number;
  } else bytes = value;
  invoke('setsockopt', [
    int(fd, 'fd'),
    int(level, 'level'),
    int(option, 'option'),
    bytes,
    bytes.length,
  ]);
}

/** Sends one datagram and answers how many bytes went out. */
export function send(fd: number, bytes: Uint8Array, flags = 0): number {
  return invoke('send', [int(fd, 'fd'), bytes, bytes.length, int(flags, 'flags')]);
}

/** What recv() answered. */
export interface Received {
  /** Bytes of the datagram. With MSG_TRUNC its full length, which may exceed the buffer. */
  readonly length: number;
  /** The sender's sockaddr. */
  readonly from: Buffer;
}

/** recv(2): return the datagram and leave it in the queue. */
export const MSG_PEEK = 0x2;
/** recv(2): answer the full length even when the buffer was too small. */
export const MSG_TRUNC = 0x20;
/** recv(2): EAGAIN instead of waiting. */
export const MSG_DONTWAIT = 0x40;

// Made once: the call is synchronous, and the sender is looked at before the next one.
const from = Buffer.alloc(128);
const fromLength = Buffer.alloc(4);

/**
 * Receives one datagram into `buffer` (recvfrom(2)). Pass MSG_TRUNC to see that it was cut. `from` is good until the next
 * call.
 */
export function recv(fd: number, buffer: Uint8Array, flags = 0): Received {
  fromLength.writeUInt32LE(from.length);
  const args = [int(fd, 'fd'), buffer, buffer.length, int(flags, 'flags'), from, fromLength];
  const length = invoke('recvfrom', args);
  return { length, from: from.subarray(0, Math.min(fromLength.readUInt32LE(), from.length)) };
}

/** unshare(2) and setns(2): a network namespace. */
export const CLONE_NEWNET = 0x40000000;

/** Moves the calling thread into the namespace of `fd`. Prefer withNetns(), which moves it back. */
export function setns(fd: number, type: number): void {
  invoke('setns', [int(fd, 'fd'), int(type, 'type')]);
}

/** Gives the calling thread a new namespace. */
export function unshare(flags: number): void {
  invoke('unshare', [int(flags, 'flags')]);
}

/** mount(2): bind mount. */
export const MS_BIND = 0x1000;
/** mount(2): apply to the whole tree. */
export const MS_REC = 0x4000;
/** mount(2): propagate mounts to peers. */
export const MS_SHARED = 0x100000;
/** mount(2): propagate no mounts. */
export const MS_PRIVATE = 0x40000;
/** umount2(2): take the mount away now, finish when nobody uses it. */
export const MNT_DETACH = 2;
/** umount2(2): fail with EINVAL when the path is a symbolic link. */
export const UMOUNT_NOFOLLOW = 8;

/** Mounts `source` on `target`; no mount data. */
export function mount(source: string, target: string, type: string, flags: number): void {
  const args = [
    text(source, 'source'),
    text(target, 'target'),
    text(type, 'type'),
    int(flags, 'flags'),
    null,
  ];
  invoke('mount', args, target);
}

/** Unmounts `target`. */
export function umount2(target: string, flags: number): void {
  invoke('umount2', [text(target, 'target'), int(flags, 'flags')], target);
}

/** flock(2): exclusive lock. */
export const LOCK_EX = 2;
/** flock(2): EWOULDBLOCK (EAGAIN) instead of waiting. */
export const LOCK_NB = 4;

/** Locks or unlocks an open file. */
export function flock(fd: number, operation: number): void {
  invoke('flock', [int(fd, 'fd'), int(operation, 'operation')]);
}

/** The kind of the namespace `fd` refers to, as its CLONE_NEW* number (ioctl NS_GET_NSTYPE). */
export function namespaceType(fd: number): number {
  const NS_GET_NSTYPE = 0xb703;
  return invoke('ioctl', [int(fd, 'fd'), NS_GET_NSTYPE, 0]);
}

/** The magic number of the file system `fd` lies on: 0x6e736673 for a namespace. */
export function filesystemMagic(fd: number): number {
  // struct statfs is 120 bytes on 64-bit Linux and starts with f_type, a long.
  const statfs = Buffer.alloc(120);
  invoke('fstatfs', [int(fd, 'fd'), statfs]);
  return statfs.readUInt32LE(0);
}
