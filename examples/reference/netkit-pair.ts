import * as netkit from 'pulumi-netkit/plugin';

const blue = new netkit.NetworkNamespace('blue', { name: 'blue' });

// The pod can send nothing until programs are attached to netkit/peer.
const pair = new netkit.NetkitPair('web', {
  name: 'web0',
  peerPolicy: 'drop',
  addresses: ['10.0.0.1/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: blue.name,
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
});

export const ifindex = pair.ifindex;
