import type { DeclaredHost } from '../way/connection.js';
import { HostPool } from './pool.js';

const way = (address: string, more: Partial<DeclaredHost> = {}): DeclaredHost => ({
  name: 'edge1',
  address,
  ...more,
});

function pool(...declared: DeclaredHost[]): HostPool {
  const made = new HostPool({});
  for (const host of declared) made.declare(host);
  return made;
}

test('one host for one way, whatever its name and time limits', () => {
  const hosts = pool();
  const host = hosts.at(way('192.0.2.1'));
  expect(hosts.at(way('192.0.2.1', { name: 'e', connectTimeout: 3 }))).toBe(host);
  expect(hosts.at(way('192.0.2.2'))).not.toBe(host);
});

test.each([
  { name: 'address', is: way('192.0.2.2') },
  { name: 'user', is: way('192.0.2.1', { user: 'deploy' }) },
  { name: 'node path', is: way('192.0.2.1', { node: '/opt/node' }) },
  { name: 'key', is: way('192.0.2.1', { identityFile: '~/.ssh/new' }) },
  { name: 'command', is: { name: 'edge1', command: ['enter'] } },
])('a recorded way gives way to the one that is declared now: $name', ({ is }) => {
  const hosts = pool(is);
  expect(hosts.at(way('192.0.2.1'))).toBe(hosts.at(is));
});

test('a recorded way that the program still declares stays, beside others of that name', () => {
  const [deploy, root] = [way('192.0.2.1', { user: 'deploy' }), way('192.0.2.1', { user: 'root' })];
  const hosts = pool(deploy, root);
  expect(hosts.at(deploy)).not.toBe(hosts.at(root));
  expect(pool(root).at(deploy)).toBeDefined();
});

test.each([
  { connection: {}, host: undefined, is: true },
  { connection: { sudo: true }, host: undefined, is: true },
  { connection: { address: 'edge1' }, host: undefined, is: false },
  { connection: { address: 'edge1' }, host: { name: 'here' }, is: true },
  { connection: {}, host: way('192.0.2.1'), is: false },
  { connection: {}, host: way('127.0.0.1'), is: true },
  { connection: {}, host: way('localhost'), is: true },
  { connection: {}, host: way('::1'), is: true },
  // What is behind a command is known once its helper answers.
  { connection: { command: ['enter'] }, host: undefined, is: false },
])('isHere() of $connection and $host', ({ connection, host, is }) => {
  expect(new HostPool(connection).isHere(host)).toBe(is);
});

test('another name is another host', () => {
  const hosts = pool(way('192.0.2.2', { name: 'edge2' }));
  const mine = hosts.at(way('192.0.2.1'));
  expect(mine).not.toBe(hosts.at(way('192.0.2.2', { name: 'edge2' })));
});
