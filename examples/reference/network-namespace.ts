import * as netkit from 'pulumi-netkit/plugin';

const blue = new netkit.NetworkNamespace('blue', { name: 'blue' });

export const inode = blue.inode;
