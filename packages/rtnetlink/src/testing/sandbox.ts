/** Namespaces for kernel tests. Nothing outside them is touched, and leftovers are an error. */
import { readdirSync } from 'node:fs';
import {
  createNamedNetns,
  NETNS_DIR,
  openFds,
  openNetns,
  removeNetns,
  type Fd,
} from '@pulumi-netkit/linux-ffi';
import { Rtnl } from '../rtnl';

/** A namespace of one test, with a socket in it. */
export interface Room {
  readonly name: string;
  readonly netns: Fd;
  readonly rtnl: Rtnl;
}

let counter = 0;

/** Makes namespaces, runs `fn` with a room in each, removes them; checks that nothing stays behind. */
export function inSandbox<T>(count: number, fn: (...rooms: [Room, Room]) => T): T {
  const fdsBefore = openFds().length;
  const names = Array.from({ length: count }, () => `rtnl-${process.pid}-${counter++}`);
  const rooms: Room[] = [];
  try {
    for (const name of names) {
      createNamedNetns(name);
      const netns = openNetns(name);
      rooms.push({ name, netns, rtnl: Rtnl.open({ netns }) });
    }
    return fn(...(rooms as unknown as [Room, Room]));
  } finally {
    for (const { netns, rtnl } of rooms) {
      rtnl.close();
      netns.close();
    }
    names.forEach(removeNetns);
    expect(openFds()).toHaveLength(fdsBefore);
    const left = netnsNames().filter((name) => names.includes(name));
    expect(left).toEqual([]);
  }
}

function netnsNames(): string[] {
  try {
    return readdirSync(NETNS_DIR);
  } catch {
    return [];
  }
}

/** What a function threw; fails the test when it did not. */
export function thrownBy(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('it did not throw');
}
