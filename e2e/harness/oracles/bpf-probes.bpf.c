// Programs that tell which of them ran on a packet, and in which order. All let it go on.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define NEXT -1

#define COUNTERS(name, places)                                                                     \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_ARRAY);                                                  \
		__uint(max_entries, places);                                                       \
		__type(key, __u32);                                                                \
		__type(value, __u64);                                                              \
	} name SEC(".maps")

COUNTERS(hits, 8); // how often each ran
COUNTERS(stamps, 8); // the clock when it ran last
COUNTERS(ticks, 1);

const volatile __u32 step = 1;
volatile __u8 verdicts[4] = { 1, 2, 3, 4 };

static __always_inline int ran(__u32 which)
{
	__u32 zero = 0;
	__u64 *hit = bpf_map_lookup_elem(&hits, &which);
	__u64 *stamp = bpf_map_lookup_elem(&stamps, &which);
	__u64 *tick = bpf_map_lookup_elem(&ticks, &zero);

	if (!hit || !stamp || !tick)
		return NEXT;
	__sync_fetch_and_add(hit, step);
	*stamp = ++*tick;
	return NEXT;
}

#define PROBE(name, which)                                                                         \
	SEC("tc")                                                                                  \
	int name(struct __sk_buff *skb)                                                            \
	{                                                                                          \
		return ran(which);                                                                 \
	}

PROBE(a, 0)
PROBE(b, 1)
PROBE(c, 2)
PROBE(d, 3)
PROBE(e, 4)
PROBE(f, 5)
PROBE(a_probe_with_a_name_over_15_bytes, 6)

char _license[] SEC("license") = "GPL";
