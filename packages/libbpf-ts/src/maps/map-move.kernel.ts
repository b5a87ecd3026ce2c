/** The table of map types on a real kernel: a map of each type is found to be the one it was made as, and resized as the table says. */
import { openFds } from '@pulumi-netkit/linux-ffi';
import {
  type BpfError,
  MAP_TYPE,
  type MapType,
  needsEntries,
  UNMOVABLE,
} from '@pulumi-netkit/bpf-object';
import { BpfMap, isResized, mapDifferences } from './map';
import { moveEntries, whyNotMoved } from './map-move';
import { openObject, type BpfObject } from '../objects/object';
import { compile } from '../../../bpf-object/src/testing/compile';
import { refusal } from '../testing/sandbox';

const bytes = compile('map-types');

const open = (type: string): BpfObject => {
  const object = openObject(bytes, { name: 'types' });
  object.choosePrograms([`use_${type}`], { type: 'sched_cls' });
  return object;
};

const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

// Of the kernel alone, and of those that a program has one of at most, with addresses in it.
const NOT_NAMED: readonly string[] = ['struct_ops', 'arena'];
const TYPES = Object.keys(MAP_TYPE).filter((type) => !NOT_NAMED.includes(type)) as MapType[];

/** Types that a kernel may be built without, and the option it takes. */
const OPTIONAL: Readonly<Partial<Record<MapType, string>>> = {
  // User-Mode Linux 6.12 has one processor.
  cpumap: 'CONFIG_SMP',
  stack_trace: 'CONFIG_PERF_EVENTS',
  xskmap: 'CONFIG_XDP_SOCKETS',
  inode_storage: 'CONFIG_BPF_LSM',
};
const MADE = TYPES.filter((type) => {
  try {
    using object = open(type);
    object.load().close();
    return true;
  } catch (error) {
    if ((error as BpfError).code !== 'map-not-created') throw error;
    return false;
  }
});

test('this kernel makes all types but those that it may be built without', () => {
  const missing = TYPES.filter((type) => !MADE.includes(type));
  expect(missing.filter((type) => OPTIONAL[type] === undefined)).toEqual([]);
});

afterEach(() => {
  expect(openFds()).toEqual([]);
});

test('the test object has every type', () => {
  using object = openObject(bytes, { name: 'types' });
  expect(object.maps.map(({ definition }) => definition.type).sort()).toEqual([...TYPES].sort());
  expect(object.maps.filter((map) => map.name !== map.definition.type)).toEqual([]);
});

test.each(MADE)(
  '%s: what the kernel made is no difference, another size is the only one',
  (type) => {
    using object = open(type);
    const { definition } = object.map(type);
    using first = object.load();
    const { info } = first.map(type);
    expect(mapDifferences(info, definition)).toEqual([]);
    using again = open(type);
    again.map(type).reuse(first.map(type).fd);
    using second = again.load();
    expect(second.map(type).info.id).toBe(info.id);
    if (!needsEntries(type) && type !== 'perf_event_array') return;
    using other = open(type);
    other.map(type).setMaxEntries(type.endsWith('ringbuf') ? 65536 : type === 'cpumap' ? 1 : 5);
    expect(isResized(info, other.map(type).definition)).toBe(true);
    expect(isResized(info, { ...other.map(type).definition, valueSize: 800 })).toBe(false);
  },
);

test('entries of a type that holds no copies are not copied, with the reason', () => {
  using object = open('queue');
  using loaded = object.load();
  const map = loaded.map('queue');
  const error = refusal(() => moveEntries(map, map));
  expect(error.code).toBe('map-type');
  expect(error.message).toContain(`a queue cannot be copied: it holds ${UNMOVABLE.queue!}`);
});

test.each(MADE.filter((type) => whyNotMoved({ type }) === undefined))(
  '%s: its entries are copied into a larger and into a smaller map, as long as they fit',
  (type) => {
    const make = (maxEntries: number): BpfMap => {
      using object = open(type);
      object.map(type).setMaxEntries(maxEntries);
      using loaded = object.load();
      return BpfMap.byId(loaded.map(type).info.id);
    };
    using inner = BpfMap.create({ type: 'array', keySize: 4, valueSize: 4, maxEntries: 1 });
    using before = make(64);
    const { keySize, type: is } = before.info;
    const isOfMaps = is.endsWith('_of_maps');
    const keyOf = (at: number): Buffer =>
      keySize === 8 ? Buffer.of(32, 0, 0, 0, at, 0, 0, 0) : u32(at);
    const value = isOfMaps ? u32(inner.fd.number) : Buffer.alloc(before.transferSize, 7);
    for (const at of [1, 3]) before.update(keyOf(at), value);
    const read = before.lookup(keyOf(1));
    expect(read?.readUInt32LE()).toBe(isOfMaps ? inner.info.id : 0x07070707);
    for (const size of [128, 4]) {
      using after = make(size);
      moveEntries(before, after);
      expect([1, 3].map((at) => after.lookup(keyOf(at)))).toEqual([read, read]);
    }
    // What is least recently used makes room; a list of another type refuses.
    if (is.startsWith('lru')) return;
    for (const at of [5, 6, 7]) before.update(keyOf(at), value);
    using small = make(4);
    expect(refusal(() => moveEntries(before, small)).code).toBe('map-full');
  },
);
