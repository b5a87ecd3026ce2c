/** What others change by hand: refresh tells it, up takes back just that, and what is not ours to judge is left alone. */
import { NetkitPair, NetworkNamespace, type NetkitPairArgs } from '../../sdk/src/index.js';
import { Doors, netns, pair } from '../harness/drivers/doors.js';
import { Scenario } from '../harness/drivers/engine.js';
import { pings, rebootGuest, residue, sh } from '../harness/guests/guest.js';
import { WEB as POD } from '../harness/inputs/pods.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import { useGuest } from '../harness/guests/suite.js';

type Json = Record<string, unknown>;

const WEB = {
  ...POD,
  alias: 'the web',
  addresses: ['10.0.0.1/32', '10.0.0.5/32'],
} satisfies NetkitPairArgs;

useGuest();

describe('one property', () => {
  let doors: Doors;
  const program = { blue: netns('blue'), web: pair(WEB) };
  beforeAll(async () => {
    doors = new Doors();
    await doors.up(program);
  });
  afterAll(() => doors[Symbol.asyncDispose]());

  test.each<{
    name: string;
    by: string;
    differ: readonly string[];
    repair: readonly string[];
  }>([
    {
      name: 'mtu',
      by: 'ip link set web0 mtu 1400',
      differ: ['mtu'],
      repair: ['ip link set web0 mtu 1500'],
    },
    {
      name: 'peer.mtu',
      by: 'ip -n blue link set eth0 mtu 1400',
      differ: ['peer.mtu'],
      repair: ['ip -n blue link set eth0 mtu 1500'],
    },
    {
      name: 'policy',
      by: 'ip link set web0 type netkit blackhole',
      differ: ['policy'],
      repair: ['ip link set web0 type netkit forward'],
    },
    {
      name: 'peerPolicy',
      by: 'ip link set web0 type netkit peer blackhole',
      differ: ['peerPolicy'],
      repair: ['ip link set web0 type netkit peer forward'],
    },
    {
      name: 'a removed address',
      by: 'ip addr del 10.0.0.5/32 dev web0',
      differ: ['addresses'],
      repair: ['ip address add 10.0.0.5/32 dev web0'],
    },
    {
      name: 'an added address',
      by: 'ip addr add 10.0.0.77/24 dev web0',
      differ: ['addresses'],
      repair: ['ip address del 10.0.0.77/24 dev web0'],
    },
    {
      name: 'a removed route',
      by: 'ip route del 10.0.0.2/32 dev web0',
      differ: ['routes'],
      repair: ['ip route add 10.0.0.2/32 dev web0'],
    },
    {
      name: 'an added route',
      by: 'ip -n blue route add 10.9.0.0/16 dev eth0 proto static',
      differ: ['peer.routes'],
      repair: ['ip -n blue route del 10.9.0.0/16 dev eth0'],
    },
    {
      name: 'alias',
      by: 'ip link set web0 alias stolen',
      differ: ['alias'],
      repair: ['ip link set web0 alias "the web"'],
    },
    {
      name: 'group',
      by: 'ip link set web0 group 99',
      differ: ['group'],
      repair: ['ip link set web0 group 0'],
    },
    {
      name: 'the name of the peer',
      by: 'ip -n blue link set eth0 name mine0',
      differ: ['peer.name'],
      repair: ['ip -n blue link set mine0 name eth0'],
    },
  ])('$name: refresh tells it, up repairs just that', async ({ by, differ, repair }) => {
    const before = doors.outputs('web');
    await sh(by);
    expect(await doors.refresh()).toEqual(['web differs']);
    const drifted = doors.outputs('web');
    expect(differences(before, drifted)).toEqual(differ);
    await expectAgreement(drifted);
    expect(await doors.up(program)).toEqual(['update web']);
    const after = doors.outputs('web');
    expect(after['changes']).toEqual(repair);
    expect(differences(before, after)).toEqual([]);
    await expectAgreement(after);
  });

  test('down: refresh tells it with what the kernel took along, up repairs it', async () => {
    const before = doors.outputs('web');
    await sh('ip -n blue link set eth0 down');
    expect(await doors.refresh()).toEqual(['web differs']);
    expect(differences(before, doors.outputs('web'))).toEqual([
      'operstate',
      'peer.routes',
      'peer.up',
      'peerOperstate',
    ]);
    expect(await doors.up(program)).toEqual(['update web']);
    expect(doors.outputs('web')['changes']).toEqual([
      'ip -n blue link set eth0 up',
      'ip -n blue route add 10.0.0.1/32 dev eth0',
      'ip -n blue route add 0.0.0.0/0 via 10.0.0.1 dev eth0',
    ]);
    expect(differences(before, doors.outputs('web'))).toEqual([]);
    await expectAgreement(doors.outputs('web'));
  });

  test('an alternative name removed from one end: the pair is still ours, and the next change gives it back', async () => {
    const { incarnation, ifindex } = doors.outputs('web');
    await sh(`ip link property del dev web0 altname netkit-${String(incarnation)}-primary`);
    expect(await doors.refresh()).toEqual([]);
    expect(await doors.up({ ...program, web: pair({ ...WEB, mtu: 1400 }) })).toEqual([
      'update web',
    ]);
    await expectAgreement(doors.outputs('web'));
    expect(doors.outputs('web')['ifindex']).toBe(ifindex);
    await doors.up(program);
  });

  test('a link-local address is declared like any other, the kernel’s own one too', async () => {
    const args = {
      name: 'll0',
      mode: 'l2',
      mac: '02:00:00:00:00:01',
      peer: { name: 'll1' },
    } as const;
    const kernels = 'fe80::ff:fe00:1/64';
    const shown = async (): Promise<string[]> =>
      (await sh('ip -o -6 addr show dev ll0')).match(/fe80\S+/g)?.sort() ?? [];
    await doors.up({ ...program, ll: pair(args) });
    expect(await shown()).toEqual([kernels]);
    const both = { ...program, ll: pair({ ...args, addresses: ['fe80::1/64', kernels] }) };
    expect(await doors.up(both)).toEqual(['update ll']);
    expect(doors.outputs('ll')['addresses']).toEqual(['fe80::1/64', kernels]);
    expect(await shown()).toEqual(['fe80::1/64', kernels]);
    expect(await doors.up(both)).toEqual([]);
    expect(await doors.refresh()).toEqual([]);
    expect(
      await doors.up({ ...program, ll: pair({ ...args, addresses: ['fe80::1/64'] }) }),
    ).toEqual(['update ll']);
    expect(await shown()).toEqual(['fe80::1/64']);
    await doors.up(program);
  });

  test('a routing daemon’s routes and the kernel’s own addresses are no drift and survive', async () => {
    const theirs =
      'ip route add 10.66.0.0/16 dev web0 proto bird; ip -n blue route add 10.66.0.0/16 dev eth0 proto bird;' +
      'ip addr add fe80::1234/64 dev web0 proto kernel_ll';
    await sh(theirs);
    expect(await doors.refresh()).toEqual([]);
    await doors.up({
      ...program,
      web: pair({ ...WEB, mtu: 1400, routes: [...WEB.routes, { destination: '10.8.0.0/16' }] }),
    });
    expect(await sh('ip route show dev web0; ip -n blue route show dev eth0')).toMatch(
      /10\.66[^]*10\.66/,
    );
    expect(await sh('ip -6 addr show dev web0')).toContain('fe80::1234');
    await doors.up(program);
  });

  test('both ends renamed at once: found by what only we give', async () => {
    const before = doors.outputs('web');
    await sh('ip link set web0 name x0; ip -n blue link set eth0 name x1');
    expect(await doors.refresh()).toEqual(['web differs']);
    expect(differences(before, doors.outputs('web'))).toEqual(['name', 'peer.name']);
    // A name is a replace key: the renamed one goes, none is left.
    expect(await doors.up(program)).toEqual(['replace web']);
    expect((await sh('ls /sys/class/net')).split('\n')).not.toContain('x0');
  });
});

describe('on the real engine', () => {
  let scenario: Scenario;
  const program = (): void => {
    const blue = new NetworkNamespace('blue', { name: 'blue' });
    new NetkitPair('web', { ...WEB, peer: { ...WEB.peer, netns: blue.name } });
  };
  beforeAll(async () => {
    scenario = await Scenario.open();
    await scenario.up(program);
  });
  afterAll(() => scenario[Symbol.asyncDispose]());

  test('refresh shows the drift, a preview its repair, and up does just that', async () => {
    const { ifindex } = scenario.outputs('web');
    await sh('ip link set web0 type netkit peer blackhole; ip -n blue link set eth0 mtu 1400');
    const { changes, text } = await scenario.refresh();
    expect(changes).toEqual({ same: 2, update: 1 });
    // The program sets no peerPolicy, so it was not among the inputs.
    expect(text).toContain('[diff: +peerPolicy~peer]');
    expect(scenario.outputs('web')).toMatchObject({ peerPolicy: 'drop', peer: { mtu: 1400 } });
    const preview = await scenario.preview(program);
    expect(preview.changes).toEqual({ same: 2, update: 1 });
    expect(preview.text).toMatch(/peerPolicy *: "drop" => "pass"/);
    expect((await scenario.up()).changes).toEqual({ same: 2, update: 1 });
    expect(scenario.outputs('web')).toMatchObject({
      ifindex,
      changes: ['ip -n blue link set eth0 mtu 1500', 'ip link set web0 type netkit peer forward'],
    });
    await expectAgreement(scenario.outputs('web'));
  });

  test('a pair that somebody deleted is gone for refresh, and up makes it again', async () => {
    await sh('ip -n blue link del eth0');
    expect((await scenario.refresh()).changes).toEqual({ same: 2, delete: 1 });
    expect((await scenario.up(program)).changes).toEqual({ same: 2, create: 1 });
    expect(await pings(null, '10.0.0.2')).toBe(true);
  });

  test('a namespace that somebody deleted takes the pair along, and up makes both again', async () => {
    await sh('ip netns del blue');
    expect((await scenario.refresh()).changes).toEqual({ same: 1, delete: 2 });
    expect((await scenario.up(program)).changes).toEqual({ same: 1, create: 2 });
    await expectAgreement(scenario.outputs('web'));
  });

  test('after a reboot all is gone for refresh, and up makes it again', async () => {
    rebootGuest();
    expect(await residue()).toEqual([]);
    expect((await scenario.refresh()).changes).toEqual({ same: 1, delete: 2 });
    expect((await scenario.up(program)).changes).toEqual({ same: 1, create: 2 });
    await expectAgreement(scenario.outputs('web'));
    expect(await pings(null, '10.0.0.2')).toBe(true);
  });

  test('after a reboot nobody noticed, destroy succeeds', async () => {
    rebootGuest();
    expect((await scenario.destroy()).changes).toEqual({ delete: 3 });
  });
});

/** The paths at which two states differ, but for what tells of the last run. */
function differences(one: Json, other: Json, prefix = ''): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((key) => !['changes', 'inputsDigest', '__provider'].includes(key))
    .flatMap((key) => {
      const [a, b] = [one[key], other[key]];
      if (key === 'peer') return differences(a as Json, b as Json, 'peer.');
      const text = (value: unknown): string =>
        JSON.stringify(
          Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value,
        );
      return text(a) === text(b) ? [] : [prefix + key];
    })
    .sort();
}
