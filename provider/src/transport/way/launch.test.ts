import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bootstrap, everywhere } from '../../../test/login.js';
import { launchOf, notStarted } from './launch.js';
import type { ShippedFiles } from '../files/shipped-files.js';

const sha256 = everywhere(Buffer.from('a helper'))['linux-x64'];
const helpers = Object.fromEntries(
  Object.keys(everywhere(Buffer.from(''))).map((platform) => [platform, { sha256, bytes: 8 }]),
);

/** A release that is one file: nothing is installed for this machine. */
const ONE_FILE: ShippedFiles = {
  where: 'pulumi-resource-netkit',
  read: (name) =>
    Buffer.from(name === 'index.json' ? JSON.stringify({ version: '1', helpers }) : bootstrap),
};

test.each([
  {
    name: 'here',
    connection: {},
    words: [process.execPath, join(__dirname, '../files/helper.js')],
  },
  {
    name: 'through sudo, which must not ask for a password',
    connection: { sudo: true, helper: '/opt/helper.js' },
    words: ['sudo', '-n', process.execPath, '/opt/helper.js'],
  },
  {
    name: 'elsewhere, with the Node of that place',
    connection: { command: ['nsenter', '--target', '1', '--all'], helper: '/opt/helper.js' },
    words: ['nsenter', '--target', '1', '--all', 'node', '/opt/helper.js'],
  },
  {
    name: 'elsewhere through sudo there',
    connection: { command: ['in', 'box'], sudo: true, node: '/usr/bin/node', helper: '/h.js' },
    words: ['in', 'box', 'sudo', '-n', '/usr/bin/node', '/h.js'],
  },
])('launchOf() starts a helper $name', ({ connection, words }) => {
  expect(launchOf(connection)).toEqual({ argv: words, hasBanner: false });
});

test('launchOf() runs a helper that is installed on the host, and brings none', () => {
  const { argv, brings } = launchOf({
    address: 'edge1',
    sudo: true,
    node: '/opt/my node/bin/node',
    helper: '~/helper.js',
  });
  expect(argv.slice(-3)).toEqual([
    '--',
    'edge1',
    `exec sudo -n '/opt/my node/bin/node' ~/helper.js`,
  ]);
  expect(brings).toBeUndefined();
});

test.each([
  { name: 'here', connection: {}, words: [process.execPath] },
  { name: 'here through sudo', connection: { sudo: true }, words: [process.execPath] },
  {
    name: 'elsewhere',
    connection: { command: ['in', '-e', 'box'] },
    words: ['in', '-e', 'box', 'node'],
  },
])('launchOf() brings the helper of a release of one file $name', ({ connection, words }) => {
  const { argv, brings, hasBanner } = launchOf(connection, ONE_FILE);
  expect(argv.slice(0, words.length + 1)).toEqual([...words, '-e']);
  const packed = argv.slice(words.length + 2).join('');
  const text = String(gunzipSync(Buffer.from(packed, 'base64')));
  expect(text).toContain(`"sudo":${'sudo' in connection}`);
  expect(text).toContain(sha256);
  expect({ version: brings?.version, hasBanner }).toEqual({ version: '1', hasBanner: false });
});

test('launchOf() brings no helper where one is installed, of whatever release', () => {
  expect(launchOf({ helper: '/h.js' }, ONE_FILE).argv).toEqual([process.execPath, '/h.js']);
});

test('notStarted() says how a helper was started, and not with what', () => {
  const connection = { command: ['in', '-e', 'box'] };
  const { message } = notStarted(connection, 'it ended with code 1', '', ONE_FILE);
  expect(message).toContain('cannot start the helper, in -e box node: it ended with code 1');
  const refused = notStarted({ sudo: true }, 'it ended with code 1', 'sudo: no', ONE_FILE);
  expect(refused.code).toBe('host-refused');
});

const EDGE = { name: 'one', address: 'edge1' };

test.each([
  {
    name: 'no ssh here',
    connection: EDGE,
    why: 'spawn ssh ENOENT',
    stderr: '',
    says: "Install OpenSSH's client",
  },
  {
    name: 'no Node there, said by bash',
    connection: EDGE,
    why: 'it ended with code 127',
    stderr: 'bash: line 1: exec: node: not found\n',
    says: 'one: it has no "node" on the PATH of a login without a terminal',
  },
  {
    name: 'no Node where it was said to be',
    connection: { ...EDGE, node: '/opt/node' },
    why: 'it ended with code 127',
    stderr: 'bash: line 1: /opt/node: No such file or directory\n',
    says: 'one: it has no "/opt/node" there',
  },
  {
    name: 'a sudo that asks',
    connection: { ...EDGE, sudo: true },
    why: 'it ended with code 1',
    stderr: 'sudo: a password is required\n',
    says: 'one: sudo does not let the user start the helper; it said: sudo: a password is required',
  },
  {
    name: 'a Node that may not be started, which is no refusal of ssh',
    connection: { ...EDGE, node: '/usr/bin/node' },
    why: 'it ended with code 126',
    stderr: 'bash: line 1: exec: /usr/bin/node: cannot execute: Permission denied (publickey)\n',
    says: 'it said: bash: line 1: exec: /usr/bin/node: cannot execute: Permission denied',
  },
  {
    name: 'a refusal of ssh',
    connection: EDGE,
    why: 'it ended with code 255',
    stderr: 'root@edge1: Permission denied (publickey).\n',
    says: '[host-refused]',
  },
  {
    name: 'no sudo there',
    connection: { ...EDGE, sudo: true },
    why: 'it ended with code 1',
    stderr: 'pulumi-netkit: sudo cannot be started: spawn sudo ENOENT\n',
    says: 'it has no sudo to start the helper with. Install sudo there',
  },
  {
    name: 'a shell that fails',
    connection: EDGE,
    why: 'it ended with code 1',
    stderr: 'This account is currently not available.\n',
    says: 'through ssh edge1: it ended with code 1; it said: This account is currently not available. Check',
  },
])('notStarted() has words for $name', ({ connection, why, stderr, says }) => {
  expect(notStarted(connection, why, stderr).message).toContain(says);
});

describe('what sudo remarks is not the cause', () => {
  const RESOLVE = 'sudo: unable to resolve host edge1: Name or service not known\n';

  test.each([
    { name: 'by ssh', connection: { ...EDGE, sudo: true }, why: 'it ended with code 1' },
    {
      name: 'by ssh, as ssh itself ends',
      connection: { ...EDGE, sudo: true },
      why: 'it ended with code 255',
    },
    { name: 'here', connection: { sudo: true }, why: 'it ended with code 1' },
  ])('$name', ({ connection, why }) => {
    const error = notStarted(connection, why, `${RESOLVE}Error: no koffi for this machine`);
    expect(error.code).toBe('helper-not-started');
    expect(error.message).toContain('it said: Error: no koffi for this machine');
    expect(error.message).not.toContain('resolve host');
  });

  test('and what it refuses is told without the remark', () => {
    const { code, message } = notStarted(
      { ...EDGE, sudo: true },
      'it ended with code 1',
      `${RESOLVE}sudo: a password is required\n`,
    );
    expect(code).toBe('host-refused');
    expect(message).toContain('it said: sudo: a password is required.');
    expect(message).not.toContain('resolve host');
  });

  test('alone it is shown: there is nothing else', () => {
    const { message } = notStarted({ ...EDGE, sudo: true }, 'it ended with code 1', RESOLVE);
    expect(message).toContain('unable to resolve host');
  });
});

test.each([
  'sudo: sorry, you must have a tty to run sudo',
  'sudo: sudo: sorry, you must have a tty to run sudo',
])('requiretty has an advice of its own: %s', (stderr) => {
  const { code, message } = notStarted({ ...EDGE, sudo: true }, 'it ended with code 1', stderr);
  expect(code).toBe('host-refused');
  expect(message).toContain('!requiretty');
  expect(message).not.toContain('NOPASSWD');
});

test.each([
  { connection: {}, has: 'Run that command by hand: it reports', not: 'netkit:connection' },
  { connection: { name: 'a', command: ['x'] }, has: 'check command of the host', not: 'netkit:' },
  {
    connection: { node: '/n' },
    has: 'check node of the setting netkit:connection',
    not: 'command,',
  },
  { connection: { command: ['x'], helper: '/h' }, has: 'check command, helper of', not: 'node' },
])('the advice names what was set, and where: $connection', ({ connection, has, not }) => {
  const { details } = notStarted(connection, 'it ended with code 1', '');
  expect(details.advice).toContain(has);
  expect(details.advice).not.toContain(not);
});
