/** Maps that attachments of one stack share by name, on a real kernel: who gets which, and that none is left. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { BpfMap, unpin, type MapId } from '@pulumi-netkit/libbpf-ts';
import { compile } from '../../../packages/bpf-object/src/testing/compile.js';
import { attachment, ATTACHMENT_OWNER } from '../desired.js';
import { hostOf } from '../kernel-host.js';
import { asNetkitError, ASSET_SIGNATURE, type Host, SIGNATURE_KEY } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../src/resources/bpf-attachment/index.js';
import type { Json } from '../../src/resources/common/resource.js';
import { openKernel } from '../../../helper/src/kernel.js';

const ROOT = '/sys/fs/bpf/pulumi-netkit';
const STACK_PIN = `${ROOT}/%shared/net/dev/flows`;
const DEVICE = 'shared0';

const [byName, larger, plain] = [['-g'], ['-g', '-DENTRIES=128'], ['-g', '-DPINNING=0']].map(
  (flags) => compile('shared-map', flags),
) as [Buffer, Buffer, Buffer];
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const ip = (words: string): string => execFileSync('ip', words.split(' '), { encoding: 'utf8' });
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

type End = 'in' | 'out';

interface How {
  readonly object?: Buffer;
  readonly settings?: Json;
  readonly owner?: string;
}

/** An attachment: what comes in is read, what goes out is written. */
const flows = (end: End, { object = byName, settings, owner = ATTACHMENT_OWNER }: How = {}): Json =>
  json(
    attachment(
      [
        {
          name: 'p',
          object: { [SIGNATURE_KEY]: ASSET_SIGNATURE, hash: hashOf(object), path: './flows.o' },
          program: end === 'in' ? 'reads' : 'writes',
          ...(settings ? { maps: { flows: settings } } : {}),
        },
      ],
      {
        name: `${end}-${owner.length}`,
        target: { name: DEVICE },
        attachType: end === 'in' ? 'tcx/ingress' : 'tcx/egress',
        owner,
      },
    ),
  );

let host: Host;
const states = new Map<string, Json>();

/** Brings an end to what is declared. @returns the id of its map */
async function up(end: End, how: How = {}, key: string = end): Promise<MapId> {
  const desired = flows(end, how);
  const before = states.get(key);
  const { state } = before
    ? await bpfAttachment.update(host, 'id', before, desired)
    : await bpfAttachment.create(host, desired);
  states.set(key, json(state));
  const [program] = (state as unknown as { attached: { mapIds: MapId[] }[] }).attached;
  return program!.mapIds[0]!;
}

async function down(key: string): Promise<void> {
  await bpfAttachment.delete(host, 'id', states.get(key)!);
  states.delete(key);
}

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was not refused',
    (error: unknown) => asNetkitError(error).message,
  );

const KEY = Buffer.of(9, 0, 0, 0);
const VALUE = Buffer.alloc(8, 7);
function write(id: MapId): void {
  using map = BpfMap.byId(id);
  map.update(KEY, VALUE);
}
function read(id: MapId): Buffer | undefined {
  using map = BpfMap.byId(id);
  return map.lookup(KEY);
}
function idAt(pin: string): MapId {
  using map = BpfMap.open(pin);
  return map.info.id;
}

beforeAll(async () => {
  const kernel = await openKernel();
  for (const object of [byName, larger, plain]) kernel.keepObject(hashOf(object), object);
  host = hostOf(kernel);
  ip(`link add ${DEVICE} type veth peer name shared1`);
});
afterAll(() => ip(`link delete ${DEVICE}`));
afterEach(async () => {
  for (const key of [...states.keys()]) await down(key);
  expect(existsSync(ROOT)).toBe(false);
});

test('two attachments of a stack share a map that is pinned by name, until the last is gone', async () => {
  const first = await up('out');
  expect(await up('in')).toBe(first);
  expect(idAt(STACK_PIN)).toBe(first);
  await down('out');
  expect(idAt(STACK_PIN)).toBe(first);
  expect(await up('out')).toBe(first);
});

test('another stack has another map, and what is not pinned by name is of its attachment alone', async () => {
  const owner = ATTACHMENT_OWNER.replace(':dev::', ':staging::');
  const ids = [
    await up('out'),
    await up('in', { owner }),
    await up('out', { object: plain, owner }, 'x'),
  ];
  expect(new Set(ids).size).toBe(3);
});

test('shared and pinned stand over what the object says', async () => {
  const first = await up('out', { object: plain, settings: { shared: true } });
  expect(await up('in')).toBe(first);
  const alone = await up('in', { settings: { shared: false } });
  expect(alone).not.toBe(first);
  const pin = '/sys/fs/bpf/shared-elsewhere';
  using elsewhere = BpfMap.create({ type: 'hash', keySize: 4, valueSize: 8, maxEntries: 64 });
  elsewhere.pin(pin);
  try {
    expect(await up('in', { settings: { pinned: pin } })).toBe(elsewhere.info.id);
  } finally {
    await down('in');
    unpin(pin);
  }
});

test('another definition is refused while another attachment uses the map, and nothing is changed', async () => {
  const first = await up('out');
  await up('in');
  for (const work of [up('in', { object: larger }), up('in', { settings: { maxEntries: 128 } })]) {
    const message = await refusal(work);
    expect(message).toContain(
      'map "flows" is shared by its name and has max entries 64 instead of 128; it is used by shared0/tcx/egress/out-',
    );
    expect(message).toContain('maps.flows.shared: false');
  }
  expect(await up('in')).toBe(first);
  expect(await up('out', { settings: { keep: false } })).toBe(first);
});

test('the only one that uses it may change it, and who comes later gets what is there then', async () => {
  const first = await up('out');
  write(first);
  const second = await up('out', { object: larger });
  expect(second).not.toBe(first);
  expect(read(second)).toEqual(VALUE);
  expect(await up('in', { object: larger })).toBe(second);
  expect(idAt(STACK_PIN)).toBe(second);
});

test('a map that an attachment had for itself becomes the shared one, with its entries', async () => {
  const first = await up('out', { settings: { shared: false } });
  write(first);
  expect(await up('out')).toBe(first);
  expect(await up('in')).toBe(first);
  expect(read(first)).toEqual(VALUE);
});

test('killed after any operation, the next run shares the map, and a removal leaves nothing', async () => {
  const killing = (after: number): Host => ({
    ...host,
    run: async (plan) => {
      await host.run(plan.slice(0, after));
      throw new Error('killed');
    },
  });
  const first = await up('out');
  for (const after of [1, 2, 3]) {
    await refusal(bpfAttachment.create(killing(after), flows('in')));
    expect(await up('in')).toBe(first);
    await down('in');
    expect(await refusal(bpfAttachment.create(killing(after), flows('in')))).toContain('killed');
    await bpfAttachment.delete(host, 'id', { ...flows('in'), stateVersion: 1 });
  }
  await down('out');
  for (const after of [1, 2, 3]) {
    await refusal(bpfAttachment.create(killing(after), flows('out')));
    await bpfAttachment.delete(host, 'id', { ...flows('out'), stateVersion: 1 });
    expect(existsSync(ROOT)).toBe(false);
  }
  // One that changes the map: the new one takes the place with the commit, or not at all.
  const small = await up('out');
  write(small);
  for (const after of [1, 2, 3]) {
    await refusal(
      bpfAttachment.update(
        killing(after),
        'id',
        states.get('out')!,
        flows('out', { object: larger }),
      ),
    );
    const now = await up('out', { object: larger });
    expect(read(now)).toEqual(VALUE);
    expect(idAt(STACK_PIN)).toBe(now);
    const back = await up('out');
    expect(idAt(STACK_PIN)).toBe(back);
  }
});
