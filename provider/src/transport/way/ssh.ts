/** OpenSSH's own client: the command line that reaches a host, and what its end means. Pure. */
import { NetkitError } from '@pulumi-netkit/contract';
import { DEFAULT_TIMEOUTS, hostOf, type Connection } from './connection.js';

// A link that is gone is noticed within three of these.
const ALIVE_INTERVAL_S = 10;
const ALIVE_COUNT = 3;

/**
 * The command line that runs one command on a host. ssh takes the first value it meets of each option: first what must
 * be so (the key is checked, nothing is asked, nothing else is forwarded or run), then what the user wants, then our defaults.
 */
export function sshCommand(connection: Connection, remoteCommand: string): readonly string[] {
  const { address = '', user, port, identityFile, configFile, options = {} } = connection;
  const set = (name: string, value: string | number): string[] => ['-o', `${name}=${value}`];
  return [
    'ssh',
    '-T',
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...set('BatchMode', 'yes'),
    ...(connection.insecureIgnoreHostKey
      ? [...set('StrictHostKeyChecking', 'no'), ...set('UserKnownHostsFile', '/dev/null')]
      : set('StrictHostKeyChecking', 'yes')),
    ...set('ClearAllForwardings', 'yes'),
    // That one leaves the agent and X11 as the user's configuration has them.
    ...set('ForwardAgent', 'no'),
    ...set('ForwardX11', 'no'),
    ...set('PermitLocalCommand', 'no'),
    ...set('RemoteCommand', 'none'),
    ...set('RequestTTY', 'no'),
    ...set('EscapeChar', 'none'),
    ...Object.entries(options).flatMap(([name, value]) => set(name, value)),
    ...set('ConnectTimeout', connection.connectTimeout ?? DEFAULT_TIMEOUTS.connect),
    ...set('ServerAliveInterval', ALIVE_INTERVAL_S),
    ...set('ServerAliveCountMax', ALIVE_COUNT),
    ...set('LogLevel', 'ERROR'),
    ...(identityFile === undefined ? [] : ['-i', identityFile]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    '--',
    address,
    remoteCommand,
  ];
}

/** How one types the same connection by hand. */
function byHand({ address = '', user, port, configFile }: Connection): string {
  const words = ['ssh'];
  if (configFile !== undefined) words.push('-F', configFile);
  if (port !== undefined) words.push('-p', String(port));
  words.push(user === undefined ? address : `${user}@${address}`);
  return words.join(' ');
}

interface Meaning {
  readonly said: RegExp;
  readonly code: 'host-key-changed' | 'host-key-unknown' | 'host-refused' | 'host-unreachable';
  readonly summary: (connection: Connection) => string;
  readonly advice: (connection: Connection) => string;
}

// In the order they are looked for: ssh tells the reason first and "Host key verification failed" after it.
const MEANINGS: readonly Meaning[] = [
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    code: 'host-key-changed',
    summary: () => 'its key is another one than the known one',
    advice: (connection) =>
      `Another machine may be answering. If the machine was installed again, remove its old key with "ssh-keygen -R ${knownAs(connection)}", then check and add the new one with "${byHand(connection)}"`,
  },
  {
    said: /host key is known for|Host key verification failed/,
    code: 'host-key-unknown',
    summary: () => 'its key is not among the known ones',
    advice: (connection) =>
      `Log in once by hand and compare the fingerprint, "${byHand(connection)}"; or add a key that you got by another way to ~/.ssh/known_hosts`,
  },
  {
    said: /Permission denied \(|Too many authentication failures|No supported authentication methods/,
    code: 'host-refused',
    summary: ({ user }) => `it did not let ${user === undefined ? 'us' : `"${user}"`} in`,
    advice: (connection) =>
      `Nothing is asked for in a run: the key must be in an agent or in a file without a passphrase. Try "${byHand(connection)}"; check user and identityFile`,
  },
  {
    said: /Could not resolve hostname|Name or service not known/,
    code: 'host-unreachable',
    summary: ({ address = '' }) => `the host name "${address}" cannot be resolved`,
    advice: () => 'Check address, or the Host of that name in the ssh configuration',
  },
  {
    said: /timed out|Connection refused|No route to host|Network is unreachable|Connection closed by|closed by remote host|Broken pipe|kex_exchange_identification|Connection reset/,
    code: 'host-unreachable',
    summary: () => 'it could not be connected to',
    advice: (connection) =>
      `Check that it is up and that sshd listens there: "${byHand(connection)}"`,
  },
];

function knownAs({ address = '', port }: Connection): string {
  return port === undefined ? address : `[${address}]:${port}`;
}

/** What the end of an ssh that never got to the helper means; undefined: nothing that ssh itself says. */
export function explainSsh(connection: Connection, stderr: string): NetkitError | undefined {
  const meaning = MEANINGS.find(({ said }) => said.test(stderr));
  if (!meaning) return undefined;
  const summary = `${meaning.summary(connection)} (ssh: ${lastLine(stderr)})`;
  return new NetkitError(meaning.code, summary, {
    ...hostOf(connection),
    advice: meaning.advice(connection),
  });
}

// The last line is the verdict; above it ssh may have printed a frame of @s.
function lastLine(stderr: string): string {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return line
    .trim()
    .replace(/^ssh: /, '')
    .replace(/\.$/, '');
}

/** The error of a machine without an ssh client. */
export function sshMissing(): NetkitError {
  return new NetkitError('ssh-missing', 'there is no ssh on the machine that runs the engine', {
    advice:
      "Install OpenSSH's client (openssh-client on Debian and Ubuntu, openssh-clients on Fedora)",
  });
}
