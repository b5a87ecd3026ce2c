// A tc program beside operations of the kernel.
#include "common.h"

struct operations {
	int (*act)(void);
};

SEC("struct_ops/act")
int act(void *ctx)
{
	return 0;
}

SEC(".struct_ops")
struct operations ours = {
	.act = (void *)act,
};

SEC("tc")
int only(struct __sk_buff *skb)
{
	return 0;
}
