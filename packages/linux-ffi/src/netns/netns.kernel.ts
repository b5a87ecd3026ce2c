/** Namespaces made, entered and removed on a real kernel. Needs root. */
import { execFileSync } from 'node:child_process';
import { existsSync, promises, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Fd, openFds } from '../fd';
import { CLONE_NEWNET, setns } from '../libc';
import {
  bindNewNetns,
  createNamedNetns,
  ensureNetnsDir,
  removeNetns,
  touchNetns,
} from './named-netns';
import { netnsInode, openNetns, warmUpThreadPool, withNetns } from './netns';

const name = `ffi-${process.pid}`;
const path = `/run/netns/${name}`;
const here = (): string => readlinkSync('/proc/thread-self/ns/net');
const home = here();

beforeAll(warmUpThreadPool);
afterEach(() => {
  removeNetns(name);
  expect(openFds()).toEqual([]);
  expect(here()).toBe(home);
  expect(existsSync(path)).toBe(false);
});

test('a named namespace is what ip-netns(8) sees', () => {
  createNamedNetns(name);
  expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).toContain(name);
  const links = execFileSync('ip', ['-n', name, '-o', 'link'], { encoding: 'utf8' });
  expect(links.trim().split('\n')).toHaveLength(1);
});

test('ip-netns(8) removes what we made, and we what it made', () => {
  createNamedNetns(name);
  execFileSync('ip', ['netns', 'delete', name]);
  expect(existsSync(path)).toBe(false);
  execFileSync('ip', ['netns', 'add', name]);
  removeNetns(name);
  expect(existsSync(path)).toBe(false);
});

test('the directory is a shared mount, made once', () => {
  ensureNetnsDir();
  ensureNetnsDir();
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const ours = mounts.filter((line) => line.split(' ')[4] === '/run/netns');
  expect(ours).toHaveLength(1);
  expect(ours[0]).toContain('shared:');
});

test('each half of an interrupted creation can be found and removed', () => {
  ensureNetnsDir();
  touchNetns(name);
  expect(() => openNetns(name)).toThrow('[netns-not-a-namespace]');
  expect(() => touchNetns(name)).toThrow('EEXIST');
  bindNewNetns(name);
  using fd = openNetns(name);
  using own = openNetns(null);
  expect(netnsInode(fd)).not.toEqual(netnsInode(own));
  removeNetns(name);
  removeNetns(name);
});

test('mounting without the file fails at home', () => {
  ensureNetnsDir();
  expect(() => bindNewNetns(name)).toThrow('ENOENT');
  expect(here()).toBe(home);
});

test('a window acts inside and comes back, also when it throws and when windows nest', () => {
  createNamedNetns(name);
  using fd = openNetns(name);
  const inside = withNetns(fd, () => [here(), withNetns(fd, here)]);
  expect(new Set([home, ...inside]).size).toBe(2);
  expect(() =>
    withNetns(fd, () => {
      throw new Error('inside');
    }),
  ).toThrow('inside');
  expect(here()).toBe(home);
});

test('a window refuses to wait', () => {
  createNamedNetns(name);
  using fd = openNetns(name);
  expect(() => withNetns(fd, () => Promise.resolve())).toThrow('synchronous');
});

test('pool threads stay at home when work starts inside a window', async () => {
  createNamedNetns(name);
  using fd = openNetns(name);
  await withNetns(fd, () => [promises.stat('/')])[0];
  const tasks = readdirSync('/proc/self/task').map((tid) =>
    readlinkSync(`/proc/self/task/${tid}/ns/net`),
  );
  expect(new Set(tasks)).toEqual(new Set([home]));
});

test('a thread that cannot get home ends the process', () => {
  createNamedNetns(name);
  using fd = openNetns(name);
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('the process ended');
  });
  using truth = openNetns(null);
  try {
    const closeHome = (): void => {
      // The window's own descriptor of home is the youngest one.
      const { fd: number } = openFds().at(-1)!;
      expect(number).not.toBe(truth.number);
      new Fd(number, 'stolen').close();
    };
    expect(() => withNetns(fd, closeHome)).toThrow();
    expect(exit).toHaveBeenCalledWith(70);
  } finally {
    exit.mockRestore();
    setns(truth.number, CLONE_NEWNET);
  }
});
