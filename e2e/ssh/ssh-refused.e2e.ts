/** What stands between us and a host: each has its own words, takes no longer than it may, and leaves nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DeclaredHost } from '../../provider/src/transport/way/connection.js';
import { Doors, pair, type StepError } from '../harness/drivers/doors.js';
import { startGuest } from '../harness/guests/guest.js';
import {
  children,
  config,
  leftOn,
  makeRooms,
  on,
  room,
  ROOMS,
  Run,
  within,
} from '../harness/guests/ssh.js';

beforeAll(() => {
  startGuest();
  makeRooms('one', 'two');
});
afterAll(async () => {
  expect(children('ssh')).toEqual([]);
  expect(await leftOn('two')).toEqual([]);
});

const WEB = { web: pair({ name: 'web0', peer: { name: 'web1' } }) };

/** Makes and deletes a pair. @returns what the run said */
async function live(host: DeclaredHost): Promise<string[]> {
  const run = new Run();
  const doors = new Doors('test', run);
  try {
    await doors.up(on(host, WEB));
    await doors.destroy();
  } finally {
    await doors.close();
  }
  return run.said;
}

async function refusal(host: DeclaredHost): Promise<StepError> {
  try {
    await live(host);
  } catch (error) {
    // Whose it is must be told, whatever it is.
    expect((error as Error).message).toContain('one');
    return error as StepError;
  }
  throw new Error('this was to fail and did not');
}

/** A configuration that believes these keys alone. */
function believing(knownHosts: string): string {
  const file = join(ROOMS, 'known_hosts-of-a-test');
  writeFileSync(file, knownHosts);
  return config(`Host one\n  UserKnownHostsFile ${file}`);
}

describe('before anybody is let in', () => {
  test('an unknown key: the command that shows it', async () => {
    const configFile = believing('');
    const { code, message } = await refusal(room('one', { user: 'root', configFile }));
    expect(code).toBe('host-key-unknown');
    expect(message).toContain(`"ssh -F ${configFile} root@one"`);
  });

  test('a key that changed: the command that forgets the old one', async () => {
    const [type, key] = readFileSync(join(ROOMS, 'two/host_key.pub'), 'utf8').split(' ');
    const configFile = believing(`one ${type} ${key}\n`);
    const { code, message } = await refusal(room('one', { user: 'root', configFile }));
    expect(code).toBe('host-key-changed');
    expect(message).toContain('ssh-keygen -R one');
    expect(message).toContain('Another machine may be answering');
  });

  test('a user who is not let in', async () => {
    const { code, message } = await refusal(room('one', { user: 'daemon' }));
    expect(code).toBe('host-refused');
    expect(message).toContain('"daemon"');
  });

  test('a name that nobody knows', async () => {
    const { code, message } = await refusal(room('one', { address: 'nowhere.invalid' }));
    expect(code).toBe('host-unreachable');
    expect(message).toContain('nowhere.invalid');
  });

  test('a port that nobody listens on', async () => {
    const { code, message } = await refusal(room('one', { address: '127.0.0.1', port: 1 }));
    expect(code).toBe('host-unreachable');
    expect(message).toContain('refused');
  });

  test('one who takes the connection and never speaks: connectTimeout is the bound', async () => {
    using server = { listening: createServer(), [Symbol.dispose]: () => server.listening.close() };
    const port = await new Promise<number>((resolve) => {
      server.listening.listen(0, '127.0.0.1', () =>
        resolve((server.listening.address() as AddressInfo).port),
      );
    });
    const from = Date.now();
    const host = room('one', { address: '127.0.0.1', port, connectTimeout: 2 });
    const { code, message } = await refusal(host);
    expect(Date.now() - from).toBeLessThan(10_000);
    expect(code).toBe('host-unreachable');
    expect(message).toContain('timed out');
  });
});

/** Changes a host made anew. */
async function changed(lines: string): Promise<void> {
  makeRooms('one');
  await within('one', lines);
}

const DEPLOY = room('one', { user: 'deploy', sudo: true });
const noexec = (places: string): string =>
  `for d in ${places}; do mount --bind $d $d; mount -o remount,bind,noexec $d; done`;

describe('on a host where', () => {
  afterEach(async () => {
    expect(await leftOn('one')).toEqual([]);
    const places = '/root /home/deploy /run /tmp /var/tmp /var/cache /dev/shm';
    expect(await within('one', `find ${places} -name ".pulumi-netkit-*"`)).toBe('');
  });

  test.each([
    {
      what: 'sudo asks for a password',
      lines: 'rm /etc/sudoers.d/deploy',
      host: DEPLOY,
      code: 'host-refused',
      says: ['sudo', 'NOPASSWD'],
    },
    {
      what: 'there is no sudo',
      // A PATH of its own, with nothing but Node.
      lines:
        'mkdir /tmp/bin; ln -s /usr/bin/node /tmp/bin; echo SetEnv PATH=/tmp/bin >> /etc/ssh/sshd_config',
      host: DEPLOY,
      code: 'host-refused',
      says: ['sudo'],
    },
    {
      what: 'Node is not on the PATH',
      lines: 'echo SetEnv PATH=/tmp >> /etc/ssh/sshd_config',
      host: room('one', { user: 'root' }),
      code: 'helper-not-started',
      says: ['no "node" on the PATH', 'Node.js 20'],
    },
    {
      what: 'Node is not where it was said to be',
      lines: 'true',
      host: room('one', { user: 'root', node: '/opt/node/bin/node' }),
      code: 'helper-not-started',
      says: ['"/opt/node/bin/node"', 'Node.js 20'],
    },
    {
      what: 'Node may not be started',
      lines: 'mount --bind /dev/null /usr/bin/node',
      host: room('one', { user: 'root', node: '/usr/bin/node' }),
      code: 'helper-not-started',
      says: ['/usr/bin/node: Permission denied'],
    },
    {
      what: 'Node is too old',
      lines: `echo "for (const [k, value] of [['version', 'v18.20.4'], ['versions', { ...process.versions, node: '18.20.4' }]]) Object.defineProperty(process, k, { value });" > /tmp/old.js
        printf '#!/bin/sh\\nexec /usr/bin/node --require /tmp/old.js "$@"\\n' > /tmp/old; chmod +x /tmp/old`,
      host: room('one', { user: 'root', node: '/tmp/old' }),
      code: 'host-unsupported',
      says: ['18.20.4', '20 or newer'],
    },
    {
      what: 'the login is no shell',
      lines: 'sed -i "s#deploy:/bin/bash#deploy:/usr/sbin/nologin#" /etc/passwd',
      host: DEPLOY,
      code: 'helper-not-started',
      says: ['This account is currently not available'],
    },
    {
      what: 'no place is to run programs from',
      lines: noexec('/root /home /var/cache /var/tmp /dev/shm /run /tmp'),
      host: room('one', { user: 'root' }),
      code: 'helper-not-started',
      says: ['noexec', '/dev/shm'],
    },
    {
      what: 'root would read the helper where nobody can keep it',
      lines: 'chown root /home/deploy; chmod 0755 /tmp /var/tmp /dev/shm',
      host: DEPLOY,
      code: 'host-unsupported',
      says: ['/var/tmp', 'log in as root'],
    },
  ])('$what: its own words', async ({ lines, host, code, says }) => {
    await changed(lines);
    const error = await refusal(host);
    for (const words of says) expect(error.message).toContain(words);
    expect(error.code).toBe(code);
  });

  test.each([
    {
      what: 'a banner, and a profile that is slow and says much',
      lines: `printf 'Banner /etc/passwd\\n' >> /etc/ssh/sshd_config
        echo 'echo "{}"; printf "pulumi-netkit 1 "; seq 500; echo "Permission denied" >&2; sleep 1; printf "no end of a line"' > /home/deploy/.bashrc`,
      host: DEPLOY,
    },
    { what: 'a home that cannot be written', lines: 'chown root /home/deploy', host: DEPLOY },
    {
      what: 'the usual places noexec',
      lines: noexec('/home /var/tmp /dev/shm /run /tmp'),
      host: DEPLOY,
    },
  ])('there is $what: it works', async ({ lines, host }) => {
    await changed(lines);
    await live(host);
  });
});
