// A dispatcher over a table that userspace fills, as of real-world objects: no static initialiser names a program.
#include "common.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} table SEC(".maps");

// Of a program that is called from the table only.
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
} deeper SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} reached SEC(".maps");

static __always_inline void note(__u32 slot)
{
	__u64 *value = bpf_map_lookup_elem(&reached, &slot);
	if (value)
		__sync_fetch_and_add(value, 1);
}

SEC("tc") int dispatch(struct __sk_buff *skb) { bpf_tail_call(skb, &table, 2); return NEXT; }
SEC("tc") int one(struct __sk_buff *skb) { note(1); bpf_tail_call(skb, &deeper, 0); return NEXT; }
SEC("tc") int two(struct __sk_buff *skb) { note(2); return NEXT; }
SEC("tc") int alone(struct __sk_buff *skb) { note(3); return NEXT; }
SEC("xdp") int of_xdp(struct xdp_md *ctx) { return XDP_PASS; }
