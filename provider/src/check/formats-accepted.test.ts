import { FORMATS } from './formats.js';
import { type Name, codeOf } from './testing/code-of.js';

describe.each<{ format: Name; good: string[] }>([
  {
    format: 'device-name',
    good: ['web0', 'a', 'exactly-15-byte', 'veth.100', 'é', 'a-b_c@d', '0', 'lo', 'all'],
  },
  { format: 'new-device-name', good: ['web0', 'All', 'lo0', 'default0'] },
  {
    format: 'netns',
    good: ['blue', '/run/netns/blue', '/proc/1/ns/net', 'pid:1', 'pid:4194304', 'a:b', 'a b', '%'],
  },
  { format: 'netns-name', good: ['blue', 'a'.repeat(255), 'cni-1f2e', 'a.b', '...', 'a b'] },
  { format: 'mac', good: ['02:00:00:00:00:01', 'FE:ff:FF:ff:ff:ff'] },
  {
    format: 'interface-address',
    good: ['10.0.0.1/32', '10.0.0.0/24', '10.0.0.255/24', 'fd00::1/64', 'FE80::1/10', '::2/128'],
  },
  { format: 'ip-address', good: ['10.0.0.1', 'fd00::1', '::ffff:10.0.0.1', '127.0.0.1'] },
  {
    format: 'route-destination',
    good: ['default', '0.0.0.0/0', '::/0', '10.0.0.2', 'fd00::2', '10.1.0.0/16', '224.0.0.0/4'],
  },
  {
    format: 'attachment-name',
    good: ['web-egress', 'a', 'v1.2', '...', 'é'.repeat(32), 'a:b%c', '0'],
  },
  { format: 'program-name', good: ['guard', 'x'.repeat(64), 'guard.v2'] },
  {
    format: 'bpffs-path',
    good: ['/sys/fs/bpf/seen', '/sys/fs/bpf/fleet/seen', `/sys/fs/bpf/${'a'.repeat(255)}`],
  },
  { format: 'alias', good: ['', 'pod web of team a', 'é'.repeat(127), 'line\nline'] },
])('$format', ({ format, good }) => {
  test.each(good)('takes %j', (text) => expect(FORMATS[format](text)).toBeUndefined());
});

test.each<{ format: Name; text: string; code: string }>([
  { format: 'device-name', text: 'a\tb', code: 'name-bad-character' },
  { format: 'device-name', text: 'a\u0000', code: 'name-bad-character' },
  { format: 'device-name', text: 'a\u00a0b', code: 'name-bad-character' },
  { format: 'netns', text: '.', code: 'name-reserved' },
  { format: 'netns', text: '..', code: 'name-reserved' },
  { format: 'netns', text: '-n', code: 'name-leading-dash' },
  { format: 'netns', text: 'a'.repeat(256), code: 'name-too-long' },
  { format: 'netns', text: `/${'a'.repeat(4095)}`, code: 'name-too-long' },
  { format: 'netns', text: '/run/netns/a\u0000', code: 'name-bad-character' },
  { format: 'netns', text: 'pid:', code: 'netns-bad-pid' },
  { format: 'netns', text: 'pid:-1', code: 'netns-bad-pid' },
  { format: 'netns', text: 'pid:01', code: 'netns-bad-pid' },
  { format: 'netns', text: 'pid:1x', code: 'netns-bad-pid' },
  { format: 'netns', text: 'pid:2147483648', code: 'netns-bad-pid' },
  { format: 'netns-name', text: '', code: 'name-empty' },
  { format: 'netns-name', text: '..', code: 'name-reserved' },
  { format: 'netns-name', text: '-n', code: 'name-leading-dash' },
  { format: 'netns-name', text: 'a\nb', code: 'name-bad-character' },
  { format: 'netns-name', text: 'é'.repeat(128), code: 'name-too-long' },
  { format: 'mac', text: '02-00-00-00-00-01', code: 'bad-mac' },
  { format: 'mac', text: '02:00:00:00:00:0g', code: 'bad-mac' },
  { format: 'mac', text: 'ff:ff:ff:ff:ff:ff', code: 'mac-multicast' },
  { format: 'interface-address', text: '10.1/8', code: 'bad-address' },
  { format: 'interface-address', text: '010.0.0.1/8', code: 'bad-address' },
  { format: 'interface-address', text: '0x0a.0.0.1/8', code: 'bad-address' },
  { format: 'interface-address', text: '10.0.0.256/8', code: 'bad-address' },
  { format: 'interface-address', text: '10.0.0.1/', code: 'bad-prefix-length' },
  { format: 'interface-address', text: '10.0.0.1/08', code: 'bad-prefix-length' },
  { format: 'interface-address', text: '10.0.0.1/24/8', code: 'bad-prefix-length' },
  { format: 'interface-address', text: 'fd00::1/129', code: 'bad-prefix-length' },
  { format: 'interface-address', text: '10.0.0.1/255.255.255.0', code: 'bad-prefix-length' },
  { format: 'interface-address', text: '255.255.255.255/32', code: 'address-broadcast' },
  { format: 'interface-address', text: '::ffff:010.0.0.1/128', code: 'bad-address' },
  { format: 'interface-address', text: 'fd00:::1/64', code: 'bad-address' },
  { format: 'interface-address', text: '', code: 'bad-address' },
  { format: 'ip-address', text: 'fe80::1%2', code: 'address-zone' },
  { format: 'ip-address', text: '0.0.0.0', code: 'address-unspecified' },
  { format: 'ip-address', text: '::', code: 'address-unspecified' },
  { format: 'ip-address', text: '224.0.0.1', code: 'address-multicast' },
  { format: 'ip-address', text: 'localhost', code: 'bad-address' },
  { format: 'route-destination', text: 'fd00::1/64', code: 'host-bits-set' },
  { format: 'route-destination', text: 'Default', code: 'bad-address' },
  { format: 'route-destination', text: '10.0.0.0/33', code: 'bad-prefix-length' },
  { format: 'alias', text: 'a\u0000b', code: 'alias-zero-byte' },
])('$format refuses $text as $code', ({ format, text, code }) => {
  expect(codeOf(format, text)).toBe(code);
});
