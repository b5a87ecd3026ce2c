// A map of each type a tc program can name, with a program that names it. Sizes that libbpf and the kernel adjust are odd.
#include "common.h"

// Younger than the headers that this is compiled with.
#define BPF_MAP_TYPE_CGRP_STORAGE 32

// A change of it is a change of the program, and of nothing else.
const volatile int knob = 1;

#define USE(name)                                                                                  \
	SEC("tc") int use_##name(struct __sk_buff *skb)                                                \
	{                                                                                              \
		asm volatile("" ::"r"(&name), "r"(knob));                                                  \
		return NEXT;                                                                               \
	}
#define MAP(name, TYPE, ...)                                                                       \
	struct {                                                                                       \
		__uint(type, BPF_MAP_TYPE_##TYPE);                                                         \
		__VA_ARGS__                                                                                \
	} name SEC(".maps");                                                                           \
	USE(name)
#define U32(entries)                                                                               \
	__uint(key_size, 4);                                                                           \
	__uint(value_size, 4);                                                                         \
	__uint(max_entries, entries);
#define OF_SOCKET                                                                                  \
	__type(key, int);                                                                              \
	__type(value, __u32);                                                                          \
	__uint(map_flags, BPF_F_NO_PREALLOC);

MAP(hash, HASH, U32(10))
MAP(array, ARRAY, U32(10))
MAP(prog_array, PROG_ARRAY, U32(10))
MAP(perf_event_array, PERF_EVENT_ARRAY, __uint(key_size, 4); __uint(value_size, 4);)
MAP(percpu_hash, PERCPU_HASH, U32(10))
MAP(percpu_array, PERCPU_ARRAY, U32(10))
MAP(stack_trace, STACK_TRACE, __uint(key_size, 4); __uint(value_size, 80); __uint(max_entries, 10);)
MAP(cgroup_array, CGROUP_ARRAY, U32(10))
MAP(lru_hash, LRU_HASH, U32(1001) __uint(map_flags, BPF_F_NO_COMMON_LRU);)
MAP(lru_percpu_hash, LRU_PERCPU_HASH, U32(1001) __uint(map_flags, BPF_F_NO_COMMON_LRU);)
MAP(lpm_trie, LPM_TRIE, __uint(key_size, 8); __uint(value_size, 4); __uint(max_entries, 10);
    __uint(map_flags, BPF_F_NO_PREALLOC);)
MAP(devmap, DEVMAP, U32(10))
MAP(sockmap, SOCKMAP, U32(10))
MAP(cpumap, CPUMAP, __uint(key_size, 4); __uint(value_size, 4); __uint(max_entries, 2);)
MAP(xskmap, XSKMAP, U32(10))
MAP(sockhash, SOCKHASH, U32(10))
MAP(cgroup_storage, CGROUP_STORAGE, __type(key, struct bpf_cgroup_storage_key); __type(value, __u32);)
MAP(reuseport_sockarray, REUSEPORT_SOCKARRAY, U32(10))
MAP(percpu_cgroup_storage, PERCPU_CGROUP_STORAGE, __type(key, struct bpf_cgroup_storage_key);
    __type(value, __u32);)
MAP(queue, QUEUE, __uint(value_size, 4); __uint(max_entries, 10);)
MAP(stack, STACK, __uint(value_size, 4); __uint(max_entries, 10);)
MAP(sk_storage, SK_STORAGE, OF_SOCKET)
MAP(devmap_hash, DEVMAP_HASH, U32(10))
MAP(ringbuf, RINGBUF, __uint(max_entries, 5000);)
MAP(inode_storage, INODE_STORAGE, OF_SOCKET)
MAP(task_storage, TASK_STORAGE, OF_SOCKET)
MAP(bloom_filter, BLOOM_FILTER, __uint(value_size, 4); __uint(max_entries, 10);
    __uint(map_extra, 3);)
MAP(user_ringbuf, USER_RINGBUF, __uint(max_entries, 5000);)
MAP(cgrp_storage, CGRP_STORAGE, OF_SOCKET)

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	U32(1)
};
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	U32(10)
	__array(values, struct inner);
} array_of_maps SEC(".maps");
USE(array_of_maps)
struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	U32(10)
	__array(values, struct inner);
} hash_of_maps SEC(".maps");
USE(hash_of_maps)
