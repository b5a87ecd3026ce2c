import { openSync, readFileSync, statfsSync } from 'node:fs';
import { Fd, openFds } from './fd';
import { filesystemMagic, flock, mount, namespaceType, setsockopt } from './libc';
import type { SyscallError } from './syscall-error';

const thrownBy = (fn: () => unknown): unknown => {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('it did not throw');
};

afterEach(() => expect(openFds()).toEqual([]));

test('a failure says which call, errno and name', () => {
  expect(thrownBy(() => flock(-1, 2))).toMatchObject({
    syscall: 'flock',
    errno: 9,
    code: 'EBADF',
    message: 'flock: bad file descriptor (EBADF)',
  });
});

test("errno is the call's own, not that of a file read before it", () => {
  for (let i = 0; i < 20; i++) {
    thrownBy(() => readFileSync('/nonexistent'));
    expect((thrownBy(() => flock(-1, 2)) as SyscallError).code).toBe('EBADF');
  }
});

test.each([2 ** 32 + 5, 1.7, NaN, -(2 ** 31) - 1])('an int of %d is refused, not wrapped', (fd) =>
  expect(() => flock(fd, 2)).toThrow(RangeError),
);

test('a path with a NUL is refused, not cut', () => {
  expect(() => mount('/a\0b', '/c', 'none', 0)).toThrow('source must not contain a NUL byte');
  expect(() => mount('/a', '/c\0d', 'none', 0)).toThrow('target must not contain a NUL byte');
});

test('options of a file that is no socket are refused by the kernel', () => {
  using fd = new Fd(openSync('/dev/null', 'r'), 'test');
  expect((thrownBy(() => setsockopt(fd.number, 1, 8, 1)) as SyscallError).code).toBe('ENOTSOCK');
});

test('a namespace is told by its file system and its type', () => {
  using net = new Fd(openSync('/proc/self/ns/net', 'r'), 'test');
  expect(filesystemMagic(net.number)).toBe(0x6e736673);
  expect(namespaceType(net.number)).toBe(0x40000000);
  using proc = new Fd(openSync('/proc', 'r'), 'test');
  expect(filesystemMagic(proc.number)).toBe(statfsSync('/proc').type);
});
