import { pair } from '../../../../test/desired.js';
import { PLAIN } from '../../../../test/fakes/fake-device.js';
import {
  describePlan,
  type DeviceRef,
  type DeviceView,
  type Plan,
  type RouteSetting,
} from '@pulumi-netkit/contract';
import type { Json } from '../../common/resource.js';
import { endSteps, routeIdentity, setPolicySteps } from './end-steps.js';

const web0: DeviceRef = { netns: null, altName: 'mark', name: 'web0' };
const route = (destination: string, more: Partial<RouteSetting> = {}): RouteSetting => ({
  destination,
  metric: 0,
  table: 254,
  onLink: false,
  ...more,
});

function device(changes: Partial<DeviceView> = {}): DeviceView {
  return {
    ...PLAIN,
    name: 'web0',
    netns: null,
    ifindex: 2,
    up: true,
    operstate: 'up',
    alias: '',
    altNames: [],
    addresses: [],
    routes: [],
    ...changes,
  };
}

/** The phases in the order in which a pair runs them. */
function plan(desired: Json, observed: Partial<DeviceView> = {}): Plan {
  const steps = endSteps('', pair(desired), device(observed), web0);
  return [...steps.down, ...steps.settings, ...steps.addresses, ...steps.up, ...steps.routes];
}

const lines = (desired: Json, observed?: Partial<DeviceView>): string[] =>
  describePlan(plan(desired, observed));

test.each<{ name: string; desired: Json; observed?: Partial<DeviceView>; ops: string[] }>([
  { name: 'does nothing where nothing differs', desired: {}, ops: [] },
  {
    name: 'adds addresses before it deletes others',
    desired: { addresses: ['10.0.0.1/24'] },
    observed: { addresses: ['10.0.0.9/24'] },
    ops: ['ip address add 10.0.0.1/24 dev web0', 'ip address del 10.0.0.9/24 dev web0'],
  },
  {
    name: 'deletes an address first when only its prefix length changes',
    desired: { addresses: ['fd00::1/128'] },
    observed: { addresses: ['fd00::1/64'] },
    ops: ['ip address del fd00::1/64 dev web0', 'ip address add fd00::1/128 dev web0'],
  },
  {
    name: 'takes two spellings for one address',
    desired: { addresses: ['FD00:0:0::1/64'] },
    observed: { addresses: ['fd00::1/64'] },
    ops: [],
  },
  {
    name: 'adds on-link routes before those behind a gateway, after the device is up',
    desired: {
      addresses: ['10.0.0.1/32'],
      routes: [{ destination: 'default', gateway: '10.0.0.2' }, { destination: '10.0.0.2' }],
    },
    observed: { up: false },
    ops: [
      'ip address add 10.0.0.1/32 dev web0',
      'ip link set web0 up',
      'ip route add 10.0.0.2/32 dev web0',
      'ip route add 0.0.0.0/0 via 10.0.0.2 dev web0',
    ],
  },
  {
    name: 'deletes routes behind a gateway first, and before addresses',
    desired: {},
    observed: {
      addresses: ['10.0.0.1/32'],
      routes: [route('10.0.0.2/32'), route('0.0.0.0/0', { gateway: '10.0.0.2' })],
    },
    ops: [
      'ip route del 0.0.0.0/0 via 10.0.0.2 dev web0',
      'ip route del 10.0.0.2/32 dev web0',
      'ip address del 10.0.0.1/32 dev web0',
    ],
  },
  {
    name: 'makes a route anew whose source changes',
    desired: {
      addresses: ['10.0.0.1/32'],
      routes: [{ destination: '10.9.0.0/16', source: '10.0.0.1' }],
    },
    observed: { addresses: ['10.0.0.1/32'], routes: [route('10.9.0.0/16')] },
    ops: ['ip route del 10.9.0.0/16 dev web0', 'ip route add 10.9.0.0/16 src 10.0.0.1 dev web0'],
  },
  {
    name: 'deletes routes before it takes a device down',
    desired: { up: false },
    observed: { routes: [route('10.9.0.0/16')] },
    ops: ['ip route del 10.9.0.0/16 dev web0', 'ip link set web0 down'],
  },
  {
    name: 'sets IPv4 sizes after the sizes that drag them along',
    desired: {
      gsoMaxSize: 30_000,
      gsoIpv4MaxSize: 20_000,
      groMaxSize: 30_001,
      groIpv4MaxSize: 20_001,
    },
    ops: [
      'ip link set web0 gso_max_size 30000',
      'ip link set web0 gso_ipv4_max_size 20000',
      'ip link set web0 gro_max_size 30001',
      'ip link set web0 gro_ipv4_max_size 20001',
    ],
  },
  {
    name: 'leaves a MAC alone that is not declared',
    desired: { mode: 'l2' },
    observed: { mac: '02:00:00:00:00:01' },
    ops: [],
  },
  {
    name: 'takes two spellings for one MAC',
    desired: { mode: 'l2', mac: '02:00:00:00:00:AA' },
    observed: { mac: '02:00:00:00:00:aa' },
    ops: [],
  },
])('endSteps() $name', ({ desired, observed, ops }) =>
  expect(lines(desired, observed)).toEqual(ops),
);

test('every step of an end has the path of its property and an undo', () => {
  const steps = plan(
    {
      mtu: 1400,
      alias: 'x',
      addresses: ['10.0.0.1/24'],
      routes: [{ destination: '10.9.0.0/16' }],
    },
    { up: false, addresses: ['10.0.0.9/24'] },
  );
  expect(steps.map(({ path }) => path)).toEqual([
    'mtu',
    'alias',
    'addresses',
    'addresses',
    'up',
    'routes',
  ]);
  const back = steps.map(({ undo }) => ({ op: undo! })).toReversed();
  expect(describePlan(back)).toEqual([
    'ip route del 10.9.0.0/16 dev web0',
    'ip link set web0 down',
    'ip address add 10.0.0.9/24 dev web0',
    'ip address del 10.0.0.1/24 dev web0',
    'ip link set web0 alias ""',
    'ip link set web0 mtu 1500',
  ]);
});

test("a peer's steps have the peer's paths", () => {
  const { settings } = endSteps('peer.', pair({ mtu: 1400 }), device(), web0);
  expect(settings.map(({ path }) => path)).toEqual(['peer.mtu']);
});

test.each([
  { from: ['pass', 'pass'], to: ['drop', 'pass'], close: 1, open: 0 },
  { from: ['drop', 'drop'], to: ['pass', 'pass'], close: 0, open: 2 },
  { from: ['pass', 'drop'], to: ['drop', 'pass'], close: 1, open: 1 },
  { from: ['drop', 'pass'], to: ['drop', 'pass'], close: 0, open: 0 },
] as const)('setPolicySteps() from $from to $to', ({ from, to, close, open }) => {
  const observed = {
    ...pair(),
    policy: from[0],
    peerPolicy: from[1],
    primary: device(),
    peer: device(),
  };
  const steps = setPolicySteps(pair({ policy: to[0], peerPolicy: to[1] }), observed, web0);
  expect([steps.close.length, steps.open.length]).toEqual([close, open]);
});

test.each<{ name: string; one: RouteSetting; other: RouteSetting; same: boolean }>([
  { name: 'itself', one: route('10.0.0.0/8'), other: route('10.0.0.0/8'), same: true },
  {
    name: 'the same without the metric that the kernel leaves out',
    one: route('10.0.0.0/8'),
    other: { destination: '10.0.0.0/8', table: 254, onLink: false },
    same: true,
  },
  {
    name: "IPv6's own metric",
    one: route('fd00::/8', { metric: 1024 }),
    other: route('fd00::/8', { metric: 0 }),
    same: true,
  },
  {
    name: 'another metric',
    one: route('10.0.0.0/8', { metric: 1 }),
    other: route('10.0.0.0/8'),
    same: false,
  },
  {
    name: 'another table',
    one: route('10.0.0.0/8', { table: 1 }),
    other: route('10.0.0.0/8'),
    same: false,
  },
  {
    name: 'another gateway',
    one: route('10.0.0.0/8', { gateway: '10.0.0.1' }),
    other: route('10.0.0.0/8'),
    same: false,
  },
  {
    name: 'a source',
    one: route('10.0.0.0/8', { source: '10.0.0.1' }),
    other: route('10.0.0.0/8'),
    same: false,
  },
  {
    name: 'onLink',
    one: route('10.0.0.0/8', { onLink: true }),
    other: route('10.0.0.0/8'),
    same: false,
  },
])('routeIdentity() of a route and $name: the same is $same', ({ one, other, same }) => {
  expect(routeIdentity(one) === routeIdentity(other)).toBe(same);
});
