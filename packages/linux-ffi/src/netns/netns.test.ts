/** What needs no privilege; the rest is in netns.kernel.ts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFds } from '../fd';
import { touchNetns } from './named-netns';
import { netnsInode, openNetns, warmUpThreadPool } from './netns';
import { fifoWithWriter, HOSTILE, VICTIM } from '../testing/hostile';

const directory = mkdtempSync(join(tmpdir(), 'netns-'));
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => expect(openFds()).toEqual([]));

test('the own namespace has the same identity by every reference', () => {
  using own = openNetns(null);
  using byPath = openNetns('/proc/self/ns/net');
  using byPid = openNetns(`pid:${process.pid}`);
  expect(netnsInode(byPath)).toEqual(netnsInode(own));
  expect(netnsInode(byPid)).toEqual(netnsInode(own));
});

test.each(['no-such-name', '/no/such/path', '', '..', 'a/b', 'nul\0byte', '/etc/passwd/x'])(
  'openNetns(%j) is missing',
  (ref) =>
    expect(() => openNetns(ref)).toThrow(
      `netns "${ref}": there is no such namespace [netns-missing]`,
    ),
);

test.each(['/proc/self/ns/mnt', '/proc/self/ns/user', '/dev/null', '/proc', '/etc/passwd'])(
  'openNetns("%s") is no network namespace',
  (ref) => expect(() => openNetns(ref)).toThrow('[netns-not-a-namespace]'),
);

test('a plain file left by an interrupted creation is no namespace', () => {
  const ref = join(directory, 'half');
  writeFileSync(ref, '');
  expect(() => openNetns(ref)).toThrow('this is not a network namespace [netns-not-a-namespace]');
});

test.each(HOSTILE)('$name is no namespace, and is not opened', async ({ name, put }) => {
  const [ref, victim] = [join(directory, name), join(directory, `victim of ${name}`)];
  writeFileSync(victim, VICTIM);
  await put(ref, victim);
  expect(() => openNetns(ref)).toThrow(/\[netns-(not-a-namespace|missing)\]/);
});

test('a FIFO is not opened: its writer waits on', async () => {
  const ref = join(directory, 'fifo');
  const fifo = await fifoWithWriter(ref);
  expect(() => openNetns(ref)).toThrow('[netns-not-a-namespace]');
  await fifo.expectUntouched();
});

test('a process that ended is told from a name that never was', async () => {
  const child = spawn('true');
  await once(child, 'exit');
  const ref = `pid:${child.pid}`;
  expect(() => openNetns(ref)).toThrow('[netns-pid-dead]');
});

test.each(['', '.', '..', 'a/b', 'a\0b', 'x'.repeat(256)])('touchNetns(%j) is no name', (name) =>
  expect(() => touchNetns(name)).toThrow(RangeError),
);

test('warming up the pool twice does no harm', async () => {
  await warmUpThreadPool();
  await warmUpThreadPool();
});
