/** The command line and the words. That OpenSSH means the same is shown by e2e/ssh-*.e2e.ts. */
import { spawnSync } from 'node:child_process';
import { explainSsh, sshCommand } from './ssh.js';

test('sshCommand() asks nothing, checks the key and runs one command', () => {
  expect(sshCommand({ address: 'edge1' }, 'exec node x').join(' ')).toBe(
    'ssh -T -o BatchMode=yes -o StrictHostKeyChecking=yes -o ClearAllForwardings=yes -o ForwardAgent=no -o ForwardX11=no -o PermitLocalCommand=no ' +
      '-o RemoteCommand=none -o RequestTTY=no -o EscapeChar=none -o ConnectTimeout=15 ' +
      '-o ServerAliveInterval=10 -o ServerAliveCountMax=3 -o LogLevel=ERROR -- edge1 exec node x',
  );
});

test('sshCommand() hands on how the user says a host is reached', () => {
  const words = sshCommand(
    {
      address: 'edge1',
      user: 'deploy',
      port: 2222,
      identityFile: '~/id',
      configFile: 'cfg',
      options: { ProxyJump: 'bastion', ServerAliveInterval: '3' },
      connectTimeout: 4,
    },
    'x',
  );
  expect(words.slice(2, 4)).toEqual(['-F', 'cfg']);
  expect(words).toEqual(expect.arrayContaining(['ProxyJump=bastion', '-i', '~/id', '-p', '2222']));
  expect(words).toContain('ConnectTimeout=4');
  // ssh keeps the first value of an option: the user's stands before our default.
  expect(words.indexOf('ServerAliveInterval=3')).toBeLessThan(
    words.indexOf('ServerAliveInterval=10'),
  );
  expect(words.slice(-5)).toEqual(['-l', 'deploy', '--', 'edge1', 'x']);
});

test('sshCommand() leaves the key unchecked only when it is told to', () => {
  const words = sshCommand({ address: 'a', insecureIgnoreHostKey: true }, 'x');
  expect(words).toContain('StrictHostKeyChecking=no');
  expect(words).toContain('UserKnownHostsFile=/dev/null');
});

test('the options are those that OpenSSH knows, and it takes our values', () => {
  const words = sshCommand({ address: 'edge1', user: 'deploy', port: 2222 }, 'x');
  const [, ...args] = words;
  const { stdout, status } = spawnSync('ssh', ['-G', '-F', '/dev/null', ...args], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const lines = stdout.split('\n');
  for (const line of [
    'user deploy',
    'port 2222',
    'batchmode yes',
    'stricthostkeychecking true',
    'clearallforwardings yes',
    'permitlocalcommand no',
    'requesttty false',
    'connecttimeout 15',
    'serveralivecountmax 3',
  ])
    expect(lines).toContain(line);
});

test.each([
  {
    name: 'an unknown key',
    stderr:
      'No ED25519 host key is known for edge1 and you have requested strict checking.\nHost key verification failed.\n',
    code: 'host-key-unknown',
    advice: '"ssh -p 2222 deploy@edge1"',
  },
  {
    name: 'a changed key',
    stderr:
      '@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\n',
    code: 'host-key-changed',
    advice: 'ssh-keygen -R [edge1]:2222',
  },
  {
    name: 'a refused user',
    stderr: 'deploy@edge1: Permission denied (publickey).\n',
    code: 'host-refused',
    advice: 'the key must be in an agent or in a file without a passphrase',
  },
  {
    name: 'a name that is none',
    stderr: 'ssh: Could not resolve hostname edge1: Name or service not known\n',
    code: 'host-unreachable',
    advice: 'Check address',
  },
  {
    name: 'a host that is down',
    stderr: 'ssh: connect to host edge1 port 2222: Connection timed out\n',
    code: 'host-unreachable',
    advice: 'Check that it is up',
  },
])('explainSsh() has words for $name', ({ stderr, code, advice }) => {
  const error = explainSsh({ name: 'one', address: 'edge1', port: 2222, user: 'deploy' }, stderr);
  expect(error?.code).toBe(code);
  expect(error?.message).toContain(advice);
  expect(error?.message).toContain('one');
});

test('explainSsh() keeps silent about what ssh did not say', () => {
  expect(explainSsh({ address: 'edge1' }, 'node: not found\n')).toBeUndefined();
});
