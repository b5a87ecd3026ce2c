/** Programs that call each other through prog arrays, filled in the source or by name. */
import { Link } from '../../link';
import type { BpfError } from '../../errors';
import { inRoom, ping } from '../sandbox';
import { load, open } from './load';

export function tailCallSuite(): void {
  describe('tail calls', () => {
    test('from a function that is called bring the same, where the kernel has a JIT for that', () => {
      using object = open('tail-calls');
      object.choosePrograms(['entry_by_call'], { type: 'sched_cls' });
      expect([...object.chosen].sort()).toEqual(['entry_by_call', 'first_target', 'second_target']);
      try {
        object.load().close();
      } catch (error) {
        // User-Mode Linux interprets, and says so.
        expect((error as BpfError).message).toMatch(
          /tail_calls are not allowed in non-JITed|mixing of tail_calls and bpf-to-bpf calls/,
        );
        expect(object.digest).toHaveLength(64);
      }
    });

    test('bring the programs they reach, through their tables, and no others', () => {
      using loaded = load('tail-calls', ['entry']);
      expect([...loaded.programs.keys()].sort()).toEqual([
        'entry',
        'first_target',
        'second_target',
      ]);
      expect([...loaded.maps.keys()].sort()).toEqual(['deeper', 'reached', 'table']);
    });

    test('a program without any brings none, and the tables are not made', () => {
      using loaded = load('tail-calls', ['second_target']);
      expect([...loaded.programs.keys()]).toEqual(['second_target']);
      expect([...loaded.maps.keys()]).toEqual(['reached']);
    });

    test('slots filled in the source are filled: a packet runs through both', () =>
      inRoom(({ inside, rtnl }) => {
        rtnl.links.set(1, { up: true });
        using loaded = load('tail-calls', ['entry']);
        const program = loaded.program('entry').fd;
        inside(() => {
          using link = Link.create({ program, ifindex: 1, attachType: 'tcx/ingress' });
          expect(ping('127.0.0.1', 1)).toBe(1);
          link.detach();
        });
        const reached = (slot: number) =>
          loaded
            .map('reached')
            .lookup(Buffer.of(slot, 0, 0, 0))!
            .readBigUInt64LE();
        expect(reached(1)).toBeGreaterThanOrEqual(2n);
        expect(reached(2)).toBe(reached(1));
      }));

    test('a slot can be filled by hand', () => {
      using loaded = load('tail-calls', ['entry', 'other_target']);
      const fd = Buffer.alloc(4);
      fd.writeUInt32LE(loaded.program('other_target').fd.number);
      loaded.map('table').update(Buffer.of(0, 0, 0, 0), fd);
      const held = loaded.map('table').lookup(Buffer.of(0, 0, 0, 0))!;
      expect(held.readUInt32LE()).toBe(loaded.program('other_target').id);
    });
  });
}
