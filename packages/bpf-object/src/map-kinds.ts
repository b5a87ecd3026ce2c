/** What libbpf and the kernel make of maps of each type, and whether entries of one map can be put into another. Pure. */
import type { MapType } from './types';

/** What makes two maps interchangeable. */
export interface MapDefinition {
  readonly type: MapType | `unknown ${number}`;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
  /** Of a bloom filter its number of hash functions, of an arena its address. @default 0 */
  readonly extra?: number;
}

/**
 * Why entries of a map cannot be put into another one, for each type where that is so: what such a map holds. The entries of the
 * other types are copied by moveEntries().
 */
export const UNMOVABLE: Readonly<Partial<Record<MapType, string>>> = {
  prog_array: 'programs, which each load puts there',
  perf_event_array: 'perf events of the processes that read it',
  stack_trace: 'stack traces, which only the kernel writes',
  cgroup_array: 'cgroups, which the kernel does not report',
  devmap: 'devices, numbered as in the network namespace of the process that wrote them',
  devmap_hash: 'devices, numbered as in the network namespace of the process that wrote them',
  sockmap: 'sockets, which only their own process can add',
  sockhash: 'sockets, which only their own process can add',
  reuseport_sockarray: 'sockets, which only their own process can add',
  xskmap: 'sockets, which only their own process can add',
  cpumap: 'queues of CPUs with programs of their own',
  cgroup_storage: 'values that live with their cgroups',
  percpu_cgroup_storage: 'values that live with their cgroups',
  cgrp_storage: 'values that live with their cgroups',
  sk_storage: 'values that live with their sockets',
  inode_storage: 'values that live with their inodes',
  task_storage: 'values that live with their tasks',
  queue: 'values that can only be read by taking them out',
  stack: 'values that can only be read by taking them out',
  bloom_filter: 'traces of values, and not the values',
  ringbuf: 'records on their way to a reader',
  user_ringbuf: 'records on their way to a program',
  struct_ops: 'operations of the kernel',
  arena: 'memory that programs and processes point into',
};

/** What a map of that type holds that cannot be put into another one; undefined where its entries can be copied. */
export function whatStays(type: string): string | undefined {
  return (UNMOVABLE as Readonly<Record<string, string | undefined>>)[type];
}

// Of linux/bpf.h.
const [NO_COMMON_LRU, RDONLY, WRONLY, RDONLY_PROG] = [2, 8, 16, 128];

/**
 * The definition that the kernel reports of a map made with the given one, on a machine with that many possible CPUs.
 * Ring buffers are not here: libbpf rounds their sizes when it opens the object.
 */
export function asMade(definition: MapDefinition, cpus: number): MapDefinition {
  const { type, maxEntries } = definition;
  // These two are of the descriptor that the kernel returns, and not of the map.
  const flags = definition.flags & ~(RDONLY | WRONLY);
  // Each CPU has a list of its own, and all lists are of one length.
  if ((type === 'lru_hash' || type === 'lru_percpu_hash') && (flags & NO_COMMON_LRU) !== 0)
    return { ...definition, flags, maxEntries: roundedTo(cpus, maxEntries) };
  // By libbpf, not by the kernel.
  if (type === 'perf_event_array' && maxEntries === 0)
    return { ...definition, flags, maxEntries: cpus };
  if (type === 'devmap' || type === 'devmap_hash')
    return { ...definition, flags: flags | RDONLY_PROG };
  return { ...definition, flags };
}

/** Whether the kernel makes no such map without a number of entries. */
export function needsEntries(type: string): boolean {
  return type !== 'perf_event_array' && type !== 'struct_ops' && !type.endsWith('_storage');
}

// Down where up does not fit into 32 bits, as the kernel does.
function roundedTo(step: number, value: number): number {
  const up = Math.ceil(value / step) * step;
  return up > 0xffffffff ? Math.floor(value / step) * step : up;
}
