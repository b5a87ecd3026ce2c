// Two dispatchers with slots filled in the source, and a subprogram between.
#include "common.h"

#define JUMP_TABLE(name, ...) \
	struct { \
		__uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 4); __uint(key_size, sizeof(__u32)); \
		__array(values, int (struct __sk_buff *)); \
	} name SEC(".maps") = { .values = { __VA_ARGS__ } }

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} reached SEC(".maps");

int first_target(struct __sk_buff *skb);
int second_target(struct __sk_buff *skb);
int other_target(struct __sk_buff *skb);

JUMP_TABLE(table, [1] = &first_target);
JUMP_TABLE(deeper, [0] = &second_target);
JUMP_TABLE(other_table, [2] = &other_target);

// Inlined, for interpreters.
SEC("tc") int entry(struct __sk_buff *skb) { bpf_tail_call(skb, &table, 1); return NEXT; }
// Called, not inlined: the reference to the map is made here and not in the program.
static __noinline int jump(struct __sk_buff *skb) { bpf_tail_call(skb, &table, 1); return NEXT; }
static __always_inline int note(__u32 slot)
{
	__u64 *value = bpf_map_lookup_elem(&reached, &slot);
	if (value)
		__sync_fetch_and_add(value, 1);
	return NEXT;
}

SEC("tc") int entry_by_call(struct __sk_buff *skb) { return jump(skb); }
SEC("tc/first") int first_target(struct __sk_buff *skb) { note(1); bpf_tail_call_static(skb, &deeper, 0); return NEXT; }
SEC("tc/second") int second_target(struct __sk_buff *skb) { note(2); return NEXT; }
SEC("tc") int other_entry(struct __sk_buff *skb) { bpf_tail_call(skb, &other_table, 2); return NEXT; }
SEC("tc") int other_target(struct __sk_buff *skb) { return note(3); }
