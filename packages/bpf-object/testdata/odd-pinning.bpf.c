// A pinning value that is none.
#include "common.h"
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u32);
	__uint(pinning, 7);
} odd SEC(".maps");
SEC("tc") int uses(struct __sk_buff *skb) { __u32 k = 0; return bpf_map_lookup_elem(&odd, &k) ? PASS : NEXT; }
