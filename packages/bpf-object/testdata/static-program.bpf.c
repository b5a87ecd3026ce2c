// A tail-called program that is static.
#include "common.h"
static int hidden_target(struct __sk_buff *skb);
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 1); __uint(key_size, 4);
	__array(values, int (struct __sk_buff *));
} table SEC(".maps") = { .values = { [0] = &hidden_target } };
SEC("tc") static int hidden_target(struct __sk_buff *skb) { return NEXT; }
SEC("tc") int entry(struct __sk_buff *skb) { bpf_tail_call(skb, &table, 0); return NEXT; }
