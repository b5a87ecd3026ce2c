import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as netkit from 'pulumi-netkit';

// Built on the spot; nothing happens when the source did not change.
const bpf = join(__dirname, '../bpf');
execFileSync('make', ['-s', '-C', bpf]);
const object = join(bpf, 'policy.o');

const green = new netkit.NetworkNamespace('green', { name: 'green' });

// Closed from birth: what the pod sends is dropped until a program is there to decide.
const pair = new netkit.NetkitPair('pod', {
  name: 'pod0',
  peerPolicy: 'drop',
  addresses: ['10.0.0.1/32', '10.0.0.3/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: green.name,
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
});

// The pod reaches 10.0.0.1 and nothing else. Make allowed_range 3, or change the order, and run `pulumi up` again.
const egress = new netkit.BpfAttachment('egress', {
  target: pair.primary,
  attachType: 'netkit/peer',
  programs: [
    { name: 'guard', object, program: 'guard', globals: { allowed_range: 1 } },
    { name: 'count', object, program: 'count' },
  ],
});

export const chain = egress.chain;
export const attached = egress.attached;
