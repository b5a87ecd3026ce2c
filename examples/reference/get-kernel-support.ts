import * as netkit from 'pulumi-netkit/plugin';

export const features = netkit.getKernelSupportOutput().features;
