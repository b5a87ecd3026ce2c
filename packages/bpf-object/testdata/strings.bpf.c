// String literals: the compiler puts them into sections of their own, .rodata.str1.1 and the like.
#include "common.h"

char word[16];

SEC("tc") int compares(struct __sk_buff *skb)
{
	if (bpf_skb_load_bytes(skb, 0, word, 8))
		return NEXT;
	return bpf_strncmp(word, 4, "GET ") == 0 ? DROP : NEXT;
}

SEC("tc") int formats(struct __sk_buff *skb)
{
	__u64 length = skb->len;

	return bpf_snprintf(word, sizeof(word), "len %d\n", &length, sizeof(length)) < 0 ? DROP : NEXT;
}

SEC("tc") int plain(struct __sk_buff *skb) { return NEXT; }
