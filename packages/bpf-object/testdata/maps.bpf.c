// A map of each kind, one program for each, so that choosing it chooses the map.
#include "common.h"

struct value { __u64 packets; __u32 flags; __u32 pad; };
struct lpm_key { __u32 length; __u32 address; };

#define MAP(name, kind, size, K, V, extra) \
	struct { __uint(type, kind); __uint(max_entries, size); __type(key, K); __type(value, V); extra } name SEC(".maps")
#define USE(map, K) \
	SEC("tc") int use_##map(struct __sk_buff *skb) { K key = {0}; return bpf_map_lookup_elem(&map, &key) ? PASS : NEXT; }

MAP(hash, BPF_MAP_TYPE_HASH, 5000, __u32, struct value, ); USE(hash, __u32)
MAP(array, BPF_MAP_TYPE_ARRAY, 300, __u32, __u32, ); USE(array, __u32)
MAP(percpu_hash, BPF_MAP_TYPE_PERCPU_HASH, 8, __u64, __u32, ); USE(percpu_hash, __u64)
MAP(percpu_array, BPF_MAP_TYPE_PERCPU_ARRAY, 4, __u32, __u64, ); USE(percpu_array, __u32)
MAP(lru, BPF_MAP_TYPE_LRU_HASH, 1024, __u32, __u32, ); USE(lru, __u32)
MAP(lpm, BPF_MAP_TYPE_LPM_TRIE, 16, struct lpm_key, __u32, __uint(map_flags, BPF_F_NO_PREALLOC);); USE(lpm, struct lpm_key)
MAP(pinned, BPF_MAP_TYPE_HASH, 32, __u32, __u64, __uint(pinning, LIBBPF_PIN_BY_NAME);); USE(pinned, __u32)

struct { __uint(type, BPF_MAP_TYPE_QUEUE); __uint(max_entries, 4); __uint(value_size, 4); } queue SEC(".maps");
SEC("tc") int use_queue(struct __sk_buff *skb) { __u32 v = 1; bpf_map_push_elem(&queue, &v, 0); return NEXT; }

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } ring SEC(".maps");
SEC("tc") int use_ring(struct __sk_buff *skb) { __u32 v = 1; bpf_ringbuf_output(&ring, &v, sizeof(v), 0); return NEXT; }

struct inner_map { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u32); }
	inner SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 2); __type(key, __u32);
	__array(values, struct inner_map);
} outer SEC(".maps") = { .values = { [1] = &inner } };
SEC("tc") int use_outer(struct __sk_buff *skb) { __u32 k = 1; return bpf_map_lookup_elem(&outer, &k) ? PASS : NEXT; }
