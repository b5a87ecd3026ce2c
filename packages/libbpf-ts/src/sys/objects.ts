/** Pins, ids and info: the commands every kind of BPF object shares. */
import { readlinkSync } from 'node:fs';
import { addressOf, SyscallError, type BpfPointer, type Fd } from '@pulumi-netkit/linux-ffi';
import { call, callForFd, cString } from './call';
import {
  BTF_BY_ID,
  BTF_INFO,
  INFO_BY_FD,
  LINK_BY_ID,
  LINK_INFO,
  LINK_NEXT_ID,
  MAP_BY_ID,
  MAP_INFO,
  OBJ_GET,
  OBJ_PIN,
  PROG_BY_ID,
  PROG_INFO,
} from './layouts';

export function objPin(fd: number, path: string): void {
  call(OBJ_PIN, { pathname: cString(path, 'path'), bpf_fd: fd });
}

export function objGet(path: string): Fd {
  return callForFd(OBJ_GET, { pathname: cString(path, 'path') }, `pin ${path}`);
}

export const progGetFdById = (id: number): Fd => callForFd(PROG_BY_ID, { id }, `program ${id}`);
export const mapGetFdById = (id: number): Fd => callForFd(MAP_BY_ID, { id }, `map ${id}`);
export const btfGetFdById = (id: number): Fd => callForFd(BTF_BY_ID, { id }, `btf ${id}`);
export const linkGetFdById = (id: number): Fd => callForFd(LINK_BY_ID, { id }, `link ${id}`);

/** The smallest link id above `id`; undefined after the last. */
export function linkGetNextId(id: number): number | undefined {
  try {
    return LINK_NEXT_ID.u32(call(LINK_NEXT_ID, { id }).bytes, 'next_id');
  } catch (error) {
    if (error instanceof SyscallError && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Which kind of BPF object a descriptor is: all of them open and pin alike. */
export type BpfKind = 'program' | 'map' | 'link' | 'other';

/** Asks procfs, as libbpf and bpftool do: OBJ_GET_INFO_BY_FD does not say. */
export function kindOfFd(fd: number): BpfKind {
  // 'anon_inode:bpf-prog', '…bpf-map', '…bpf_link' (6.12) or '…bpf-link'.
  const target = readlinkSync(`/proc/self/fd/${fd}`);
  const kind = /bpf[-_](prog|map|link)/.exec(target)?.[1];
  if (kind === undefined) return 'other';
  return kind === 'prog' ? 'program' : (kind as 'map' | 'link');
}

/** OBJ_GET_INFO_BY_FD into `info`; `arrays` are the pointers inside it. A short kernel struct leaves zeros. */
export function getInfo(fd: number, info: Buffer, arrays: readonly BpfPointer[] = []): Buffer {
  for (const [offset, memory] of arrays) info.writeBigUInt64LE(addressOf(memory), offset);
  call(INFO_BY_FD, { bpf_fd: fd, info_len: info.length, info });
  return info;
}

export const progInfo = (fd: number): Buffer => getInfo(fd, Buffer.alloc(PROG_INFO.size));
export const mapInfo = (fd: number): Buffer => getInfo(fd, Buffer.alloc(MAP_INFO.size));
export const linkInfo = (fd: number): Buffer => getInfo(fd, Buffer.alloc(LINK_INFO.size));
export const btfInfo = (fd: number): Buffer => getInfo(fd, Buffer.alloc(BTF_INFO.size));

/** A name field: 16 bytes, NUL-padded. */
export function nameAt(info: Buffer, offset: number): string {
  const bytes = info.subarray(offset, offset + 16);
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}
