// Data, and no program.
#include "common.h"
const volatile __u32 lonely = 1;
