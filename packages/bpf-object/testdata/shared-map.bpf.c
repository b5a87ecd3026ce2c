// A map that libbpf pins by its name, as two programs use that work together.
#include "common.h"
#ifndef ENTRIES
#define ENTRIES 64
#endif
#ifndef PINNING
#define PINNING LIBBPF_PIN_BY_NAME
#endif

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ENTRIES);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, PINNING);
} flows SEC(".maps");

SEC("tc") int writes(struct __sk_buff *skb)
{
	__u32 key = 1;
	__u64 value = 1;
	bpf_map_update_elem(&flows, &key, &value, 0);
	return NEXT;
}

SEC("tc") int reads(struct __sk_buff *skb)
{
	__u32 key = 1;
	return bpf_map_lookup_elem(&flows, &key) ? NEXT : DROP;
}
