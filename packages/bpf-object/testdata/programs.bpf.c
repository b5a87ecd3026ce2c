// Programs under every kind of section name, with names of every length; all count and pass on.
#include "common.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} unused SEC(".maps");

static __always_inline int count(__u32 slot)
{
	__u64 *value = bpf_map_lookup_elem(&counts, &slot);
	if (value)
		__sync_fetch_and_add(value, 1);
	return NEXT;
}

SEC("tc") int a(struct __sk_buff *skb) { return count(0); }
SEC("classifier") int b(struct __sk_buff *skb) { return count(1); }
SEC("tcx/ingress") int c(struct __sk_buff *skb) { return count(2); }
SEC("netkit/primary") int d(struct __sk_buff *skb) { return count(3); }
SEC("netkit/peer") int e(struct __sk_buff *skb) { return count(4); }
SEC("action") int in_action(struct __sk_buff *skb) { return count(5); }
SEC("xdp") int in_xdp(struct __sk_buff *skb) { return count(6); }
SEC("my own/section.name") int in_own(struct __sk_buff *skb) { return count(7); }
SEC("tc") int a_function_with_a_name_of_more_than_fifteen_bytes(struct __sk_buff *skb) { return NEXT; }
SEC("tc") int a_function_with_a_name_of_more_than_fifteen_bytes_too(struct __sk_buff *skb) { return PASS; }
SEC("tc") int drops(struct __sk_buff *skb) { return DROP; }
SEC("xdp") int real_xdp(struct xdp_md *ctx)
{
	char *data = (char *)(long)ctx->data, *end = (char *)(long)ctx->data_end;

	return data + 1 > end || *data ? XDP_DROP : XDP_PASS;
}
