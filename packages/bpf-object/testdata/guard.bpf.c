// The README's program: drops packets above a limit, and counts.
#include "common.h"

const volatile __u32 limit = 1500;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

SEC("tcx/ingress") int guard(struct __sk_buff *skb)
{
	__u32 verdict = skb->len > limit;
	__u64 *count = bpf_map_lookup_elem(&counts, &verdict);

	if (count)
		__sync_fetch_and_add(count, 1);
	return verdict ? DROP : NEXT;
}
