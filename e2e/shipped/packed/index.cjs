'use strict';
const netkit = require('pulumi-netkit');

const blue = new netkit.NetworkNamespace('blue', { name: 'blue' });
const web = new netkit.NetkitPair('web', {
  name: 'web0',
  mode: netkit.Mode.L3,
  addresses: ['10.0.0.1/31'],
  peer: { name: 'eth0', netns: blue.name, addresses: ['10.0.0.0/31'] },
});
module.exports = { primary: web.primary };
