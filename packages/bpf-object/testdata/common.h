#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define NEXT -1
#define PASS 0
#define DROP 2

char LICENSE[] SEC("license") = "GPL";
