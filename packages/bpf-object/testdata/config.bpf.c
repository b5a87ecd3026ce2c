// An option of the kernel's configuration, which a kernel may keep to itself.
#include "common.h"

extern int CONFIG_NO_SUCH_OPTION __kconfig __weak;

SEC("tc") int asks(struct __sk_buff *skb) { return CONFIG_NO_SUCH_OPTION ? DROP : NEXT; }
