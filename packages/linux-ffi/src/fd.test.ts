import { fstatSync, openSync } from 'node:fs';
import { Fd, openFds } from './fd';

const open = (): Fd => new Fd(openSync('/dev/null', 'r'), 'a test');

test('a scope closes what it uses, and the register knows', () => {
  let number: number;
  {
    using fd = open();
    number = fd.number;
    expect(openFds()).toEqual([{ fd: number, what: 'a test' }]);
  }
  expect(openFds()).toEqual([]);
  expect(() => fstatSync(number)).toThrow('EBADF');
});

test('closing twice closes once: the number may belong to another file by then', () => {
  const fd = open();
  const { number } = fd;
  fd.close();
  using next = open();
  expect(next.number).toBe(number);
  fd.close();
  expect(fstatSync(next.number).isCharacterDevice()).toBe(true);
});

test('a closed descriptor has no number', () => {
  const fd = open();
  fd.close();
  expect(fd.isClosed).toBe(true);
  expect(() => fd.number).toThrow('closed');
});

test('a negative descriptor is refused', () => {
  expect(() => new Fd(-1, 'x')).toThrow(RangeError);
  expect(openFds()).toEqual([]);
});
