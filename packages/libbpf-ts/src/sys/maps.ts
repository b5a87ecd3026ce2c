/** The map commands. Keys and values must have the map's sizes: the kernel reads that much, whatever is there. */
import { bpf, SyscallError, type Fd } from '@pulumi-netkit/linux-ffi';
import { call, callForFd } from './call';
import {
  MAP_CREATE,
  MAP_DELETE,
  MAP_FREEZE,
  MAP_LOOKUP,
  MAP_LOOKUP_BATCH,
  MAP_NEXT_KEY,
  MAP_UPDATE,
} from './layouts';

/** What MAP_CREATE needs. */
export interface MapShape {
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags?: number;
}

export function mapCreate(shape: MapShape): Fd {
  const { type, keySize, valueSize, maxEntries, flags = 0 } = shape;
  const values = {
    map_type: type,
    key_size: keySize,
    value_size: valueSize,
    max_entries: maxEntries,
    map_flags: flags,
  };
  return callForFd(MAP_CREATE, values, 'map');
}

export function mapLookup(fd: number, key: Uint8Array, value: Uint8Array): void {
  call(MAP_LOOKUP, { map_fd: fd, key, value });
}

export function mapUpdate(fd: number, key: Uint8Array, value: Uint8Array, flags: number): void {
  call(MAP_UPDATE, { map_fd: fd, key, value, flags: BigInt(flags) });
}

export function mapDelete(fd: number, key: Uint8Array): void {
  call(MAP_DELETE, { map_fd: fd, key });
}

/** The key after `key`, or the first for null, written into `next`. ENOENT after the last. */
export function mapNextKey(fd: number, key: Uint8Array | null, next: Uint8Array): void {
  call(MAP_NEXT_KEY, { map_fd: fd, key, next_key: next });
}

/** The buffers of one batch. */
export interface MapBatch {
  readonly from: Uint8Array | null;
  readonly next: Uint8Array;
  readonly keys: Uint8Array;
  readonly values: Uint8Array;
  readonly count: number;
}

/**
 * Fills the buffers. The last batch answers ENOENT *and* a count, so the errno is a result here and not
 * an exception.
 */
export function mapLookupBatch(fd: number, batch: MapBatch): { count: number; errno: number } {
  const { bytes, pointers } = MAP_LOOKUP_BATCH.encode({
    in_batch: batch.from,
    out_batch: batch.next,
    keys: batch.keys,
    values: batch.values,
    count: batch.count,
    map_fd: fd,
  });
  let errno = 0;
  try {
    bpf(MAP_LOOKUP_BATCH, bytes, pointers);
  } catch (error) {
    if (!(error instanceof SyscallError)) throw error;
    errno = error.errno;
  }
  return { count: MAP_LOOKUP_BATCH.u32(bytes, 'count'), errno };
}

export function mapFreeze(fd: number): void {
  call(MAP_FREEZE, { map_fd: fd });
}
