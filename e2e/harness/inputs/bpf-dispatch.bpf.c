// A dispatcher whose table is filled from outside, and handlers that only it reaches; so is the map they count in.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} hits SEC(".maps");

static __always_inline int hit(__u32 slot)
{
	__u64 *value = bpf_map_lookup_elem(&hits, &slot);
	if (value)
		__sync_fetch_and_add(value, 1);
	return -1;
}

SEC("tc") int dispatch(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &table, 0);
	return -1;
}
SEC("tc") int first(struct __sk_buff *skb) { return hit(0); }
SEC("tc") int second(struct __sk_buff *skb) { return hit(1); }
char _license[] SEC("license") = "GPL";
