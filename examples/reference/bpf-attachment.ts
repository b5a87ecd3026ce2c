import * as netkit from 'pulumi-netkit/plugin';

// Any device has tcx hooks. A pair's primary has netkit hooks too: target: pair.primary.
const ingress = new netkit.BpfAttachment('uplink', {
  target: { name: 'eth0' },
  attachType: 'tcx/ingress',
  programs: [
    { name: 'guard', object: './policy.o', program: 'guard', globals: { allowed_range: 1 } },
    { name: 'count', object: './policy.o', program: 'count' },
  ],
});

export const chain = ingress.chain;
