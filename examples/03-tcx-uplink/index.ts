import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as netkit from 'pulumi-netkit';
import * as pulumi from '@pulumi/pulumi';

const bpf = join(__dirname, '../bpf');
execFileSync('make', ['-s', '-C', bpf]);
const object = join(bpf, 'policy.o');

// Any device will do, but for the one that carries the engine's own connection: that one takes mayDisconnect.
const device = new pulumi.Config().require('device');

const ingress = new netkit.BpfAttachment('ingress', {
  target: { name: device },
  attachType: 'tcx/ingress',
  programs: [{ name: 'count', object, program: 'count' }],
});

const egress = new netkit.BpfAttachment('egress', {
  target: { name: device },
  attachType: 'tcx/egress',
  programs: [
    // All of IPv4 but its last address; narrow it to see it act. With NEXT behind the last program the packet goes on.
    {
      name: 'guard',
      object,
      program: 'guard',
      globals: { allowed_base: 0, allowed_range: 0xffffffff },
    },
    { name: 'count', object, program: 'count' },
  ],
});

export const revisions = { ingress: ingress.revision, egress: egress.revision };
