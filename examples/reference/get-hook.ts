import * as netkit from 'pulumi-netkit/plugin';

export const chain = netkit.getHookOutput({
  target: { name: 'eth0' },
  attachType: 'tcx/ingress',
}).chain;
