// A CO-RE relocation no kernel can satisfy.
#include "common.h"
#include <bpf/bpf_core_read.h>

struct sk_buff { int no_such_member; } __attribute__((preserve_access_index));

SEC("tc") int wants(struct __sk_buff *skb) { int v = 0; bpf_core_read(&v, sizeof(v), &((struct sk_buff *)skb)->no_such_member); return v; }
SEC("tc") int fine(struct __sk_buff *skb) { return NEXT; }
