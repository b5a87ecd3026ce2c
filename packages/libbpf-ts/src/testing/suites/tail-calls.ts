/** Programs that call each other through prog arrays, filled in the source or by name. */
import { Link } from '../../links/link';
import type { LoadedObject } from '../../objects/loaded-object';
import type { SlotTable } from '../../maps/slots';
import type { BpfError } from '@pulumi-netkit/bpf-object';
import { inRoom, ping, refusal } from '../sandbox';
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

  describe('slots by name', () => {
    const counted = (loaded: LoadedObject, slot: number): bigint =>
      loaded
        .map('reached')
        .lookup(Buffer.of(slot, 0, 0, 0))!
        .readBigUInt64LE();
    const held = (loaded: LoadedObject, map: string, slot: number): number | undefined =>
      loaded
        .map(map)
        .lookup(Buffer.of(slot, 0, 0, 0))
        ?.readUInt32LE();

    test('bring the programs, theirs in turn, and no others; without any, the table stays empty', () => {
      using object = open('slots');
      object.choosePrograms(['dispatch'], { type: 'sched_cls' });
      expect(object.chosen).toEqual(['dispatch']);
      object.map('table').setSlots({ 2: 'one' });
      expect(object.chosen).toEqual(['dispatch', 'one']);
      object.map('deeper').setSlots({ 0: 'two' });
      using loaded = object.load();
      expect([...loaded.programs.keys()]).toEqual(['dispatch', 'one', 'two']);
      expect([...loaded.maps.keys()].sort()).toEqual(['deeper', 'reached', 'table']);
      expect([0, 1, 2, 3].map((slot) => held(loaded, 'table', slot))).toEqual([
        undefined,
        undefined,
        loaded.program('one').id,
        undefined,
      ]);
      expect(held(loaded, 'deeper', 0)).toBe(loaded.program('two').id);
      using empty = load('slots', ['dispatch']);
      expect([...empty.programs.keys()]).toEqual(['dispatch']);
      expect(held(empty, 'table', 2)).toBeUndefined();
    });

    test('a packet runs through what was asked for', () =>
      inRoom(({ inside, rtnl }) => {
        rtnl.links.set(1, { up: true });
        using object = open('slots');
        object.map('table').setSlots({ 2: 'one' });
        object.map('deeper').setSlots({ 0: 'two' });
        object.choosePrograms(['dispatch'], { type: 'sched_cls' });
        using loaded = object.load();
        const program = loaded.program('dispatch').fd;
        inside(() => {
          using link = Link.create({ program, ifindex: 1, attachType: 'tcx/ingress' });
          expect(ping('127.0.0.1', 1)).toBe(1);
          link.detach();
        });
        expect(counted(loaded, 1)).toBeGreaterThanOrEqual(2n);
        expect([counted(loaded, 2), counted(loaded, 3)]).toEqual([counted(loaded, 1), 0n]);
      }));

    test('stand over what the source says of the slot, and leave its other slots', () => {
      using object = open('tail-calls');
      object.map('table').setSlots({ 1: 'other_target', 0: 'first_target' });
      object.choosePrograms(['entry'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(held(loaded, 'table', 1)).toBe(loaded.program('other_target').id);
      expect(held(loaded, 'table', 0)).toBe(loaded.program('first_target').id);
      expect(held(loaded, 'deeper', 0)).toBe(loaded.program('second_target').id);
    });

    test('a reused table is filled anew, and its other slots keep what they hold', () => {
      using object = open('slots');
      object.map('table').setSlots({ 2: 'one', 3: 'alone' });
      object.choosePrograms(['dispatch'], { type: 'sched_cls' });
      using before = object.load();
      using again = open('slots');
      again.map('table').reuse(before.map('table').fd);
      again.map('table').setSlots({ 2: 'two' });
      again.choosePrograms(['dispatch'], { type: 'sched_cls' });
      using after = again.load();
      expect(held(before, 'table', 2)).toBe(after.program('two').id);
      expect(held(after, 'table', 3)).toBe(before.program('alone').id);
    });

    test.each<{ map: string; table: SlotTable; code: string; says: string }>([
      { map: 'tabel', table: { 0: 'one' }, code: 'map-missing', says: '"table", "deeper"' },
      { map: 'reached', table: { 0: 'one' }, code: 'map-type', says: 'of type array, and only' },
      { map: 'table', table: { 4: 'one' }, code: 'map-size', says: 'no slot 4; its 4 slots are 0' },
      { map: 'table', table: { [-1]: 'one' }, code: 'map-size', says: 'no slot -1' },
      { map: 'table', table: { 1.5: 'one' }, code: 'map-size', says: 'no slot 1.5' },
      { map: 'table', table: { 0: 'tow' }, code: 'program-missing', says: '"dispatch", "one"' },
    ])('$map $table: $code', ({ map, table, code, says }) => {
      using object = open('slots');
      const error = refusal(() => object.map(map).setSlots(table));
      expect(error.code).toBe(code);
      expect(error.message).toContain(says);
    });

    test('a slot that setMaxEntries() takes away is refused by load()', () => {
      using object = open('slots');
      object.map('table').setSlots({ 2: 'one' });
      object.map('table').setMaxEntries(2);
      object.choosePrograms(['dispatch'], { type: 'sched_cls' });
      const error = refusal(() => object.load());
      expect(error.code).toBe('map-size');
      expect(error.message).toContain('map "table": there is no slot 2');
    });

    test('a program of another type is refused with both types', () => {
      using object = open('slots');
      object.map('table').setSlots({ 2: 'of_xdp' });
      // Without a choice each program has its section's type.
      const error = refusal(() => object.load());
      expect(error.code).toBe('program-type');
      expect(error.message).toMatch(
        /map "table": slot 2 does not take program "of_xdp" \(xdp\):.*belongs to programs of sched_cls/,
      );
    });
  });
}
