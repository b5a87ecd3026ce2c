// Externs that may be missing, and ones that every kernel has.
#include "common.h"

extern int LINUX_KERNEL_VERSION __kconfig;
extern void bpf_no_such_kernel_function(void) __ksym __weak;

volatile __u32 version;

SEC("tc") int asks(struct __sk_buff *skb)
{
	version = LINUX_KERNEL_VERSION;
	return NEXT;
}
SEC("tc") int asks_for_function(struct __sk_buff *skb)
{
	if (bpf_no_such_kernel_function)
		bpf_no_such_kernel_function();
	return NEXT;
}
SEC("tc") int plain(struct __sk_buff *skb) { return NEXT; }
