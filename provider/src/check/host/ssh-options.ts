/** Which options of ssh_config(5) a host takes. Pure. */
import type { FormatProblem } from '@pulumi-netkit/contract';
import { didYouMean } from '../suggest.js';

/**
 * The options that a host takes: how a connection is made, and how strictly. They start no program here but the one that
 * connects, load no library, and cannot weaken the check of the host's key.
 */
const ALLOWED = [
  'AddressFamily',
  'BindAddress',
  'BindInterface',
  'CanonicalDomains',
  'CanonicalizeFallbackLocal',
  'CanonicalizeHostname',
  'CanonicalizeMaxDots',
  'CanonicalizePermittedCNAMEs',
  'CASignatureAlgorithms',
  'CertificateFile',
  'Ciphers',
  'Compression',
  'ConnectionAttempts',
  'ConnectTimeout',
  'ControlMaster',
  'ControlPath',
  'ControlPersist',
  'FingerprintHash',
  'GlobalKnownHostsFile',
  'GSSAPIAuthentication',
  'HashKnownHosts',
  'HostbasedAcceptedAlgorithms',
  'HostbasedAuthentication',
  'HostKeyAlgorithms',
  'HostKeyAlias',
  'Hostname',
  'IdentitiesOnly',
  'IdentityAgent',
  'IPQoS',
  'KbdInteractiveAuthentication',
  'KexAlgorithms',
  'LogLevel',
  'MACs',
  'PasswordAuthentication',
  'PreferredAuthentications',
  'ProxyCommand',
  'ProxyJump',
  'PubkeyAcceptedAlgorithms',
  'PubkeyAcceptedKeyTypes',
  'PubkeyAuthentication',
  'RekeyLimit',
  'RequiredRSASize',
  'RevokedHostKeys',
  'ServerAliveCountMax',
  'ServerAliveInterval',
  'TCPKeepAlive',
  'UserKnownHostsFile',
] as const;

const KEY_IS_CHECKED = "the host's key is always checked";
const HELPER_IS_RUN = 'the command is the helper';
const SPOKEN_TO = 'the helper is spoken to by its input';
const NO_COMMAND = 'it would run a command here for every host';
const NO_FORWARD = 'a run forwards nothing, and lends the host no keys';
const OF_A_FILE = 'it belongs into a configuration. Name the file in configFile';

/** Options that are refused for a reason worth saying. Whatever else is not allowed is refused as well. */
const REASONS: Readonly<Record<string, string>> = {
  addkeystoagent: 'a run changes no agent',
  batchmode: 'nothing may be asked in the middle of a run',
  checkhostip: KEY_IS_CHECKED,
  dynamicforward: NO_FORWARD,
  escapechar: 'a byte of what is sent would be taken for a command',
  forkafterauthentication: SPOKEN_TO,
  forwardagent: NO_FORWARD,
  forwardx11: NO_FORWARD,
  forwardx11trusted: NO_FORWARD,
  host: OF_A_FILE,
  identityfile: 'it has a property. Write identityFile',
  identityfile2: 'it has a property. Write identityFile',
  include: OF_A_FILE,
  knownhostscommand: `${NO_COMMAND}, and let its output decide which keys are known. Write UserKnownHostsFile`,
  localcommand: NO_COMMAND,
  localforward: NO_FORWARD,
  match: OF_A_FILE,
  nohostauthenticationforlocalhost: KEY_IS_CHECKED,
  permitlocalcommand: NO_COMMAND,
  pkcs11provider: 'it would load a library here. Add its keys to an agent',
  port: 'it has a property. Write port',
  remotecommand: HELPER_IS_RUN,
  remoteforward: NO_FORWARD,
  requesttty: 'a terminal would garble what is sent',
  securitykeyprovider: 'it would load a library here. Add its keys to an agent',
  sendenv: "the helper's environment is that of a login",
  sessiontype: HELPER_IS_RUN,
  setenv: "the helper's environment is that of a login",
  smartcarddevice: 'it would load a library here. Add its keys to an agent',
  stdinnull: SPOKEN_TO,
  stricthostkeychecking: `${KEY_IS_CHECKED}. Set insecureIgnoreHostKey: true instead`,
  tunnel: NO_FORWARD,
  updatehostkeys: 'a run changes no known hosts',
  user: 'it has a property. Write user',
  userknownhostsfile2: 'it has another name. Write UserKnownHostsFile',
  verifyhostkeydns: "the host's key must be known here",
};

const allowed = new Set(ALLOWED.map((name) => name.toLowerCase()));

/** What is wrong with an option, of whatever case. */
export function sshOption(name: string, value: unknown): FormatProblem | undefined {
  const reason = REASONS[name.toLowerCase()];
  if (reason !== undefined)
    return { code: 'ssh-option-reserved', reason: `cannot be set: ${reason}` };
  if (!allowed.has(name.toLowerCase())) {
    const why = `is not among the options that a host takes.${didYouMean(name, ALLOWED)} Write it into an ssh configuration, and name that in configFile`;
    return { code: 'ssh-option-unknown', reason: why };
  }
  if (/[\r\n\0]/.test(String(value)))
    return { code: 'ssh-option-unknown', reason: 'has more than one line. Write one' };
  return undefined;
}
