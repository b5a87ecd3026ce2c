import * as netkit from 'pulumi-netkit/plugin';

export const mode = netkit.getNetkitPairOutput({ name: 'web0' }).mode;
