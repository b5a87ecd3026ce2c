import { pair } from '../../../../test/desired.js';
import { PLAIN } from '../../../../test/fakes/fake-device.js';
import type { DeviceView, Occupant, PairView } from '@pulumi-netkit/contract';
import type { Json } from '../../common/resource.js';
import { adoptMismatch, fixedDifferences, netnsUnusable, taken, unsupported } from './refusals.js';

function device(name: string, netns: string | null, kind = 'netkit'): DeviceView {
  return {
    ...PLAIN,
    name,
    netns,
    kind,
    ifindex: 7,
    up: true,
    operstate: 'up',
    alias: '',
    altNames: [],
    addresses: [],
    routes: [],
  };
}

function view(changes: Partial<PairView> = {}): PairView {
  return {
    primary: device('web0', null),
    peer: device('eth0', 'blue'),
    mode: 'l3',
    policy: 'pass',
    peerPolicy: 'pass',
    scrub: 'default',
    peerScrub: 'default',
    headroom: 0,
    tailroom: 0,
    ...changes,
  };
}

test.each<{ name: string; desired?: Json; observed?: Partial<PairView>; paths: string[] }>([
  { name: 'nothing in a pair as declared', paths: [] },
  { name: 'a mode', desired: { mode: 'l2' }, paths: ['mode'] },
  { name: 'a scrub', desired: { scrub: 'none', peerScrub: 'none' }, paths: ['scrub', 'peerScrub'] },
  {
    name: 'too little room',
    desired: { headroom: 1, tailroom: 1 },
    paths: ['headroom', 'tailroom'],
  },
  { name: 'nothing in more room than asked for', observed: { headroom: 64 }, paths: [] },
  {
    name: 'an end elsewhere',
    observed: { primary: device('web0', 'red'), peer: device('eth0', null) },
    paths: ['netns', 'peer.netns'],
  },
])('fixedDifferences() finds $name', ({ desired, observed, paths }) => {
  const found = fixedDifferences(pair(desired), view(observed)).map(({ path }) => path);
  expect(found).toEqual(paths);
});

test('fixedDifferences() takes what a kernel does not report for the default', () => {
  const { scrub: _scrub, peerScrub: _peer, headroom: _head, tailroom: _tail, ...old } = view();
  expect(fixedDifferences(pair(), old)).toEqual([]);
  expect(fixedDifferences(pair({ headroom: 32 }), old)).toEqual([
    { path: 'headroom', desired: 32, observed: undefined },
  ]);
});

test.each([
  {
    path: 'headroom',
    desired: 32,
    observed: undefined,
    says: 'headroom: this kernel took headroom 32 without a word and ignored it; it needs Linux 6.14. Leave headroom out, or run a newer kernel. [feature-missing]',
  },
  {
    path: 'headroom',
    desired: 32,
    observed: 0,
    says: 'headroom: this kernel took headroom 32 without a word and ignored it; it needs Linux 6.14. Leave headroom out, or run a newer kernel. [feature-missing]',
  },
  {
    path: 'headroom',
    desired: 32,
    observed: 16,
    says: 'headroom: web0 shows headroom 16 (declared: 32), which cannot be changed in place. Run pulumi refresh, then up: the pair is replaced. [readback-mismatch]',
  },
  {
    path: 'peer.netns',
    desired: 'blue',
    observed: "the host's own",
    says: "peer.netns: web0 shows peer.netns the host's own (declared: blue), which cannot be changed in place. Run pulumi refresh, then up: the pair is replaced. [readback-mismatch]",
  },
])('unsupported() of $path $observed', ({ says, ...difference }) => {
  expect(unsupported(pair(), [difference]).message).toBe(says);
});

test('adoptMismatch() lists every difference', () => {
  const differences = fixedDifferences(pair({ mode: 'l2', scrub: 'none' }), view());
  expect(adoptMismatch(pair(), differences).message).toBe(
    'mode: web0 exists and cannot be taken over: it shows mode l3 (declared: l2), scrub default (declared: none), fixed at creation. Declare what it has, or delete it first. [adopt-mismatch]',
  );
});

test.each<{ name: string; occupants: Partial<Record<'primary' | 'peer', Occupant>>; says: string }>(
  [
    {
      name: 'a veth on the host',
      occupants: { primary: { device: device('web0', null, 'veth') } },
      says: 'name: "web0" exists on the host (ifindex 7, veth) and is not a netkit device (EEXIST). Choose another name, or delete it yourself. [device-not-netkit]',
    },
    {
      name: "a stranger's pair",
      occupants: { primary: { device: device('web0', null), pair: view() } },
      says: 'name: "web0" exists on the host (ifindex 7, netkit) and was not made by this resource; it was left untouched (EEXIST). Choose another name, delete it yourself, or set adopt: true to take it over. [device-taken]',
    },
    {
      name: "a device on the peer's name",
      occupants: { peer: { device: device('eth0', 'blue', 'veth') } },
      says: 'peer.name: "eth0" exists in blue (ifindex 7, veth) and is not a netkit device (EEXIST). Choose another name, or delete it yourself. [device-not-netkit]',
    },
  ],
)('taken() says what $name is', ({ occupants, says }) => {
  expect(taken(pair(), occupants).message).toBe(says);
});

test.each([
  { end: 'primary', path: 'netns' },
  { end: 'peer', path: 'peer.netns' },
] as const)('netnsUnusable() blames $path', ({ end, path }) => {
  const error = netnsUnusable(end, { code: 'netns-pid-dead', summary: 'gone', details: {} });
  expect(error).toMatchObject({ code: 'netns-pid-dead', details: { path } });
});
