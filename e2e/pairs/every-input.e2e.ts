/** Every input property there is: given at creation, changed afterwards, and read back by `ip` both times. */
import type { NetkitPairArgs } from '../../sdk/src/index.js';
import { netns, pair } from '../harness/drivers/doors.js';
import { sh, VERSION } from '../harness/guests/guest.js';
import { expectAgreement, readPair, readRooms } from '../harness/oracles/oracle.js';
import schema from '../../schema.json';
import { useDoors } from '../harness/guests/suite.js';

type Json = Record<string, unknown>;

const doors = useDoors();

/** A value to create with and one to change to; `with` is what the property needs beside it. */
interface Case {
  readonly create: unknown;
  readonly change: unknown;
  readonly with?: Json;
  /** What no `ip` shows: read from the raw answer, or from the state alone. */
  readonly read?: 'rooms' | 'state';
  readonly since?: readonly [number, number];
}

const END: Readonly<Record<string, Case>> = {
  mtu: { create: 9000, change: 68 },
  mac: { create: '02:00:00:00:00:0a', change: '06:00:00:00:00:0b', with: { mode: 'l2' } },
  up: { create: false, change: true },
  addresses: {
    create: ['10.0.0.1/24', 'fd00::1/64'],
    change: ['10.0.0.3/31', 'fd00::1/64', 'fd02::1/128'],
  },
  routes: {
    create: [
      { destination: '10.7.0.0/16' },
      { destination: 'default', gateway: '10.200.0.1', onLink: true, metric: 9, table: 100 },
      { destination: 'fd07::/64', metric: 5 },
    ],
    change: [
      { destination: '10.7.0.0/16', metric: 3 },
      { destination: 'fd07::/64', metric: 6 },
    ],
  },
  group: { create: 4_294_967_295, change: 5 },
  // Newer kernels take no more.
  txQueueLength: { create: 7, change: 32_767 },
  gsoMaxSize: { create: 524_280, change: 10_000 },
  gsoIpv4MaxSize: { create: 524_280, change: 10_000 },
  groMaxSize: { create: 524_280, change: 10_000 },
  groIpv4MaxSize: { create: 524_280, change: 10_000 },
  alias: { create: 'a "quoted" text, and ✓', change: 'x'.repeat(255) },
};

const CASES: Readonly<Record<string, Case>> = {
  name: { create: 'first0', change: 'second0' },
  netns: { create: 'one', change: 'two' },
  mode: { create: 'l2', change: 'l3' },
  policy: { create: 'drop', change: 'pass' },
  peerPolicy: { create: 'drop', change: 'pass' },
  scrub: { create: 'none', change: 'default' },
  peerScrub: { create: 'none', change: 'default' },
  // Not 65535: Linux 7.3 panics on the first packet, its header offsets are 16 bits wide.
  headroom: { create: 32, change: 1024, read: 'rooms', since: [6, 14] },
  tailroom: { create: 8, change: 4096, read: 'rooms', since: [6, 14] },
  adopt: { create: true, change: false, read: 'state' },
  ...END,
  'peer.name': { create: 'other0', change: 'eth0' },
  'peer.netns': { create: 'one', change: 'two' },
  ...Object.fromEntries(Object.entries(END).map(([key, value]) => [`peer.${key}`, value])),
};

interface Property {
  readonly willReplaceOnChanges?: boolean;
}
const inputs = schema.resources['netkit:index:NetkitPair'].inputProperties as Record<
  string,
  Property
>;
const peerInputs = schema.types['netkit:index:Peer'].properties as Record<string, Property>;
// Which machine it is on is nothing that a kernel shows: ssh-*.e2e.ts.
const OTHERS = ['peer', 'host'];
const PROPERTIES = new Map<string, Property>([
  ...Object.entries(inputs).filter(([key]) => !OTHERS.includes(key)),
  ...Object.entries(peerInputs).map(([key, value]) => [`peer.${key}`, value] as const),
]);

test('the table below has every input of the schema', () => {
  expect(Object.keys(CASES).sort()).toEqual([...PROPERTIES.keys()].sort());
});

function argsOf(path: string, value: unknown, more: Json = {}): NetkitPairArgs {
  const base = { name: 'nk0', ...more, peer: { name: 'nk1', netns: 'one' } };
  const key = path.replace('peer.', '');
  const args = path.startsWith('peer.')
    ? { ...base, peer: { ...base.peer, [key]: value } }
    : { ...base, [key]: value };
  return args;
}

const valueAt = (path: string, from: Json): unknown =>
  path.startsWith('peer.') ? (from['peer'] as Json)[path.slice(5)] : from[path];

/** Claims that the kernel shows `value` at `path`, by `ip` and by our outputs alike. */
async function expectShown(path: string, value: unknown, { read }: Case): Promise<void> {
  const outputs = doors.outputs('web');
  await expectAgreement(outputs);
  const shown = valueAt(path, read === 'rooms' ? await readRooms('nk0') : await shownBy(outputs));
  const wanted = Array.isArray(value) ? value.length : value;
  expect(Array.isArray(shown) ? shown.length : read === 'state' ? value : shown).toEqual(wanted);
  expect(valueAt(path, outputs)).toEqual(
    Array.isArray(value)
      ? value.map(
          (item: unknown) =>
            (typeof item === 'object' ? expect.objectContaining(item!) : item) as unknown,
        )
      : value,
  );
}

async function shownBy(outputs: Json): Promise<Json> {
  const seen = await readPair(outputs);
  return { ...seen, peer: { mac: seen['peerMac'], ...(seen['peer'] as Json) } };
}

const NAMESPACES = { one: netns('one'), two: netns('two') };

describe.each([...PROPERTIES])('%s', (path, { willReplaceOnChanges = false }) => {
  const about = CASES[path]!;
  const [major, minor] = about.since ?? [0, 0];
  const isKnown = VERSION[0] > major || (VERSION[0] === major && VERSION[1] >= minor);
  const how = willReplaceOnChanges ? 'replaces the pair' : 'changes in place';
  // One that fails leaves the next a clean guest.
  afterEach(async () => {
    await doors.up(NAMESPACES);
    await sh('ip link del between0 2>/dev/null || true');
  });

  const testIt = isKnown ? test : test.skip;
  const reason = isKnown ? '' : ` [skipped: needs Linux ${major}.${minor}]`;

  testIt(`is set at creation and ${how}${reason}`, async () => {
    expect(
      await doors.up({ ...NAMESPACES, web: pair(argsOf(path, about.create, about.with)) }),
    ).toContain('create web');
    await expectShown(path, about.create, about);
    const { ifindex, incarnation } = doors.outputs('web');
    // So that a replacement cannot be given the index of the old pair by chance.
    await sh('ip link add between0 type dummy');
    const program = { ...NAMESPACES, web: pair(argsOf(path, about.change, about.with)) };
    expect(await doors.up(program)).toEqual([`${willReplaceOnChanges ? 'replace' : 'update'} web`]);
    await sh('ip link del between0');
    await expectShown(path, about.change, about);
    const after = doors.outputs('web');
    expect([after['ifindex'] === ifindex, after['incarnation'] === incarnation]).toEqual(
      willReplaceOnChanges ? [false, false] : [true, true],
    );
    expect(await doors.up(program)).toEqual([]);
    expect(await doors.refresh()).toEqual([]);
  });
});

describe('NetworkNamespace', () => {
  test('name, adopt, force and the host are all there is', () => {
    expect(Object.keys(schema.resources['netkit:index:NetworkNamespace'].inputProperties)).toEqual([
      'name',
      'adopt',
      'force',
      'host',
    ]);
  });

  test('name replaces, adopt and force change in place', async () => {
    expect(await doors.up({ blue: netns('b1') })).toContain('create blue');
    const { inode } = doors.outputs('blue');
    expect((await sh('stat -c %i /run/netns/b1')).trim()).toBe(inode);
    expect(await sh('ip -n b1 link show lo')).toContain('UP');
    expect(await doors.up({ blue: netns('b1', { force: true }) })).toEqual(['update blue']);
    expect(await doors.up({ blue: netns('b1', { adopt: true }) })).toEqual(['update blue']);
    expect(doors.outputs('blue')).toMatchObject({
      inode,
      adopt: true,
      force: false,
      adopted: false,
    });
    expect(await doors.up({ blue: netns('b2') })).toEqual(['replace blue']);
    expect(await sh('ls /run/netns')).toBe('b2\n');
    expect(await doors.up({})).toEqual(['delete blue']);
  });
});
