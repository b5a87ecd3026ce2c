// A kernel variable that no kernel has, and a CONFIG_ one.
#include "common.h"
extern const int bpf_no_such_kernel_variable __ksym;
SEC("tc") int wants(struct __sk_buff *skb) { return (long)&bpf_no_such_kernel_variable == 1 ? PASS : NEXT; }
