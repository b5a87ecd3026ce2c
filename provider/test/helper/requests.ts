/** One request of each kind that the helper accepts. */
import { incarnation } from '../desired.js';
import type {
  AttachmentRef,
  DeviceRef,
  EndCreation,
  Op,
  OwnerRecord,
  Query,
} from '@pulumi-netkit/contract';

export const ID = incarnation('a');
export const DIGEST = 'ab'.repeat(32);
export const DEVICE: DeviceRef = { netns: 'blue', name: 'eth0', altName: `netkit-${ID}-peer` };
export const NEWBORN: DeviceRef = { netns: null, name: 'web0', newborn: 'primary' };
export const REF: AttachmentRef = {
  name: 'web-egress',
  attachType: 'netkit/peer',
  target: { name: 'web0', netns: '/proc/7/ns/net', incarnation: ID },
};
export const CHAIN = { attachment: REF, expect: '7' } as const;
export const END: EndCreation = {
  name: 'web0',
  netns: 'pid:7',
  mtu: 1500,
  mac: '02:00:00:00:00:01',
  group: 0x40000000,
  txQueueLength: 1000,
  gsoMaxSize: 65_536,
  gsoIpv4MaxSize: 65_536,
  groMaxSize: 65_536,
  groIpv4MaxSize: 65_536,
};
export const RECORD = { incarnation: ID, owner: 'urn:x', phase: 'made' } as const;
export const ROUTE = {
  destination: '10.0.0.0/8',
  gateway: '10.0.0.1',
  source: '10.0.0.2',
  metric: 1,
  table: 254,
  onLink: false,
} as const;

export const RECORDS: readonly OwnerRecord[] = [
  { kind: 'pair', ...RECORD, name: 'web0', netns: null, peer: { name: 'eth0', netns: 'b' } },
  { kind: 'netns', ...RECORD, name: 'blue' },
  {
    kind: 'attachment',
    ...RECORD,
    attachment: REF,
    loaded: { '12': 'abcdef' },
    declared: { placement: 'before-foreign', programs: [{ name: 'guard', digest: DIGEST }] },
    filled: { '9': [0, 65_535] },
  },
  // As older releases wrote it.
  { kind: 'attachment', ...RECORD, attachment: REF, loaded: { '12': 'abcdef' } },
];

/** One of each operation, with every key it can have. */
export const OPS: { readonly [K in Op['op']]: readonly (Op & { readonly op: K })[] } = {
  'record.write': RECORDS.map((record) => ({ op: 'record.write', record })),
  'record.remove': [{ op: 'record.remove', incarnation: ID }],
  'pair.create': [
    {
      op: 'pair.create',
      pair: {
        mode: 'l2',
        policy: 'pass',
        peerPolicy: 'drop',
        scrub: 'default',
        peerScrub: 'none',
        headroom: 0,
        tailroom: 0,
        primary: END,
        peer: END,
      },
    },
  ],
  'pair.delete': [{ op: 'pair.delete', device: NEWBORN }],
  'altName.add': [{ op: 'altName.add', device: NEWBORN, altName: `netkit-${ID}-primary` }],
  'altName.delete': [{ op: 'altName.delete', device: DEVICE, altName: `netkit-${ID}-peer` }],
  'link.set': [
    { op: 'link.set', device: DEVICE, set: { mtu: 1400 } },
    { op: 'link.set', device: DEVICE, set: { name: 'eth1' } },
    { op: 'link.set', device: DEVICE, set: { alias: 'pod' } },
    { op: 'link.set', device: DEVICE, set: { up: true } },
  ],
  'policy.set': [
    { op: 'policy.set', device: DEVICE, set: { policy: 'drop' } },
    { op: 'policy.set', device: DEVICE, set: { peerPolicy: 'pass' } },
  ],
  'address.add': [{ op: 'address.add', device: DEVICE, address: '10.0.0.1/24' }],
  'address.delete': [{ op: 'address.delete', device: DEVICE, address: 'fd00::1/64' }],
  'route.add': [{ op: 'route.add', device: DEVICE, route: ROUTE }],
  'route.delete': [{ op: 'route.delete', device: DEVICE, route: ROUTE }],
  'netns.touch': [{ op: 'netns.touch', name: 'green' }],
  'netns.bind': [{ op: 'netns.bind', name: 'green' }],
  'netns.loUp': [{ op: 'netns.loUp', name: 'green' }],
  'netns.delete': [{ op: 'netns.delete', name: 'green' }],
  'object.load': [
    {
      op: 'object.load',
      attachment: REF,
      owner: 'urn:x',
      load: {
        digest: DIGEST,
        beside: ['count'],
        apart: ['other'],
        isReplacement: true,
        programs: [{ name: 'guard', program: 'guard_fn', config: '0123456789abcdef' }],
        globals: { limit: 7, deep: { list: ['1', true] } },
        maps: {
          flows: { maxEntries: 9, pinned: '/sys/fs/bpf/shared/flows', keep: true, shared: false },
          jumps: { slots: { '0': 'handler' } },
        },
      },
    },
  ],
  'object.unload': [{ op: 'object.unload', attachment: REF }],
  'gate.attach': [{ op: 'gate.attach', ...CHAIN, name: 'guard', place: { at: 'tail' } }],
  'gate.close': [{ op: 'gate.close', ...CHAIN, name: 'guard' }],
  'gate.open': [{ op: 'gate.open', ...CHAIN, name: 'guard' }],
  'chain.attach': [
    { op: 'chain.attach', ...CHAIN, name: 'guard', place: { at: 'head' } },
    { op: 'chain.attach', ...CHAIN, name: 'guard', place: { after: { own: 'count' } } },
  ],
  'chain.move': [
    { op: 'chain.move', ...CHAIN, name: 'guard', place: { before: { own: 'count' } } },
    { op: 'chain.move', ...CHAIN, name: 'guard', place: { after: { link: 7 } } },
    { op: 'chain.move', ...CHAIN, name: 'guard', place: { after: { program: 7 } } },
  ],
  'chain.moveOther': [
    {
      op: 'chain.moveOther',
      ...CHAIN,
      other: REF,
      name: 'guard',
      place: { before: { other: { attachment: REF, name: 'count' } } },
    },
  ],
  'chain.swap': [{ op: 'chain.swap', ...CHAIN, name: 'guard', old: 12 }],
  'chain.swapBack': [{ op: 'chain.swapBack', attachment: REF, name: 'guard' }],
  'chain.detach': [{ op: 'chain.detach', ...CHAIN, name: 'guard' }],
  'pin.drop': [{ op: 'pin.drop', ...CHAIN, pin: 'guard%copy' }],
  'pins.move': [
    { op: 'pins.move', attachment: REF, to: { ...REF, target: { ...REF.target, name: 'eth7' } } },
  ],
  'maps.commit': [{ op: 'maps.commit', attachment: REF }],
  'attachment.declare': [
    {
      op: 'attachment.declare',
      attachment: REF,
      declared: {
        placement: 'after-foreign',
        priority: 7,
        before: [{ attachment: 'audit', owner: 'net/dev', required: true }],
        after: [{ program: 'cil_from_netdev' }, { tag: '0123456789abcdef' }],
        programs: [
          {
            name: 'guard',
            digest: DIGEST,
            path: './policy.o',
            program: 'guard_fn',
            globals: { limit: 7, deep: { list: ['1', true] } },
            maps: { flows: { keep: true } },
          },
        ],
      },
    },
  ],
  'attachment.forget': [{ op: 'attachment.forget', attachment: REF }],
};

export const QUERIES: readonly Query[] = [
  {
    kind: 'pair',
    incarnation: ID,
    owner: 'urn:x',
    name: 'web0',
    netns: null,
    peer: { name: 'eth0', netns: 'blue' },
  },
  { kind: 'netns', name: 'blue', incarnation: ID, owner: 'urn:x', contents: true },
  { kind: 'attachment', name: 'web-egress', attachment: REF, lookUp: true },
  { kind: 'hook', attachType: 'tcx/egress', target: REF.target },
  { kind: 'support' },
];

export const run = (op: unknown): unknown => ({
  id: 1,
  method: 'run',
  plan: [{ op, undo: op, path: 'peer.mtu' }],
});

/** Well-formed requests: each operation, each question, both ways to speak of an object. */
export const REQUESTS: readonly unknown[] = [
  ...Object.values(OPS)
    .flat()
    .map((op) => run(op)),
  ...QUERIES.map((query) => ({ id: 1, method: 'observe', query })),
  { id: 1, method: 'object', digest: DIGEST },
  { id: 1, method: 'object', digest: DIGEST, bytes: 'RUxG' },
];
