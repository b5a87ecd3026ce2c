import {
  altNameOf,
  type EndCreation,
  type NetkitError,
  type Op,
  type OwnerRecord,
  type PairCreation,
  type Plan,
} from '@pulumi-netkit/contract';
import { runPlan } from '../run.js';
import { execute, type HostOp, type Newborns } from './execute.js';
import { conversation, type Stage } from './testing/conversation.js';

const ID = 'a1b2c3d4e5f60718293a4b5c';
const OTHER = 'ffffffffffffffffffffffff';

const end = (name: string, more: Partial<EndCreation> = {}): EndCreation => ({
  name,
  netns: null,
  mtu: 1500,
  group: 0,
  txQueueLength: 1000,
  gsoMaxSize: 65_536,
  gsoIpv4MaxSize: 65_536,
  groMaxSize: 65_536,
  groIpv4MaxSize: 65_536,
  ...more,
});
const created = (more: Partial<PairCreation> = {}): HostOp => ({
  op: 'pair.create',
  pair: {
    mode: 'l3',
    policy: 'pass',
    peerPolicy: 'pass',
    scrub: 'default',
    peerScrub: 'default',
    headroom: 0,
    tailroom: 0,
    primary: end('web0'),
    peer: end('web1'),
    ...more,
  },
});

const primary = { netns: null, name: 'web0', newborn: 'primary' } as const;
const peer = { netns: 'blue', name: 'eth0', newborn: 'peer' } as const;
const mark = altNameOf(ID, 'primary');
const byMark = { netns: null, name: 'web0', altName: mark } as const;
const via = (gateway: string) =>
  ({ destination: '10.9.0.0/16', gateway, table: 254, onLink: false }) as const;

/** What does the operations of one plan. */
const executor = ({ sockets, registry }: Stage): ((op: Op) => void) => {
  const newborns: Newborns = new Map();
  return (op) => execute(sockets, registry, newborns, op as HostOp);
};

/** Does operations, then looks at the devices of these names, each with its addresses and routes. */
function done(name: string, lines: string, ops: readonly HostOp[], at: readonly string[] = []) {
  return conversation(name, lines, (stage) => {
    ops.forEach(executor(stage));
    const { links, addresses, routes } = stage.sockets.in(null);
    return at.map((device) => {
      const link = links.get({ name: device });
      const index = link?.index ?? 0;
      return (
        link && { link, addresses: addresses.list(index), routes: routes.list({ oif: index }) }
      );
    });
  });
}

/** The error of the last of these operations. */
function refusal(name: string, lines: string, ops: readonly HostOp[], as?: 'nobody'): NetkitError {
  return conversation(name, lines, (stage) => {
    const run = executor(stage);
    ops.slice(0, -1).forEach(run);
    try {
      const last = (): void => ops.slice(-1).forEach(run);
      if (as === 'nobody') stage.asNobody(last);
      else last();
    } catch (error) {
      return error as NetkitError;
    }
    throw new Error('nothing was refused');
  });
}

test('a plan makes a pair across namespaces and sets up either end as newborn', () => {
  const [web0, peerEnd] = conversation('make', 'ip netns add blue', (stage) => {
    const ops: readonly HostOp[] = [
      created({ policy: 'drop', scrub: 'none', headroom: 8, peer: end('eth0', { netns: 'blue' }) }),
      { op: 'altName.add', device: primary, altName: mark },
      { op: 'altName.add', device: primary, altName: 'to-go' },
      { op: 'altName.delete', device: primary, altName: 'to-go' },
      { op: 'link.set', device: primary, set: { mtu: 1400 } },
      { op: 'policy.set', device: byMark, set: { peerPolicy: 'drop' } },
      { op: 'netns.loUp', name: 'blue' },
      { op: 'link.set', device: peer, set: { up: true } },
      { op: 'address.add', device: peer, address: '10.0.0.2/24' },
      { op: 'address.add', device: peer, address: 'fd00::2/64' },
      { op: 'route.add', device: peer, route: via('10.0.0.1') },
    ];
    ops.forEach(executor(stage));
    const blue = stage.sockets.in('blue');
    const eth0 = blue.links.get({ name: 'eth0' });
    return [
      stage.sockets.in(null).links.get({ name: 'web0' }),
      {
        lo: blue.links.get({ name: 'lo' })?.up,
        addresses: blue.addresses.list(eth0?.index ?? 0),
        routes: blue.routes.list({ oif: eth0?.index ?? 0 }),
      },
    ] as const;
  });
  expect(web0).toMatchObject({
    altNames: [mark],
    mtu: 1400,
    netkit: { primary: true, mode: 'l3', policy: 'drop', peerPolicy: 'drop', scrub: 'none' },
  });
  expect(peerEnd.lo).toBe(true);
  expect(peerEnd.addresses).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ address: '10.0.0.2/24' }),
      expect.objectContaining({ address: 'fd00::2/64', tentative: false }),
    ]),
  );
  expect(peerEnd.routes).toContainEqual(
    expect.objectContaining({ destination: '10.9.0.0/16', gateway: '10.0.0.1' }),
  );
});

const UP = `ip link add web0 address 02:00:00:00:00:01 type netkit mode l2 peer name web1; ip link property add dev web0 altname ${mark}; ip link set web1 up; ip link set web0 up;`;

test('the link-local address of the kernel becomes ours when it is declared', () => {
  const address = 'fe80::ff:fe00:1/64';
  const [web0] = done(
    'adopt-address',
    UP,
    [{ op: 'address.add', device: byMark, address }],
    ['web0'],
  );
  const found = web0?.addresses.find((one) => one.address === address);
  expect(found).toMatchObject({ permanent: true });
  expect(found?.protocol ?? 0).toBe(0);
});

test('an address that is there and not the kernel’s own is a refusal', () => {
  const add: HostOp = { op: 'address.add', device: byMark, address: '10.0.0.1/24' };
  expect(refusal('address-twice', UP, [add, add]).details.errno).toBe('EEXIST');
});

test('to delete what is gone is no error: an address, a route, a pair', () => {
  const route = { destination: '10.7.0.0/16', table: 254, onLink: false };
  const ops: readonly HostOp[] = [
    { op: 'address.delete', device: byMark, address: '10.0.0.1/24' },
    { op: 'route.delete', device: byMark, route },
    { op: 'pair.delete', device: byMark },
  ];
  expect(done('delete', UP, ops, ['web0', 'web1'])).toEqual([undefined, undefined]);
  const twice: readonly HostOp[] = [
    created(),
    { op: 'pair.delete', device: primary },
    { op: 'pair.delete', device: primary },
  ];
  expect(done('delete-twice', '', twice)).toEqual([]);
});

describe('what the kernel refuses has a code, and its own words', () => {
  test.each<{
    readonly name: string;
    readonly lines?: string;
    readonly ops: readonly HostOp[];
    readonly as?: 'nobody';
    readonly code: string;
    readonly details: object;
  }>([
    {
      name: 'no-right',
      ops: [created()],
      as: 'nobody',
      code: 'no-permission',
      details: { errno: 'EPERM', advice: expect.stringContaining('sudo') as string },
    },
    {
      // Recorded on a kernel that has none.
      name: 'no-netkit',
      ops: [created()],
      code: 'netkit-missing',
      details: { errno: 'EOPNOTSUPP', extack: 'Unknown device type' },
    },
    {
      name: 'mac-in-l3',
      ops: [created(), { op: 'link.set', device: primary, set: { mac: '02:00:00:00:00:02' } }],
      code: 'kernel-refused',
      details: { errno: 'EOPNOTSUPP' },
    },
    {
      name: 'name-taken',
      lines: UP,
      ops: [created()],
      code: 'device-taken',
      details: { errno: 'EEXIST' },
    },
    {
      name: 'device-gone',
      ops: [{ op: 'link.set', device: byMark, set: { up: true } }],
      code: 'device-gone',
      details: { errno: 'ENODEV' },
    },
    {
      name: 'newborn-gone',
      ops: [
        created(),
        { op: 'pair.delete', device: primary },
        { op: 'link.set', device: primary, set: { up: true } },
      ],
      code: 'kernel-refused',
      details: { errno: 'ENODEV' },
    },
    {
      name: 'no-way-to-gateway',
      lines: UP,
      ops: [{ op: 'route.add', device: byMark, route: via('10.0.0.9') }],
      code: 'kernel-refused',
      details: {
        errno: 'ENETUNREACH',
        extack: 'Nexthop has invalid gateway',
        advice: expect.stringContaining('10.0.0.9') as string,
      },
    },
    {
      name: 'bad-source',
      lines: UP,
      ops: [
        {
          op: 'route.add',
          device: byMark,
          route: { destination: '10.9.0.0/16', source: '10.1.1.1', table: 254, onLink: false },
        },
      ],
      code: 'kernel-refused',
      details: { errno: 'EINVAL', extack: 'Invalid prefsrc address' },
    },
  ])('$name: $code', ({ name, lines = '', ops, as, code, details }) => {
    const error = refusal(name, lines, ops, as);
    expect(error.code).toBe(code);
    expect(error.details).toMatchObject(details);
  });
});

describe('the helper refuses by itself', () => {
  test.each<{ readonly name: string; readonly lines: string; readonly op: HostOp }>([
    {
      name: 'to-change-no-pair',
      lines: 'ip link add v0 type veth peer name v1',
      op: { op: 'pair.delete', device: { netns: null, name: 'v0', altName: 'v0' } },
    },
    {
      name: 'to-change-a-marked-pair-by-name',
      lines: UP,
      op: { op: 'pair.delete', device: { netns: null, name: 'web0', altName: 'web0' } },
    },
    {
      name: 'to-delete-a-namespace-without-record',
      lines: '',
      op: { op: 'netns.delete', name: 'blue' },
    },
  ])('$name', ({ name, lines, op }) => {
    expect(refusal(name, lines, [op]).code).toBe('request-refused');
  });

  test('to use a newborn that no step has made', () => {
    const op: HostOp = { op: 'pair.delete', device: primary };
    expect(refusal('no-newborn', '', [op]).code).toBe('internal');
  });
});

test('a plan that fails is undone, last step first, and leaves no device and no record', () => {
  const record: OwnerRecord = {
    kind: 'pair',
    incarnation: OTHER,
    owner: 'urn',
    phase: 'creating',
    name: 'web0',
    netns: null,
    peer: { name: 'web1', netns: null },
  };
  const address = { device: primary, address: '10.0.0.1/24' };
  const plan: Plan = [
    { op: { op: 'record.write', record }, undo: { op: 'record.remove', incarnation: OTHER } },
    { op: created(), undo: { op: 'pair.delete', device: primary } },
    { op: { op: 'link.set', device: primary, set: { up: true } } },
    { op: { op: 'address.add', ...address }, undo: { op: 'address.delete', ...address } },
    { op: { op: 'route.add', device: primary, route: via('10.1.0.9') }, path: 'routes[0]' },
  ];
  conversation('undo', '', (stage) => {
    const run = executor(stage);
    const ran: string[] = [];
    const records: number[] = [];
    const logged = (op: Op): void => {
      ran.push(op.op);
      run(op);
      records.push(stage.registry.all().length);
    };
    expect(() => runPlan(plan, logged)).toThrow(/^routes\[0\]: .*Nexthop has invalid gateway/);
    expect(ran.slice(-3)).toEqual(['address.delete', 'pair.delete', 'record.remove']);
    expect(records).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(stage.sockets.in(null).links.list({ kind: 'netkit' })).toEqual([]);
  });
});
