// Two programs for any hook of netkit or tcx: a guard that lets packets to allowed addresses on, and a counter.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define NEXT -1 // to the next program of the chain; behind the last one: let it through
#define DROP 2

// Set before loading, and tuned by `globals`: destinations that may be reached are base, base + 1, … base + range - 1.
const volatile __u32 allowed_base = 0x0a000001; // 10.0.0.1
const volatile __u32 allowed_range = 1;

enum { PASSED, DROPPED, SEEN };

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

static __always_inline void count_in(__u32 key)
{
	__u64 *value = bpf_map_lookup_elem(&counters, &key);

	if (value)
		__sync_fetch_and_add(value, 1);
}

SEC("netkit/peer")
int guard(struct __sk_buff *skb)
{
	struct iphdr ip;

	// Not IPv4, neighbour discovery and the like: not our business.
	if (skb->protocol != bpf_htons(ETH_P_IP))
		return NEXT;
	if (bpf_skb_load_bytes_relative(skb, 0, &ip, sizeof(ip), BPF_HDR_START_NET))
		return DROP;
	if (bpf_ntohl(ip.daddr) - allowed_base < allowed_range) {
		count_in(PASSED);
		return NEXT;
	}
	count_in(DROPPED);
	return DROP;
}

SEC("netkit/peer")
int count(struct __sk_buff *skb)
{
	count_in(SEEN);
	return NEXT;
}

char _license[] SEC("license") = "GPL";
