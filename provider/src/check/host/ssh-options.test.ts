import { spawnSync } from 'node:child_process';
import { sshOption } from './ssh-options.js';

test.each([
  'ProxyJump',
  'proxyjump',
  'PROXYCOMMAND',
  'CertificateFile',
  'IdentityAgent',
  'UserKnownHostsFile',
  'PubkeyAuthentication',
  'ServerAliveInterval',
])('%s is taken', (name) => expect(sshOption(name, 'x')).toBeUndefined());

test.each([
  ['IdentityFile2', 'Write identityFile'],
  ['identityfile', 'Write identityFile'],
  ['KnownHostsCommand', 'Write UserKnownHostsFile'],
  ['Include', 'Name the file in configFile'],
  ['Match', 'Name the file in configFile'],
  ['Host', 'Name the file in configFile'],
  ['StrictHostKeyChecking', 'insecureIgnoreHostKey'],
  ['PKCS11Provider', 'load a library'],
  ['SecurityKeyProvider', 'load a library'],
  ['ForwardAgent', 'lends the host no keys'],
  ['SetEnv', 'environment'],
])('%s is refused with its reason', (name, says) => {
  const problem = sshOption(name, 'x');
  expect(problem?.code).toBe('ssh-option-reserved');
  expect(problem?.reason).toContain(says);
});

test('what no list names is refused, with a suggestion', () => {
  expect(sshOption('ProxyJmp', 'x')?.reason).toContain('did you mean "ProxyJump"?');
  for (const name of ['XAuthLocation', 'NewOption', 'a b', 'ProxyJump ', '-o', 'a=b', ''])
    expect(sshOption(name, 'x')?.code).toBe('ssh-option-unknown');
});

test('a value is one line', () => {
  for (const value of ['a\nUser b', 'a\rb', 'a\0b'])
    expect(sshOption('ProxyJump', value)?.code).toBe('ssh-option-unknown');
});

test('of all options that OpenSSH prints, those that are taken are known by their right names', () => {
  const { stdout } = spawnSync('ssh', ['-G', '-F', '/dev/null', 'x'], { encoding: 'utf8' });
  const taken = stdout
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name !== '' && sshOption(name, 'x') === undefined);
  expect(taken.length).toBeGreaterThan(20);
  expect(taken).not.toEqual(expect.arrayContaining(['identityfile', 'stricthostkeychecking']));
});
