/**
 * What the client makes of a connection by ssh. `ssh` is a script that runs the remote command here, or fails as it is told:
 * that OpenSSH itself behaves so is shown by e2e/ssh-*.e2e.ts.
 */
import type * as ChildProcess from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTOCOL, VERSION } from '@pulumi-netkit/contract';
import { HelperHost } from './client.js';
import type { Connection } from '../way/connection.js';
import { refusal } from '../../../test/refusal.js';

// jest keeps changes of process.env from the processes that are started; PATH has to reach them.
jest.mock('node:child_process', () => {
  const real = jest.requireActual<typeof ChildProcess>('node:child_process');
  return {
    ...real,
    spawn: (command: string, args: readonly string[], options: ChildProcess.SpawnOptions) =>
      real.spawn(command, args, { ...options, env: process.env }),
  };
});

const HELLO = JSON.stringify({
  protocol: PROTOCOL,
  version: VERSION,
  facts: { kernel: 'k', bootId: 'b' },
});

let folder: string;
const path = process.env['PATH'] ?? '';
const hosts: HelperHost[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssh-'));
  process.env['PATH'] = `${folder}:${path}`;
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

/** A host behind an ssh that notes its start and then does what `script` says; `helper` is the text of one there. */
function hostBy(
  script: string,
  helper = '',
  more: Connection = {},
  told: string[] = [],
): HelperHost {
  const ssh = join(folder, 'ssh');
  writeFileSync(
    ssh,
    `#!/bin/sh\necho started >> ${folder}/log\nfor command; do :; done\n${script}\n`,
  );
  chmodSync(ssh, 0o755);
  const file = join(folder, 'helper.js');
  writeFileSync(file, helper);
  const connection = {
    name: 'one',
    address: 'edge1',
    node: process.execPath,
    helper: file,
    ...more,
  };
  const host = new HelperHost(connection, (what, weight) => told.push(`${weight ?? ''}${what}`));
  hosts.push(host);
  return host;
}

const RUN = 'eval "$command"';
const GREETS = `console.log(${JSON.stringify(HELLO)}); process.stdin.on('data', () => undefined);`;

test('what a login prints before the greeting is passed over', async () => {
  const host = hostBy(`echo Welcome; echo; ${RUN}`, GREETS);
  await expect(host.facts()).resolves.toEqual({ kernel: 'k', bootId: 'b' });
});

test('a host that does not answer in time is silent', async () => {
  const error = await refusal(hostBy(RUN, GREETS, { requestTimeout: 1 }).run([]));
  expect(error.code).toBe('host-silent');
  expect(error.message).toContain(
    'one: it fell silent at "keeping records": no word from it in 1 s',
  );
});

test('a connection that ends amid a request is lost', async () => {
  const dies = `console.log(${JSON.stringify(HELLO)}); process.stdin.on('data', () => process.exit(9));`;
  const error = await refusal(hostBy(RUN, dies).run([]));
  expect(error.code).toBe('connection-lost');
  expect(error.message).toContain('one: the connection broke at "keeping records": ');
});

test('a host that cannot be reached is waited for once, whatever number of resources is on it', async () => {
  const host = hostBy(
    'echo "ssh: connect to host edge1 port 22: Connection refused" >&2; exit 255',
  );
  const errors = [
    await refusal(host.facts()),
    await refusal(host.run([])),
    await refusal(host.facts()),
  ];
  expect(errors.map(({ code }) => code)).toEqual(Array(3).fill('host-unreachable'));
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('started\n');
});

test('a key that is not checked is warned of', async () => {
  const told: string[] = [];
  await hostBy(RUN, GREETS, { insecureIgnoreHostKey: true }, told).facts();
  expect(told).toContain('warninginsecureIgnoreHostKey: whoever answers is believed to be one');
});
