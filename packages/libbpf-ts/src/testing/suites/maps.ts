/** Maps of an object: made, sized, pinned, reused, shared by a second copy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Link } from '../../links/link';
import { BpfMap } from '../../maps/map';
import { openObject } from '../../objects/object';
import { isBpffs } from '../../pin';
import { compile } from '../../../../bpf-object/src/testing/compile';
import { inRoom, ping, pinsIn, refusal } from '../sandbox';
import { load, open } from './load';

export function mapSuite(): void {
  describe('maps', () => {
    test.each(['hash', 'array', 'percpu_hash', 'percpu_array', 'lru', 'lpm', 'queue', 'ring'])(
      'of kind %s are made as the source says',
      (name) => {
        using object = open('maps');
        const { definition } = object.map(name);
        object.choosePrograms([`use_${name}`], { type: 'sched_cls' });
        using loaded = object.load();
        expect([...loaded.maps.keys()]).toEqual([name]);
        expect(loaded.map(name).info).toMatchObject(definition);
      },
    );

    test('a map of maps brings the map in its slot', () => {
      using loaded = load('maps', ['use_outer']);
      expect([...loaded.maps.keys()].sort()).toEqual(['inner', 'outer']);
      const id = loaded
        .map('outer')
        .lookup(Buffer.of(1, 0, 0, 0))!
        .readUInt32LE();
      expect(id).toBe(loaded.map('inner').info.id);
    });

    test('maxEntries overrides the source', () => {
      using object = open('maps');
      object.map('hash').setMaxEntries(7);
      for (const wrong of [0, -1, 1.5, 2 ** 32])
        expect(refusal(() => object.map('hash').setMaxEntries(wrong)).code).toBe('map-size');
      object.choosePrograms(['use_hash'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(loaded.map('hash').info.maxEntries).toBe(7);
      const error = refusal(() => object.map('nothing'));
      expect(error.code).toBe('map-missing');
      expect(error.message).toContain('"hash", "array"');
    });

    test('pinning by name goes to the pin root, which is made, and is reused from there', () =>
      inRoom(({ pins }) => {
        const pinRoot = `${pins}/ours/maps`;
        using first = load('maps', ['use_pinned'], { pinRoot });
        expect(pinsIn(pinRoot)).toEqual(['pinned']);
        first.map('pinned').update(Buffer.of(1, 0, 0, 0), Buffer.alloc(8, 1));
        using second = load('maps', ['use_pinned'], { pinRoot });
        expect(second.map('pinned').info.id).toBe(first.map('pinned').info.id);
        expect(second.map('pinned').lookup(Buffer.of(1, 0, 0, 0))).toEqual(Buffer.alloc(8, 1));
      }));

    test('what is pinned and does not fit is named, and so is the difference', () =>
      inRoom(({ pins }) => {
        load('maps', ['use_pinned'], { pinRoot: pins }).close();
        using object = open('maps', { pinRoot: pins });
        object.map('pinned').setMaxEntries(64);
        object.choosePrograms(['use_pinned'], { type: 'sched_cls' });
        const error = refusal(() => object.load());
        expect(error.code).toBe('map-mismatch');
        expect(error.message).toContain(
          `the map pinned at "${pins}/pinned" has max entries 32 instead of 64`,
        );
      }));

    test('without a pin root a map to be pinned by name is refused, unless told otherwise', () => {
      const error = refusal(() => load('maps', ['use_pinned']));
      expect(error.code).toBe('map-needs-pin-root');
      using object = open('maps');
      object.map('pinned').setPinPath(null);
      object.choosePrograms(['use_pinned'], { type: 'sched_cls' });
      object.load().close();
      // Not libbpf's default, ever.
      expect(() => BpfMap.open('/sys/fs/bpf/pinned')).toThrow('pin-');
      // A map no chosen program uses asks for nothing.
      load('maps', ['use_hash']).close();
    });

    test('a pin root that is on no bpffs is refused before anything is made', () => {
      const root = mkdtempSync(join(tmpdir(), 'libbpf-ts-'));
      try {
        const error = refusal(() => load('maps', ['use_pinned'], { pinRoot: `${root}/a/b` }));
        expect(error.code).toBe('pin-not-bpffs');
        expect(isBpffs(`${root}/a`)).toBeUndefined();
      } finally {
        rmSync(root, { recursive: true });
      }
    });

    test('a map given for reuse is used, and one of another shape refused', () => {
      using given = BpfMap.create({ type: 'hash', keySize: 4, valueSize: 16, maxEntries: 5000 });
      using object = open('maps');
      object.map('hash').reuse(given.fd);
      object.choosePrograms(['use_hash'], { type: 'sched_cls' });
      using loaded = object.load();
      expect(loaded.map('hash').info.id).toBe(given.info.id);
      using other = open('maps');
      using small = BpfMap.create({ type: 'lru_hash', keySize: 4, valueSize: 8, maxEntries: 5000 });
      const error = refusal(() => other.map('hash').reuse(small.fd));
      expect(error.code).toBe('map-mismatch');
      expect(error.message).toContain('type lru_hash instead of hash, value size 8 instead of 16');
    });
  });

  describe('a second copy of loaded programs', () => {
    test('shares maps and variables, and may have constants of its own', () =>
      inRoom(({ inside, rtnl }) => {
        rtnl.links.set(1, { up: true });
        using first = load('globals', ['g']);
        using object = open('globals');
        object.reuseMaps([...first.maps].filter(([name]) => name !== '.rodata'));
        object.setGlobal('limit', 1000);
        object.choosePrograms(['g'], { type: 'sched_cls' });
        using second = object.load();
        const ids = (of: typeof first) =>
          new Map([...of.maps].map(([name, map]) => [name, map.info.id]));
        for (const [name, id] of ids(first))
          expect([name, ids(second).get(name) === id]).toEqual([name, name !== '.rodata']);
        expect(second.program('g').id).not.toBe(first.program('g').id);
        first.setGlobal('port', 8080);
        expect(second.getGlobal('port')).toBe(8080);
        expect([first.getGlobal('limit'), second.getGlobal('limit')]).toEqual([7, 1000]);
        inside(() => {
          const at = { ifindex: 1, attachType: 'tcx/ingress' } as const;
          // Both in one chain, which one loaded program cannot be.
          using a = Link.create({ ...at, program: first.program('g').fd });
          using b = Link.create({ ...at, program: second.program('g').fd });
          expect(ping('127.0.0.1', 1)).toBe(1);
          b.detach();
          a.detach();
        });
        expect(second.getGlobal('seen')).toBeGreaterThan(0n);
        expect(second.getGlobal('seen')).toBe(first.getGlobal('seen'));
      }));

    test('cannot have other values for variables it shares', () => {
      using first = load('globals', ['g']);
      using object = open('globals');
      object.reuseMaps(first.maps);
      object.setGlobal('port', 1);
      object.choosePrograms(['g'], { type: 'sched_cls' });
      const error = refusal(() => object.load());
      expect(error.code).toBe('global-read-only');
      expect(error.message).toContain('map ".data": it is reused');
    });

    test('shares everything, constants too', () => {
      using first = load('globals', ['g']);
      using object = open('globals');
      object.reuseMaps(first.maps);
      object.choosePrograms(['g'], { type: 'sched_cls' });
      using second = object.load();
      expect([...second.maps.values()].map(({ info }) => info.id)).toEqual(
        [...first.maps.values()].map(({ info }) => info.id),
      );
      expect(second.program('g').tag).toBe(first.program('g').tag);
    });

    test('of another shape is refused by the map that differs', () => {
      using first = load('programs', ['a']);
      using object = open('tail-calls');
      object.reuseMaps(first.maps);
      using other = openObject(compile('guard'), { name: 'guard' });
      const error = refusal(() => other.reuseMaps(first.maps));
      expect(error.code).toBe('map-mismatch');
      expect(error.message).toContain('map "counts": the given map has max entries 8 instead of 2');
    });
  });
}
