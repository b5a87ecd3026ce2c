import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import * as netkit from 'pulumi-netkit';

const bpf = join(__dirname, '../bpf');
execFileSync('make', ['-s', '-C', bpf]);
const object = join(bpf, 'policy.o');

/** The pod of example 02, on one host. */
function guardedPod(name: string, host: netkit.Host): pulumi.Output<string[]> {
  const green = new netkit.NetworkNamespace(`${name}-green`, { host, name: 'green' });

  const pair = new netkit.NetkitPair(`${name}-pod`, {
    host,
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

  // On the host that its target is on.
  const egress = new netkit.BpfAttachment(`${name}-egress`, {
    target: pair.primary,
    attachType: 'netkit/peer',
    programs: [
      { name: 'guard', object, program: 'guard', globals: { allowed_range: 1 } },
      { name: 'count', object, program: 'count' },
    ],
  });
  return egress.chain;
}

// A list of { name, address, user, … }: `pulumi config set hosts '[{"name": "edge1", "address": "edge1.example"}]'`
const hosts = new pulumi.Config().requireObject<pulumi.Unwrap<netkit.HostArgs>[]>('hosts');

export const chains = Object.fromEntries(
  hosts.map(({ name, ...connection }) => [
    name,
    guardedPod(name, new netkit.Host(name, connection)),
  ]),
);
