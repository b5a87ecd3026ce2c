import * as netkit from 'pulumi-netkit/plugin';

const blue = new netkit.NetworkNamespace('blue');
const web = new netkit.NetkitPair('web', {
  mode: netkit.Mode.L3,
  addresses: ['10.0.0.1/31'],
  peer: { netns: blue.name, addresses: ['10.0.0.0/31'] },
});

/** Names the devices without having named them. */
export const name = web.name;
export const primary = web.primary;
/** Asked of the kernel, once there is something to ask about. */
export const hook = netkit.getHookOutput({ target: web.primary, attachType: 'netkit/peer' });
