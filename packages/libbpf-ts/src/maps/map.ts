/** Maps in the kernel: read, write, walk, pin, reuse. Bytes in, bytes out; what they mean is yours. */
import { readFileSync } from 'node:fs';
import { errnoName, SyscallError, type Fd } from '@pulumi-netkit/linux-ffi';
import {
  asMade,
  BpfError,
  MAP_TYPE,
  type MapDefinition,
  type MapType,
  nameIn,
} from '@pulumi-netkit/bpf-object';
import { explain, explained } from '../objects/kernel-refusal';
import type { MapId } from '../ids';
import { withMemory } from '../memory';
import { openPin, pinObject } from '../pin';
import { MAP_INFO } from '../sys/layouts';
import * as sys from '../sys/maps';
import { mapGetFdById, mapInfo, nameAt } from '../sys/objects';
import { BPF_UPDATE } from '../sys/uapi';

/** What the kernel says about a map. */
export interface MapInfo extends MapDefinition {
  readonly id: MapId;
  /** As the kernel keeps it: 15 bytes. */
  readonly name: string;
}

/** One entry of a map. */
export type MapEntry = readonly [key: Buffer, value: Buffer];

const PER_CPU: readonly string[] = [
  'percpu_hash',
  'percpu_array',
  'lru_percpu_hash',
  'percpu_cgroup_storage',
];

/** A map in the kernel, held by a descriptor: it goes when neither this, a program nor a pin holds it. */
export class BpfMap implements Disposable {
  readonly fd: Fd;
  readonly info: MapInfo;
  /** Bytes that lookup gives and update takes: for per-CPU maps a slot for each possible CPU. */
  readonly transferSize: number;

  /** @internal */
  constructor(fd: Fd) {
    this.fd = fd;
    this.info = readMapInfo(fd.number);
    const { type, valueSize } = this.info;
    this.transferSize = PER_CPU.includes(type) ? slotSize(valueSize) * possibleCpus() : valueSize;
  }

  /** Makes a map by hand; BpfObject makes those of an object. */
  static create(
    definition: Omit<MapDefinition, 'type' | 'flags'> & { type: MapType; flags?: number },
  ): BpfMap {
    const shape = { ...definition, type: MAP_TYPE[definition.type] };
    return owning(explained('create a map', {}, () => sys.mapCreate(shape)));
  }

  /** Opens a map by id; ids restart at reboot. Needs CAP_SYS_ADMIN. */
  static byId(id: MapId): BpfMap {
    return owning(
      explained(
        `map ${id}`,
        { ENOENT: ['id-missing', 'there is no such map (any more); look it up again'] },
        () => mapGetFdById(id),
      ),
    );
  }

  /** Opens a pinned map. */
  static open(path: string): BpfMap {
    return owning(openPin(path, 'map'));
  }

  /** The value of a key, or undefined when the map has no such key. */
  lookup(key: Uint8Array): Buffer | undefined {
    this.#check('key', key, this.info.keySize);
    const value = Buffer.alloc(this.transferSize);
    try {
      sys.mapLookup(this.fd.number, key, value);
      return value;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw this.#explain('look up a key', error);
    }
  }

  /** The values of a key of a per-CPU map, one for each possible CPU. */
  lookupPerCpu(key: Uint8Array): Buffer[] | undefined {
    const all = this.lookup(key);
    const slot = slotSize(this.info.valueSize);
    if (all === undefined) return undefined;
    if (!PER_CPU.includes(this.info.type)) return [all];
    return Array.from({ length: all.length / slot }, (_, cpu) =>
      all.subarray(cpu * slot, cpu * slot + this.info.valueSize),
    );
  }

  /** Sets a key's value. `'new'` refuses a key that is there, `'existing'` one that is not. */
  update(key: Uint8Array, value: Uint8Array, when: 'any' | 'new' | 'existing' = 'any'): void {
    this.#check('key', key, this.info.keySize);
    this.#check('value', value, this.transferSize);
    const { BPF_ANY, BPF_NOEXIST, BPF_EXIST } = BPF_UPDATE;
    const flags = { any: BPF_ANY, new: BPF_NOEXIST, existing: BPF_EXIST }[when];
    try {
      withMemory(() => sys.mapUpdate(this.fd.number, key, value, flags));
    } catch (error) {
      throw this.#explain('update a key', error);
    }
  }

  /** Removes a key; answers whether it was there. Arrays keep all their keys: EINVAL. */
  delete(key: Uint8Array): boolean {
    this.#check('key', key, this.info.keySize);
    try {
      sys.mapDelete(this.fd.number, key);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw this.#explain('delete a key', error);
    }
  }

  /**
   * All keys. Of a hash that changes meanwhile a key may be missed, or the walk may begin again when
   * the key it stood on was deleted; it ends after twice the map's size in any case.
   */
  *keys(): Generator<Buffer, void> {
    let key: Buffer | null = null;
    for (let left = 2 * this.info.maxEntries + 1; left > 0; left--) {
      const next = Buffer.alloc(this.info.keySize);
      try {
        sys.mapNextKey(this.fd.number, key, next);
      } catch (error) {
        if (isMissing(error)) return;
        throw this.#explain('walk the keys', error);
      }
      yield next;
      key = next;
    }
  }

  /** All entries, fetched in batches where the map can do that, else key by key. */
  *entries(batchSize = 1024): Generator<MapEntry, void> {
    const { keySize, maxEntries } = this.info;
    const count = Math.max(1, Math.min(batchSize, maxEntries));
    const first = this.#batch(null, count);
    if (first === undefined) {
      for (const key of this.keys()) {
        const value = this.lookup(key);
        if (value !== undefined) yield [key, value];
      }
      return;
    }
    for (let batch: Batch | undefined = first; batch !== undefined;) {
      for (let i = 0; i < batch.count; i++)
        yield [
          batch.keys.subarray(i * keySize, (i + 1) * keySize),
          batch.values.subarray(i * this.transferSize, (i + 1) * this.transferSize),
        ];
      batch = batch.isLast ? undefined : this.#batch(batch.next, count);
    }
  }

  /** One batch; undefined when this kind of map cannot do batches. */
  #batch(from: Buffer | null, count: number): Batch | undefined {
    const { keySize } = this.info;
    for (let room = count; ; room *= 2) {
      const keys = Buffer.alloc(room * keySize);
      const values = Buffer.alloc(room * this.transferSize);
      // The cursor is a bucket number for hashes and a key for others.
      const next = Buffer.alloc(Math.max(4, keySize));
      const request = { from, next, keys, values, count: room };
      const answer = sys.mapLookupBatch(this.fd.number, request);
      const code = answer.errno === 0 ? '' : errnoName(answer.errno);
      if (code === '') return { keys, values, next, count: answer.count, isLast: false };
      if (code === 'ENOENT') return { keys, values, next, count: answer.count, isLast: true };
      // A bucket of the hash holds more than there is room for.
      if (code === 'ENOSPC' && room <= this.info.maxEntries) continue;
      // 524: ENOTSUPP, which only exists inside the kernel but comes out here.
      if (from === null && (code === 'EINVAL' || answer.errno === 524 || code === 'ENOSPC'))
        return undefined;
      const error = new SyscallError('BPF_MAP_LOOKUP_BATCH', answer.errno);
      throw this.#explain('walk the entries', error);
    }
  }

  /** Keeps the map without a process; see pinObject(). */
  pin(path: string): void {
    pinObject(this.fd, path);
  }

  /** Makes the map read-only for processes, for good. Programs may still write. */
  freeze(): void {
    explained(`freeze map "${this.info.name}"`, {}, () => sys.mapFreeze(this.fd.number));
  }

  close(): void {
    this.fd.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** The kernel copies as many bytes as the map says, from wherever the pointer points. */
  #check(what: string, bytes: Uint8Array, size: number): void {
    if (bytes.length === size) return;
    throw new BpfError(
      'map-size',
      `map "${this.info.name}": the ${what} has ${bytes.length} bytes; this map takes exactly ${size}`,
    );
  }

  #explain(what: string, error: unknown): unknown {
    if (!(error instanceof SyscallError)) return error;
    return explain(`map "${this.info.name}": ${what}`, error, {
      ENOENT: ['map-key-missing', 'the map has no such key; update it with "any" or "new"'],
      EEXIST: ['map-key-exists', 'the key is there; update it with "any" or "existing"'],
      E2BIG: [
        'map-full',
        `the map holds ${this.info.maxEntries} entries at most; raise maxEntries`,
      ],
      ENOSPC: [
        'map-full',
        `the map holds ${this.info.maxEntries} entries at most; raise maxEntries`,
      ],
      EPERM: [
        'map-frozen',
        'the map is read-only for processes (frozen, or opened so), or rights are missing; a frozen map is made anew with its program',
      ],
    });
  }
}

interface Batch {
  readonly keys: Buffer;
  readonly values: Buffer;
  readonly next: Buffer;
  readonly count: number;
  readonly isLast: boolean;
}

/**
 * How a map differs from what the kernel would make of a definition, in words; empty when the map can stand for it. What
 * libbpf and the kernel adjust when they make a map (sizes, flags) is no difference.
 */
export function mapDifferences(has: MapDefinition, wants: MapDefinition): string[] {
  const made = asMade(wants, possibleCpus());
  return COMPARED.filter(([, member]) => (has[member] ?? 0) !== (made[member] ?? 0)).map(
    ([words, member]) => `${words} ${has[member] ?? 0} instead of ${made[member] ?? 0}`,
  );
}

const COMPARED: readonly (readonly [string, keyof MapDefinition])[] = [
  ['type', 'type'],
  ['key size', 'keySize'],
  ['value size', 'valueSize'],
  ['max entries', 'maxEntries'],
  ['flags', 'flags'],
  ['map extra', 'extra'],
];

/** Whether a map differs from a definition in its number of entries and in nothing else. */
export function isResized(has: MapDefinition, wants: MapDefinition): boolean {
  const { maxEntries } = asMade(wants, possibleCpus());
  return (
    has.maxEntries !== maxEntries && mapDifferences({ ...has, maxEntries }, wants).length === 0
  );
}

function owning(fd: Fd): BpfMap {
  try {
    return new BpfMap(fd);
  } catch (error) {
    fd.close();
    throw error;
  }
}

/** @internal */
export function readMapInfo(fd: number): MapInfo {
  const bytes = explained('read a map', {}, () => mapInfo(fd));
  return {
    id: bytes.readUInt32LE(MAP_INFO.id) as MapId,
    name: nameAt(bytes, MAP_INFO.name),
    type: nameIn(MAP_TYPE, bytes.readUInt32LE(MAP_INFO.type)),
    keySize: bytes.readUInt32LE(MAP_INFO.key_size),
    valueSize: bytes.readUInt32LE(MAP_INFO.value_size),
    maxEntries: bytes.readUInt32LE(MAP_INFO.max_entries),
    flags: bytes.readUInt32LE(MAP_INFO.map_flags),
    extra: Number(bytes.readBigUInt64LE(MAP_INFO.map_extra)),
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof SyscallError && error.code === 'ENOENT';

const slotSize = (valueSize: number): number => Math.ceil(valueSize / 8) * 8;

let cpus: number | undefined;

/** CPUs the kernel makes room for, more than run: "0-3,8". Node knows only those that are online. */
function possibleCpus(): number {
  cpus ??= readFileSync('/sys/devices/system/cpu/possible', 'latin1')
    .trim()
    .split(',')
    .map((range) => range.split('-').map(Number))
    .reduce((sum, [first = 0, last = first]) => sum + last - first + 1, 0);
  return cpus;
}
