/** docs/maps.md on a real kernel: what becomes of a map of each type when its program changes, and when its size does. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { BpfMap, openObject, type BpfError, type MapId } from '@pulumi-netkit/libbpf-ts';
import { compile } from '../../../packages/bpf-object/src/testing/compile.js';
import { attachment } from '../desired.js';
import { hostOf } from '../kernel-host.js';
import { asNetkitError, ASSET_SIGNATURE, type Host, SIGNATURE_KEY } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../src/resources/bpf-attachment/index.js';
import type { Json } from '../../src/resources/common/resource.js';
import { openKernel } from '../../../helper/src/kernel.js';

const TYPES = compile('map-types');
const HASH = createHash('sha256').update(TYPES).digest('hex');
const DEVICE = 'maps0';

const ip = (words: string): string => execFileSync('ip', words.split(' '), { encoding: 'utf8' });
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

const use = (knob: number, settings: Json): Json =>
  json(
    attachment(
      ROWS.map(([type]) => ({
        name: type,
        object: { [SIGNATURE_KEY]: ASSET_SIGNATURE, hash: HASH, path: './types.o' },
        program: `use_${type}`,
        globals: { knob },
        maps: settings,
      })),
      { name: 'types', target: { name: DEVICE }, attachType: 'tcx/ingress' },
    ),
  );

type Row = readonly [
  type: string,
  program: 'kept' | 'new',
  size: 'copied' | 'refused' | 'new' | 'none',
];

// The table of docs/maps.md: what becomes of the map when the program changes, and when the number of entries does.
const TABLE: readonly Row[] = [
  ['hash', 'kept', 'copied'],
  ['array', 'kept', 'copied'],
  ['percpu_hash', 'kept', 'copied'],
  ['percpu_array', 'kept', 'copied'],
  ['lru_hash', 'kept', 'copied'],
  ['lru_percpu_hash', 'kept', 'copied'],
  ['lpm_trie', 'kept', 'copied'],
  ['array_of_maps', 'kept', 'copied'],
  ['hash_of_maps', 'kept', 'copied'],
  ['prog_array', 'new', 'new'],
  ['perf_event_array', 'kept', 'refused'],
  ['stack_trace', 'kept', 'refused'],
  ['cgroup_array', 'kept', 'refused'],
  ['devmap', 'kept', 'refused'],
  ['devmap_hash', 'kept', 'refused'],
  ['sockmap', 'kept', 'refused'],
  ['sockhash', 'kept', 'refused'],
  ['reuseport_sockarray', 'kept', 'refused'],
  ['xskmap', 'kept', 'refused'],
  ['cpumap', 'kept', 'refused'],
  ['queue', 'kept', 'refused'],
  ['stack', 'kept', 'refused'],
  ['bloom_filter', 'kept', 'refused'],
  ['ringbuf', 'kept', 'refused'],
  ['user_ringbuf', 'kept', 'refused'],
  ['sk_storage', 'kept', 'none'],
  ['inode_storage', 'kept', 'none'],
  ['task_storage', 'kept', 'none'],
  ['cgrp_storage', 'kept', 'none'],
  ['cgroup_storage', 'kept', 'none'],
  ['percpu_cgroup_storage', 'kept', 'none'],
];

const ROWS = TABLE.filter(([type]) => {
  // Which types a kernel may lack is tested by map-kinds.kernel.ts.
  try {
    using object = openObject(TYPES, { name: 'types' });
    object.choosePrograms([`use_${type}`], { type: 'sched_cls' });
    object.load().close();
    return true;
  } catch (error) {
    if ((error as BpfError).code !== 'map-not-created') throw error;
    return false;
  }
});

const SIZES: Readonly<Record<string, number>> = { ringbuf: 65536, user_ringbuf: 65536, cpumap: 1 };
const resized = (size: Row[2], more: Json = {}): Json =>
  Object.fromEntries(
    ROWS.filter((row) => row[2] === size).map(([type]) => [
      type,
      { maxEntries: SIZES[type] ?? 20, ...more },
    ]),
  );

let host: Host;
let state: Json | undefined;

beforeAll(async () => {
  const kernel = await openKernel();
  kernel.keepObject(HASH, TYPES);
  host = hostOf(kernel);
  ip(`link add ${DEVICE} type veth peer name maps1`);
  state = json((await bpfAttachment.create(host, use(1, {}))).state);
});
afterAll(async () => {
  if (state) await bpfAttachment.delete(host, 'id', state);
  ip(`link delete ${DEVICE}`);
});

async function update(knob: number, settings: Json): Promise<void> {
  state = json((await bpfAttachment.update(host, 'id', state ?? {}, use(knob, settings))).state);
}

/** The ids of the maps, by type. */
function maps(): Readonly<Record<string, MapId>> {
  const { attached } = state as { attached: { name: string; mapIds: MapId[] }[] };
  return Object.fromEntries(
    attached.map(({ name, mapIds }) => {
      const ids = mapIds.filter((id) => {
        using map = BpfMap.byId(id);
        return map.info.name === name.slice(0, 15);
      });
      expect([name, ids.length]).toEqual([name, 1]);
      return [name, ids[0]!];
    }),
  );
}

/** What became of each map. */
const since = (before: Readonly<Record<string, MapId>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(maps()).map(([type, id]) => [type, id === before[type] ? 'kept' : 'new']),
  );

test('another program: the maps of the table are kept', async () => {
  const before = maps();
  await update(2, {});
  expect(since(before)).toEqual(Object.fromEntries(ROWS.map(([type, program]) => [type, program])));
});

test.each(ROWS.filter(([, , size]) => size === 'refused'))(
  '%s: %s with another program, %s with another size, and nothing is half done',
  async (type) => {
    const error = await update(2, { [type]: { maxEntries: SIZES[type] ?? 20 } }).then(
      () => 'it was not refused',
      (thrown: unknown) => asNetkitError(thrown).message,
    );
    expect(error).toMatch(
      new RegExp(
        `map "${type}" cannot be kept: it has max entries \\d+ instead of \\d+.*map-changed`,
      ),
    );
    expect(error).toContain(`set maps.${type}.keep: false`);
    const read = await bpfAttachment.read(host, 'id', state!);
    expect(read?.state).toMatchObject({ attached: (state as { attached: unknown }).attached });
  },
);

test('another size: entries of the types that are copied move along', async () => {
  const before = maps();
  const types = ROWS.flatMap(([type, , size]) => (size === 'copied' ? [type] : []));
  const keyOf = (type: string): Buffer =>
    type === 'lpm_trie' ? Buffer.of(32, 0, 0, 0, 1, 0, 0, 0) : Buffer.of(1, 0, 0, 0);
  using inner = BpfMap.create({ type: 'array', keySize: 4, valueSize: 4, maxEntries: 1 });
  for (const type of types) {
    using map = BpfMap.byId(before[type]!);
    const value = Buffer.alloc(map.transferSize, 3);
    if (type.endsWith('_of_maps')) value.writeUInt32LE(inner.fd.number);
    map.update(keyOf(type), value);
  }
  const written = new Map(types.map((type) => [type, entry(before[type]!, keyOf(type))]));
  await update(2, resized('copied'));
  const after = maps();
  expect(new Map(types.map((type) => [type, entry(after[type]!, keyOf(type))]))).toEqual(written);
  expect(types.filter((type) => after[type] === before[type])).toEqual([]);
});

function entry(id: MapId, key: Buffer): Buffer | undefined {
  using map = BpfMap.byId(id);
  return map.lookup(key);
}

test('another size and keep: false: the types that are refused begin with an empty map', async () => {
  const before = maps();
  await update(2, { ...resized('copied'), ...resized('refused', { keep: false }) });
  const became = since(before);
  expect(ROWS.filter(([type, , size]) => size === 'refused' && became[type] !== 'new')).toEqual([]);
});
