// A map of any type and size that has no keys, and a program that does without it.
#include "common.h"
#ifndef ENTRIES
#define ENTRIES 4
#define TYPE BPF_MAP_TYPE_QUEUE
#endif

struct {
	__uint(type, TYPE);
	__uint(max_entries, ENTRIES);
	__uint(value_size, 4);
} m SEC(".maps");

SEC("tc") int uses(struct __sk_buff *skb)
{
	__u32 value = 1;
	bpf_map_push_elem(&m, &value, 0);
	return NEXT;
}

SEC("tc") int rests(struct __sk_buff *skb)
{
	return NEXT;
}
