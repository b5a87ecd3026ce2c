// A map that libbpf does not take, since it is static.
#include "common.h"

static struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} hidden SEC(".maps");

SEC("tc")
int only(struct __sk_buff *skb)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&hidden, &key) ? 0 : 2;
}
