import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, type networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { sshDevice } from './carriers.js';

let proc: string;
beforeEach(() => (proc = mkdtempSync(join(tmpdir(), 'proc-'))));
afterEach(() => rmSync(proc, { recursive: true }));

/** Processes by number: the parent of each, and its environment. */
function processes(all: Readonly<Record<number, { parent: number; environ?: string[] }>>): void {
  for (const [pid, { parent, environ = [] }] of Object.entries(all)) {
    mkdirSync(join(proc, pid));
    writeFileSync(join(proc, pid, 'stat'), `${pid} (a) b) c) S ${parent} 1 1\n`);
    writeFileSync(join(proc, pid, 'environ'), environ.map((word) => `${word}\0`).join(''));
  }
}

const having = (devices: Readonly<Record<string, string>>): ReturnType<typeof networkInterfaces> =>
  Object.fromEntries(
    Object.entries(devices).map(([name, address]) => [name, [{ address }]]),
  ) as ReturnType<typeof networkInterfaces>;
const DEVICES = having({
  lo: '127.0.0.1',
  eth0: '192.0.2.7',
  'eth1:1': '192.0.2.8',
  eth2: '2001:db8::7',
});

test.each([
  { name: 'IPv4', to: '192.0.2.7', device: 'eth0' },
  { name: 'IPv4 on an IPv6 socket', to: '::ffff:192.0.2.7', device: 'eth0' },
  { name: 'an address with a label', to: '192.0.2.8', device: 'eth1' },
  { name: 'IPv6', to: '2001:db8::7', device: 'eth2' },
  { name: 'an address of nobody here', to: '192.0.2.9', device: undefined },
  { name: 'no socket', to: 'UNKNOWN', device: undefined },
])('sshDevice() finds the device of the connection: $name', ({ to, device }) => {
  processes({ 9: { parent: 1, environ: ['A=b', `SSH_CONNECTION=192.0.2.1 4000 ${to} 22`] } });
  expect(sshDevice(9, proc, DEVICES)).toBe(device);
});

test('sshDevice() looks past sudo, which clears the environment', () => {
  const environ = ['SSH_CONNECTION=192.0.2.1 4000 192.0.2.7 22'];
  processes({ 9: { parent: 8 }, 8: { parent: 7 }, 7: { parent: 1, environ } });
  expect(sshDevice(9, proc, DEVICES)).toBe('eth0');
});

test('sshDevice() of a process that no ssh started is not known', () => {
  processes({ 9: { parent: 8 }, 8: { parent: 1 } });
  expect(sshDevice(9, proc, DEVICES)).toBeUndefined();
  expect(sshDevice(10, proc, DEVICES)).toBeUndefined();
});
