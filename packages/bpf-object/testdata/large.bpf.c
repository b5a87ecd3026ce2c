// 48 programs and 48 maps, 3 MB.
#include "common.h"

#define ONE(n) \
	struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, __u64); } \
	map_##n SEC(".maps"); \
	SEC("tc") int program_##n(struct __sk_buff *skb) \
	{ \
		__u32 key = 0; \
		__u64 *value = bpf_map_lookup_elem(&map_##n, &key); \
		if (!value) \
			return NEXT; \
		asm volatile("r1 = 1; .rept 8000; r1 += 1; .endr" ::: "r1"); \
		*value += 1; \
		return NEXT; \
	}
#define EIGHT(n) ONE(n##0) ONE(n##1) ONE(n##2) ONE(n##3) ONE(n##4) ONE(n##5) ONE(n##6) ONE(n##7)
EIGHT(0) EIGHT(1) EIGHT(2) EIGHT(3) EIGHT(4) EIGHT(5)
