/** From a connection to the process that leads to its helper: what is run, and what its end means. */
import { NetkitError } from '@pulumi-netkit/contract';
import { hostOf, type Connection } from './connection.js';
import {
  bootstrapCommand,
  bootstrapWords,
  loadRemoteHelpers,
  shellWord,
  type RemoteHelpers,
} from '../files/remote-helper.js';
import { SHIPPED, type ShippedFiles } from '../files/shipped-files.js';
import { explainSsh, sshCommand, sshMissing } from './ssh.js';

/** How a helper is started. */
export interface Launch {
  readonly argv: readonly string[];
  /** The helpers that the bootstrap at the other end may ask for. Absent: the helper is there. */
  readonly brings?: RemoteHelpers;
  /** Whether a login shell may print lines of its own before the helper's. */
  readonly hasBanner: boolean;
}

/** The way to a connection's helper. */
export function launchOf(connection: Connection, shipped: ShippedFiles = SHIPPED): Launch {
  const { address, command = [], sudo = false } = connection;
  const helper = connection.helper ?? (address === undefined ? shipped.helper : undefined);
  const node = connection.node ?? ((address ?? command[0]) ? 'node' : process.execPath);
  if (address === undefined && helper !== undefined) {
    const words = [...(sudo ? ['sudo', '-n'] : []), node, helper];
    return { argv: [...command, ...words], hasBanner: false };
  }
  if (helper !== undefined) {
    const words = [...(sudo ? ['sudo', '-n'] : []), shellWord(node), shellWord(helper)];
    return { argv: sshCommand(connection, `exec ${words.join(' ')}`), hasBanner: true };
  }
  const brings = loadRemoteHelpers(shipped);
  const { bootstrap, sha256 } = brings;
  if (address === undefined) {
    const words = bootstrapWords({ sudo, bootstrap, sha256 });
    return { argv: [...command, node, '-e', ...words], brings, hasBanner: false };
  }
  const remote = bootstrapCommand({ node, sudo, bootstrap, sha256 });
  return { argv: sshCommand(connection, remote), brings, hasBanner: true };
}

// What ssh itself ends with; any other code is that of what it ran there.
const SSH_FAILED = 255;

/** How a process ended. */
export function endedBy(code: number | null, signal: string | null): string {
  return signal ? `it was ended by ${signal}` : `it ended with code ${code ?? '?'}`;
}

/** Why a helper never greeted, in words. `stderr` is what the process said. */
export function notStarted(
  connection: Connection,
  why: string,
  stderr: string,
  shipped: ShippedFiles = SHIPPED,
): NetkitError {
  const { address, sudo = false } = connection;
  if (address !== undefined && why.includes('ENOENT')) return sshMissing();
  const isOfHost = why.includes(' code ') && why !== endedBy(SSH_FAILED, null);
  const launch = address === undefined ? launchOf(connection, shipped) : undefined;
  const heard = withoutRemarks(stderr);
  const explained = launch
    ? sudo &&
      (launch.brings !== undefined || NO_TERMINAL.test(heard)) &&
      sudoRefused(connection, heard)
    : ((isOfHost ? undefined : explainSsh(connection, heard)) ??
      missingNode(connection, heard) ??
      sudoRefused(connection, heard));
  if (explained) return explained;
  const said = lastLines(heard === '' ? stderr : heard);
  const how = launch ? typed(launch) : `through ssh ${address ?? ''}`;
  return new NetkitError('helper-not-started', `cannot start the helper, ${how}: ${why}${said}`, {
    ...hostOf(connection),
    advice:
      address !== undefined
        ? 'Check what a login without a terminal does there: the shell, its profile and the PATH'
        : sudo && !why.includes('ENOENT')
          ? 'Allow this command in sudoers without a password (NOPASSWD), or run the engine as root'
          : howToLook(connection),
  });
}

/** What to look at when a helper on this machine, or behind a command, did not start: what was set, and where. */
function howToLook(connection: Connection): string {
  const set = (['command', 'sudo', 'node', 'helper'] as const).filter((key) => connection[key]);
  if (set.length === 0)
    return 'Run that command by hand: it reports what is missing on this machine';
  const where =
    connection.name === undefined ? 'the setting netkit:connection' : 'the host in the program';
  return `Run that command by hand, and check ${set.join(', ')} of ${where}`;
}

/** What a process said, without remarks of sudo that end nothing: sudo goes on after them. */
function withoutRemarks(stderr: string): string {
  const remark =
    /^sudo: (unable to resolve host|setrlimit|unable to (stat|open|mkdir|send|initialize)|\S+: unable to (stat|open)|.*ignor(ed|ing)|.*deprecated)/;
  return stderr
    .split('\n')
    .filter((line) => !remark.test(line.trim()))
    .join('\n')
    .trim();
}

/** The words of a launch, without the kilobytes of the bootstrap. */
function typed({ argv, brings }: Launch): string {
  return (brings ? argv.slice(0, argv.lastIndexOf('-e')) : argv).join(' ');
}

function missingNode(connection: Connection, stderr: string): NetkitError | undefined {
  const { node = 'node' } = connection;
  if (!/not found|No such file|Unknown command/i.test(stderr) || !stderr.includes(node))
    return undefined;
  const where = node.includes('/') ? 'there' : 'on the PATH of a login without a terminal';
  return new NetkitError('helper-not-started', `it has no "${node}" ${where}`, {
    ...hostOf(connection),
    advice:
      'Install Node.js 20 or newer on it (package nodejs), or say where it is with node: "/path/to/node"',
  });
}

// What requiretty in sudoers has sudo say.
const NO_TERMINAL = /you must have a tty|a terminal is required to run/;

function sudoRefused(connection: Connection, stderr: string): NetkitError | undefined {
  if (stderr.includes('sudo cannot be started'))
    return new NetkitError('host-refused', 'it has no sudo to start the helper with', {
      ...hostOf(connection),
      advice: 'Install sudo there, or log in as root and leave "sudo" of the host away',
    });
  if (!stderr.includes('sudo: ')) return undefined;
  if (NO_TERMINAL.test(stderr))
    return new NetkitError('host-refused', 'sudo there runs nothing without a terminal', {
      ...hostOf(connection),
      advice:
        'A helper has none. Turn requiretty off for this user in sudoers there, "Defaults:USER !requiretty", or log in as root',
    });
  const summary = `sudo does not let the user start the helper${lastLines(stderr)}`;
  return new NetkitError('host-refused', summary, {
    ...hostOf(connection),
    advice: 'Allow it in sudoers there without a password (NOPASSWD), or log in as root',
  });
}

/** The last lines of what a process said, as the end of a sentence. */
export function lastLines(stderr: string): string {
  const last = stderr.trim().replace(/\.$/, '').split('\n').slice(-3).join(' / ');
  return last === '' ? '' : `; it said: ${last}`;
}
