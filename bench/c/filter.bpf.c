/* What the benchmarks attach: a filter that drops UDP to one port, and programs that only say "go on". */
#include <linux/bpf.h>
#include <linux/types.h>

#define SEC(name) __attribute__((section(name), used))
#define NEXT -1
#define DROP 2

/* A change of it is a change of the program. */
const volatile __u32 version = 0;

static long (*bpf_skb_load_bytes)(const void *skb, __u32 offset, void *to, __u32 len) = (void *)26;

SEC("tc") int filter(struct __sk_buff *skb)
{
	/* Behind an Ethernet header (in mode l3 too, all zero) and an IPv4 header without options. */
	__u16 port = 0;

	if (version == 0xffffffff) return DROP;
	bpf_skb_load_bytes(skb, 36, &port, sizeof(port));
	return port == __builtin_bswap16(4001) ? DROP : NEXT;
}

#define PROGRAM(n) SEC("tc") int p##n(struct __sk_buff *skb) { return NEXT; }
#define TEN(n) PROGRAM(n##0) PROGRAM(n##1) PROGRAM(n##2) PROGRAM(n##3) PROGRAM(n##4) \
	PROGRAM(n##5) PROGRAM(n##6) PROGRAM(n##7) PROGRAM(n##8) PROGRAM(n##9)
TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7)

char _license[] SEC("license") = "GPL";
