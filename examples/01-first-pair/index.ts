import * as netkit from 'pulumi-netkit';

// The pod: a namespace as `ip netns add blue` makes it.
const blue = new netkit.NetworkNamespace('blue', { name: 'blue' });

// A pair into it. web0 stays on the host, eth0 is born in the pod; both come up when all else is in place.
const pair = new netkit.NetkitPair('web', {
  name: 'web0',
  addresses: ['10.0.0.1/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: blue.name,
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
});

export const kernel = pair.kernel;
export const primary = pair.primary;
export const ifindex = pair.ifindex;
export const operstate = pair.operstate;
export const peerIfindex = pair.peerIfindex;
