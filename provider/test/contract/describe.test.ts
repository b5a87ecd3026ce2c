import { PLAIN } from '../fakes/fake-device.js';
import { describeOp, describePlan } from '@pulumi-netkit/contract';
import type { DeviceRef, Op } from '@pulumi-netkit/contract';

const web0: DeviceRef = { netns: null, altName: 'netkit-x-primary', name: 'web0' };
const eth0: DeviceRef = { netns: 'blue', altName: 'netkit-x-peer', name: 'eth0' };
const newborn: DeviceRef = { netns: 'blue', newborn: 'peer', name: 'eth0' };
const route = { destination: '10.0.0.0/8', table: 254, onLink: false };
const pair = {
  mode: 'l3',
  policy: 'pass',
  peerPolicy: 'drop',
  scrub: 'default',
  peerScrub: 'none',
  headroom: 0,
  tailroom: 0,
  primary: { ...PLAIN, name: 'web0', netns: null },
  peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
} as const;

test.each<{ op: Op; line: string | undefined }>([
  {
    op: { op: 'pair.create', pair },
    line: 'ip link add name web0 mtu 1500 type netkit mode l3 forward scrub default peer blackhole scrub none name eth0 mtu 1500 netns blue',
  },
  {
    op: {
      op: 'pair.create',
      pair: {
        ...pair,
        mode: 'l2',
        headroom: 32,
        tailroom: 16,
        primary: { ...pair.primary, netns: 'red', mac: '02:00:00:00:00:01' },
        peer: { ...pair.peer, netns: null },
      },
    },
    line: 'ip -n red link add name web0 mtu 1500 address 02:00:00:00:00:01 type netkit mode l2 forward scrub default headroom 32 tailroom 16 peer blackhole scrub none name eth0 mtu 1500',
  },
  { op: { op: 'pair.delete', device: web0 }, line: 'ip link delete web0' },
  {
    op: { op: 'altName.add', device: newborn, altName: 'x' },
    line: 'ip -n blue link property add dev eth0 altname x',
  },
  {
    op: { op: 'altName.delete', device: eth0, altName: 'x' },
    line: 'ip -n blue link property del dev eth0 altname x',
  },
  { op: { op: 'link.set', device: web0, set: { up: true } }, line: 'ip link set web0 up' },
  { op: { op: 'link.set', device: web0, set: { up: false } }, line: 'ip link set web0 down' },
  { op: { op: 'link.set', device: web0, set: { mtu: 68 } }, line: 'ip link set web0 mtu 68' },
  {
    op: { op: 'link.set', device: web0, set: { mac: '02:00:00:00:00:01' } },
    line: 'ip link set web0 address 02:00:00:00:00:01',
  },
  { op: { op: 'link.set', device: web0, set: { alias: '' } }, line: 'ip link set web0 alias ""' },
  {
    op: { op: 'link.set', device: web0, set: { alias: 'two words' } },
    line: 'ip link set web0 alias "two words"',
  },
  {
    op: { op: 'link.set', device: web0, set: { txQueueLength: 0 } },
    line: 'ip link set web0 txqueuelen 0',
  },
  {
    op: { op: 'link.set', device: web0, set: { groIpv4MaxSize: 7 } },
    line: 'ip link set web0 gro_ipv4_max_size 7',
  },
  {
    op: { op: 'policy.set', device: web0, set: { policy: 'drop' } },
    line: 'ip link set web0 type netkit blackhole',
  },
  {
    op: { op: 'policy.set', device: web0, set: { peerPolicy: 'pass' } },
    line: 'ip link set web0 type netkit peer forward',
  },
  {
    op: { op: 'address.add', device: eth0, address: '10.0.0.1/32' },
    line: 'ip -n blue address add 10.0.0.1/32 dev eth0',
  },
  {
    op: { op: 'address.delete', device: web0, address: 'fd00::1/64' },
    line: 'ip address del fd00::1/64 dev web0',
  },
  {
    op: { op: 'route.add', device: web0, route },
    line: 'ip route add 10.0.0.0/8 dev web0',
  },
  {
    op: {
      op: 'route.delete',
      device: eth0,
      route: {
        ...route,
        gateway: '10.0.0.1',
        source: '10.0.0.2',
        metric: 5,
        table: 100,
        onLink: true,
      },
    },
    line: 'ip -n blue route del 10.0.0.0/8 via 10.0.0.1 src 10.0.0.2 metric 5 table 100 onlink dev eth0',
  },
  { op: { op: 'netns.touch', name: 'blue' }, line: 'touch /run/netns/blue' },
  { op: { op: 'netns.bind', name: 'blue' }, line: 'ip netns add blue' },
  { op: { op: 'netns.loUp', name: 'blue' }, line: 'ip -n blue link set lo up' },
  { op: { op: 'netns.delete', name: 'blue' }, line: 'ip netns delete blue' },
  { op: { op: 'record.remove', incarnation: 'x' }, line: undefined },
])('describeOp() says $line', ({ op, line }) => expect(describeOp(op)).toBe(line));

test('describePlan() leaves out records', () => {
  const plan = [
    { op: { op: 'record.remove', incarnation: 'x' } },
    { op: { op: 'pair.delete', device: web0 } },
  ] as const;
  expect(describePlan(plan)).toEqual(['ip link delete web0']);
});

test('describePlan() calls a device by its new name once it has it', () => {
  const plan = [
    { op: { op: 'link.set', device: eth0, set: { mtu: 1400 } } },
    { op: { op: 'link.set', device: eth0, set: { name: 'eth1' } } },
    { op: { op: 'link.set', device: eth0, set: { up: true } } },
    { op: { op: 'link.set', device: web0, set: { up: true } } },
  ] as const;
  expect(describePlan(plan)).toEqual([
    'ip -n blue link set eth0 mtu 1400',
    'ip -n blue link set eth0 name eth1',
    'ip -n blue link set eth1 up',
    'ip link set web0 up',
  ]);
});

describe('chains', () => {
  const attachment = {
    name: 'x',
    attachType: 'netkit/peer',
    target: { name: 'web0', netns: null },
  } as const;
  const inBlue = { ...attachment, target: { name: 'eth0', netns: 'blue' } };
  const planned = { expect: '1' };

  test.each<{ op: Op; line: string | undefined }>([
    {
      op: {
        op: 'object.load',
        attachment,
        owner: '',
        load: {
          digest: '',
          programs: [
            { name: 'guard', program: 'f', config: '' },
            { name: 'count', config: '' },
          ],
          globals: {},
          maps: {},
          beside: [],
          apart: [],
        },
      },
      line: 'load guard, count',
    },
    { op: { op: 'object.unload', attachment }, line: undefined },
    {
      op: { op: 'gate.attach', attachment, name: 'a', place: { at: 'head' }, ...planned },
      line: 'close web0 netkit/peer until its chain is whole',
    },
    {
      op: { op: 'gate.close', attachment, name: 'a', ...planned },
      line: 'close web0 netkit/peer until its chain is gone',
    },
    {
      op: { op: 'gate.open', attachment: inBlue, name: 'a', ...planned },
      line: 'open blue/eth0 netkit/peer',
    },
    {
      op: { op: 'chain.attach', attachment, name: 'a', place: { at: 'head' }, ...planned },
      line: 'attach a to web0 netkit/peer at the head',
    },
    {
      op: { op: 'chain.attach', attachment, name: 'a', place: { at: 'tail' }, ...planned },
      line: 'attach a to web0 netkit/peer at the tail',
    },
    {
      op: { op: 'chain.move', attachment, name: 'a', place: { before: { own: 'b' } }, ...planned },
      line: 'move a on web0 netkit/peer before b',
    },
    {
      op: {
        op: 'chain.move',
        attachment: inBlue,
        name: 'a',
        place: { after: { own: 'b' } },
        ...planned,
      },
      line: 'move a on blue/eth0 netkit/peer after b',
    },
    {
      op: {
        op: 'chain.moveOther',
        attachment,
        other: { ...attachment, name: 'audit' },
        name: 'a',
        place: { after: { link: 7 } },
        ...planned,
      },
      line: 'move audit/a on web0 netkit/peer after foreign link 7',
    },
    {
      op: {
        op: 'chain.move',
        attachment,
        name: 'a',
        place: { before: { other: { attachment: { ...attachment, name: 'audit' }, name: 'b' } } },
        ...planned,
      },
      line: 'move a on web0 netkit/peer before audit/b',
    },
    {
      op: { op: 'chain.swap', attachment, name: 'a', old: 1, ...planned },
      line: 'swap the program of a on web0 netkit/peer',
    },
    {
      op: { op: 'chain.swapBack', attachment, name: 'a' },
      line: 'swap the program of a on web0 netkit/peer',
    },
    {
      op: { op: 'chain.detach', attachment, name: 'a', ...planned },
      line: 'detach a from web0 netkit/peer',
    },
    {
      op: { op: 'pin.drop', attachment, pin: 'a%copy', ...planned },
      line: 'remove the pin a%copy',
    },
    { op: { op: 'maps.commit', attachment }, line: undefined },
    {
      op: {
        op: 'attachment.declare',
        attachment,
        declared: { placement: 'before-foreign', programs: [] },
      },
      line: undefined,
    },
    { op: { op: 'attachment.forget', attachment }, line: undefined },
  ])('describeOp() $line', ({ op, line }) => {
    expect(describeOp(op)).toBe(line);
  });
});
