// Programs the verifier rejects, each for a reason of its own.
#include "common.h"


struct {
	__uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1); __type(key, __u32); __type(value, __u32);
} numbers SEC(".maps");

SEC("tc") int no_null_check(struct __sk_buff *skb) { __u32 k = 0; __u32 *v = bpf_map_lookup_elem(&numbers, &k); return *v; }
SEC("tc") int past_the_end(struct __sk_buff *skb) { return *(char *)(long)skb->data; }
SEC("tc") int no_end(struct __sk_buff *skb) { for (volatile int i = 0; i >= 0;)
		bpf_get_prandom_u32();
	return 0; }
SEC("tc") int wrong_helper(struct __sk_buff *skb) { return bpf_redirect_map(&numbers, 0, 0); }
SEC("tc") int large_log(struct __sk_buff *skb)
{
	__u32 k = 0;
	__u32 *v = bpf_map_lookup_elem(&numbers, &k);
	asm volatile("r1 = 1; .rept 60000; r1 += 1; .endr" ::: "r1");
	return *v;
}
SEC("tc") int fine(struct __sk_buff *skb) { return NEXT; }
