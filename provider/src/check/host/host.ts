/** What the properties of a host mean, each by itself (formats) and together. Pure. */
import {
  failure,
  type Failure,
  type FormatProblem,
  isObject,
  quote,
} from '@pulumi-netkit/contract';
import { sshOption } from './ssh-options.js';

/** NAME_MAX of a DNS label, which host names are made of. */
const HOST_NAME_LENGTH = 63;

/** What only means something to ssh. */
const SSH_ONLY = [
  'user',
  'port',
  'identityFile',
  'configFile',
  'options',
  'insecureIgnoreHostKey',
  'connectTimeout',
] as const;

/** The format of a host's name. */
export function hostName(text: string): FormatProblem | undefined {
  if (text.length > HOST_NAME_LENGTH) {
    const words = `is ${text.length} characters; a host's name has at most ${HOST_NAME_LENGTH}. Shorten it`;
    return { code: 'name-too-long', reason: `${quote(text)} ${words}` };
  }
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text)) return undefined;
  return text === ''
    ? { code: 'name-empty', reason: '"" is empty; a host needs a name' }
    : {
        code: 'name-bad-character',
        reason: `${quote(text)} is not a valid host name. Use letters, digits, ".", "_" and "-", a letter or digit first`,
      };
}

/** The format of an address: nothing that ssh or a shell would take for something else. */
export function sshAddress(text: string): FormatProblem | undefined {
  return sshWord(text, /^[A-Za-z0-9[:][A-Za-z0-9._:%[\]-]*$/, 'address');
}

/** The format of a user's name. */
export function sshUser(text: string): FormatProblem | undefined {
  return sshWord(text, /^[A-Za-z0-9_][A-Za-z0-9._@\\+-]*\$?$/, 'user');
}

/** The format of a path that is handed to another program. */
export function filePath(text: string): FormatProblem | undefined {
  const why =
    text === ''
      ? 'is empty. Omit it, or write a path'
      : text.startsWith('-')
        ? 'begins with "-", and ssh would take it for an option. Write "./" in front'
        : /\p{Cc}/u.test(text)
          ? 'has a control character, which no path should have. Remove it'
          : undefined;
  return why === undefined ? undefined : { code: 'bad-path', reason: `${quote(text)} ${why}` };
}

function sshWord(text: string, allowed: RegExp, what: string): FormatProblem | undefined {
  if (allowed.test(text)) return undefined;
  const why =
    text === ''
      ? 'is empty. Omit it, or write one'
      : `is no ${what} that ssh can be given safely. Write ${what === 'user' ? 'the bare name of a user' : 'a name or an IP address, without user and port'}`;
  return {
    code: what === 'user' ? 'bad-user' : 'bad-host-address',
    reason: `${quote(text)} ${why}`,
  };
}

/** What is wrong with a host's properties together. `path` is where it stands. */
export function hostRules(host: unknown, path = 'host'): Failure[] {
  if (!isObject(host)) return [];
  const has = (key: string): boolean => host[key] !== undefined;
  const failures: Failure[] = [];
  const refuse = (key: string, code: Failure['code'], words: string): void => {
    failures.push(failure(`${path}.${key}`, code, words));
  };
  if (has('address') && has('command')) {
    refuse(
      'command',
      'host-two-ways',
      'stands beside an address; a host is reached in one way. Remove one',
    );
  }
  if (!has('address')) {
    for (const key of SSH_ONLY.filter(has))
      refuse(
        key,
        'host-no-address',
        'is for ssh, and there is no address to connect to. Add address, or remove it',
      );
  }
  const options = host['options'];
  for (const [name, value] of Object.entries(isObject(options) ? options : {})) {
    const problem = sshOption(name, value);
    if (problem)
      refuse(
        /^\w+$/.test(name) ? `options.${name}` : `options[${quote(name)}]`,
        problem.code,
        problem.reason,
      );
  }
  return failures;
}
