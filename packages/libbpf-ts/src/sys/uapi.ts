/** Constants of linux/bpf.h, the kernel's names verbatim. */
export const BPF_CMD = {
  BPF_MAP_CREATE: 0,
  BPF_MAP_LOOKUP_ELEM: 1,
  BPF_MAP_UPDATE_ELEM: 2,
  BPF_MAP_DELETE_ELEM: 3,
  BPF_MAP_GET_NEXT_KEY: 4,
  BPF_PROG_LOAD: 5,
  BPF_OBJ_PIN: 6,
  BPF_OBJ_GET: 7,
  BPF_PROG_ATTACH: 8,
  BPF_PROG_DETACH: 9,
  BPF_PROG_GET_FD_BY_ID: 13,
  BPF_MAP_GET_FD_BY_ID: 14,
  BPF_OBJ_GET_INFO_BY_FD: 15,
  BPF_PROG_QUERY: 16,
  BPF_BTF_GET_FD_BY_ID: 19,
  BPF_MAP_FREEZE: 22,
  BPF_MAP_LOOKUP_BATCH: 24,
  BPF_LINK_CREATE: 28,
  BPF_LINK_UPDATE: 29,
  BPF_LINK_GET_FD_BY_ID: 30,
  BPF_LINK_GET_NEXT_ID: 31,
  BPF_LINK_DETACH: 34,
} as const;

export const BPF_ATTACH_TYPE = {
  BPF_TCX_INGRESS: 46,
  BPF_TCX_EGRESS: 47,
  BPF_NETKIT_PRIMARY: 54,
  BPF_NETKIT_PEER: 55,
} as const;

export const BPF_LINK_TYPE = { BPF_LINK_TYPE_TCX: 11, BPF_LINK_TYPE_NETKIT: 13 } as const;

/** Flags of LINK_CREATE, LINK_UPDATE, PROG_ATTACH and PROG_DETACH. */
export const BPF_F = {
  BPF_F_REPLACE: 4,
  BPF_F_BEFORE: 8,
  BPF_F_AFTER: 16,
  BPF_F_ID: 32,
  BPF_F_LINK: 8192,
} as const;

/** Flags of MAP_UPDATE_ELEM. */
export const BPF_UPDATE = { BPF_ANY: 0, BPF_NOEXIST: 1, BPF_EXIST: 2 } as const;

/** Program types, by libbpf's lower-case names. */
export const PROGRAM_TYPE = {
  socket_filter: 1,
  kprobe: 2,
  sched_cls: 3,
  sched_act: 4,
  tracepoint: 5,
  xdp: 6,
  perf_event: 7,
  cgroup_skb: 8,
  cgroup_sock: 9,
  lwt_in: 10,
  lwt_out: 11,
  lwt_xmit: 12,
  sock_ops: 13,
  sk_skb: 14,
  cgroup_device: 15,
  sk_msg: 16,
  raw_tracepoint: 17,
  cgroup_sock_addr: 18,
  lwt_seg6local: 19,
  lirc_mode2: 20,
  sk_reuseport: 21,
  flow_dissector: 22,
  cgroup_sysctl: 23,
  raw_tracepoint_writable: 24,
  cgroup_sockopt: 25,
  tracing: 26,
  struct_ops: 27,
  ext: 28,
  lsm: 29,
  sk_lookup: 30,
  syscall: 31,
  netfilter: 32,
} as const;

/** Map types, by libbpf's lower-case names. */
export const MAP_TYPE = {
  hash: 1,
  array: 2,
  prog_array: 3,
  perf_event_array: 4,
  percpu_hash: 5,
  percpu_array: 6,
  stack_trace: 7,
  cgroup_array: 8,
  lru_hash: 9,
  lru_percpu_hash: 10,
  lpm_trie: 11,
  array_of_maps: 12,
  hash_of_maps: 13,
  devmap: 14,
  sockmap: 15,
  cpumap: 16,
  xskmap: 17,
  sockhash: 18,
  cgroup_storage: 19,
  reuseport_sockarray: 20,
  percpu_cgroup_storage: 21,
  queue: 22,
  stack: 23,
  sk_storage: 24,
  devmap_hash: 25,
  struct_ops: 26,
  ringbuf: 27,
  inode_storage: 28,
  task_storage: 29,
  bloom_filter: 30,
  user_ringbuf: 31,
  cgrp_storage: 32,
  arena: 33,
} as const;

export type ProgramType = keyof typeof PROGRAM_TYPE;
export type MapType = keyof typeof MAP_TYPE;

/** The name of a value in one of the tables above, or the number in words. */
export function nameIn<T extends Record<string, number>>(
  table: T,
  value: number,
): (keyof T & string) | `unknown ${number}` {
  const found = Object.keys(table).find((name) => table[name] === value);
  return found ?? `unknown ${value}`;
}
