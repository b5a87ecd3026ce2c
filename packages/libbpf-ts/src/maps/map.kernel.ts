/** Maps on a real kernel: every operation, every size, whole walks. */
import { openFds } from '@pulumi-netkit/linux-ffi';
import { BpfMap, mapDifferences } from './map';
import type { MapDefinition, MapType } from '@pulumi-netkit/bpf-object';
import type { MapId } from '../ids';
import { inRoom, refusal } from '../testing/sandbox';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const make = (type: MapType, rest: Partial<MapDefinition> = {}): BpfMap =>
  BpfMap.create({ keySize: 4, valueSize: 4, maxEntries: 16, ...rest, type });

afterEach(() => {
  expect(openFds()).toEqual([]);
});

test('update, lookup, delete: what is there and what is not', () => {
  using map = make('hash');
  expect(map.lookup(u32(1))).toBeUndefined();
  expect(map.delete(u32(1))).toBe(false);
  map.update(u32(1), u32(10));
  expect(map.lookup(u32(1))).toEqual(u32(10));
  expect(refusal(() => map.update(u32(1), u32(11), 'new')).code).toBe('map-key-exists');
  expect(refusal(() => map.update(u32(2), u32(11), 'existing')).code).toBe('map-key-missing');
  map.update(u32(1), u32(12), 'existing');
  expect(map.lookup(u32(1))).toEqual(u32(12));
  expect(map.delete(u32(1))).toBe(true);
});

test('a key or value of another size never reaches the kernel', () => {
  using map = make('hash', { valueSize: 8 });
  for (const attempt of [
    () => map.lookup(Buffer.alloc(3)),
    () => map.update(u32(1), u32(1)),
    () => map.delete(Buffer.alloc(8)),
  ])
    expect(refusal(attempt).code).toBe('map-size');
});

test('a full map says how many it holds', () => {
  using map = make('hash', { maxEntries: 2 });
  map.update(u32(1), u32(1));
  map.update(u32(2), u32(2));
  const error = refusal(() => map.update(u32(3), u32(3)));
  expect(error.code).toBe('map-full');
  expect(error.message).toContain('holds 2 entries at most');
});

test.each<[MapType, number]>([
  ['hash', 0],
  ['hash', 1],
  ['hash', 5000],
  ['lru_hash', 100],
  ['array', 300],
])('%s with %i entries is walked whole, in batches of any size', (type, count) => {
  using map = make(type, { maxEntries: Math.max(count, type === 'array' ? count : 6000) });
  const written = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    written.set(i, i * 3);
    map.update(u32(i), u32(i * 3));
  }
  const read = (entries: Iterable<readonly [Buffer, Buffer]>): Map<number, number> =>
    new Map([...entries].map(([key, value]) => [key.readUInt32LE(), value.readUInt32LE()]));
  for (const size of [1, 7, 1024]) expect(read(map.entries(size))).toEqual(written);
  const keys = [...map.keys()].map((key) => key.readUInt32LE());
  expect(keys.sort((a, b) => a - b)).toEqual([...written.keys()]);
});

test('an lpm trie is walked whole, in batches or not', () => {
  // BPF_F_NO_PREALLOC, without which a trie is refused.
  using map = make('lpm_trie', { keySize: 8, flags: 1 });
  const prefix = (length: number, address: number): Buffer =>
    Buffer.concat([u32(length), Buffer.of(address, 0, 0, 0)]);
  map.update(prefix(8, 10), u32(1));
  map.update(prefix(0, 0), u32(2));
  expect([...map.entries()].map(([, value]) => value.readUInt32LE()).sort()).toEqual([1, 2]);
  expect(map.lookup(prefix(32, 10))).toEqual(u32(1));
});

test('a per-CPU map has a slot for each possible CPU, padded to eight bytes', () => {
  using map = make('percpu_array', { valueSize: 4, maxEntries: 2 });
  expect(map.transferSize % 8).toBe(0);
  const all = Buffer.alloc(map.transferSize);
  for (let at = 0; at < all.length; at += 8) all.writeUInt32LE(at + 1, at);
  map.update(u32(1), all);
  const slots = map.lookupPerCpu(u32(1))!;
  expect(slots).toHaveLength(map.transferSize / 8);
  expect(slots.map((slot) => slot.readUInt32LE())).toEqual(slots.map((_, cpu) => cpu * 8 + 1));
  expect([...map.entries()].map(([key]) => key.readUInt32LE())).toEqual([0, 1]);
});

test('pinned, opened, found by id: the same map', () =>
  inRoom(({ pins }) => {
    using map = make('array', { maxEntries: 3 });
    map.pin(`${pins}/map`);
    using pinned = BpfMap.open(`${pins}/map`);
    using found = BpfMap.byId(map.info.id);
    expect(pinned.info).toEqual(map.info);
    expect(found.info).toEqual(map.info);
    expect(refusal(() => BpfMap.byId(0x7ffffff0 as MapId)).code).toBe('id-missing');
  }));

test('a frozen map is read-only for processes', () => {
  using map = make('array');
  map.freeze();
  expect(refusal(() => map.update(u32(0), u32(1))).code).toBe('map-frozen');
  expect(map.lookup(u32(0))).toEqual(u32(0));
});

test('differences between definitions are told one by one', () => {
  const definition = { type: 'hash', keySize: 4, valueSize: 8, maxEntries: 1, flags: 0 } as const;
  expect(mapDifferences(definition, definition)).toEqual([]);
  expect(mapDifferences({ ...definition, type: 'array', flags: 1 }, definition)).toEqual([
    'type array instead of hash',
    'flags 1 instead of 0',
  ]);
});
