// Programs of kinds that libbpf 1.1 does not survive under another type, and one for tc.
#include "common.h"

SEC("fentry/vfs_read") int in_fentry(struct __sk_buff *skb) { return 0; }
SEC("tp_btf/sched_switch") int in_tp_btf(struct __sk_buff *skb) { return 0; }
SEC("lsm/file_open") int in_lsm(struct __sk_buff *skb) { return 0; }
SEC("iter/task") int in_iter(struct __sk_buff *skb) { return 0; }
SEC("freplace/f") int in_freplace(struct __sk_buff *skb) { return 0; }
SEC("tc") int entry(struct __sk_buff *skb) { return NEXT; }
