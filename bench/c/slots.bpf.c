// A prog array of many slots, none of which is filled.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u32);
} calls SEC(".maps");

const volatile __u32 version = 0;

SEC("tc") int filter(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &calls, skb->mark);
	return version == 1 ? 0 : -1;
}

char _license[] SEC("license") = "GPL";
