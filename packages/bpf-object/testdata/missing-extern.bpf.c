// A kernel function that no kernel has.
#include "common.h"
extern void bpf_no_such_kernel_function(void) __ksym;
SEC("tc") int wants(struct __sk_buff *skb) { bpf_no_such_kernel_function(); return NEXT; }
