// Variables of each type in each section.
#include "common.h"
#include <stdbool.h>

enum mode { MODE_OFF, MODE_ON, MODE_LOW = -3 };
enum wide { WIDE_BIG = 0x1234567890ULL };
struct inner { __u8 a; __u16 b; };
struct limits { __u32 rate; __s64 burst; struct inner in[2]; char tag[8]; __u32 bits : 3; };
union either { __u32 word; __u8 bytes[4]; };

const volatile __u32 limit = 7;
const volatile bool strict;
const volatile enum mode mode = MODE_ON;
const volatile __s8 small = -5;
const volatile char label[16] = "none";
const volatile __u64 wide = 1;
volatile __u16 port = 80;
volatile __s32 offset_of = -1;
volatile struct limits limits = { .rate = 100 };
volatile union either either;
volatile double ratio_unused;
volatile __u64 seen;
volatile __u8 mac[6];
volatile __u32 table[4] = { 1, 2, 3, 4 };
void *volatile pointer;
volatile __s64 SEC(".data.named") named = 42;
const volatile __u32 SEC(".rodata.named") named_constant = 43;
static volatile __u32 hidden = 5;

SEC("tc") int g(struct __sk_buff *skb)
{
	seen += limit + strict + mode + small + label[0] + wide + port + offset_of + limits.rate;
	seen += either.word + mac[0] + table[0] + named + named_constant + hidden + (pointer != 0);
	ratio_unused = ratio_unused;
	return NEXT;
}
