import { filePath, hostName, hostRules, sshAddress, sshUser } from './host.js';

test.each(['edge1', 'edge1.example', '192.0.2.1', 'fe80::1%eth0', '[2001:db8::1]', 'a_b'])(
  'sshAddress() takes %j',
  (text) => expect(sshAddress(text)).toBeUndefined(),
);

test.each(['', '-oProxyCommand=x', 'a b', 'user@host', 'host;x', '$(x)', 'a\nb', "'"])(
  'sshAddress() refuses %j',
  (text) => expect(sshAddress(text)?.code).toBe('bad-host-address'),
);

test.each(['root', 'deploy', 'svc-a', 'DOMAIN\\user', 'user@realm', 'machine$'])(
  'sshUser() takes %j',
  (text) => expect(sshUser(text)).toBeUndefined(),
);

test.each(['', '-l', 'a b', 'a;b', 'a$b'])('sshUser() refuses %j', (text) =>
  expect(sshUser(text)?.code).toBe('bad-user'),
);

test.each([
  { text: '', code: 'name-empty' },
  { text: 'a'.repeat(64), code: 'name-too-long' },
  { text: 'a:b', code: 'name-bad-character' },
  { text: 'a/b', code: 'name-bad-character' },
  { text: '-a', code: 'name-bad-character' },
])('hostName() refuses $text', ({ text, code }) => expect(hostName(text)?.code).toBe(code));

test.each(['', '-F', 'a\nb'])('filePath() refuses %j', (text) =>
  expect(filePath(text)?.code).toBe('bad-path'),
);

test.each<{ host: object; says: string[] }>([
  { host: { name: 'a' }, says: [] },
  { host: { name: 'a', sudo: true }, says: [] },
  { host: { name: 'a', command: ['x'] }, says: [] },
  { host: { name: 'a', address: 'b', user: 'u', options: { ProxyJump: 'j' } }, says: [] },
  { host: { name: 'a', address: 'b', command: ['x'] }, says: ['host.command host-two-ways'] },
  {
    host: { name: 'a', port: 22, identityFile: 'x' },
    says: ['host.port host-no-address', 'host.identityFile host-no-address'],
  },
  {
    host: { name: 'a', address: 'b', options: { stricthostkeychecking: 'no', PORT: '1' } },
    says: [
      'host.options.stricthostkeychecking ssh-option-reserved',
      'host.options.PORT ssh-option-reserved',
    ],
  },
  {
    host: { name: 'a', address: 'b', options: { 'a=b': 'x', ProxyJump: 'a\nUser b' } },
    says: ['host.options["a=b"] ssh-option-unknown', 'host.options.ProxyJump ssh-option-unknown'],
  },
])('hostRules() of $host', ({ host, says }) => {
  expect(hostRules(host).map(({ property, code }) => `${property} ${code}`)).toEqual(says);
});
