// Variables in an arena, as a clang that knows address spaces lays them out. The arena is named by no instruction.
#include "common.h"

struct {
	__uint(type, 33); // BPF_MAP_TYPE_ARENA: the headers may be older
	__uint(map_flags, 1024); // BPF_F_MMAPABLE
	__uint(max_entries, 4);
} arena SEC(".maps");

int counter SEC(".addr_space.1") = 7;

SEC("tc") int counts(struct __sk_buff *skb) { return counter == 7 ? NEXT : PASS; }
SEC("tc") int plain(struct __sk_buff *skb) { return NEXT; }
