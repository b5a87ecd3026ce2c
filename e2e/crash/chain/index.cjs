'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const netkit = require('pulumi-netkit');

const programs = JSON.parse(readFileSync(join(__dirname, 'declared.json'), 'utf8'));

const green = new netkit.NetworkNamespace('green', { name: 'green' });
const pair = new netkit.NetkitPair('pod', {
  name: 'pod0',
  peerPolicy: 'drop',
  addresses: ['10.0.0.1/32', '10.0.0.3/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: green.name,
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: '10.0.0.3/32' }],
  },
});
if (programs.length > 0) {
  new netkit.BpfAttachment('egress', {
    target: pair.primary,
    attachType: 'netkit/peer',
    programs,
  });
}
