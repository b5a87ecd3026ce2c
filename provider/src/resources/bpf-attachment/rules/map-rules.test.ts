import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectObject } from '@pulumi-netkit/libbpf-ts';
import { compile } from '../../../../../packages/bpf-object/src/testing/compile.js';
import { attachment, object } from '../../../../test/desired.js';
import type { BpfAttachmentChecked, MapSettings } from '@pulumi-netkit/contract';
import { outlineOf } from '../../../transport/files/object-outline.js';
import { mapFailures } from './map-rules.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'maps-'))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Declared {
  readonly of?: string;
  readonly flags?: readonly string[];
  readonly program: string;
  readonly maps?: Readonly<Record<string, MapSettings>>;
  readonly device?: string;
}

function declare({
  of = 'map-types',
  flags,
  program,
  maps,
  device = 'web0',
}: Declared): BpfAttachmentChecked {
  const content = compile(of, flags);
  const hash = createHash('sha256').update(content).digest('hex');
  const path = join(folder, `${hash}.o`);
  writeFileSync(path, content);
  const file = { ...object('a'), hash, path };
  return attachment([{ name: 'x', object: file, program, ...(maps ? { maps } : {}) }], {
    target: { name: device },
  });
}

/** What a preview says of the second, where the first stands. */
async function complaints(before: Declared | undefined, after: Declared): Promise<string[]> {
  const failures = await mapFailures(declare(after), before && declare(before), outlineOf);
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

const use = (type: string, settings: MapSettings = {}): Declared => ({
  program: `use_${type}`,
  maps: { [type]: settings },
});
const sized = 'programs[0].maps.queue.maxEntries';

test('another size of a map whose entries cannot be moved is refused, with both and the reason', async () => {
  expect(await complaints(use('queue'), use('queue', { maxEntries: 20 }))).toEqual([
    `${sized}: map "queue" has 10 entries and cannot become one of 20: a map of type queue holds values that can only be read by taking them out, which cannot be put into another. Leave the size as it was, or set maps.queue.keep: false to start with an empty map [map-not-resizable]`,
  ]);
});

test.each<{ name: string; before?: Declared; after: Declared }>([
  { name: 'the first time', after: use('queue', { maxEntries: 20 }) },
  {
    name: 'the same size, said by the object',
    before: use('queue', { maxEntries: 10 }),
    after: use('queue'),
  },
  {
    name: 'keep: false',
    before: use('queue'),
    after: use('queue', { maxEntries: 20, keep: false }),
  },
  {
    name: 'keep: false, and later without',
    before: use('queue', { maxEntries: 20, keep: false }),
    after: use('queue', { maxEntries: 20 }),
  },
  {
    name: 'another device',
    before: use('queue'),
    after: { ...use('queue', { maxEntries: 20 }), device: 'web1' },
  },
  {
    name: 'another program, which uses none',
    before: use('queue'),
    after: { program: 'use_hash', maps: { queue: { maxEntries: 20 } } },
  },
  { name: 'a map whose entries move', before: use('hash'), after: use('hash', { maxEntries: 20 }) },
  { name: 'a table', before: use('prog_array'), after: use('prog_array', { maxEntries: 20 }) },
  {
    name: 'a ring of the same pages',
    before: use('ringbuf'),
    after: use('ringbuf', { maxEntries: 8192 }),
  },
  {
    name: 'as many events as CPUs',
    before: use('perf_event_array'),
    after: use('perf_event_array', { maxEntries: 2 }),
  },
  {
    name: 'a map that is pinned elsewhere',
    before: use('queue'),
    after: use('queue', { maxEntries: 20, pinned: '/sys/fs/bpf/q' }),
  },
])('nothing is said of $name', async ({ before, after }) => {
  expect(await complaints(before, after)).toEqual([]);
});

test('another object with another size is seen, as long as the old file is there', async () => {
  const flags = (size: number): string[] => [
    '-g',
    `-DENTRIES=${size}`,
    '-DTYPE=BPF_MAP_TYPE_QUEUE',
  ];
  const of = 'sized';
  expect(
    await complaints(
      { of, flags: flags(4), program: 'uses' },
      { of, flags: flags(8), program: 'uses' },
    ),
  ).toEqual([
    expect.stringContaining('programs[0].object: map "m" has 4 entries and cannot become one of 8'),
  ]);
});

test('a map without entries is refused where it is used, with the setting that gives it some', async () => {
  const of = 'sized';
  const flags = ['-g', '-DENTRIES=0', '-DTYPE=BPF_MAP_TYPE_QUEUE'];
  expect(await complaints(undefined, { of, flags, program: 'uses' })).toEqual([
    'programs[0].object: map "m" has max_entries 0, and a map of type queue needs at least 1. Set maps.m.maxEntries, or write max_entries in the source [map-without-entries]',
  ]);
  expect(await complaints(undefined, { of, flags, program: 'rests' })).toEqual([]);
  const maps = { m: { maxEntries: 3 } };
  expect(await complaints(undefined, { of, flags, program: 'uses', maps })).toEqual([]);
  expect(await complaints(undefined, use('perf_event_array'))).toEqual([]);
});

test('a pinning that libbpf does not have is refused by name, iproute2’s as well', () => {
  const bytes = (pinning: number): Buffer => compile('shared-map', ['-g', `-DPINNING=${pinning}`]);
  expect(() => inspectObject(bytes(1), 'x')).not.toThrow();
  expect(() => inspectObject(bytes(2), 'x')).toThrow(
    'map "flows" asks for pinning 2, which libbpf does not have; write LIBBPF_PIN_BY_NAME (1), or LIBBPF_PIN_NONE (0) (2 is PIN_GLOBAL_NS of iproute2)',
  );
});

test('a program that was exchanged by someone else, so that a refresh recorded no object, restricts nothing', async () => {
  const desired = declare(use('queue', { maxEntries: 20 }));
  const recorded = {
    ...declare(use('queue')),
    programs: declare(use('queue')).programs.map(({ object: _object, ...program }) => program),
  } as unknown as BpfAttachmentChecked;
  await expect(mapFailures(desired, recorded, outlineOf)).resolves.toEqual([]);
});
