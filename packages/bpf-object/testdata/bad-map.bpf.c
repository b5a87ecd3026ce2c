// A map that the kernel cannot make: an array's key has four bytes.
#include "common.h"
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u64); __type(value, __u32);
} odd SEC(".maps");
SEC("tc") int uses(struct __sk_buff *skb) { __u64 k = 0; return bpf_map_lookup_elem(&odd, &k) ? PASS : NEXT; }
