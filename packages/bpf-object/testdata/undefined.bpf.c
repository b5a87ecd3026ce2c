// A function that is declared, called and defined nowhere.
#include "common.h"
extern int forgotten(struct __sk_buff *skb);
SEC("tc") int entry(struct __sk_buff *skb) { return forgotten(skb); }
