import {
  altNameOf,
  birthGroup,
  derivedIncarnation,
  type OwnerRecord,
  type PairQuery,
} from '@pulumi-netkit/contract';
import { observeNetns, observePair } from './observe.js';
import { conversation } from './testing/conversation.js';

jest.mock('../store/boot-id.js', () => ({ bootId: () => 'boot' }));

const ID = 'a1b2c3d4e5f60718293a4b5c';
const OTHER = 'ffffffffffffffffffffffff';
const OWNER = 'urn:pulumi:test::p::netkit:index:NetkitPair::web';

const query = (more: Partial<PairQuery> = {}): PairQuery => ({
  kind: 'pair',
  incarnation: ID,
  name: 'web0',
  netns: null,
  peer: { name: 'eth0', netns: 'blue' },
  ...more,
});

const record = (
  incarnation: string,
  more: Partial<Extract<OwnerRecord, { kind: 'pair' }>> = {},
): OwnerRecord => ({
  kind: 'pair',
  incarnation,
  owner: OWNER,
  phase: 'made',
  name: 'web0',
  netns: null,
  peer: { name: 'eth0', netns: 'blue' },
  ...more,
});

const APART = 'ip netns add blue; ip link add web0 type netkit peer name eth0 netns blue;';
const marked = (incarnation = ID): string =>
  `ip link property add dev web0 altname ${altNameOf(incarnation, 'primary')};` +
  `ip -n blue link property add dev eth0 altname ${altNameOf(incarnation, 'peer')};`;

describe('observePair()', () => {
  test('finds a pair by its marks, with both ends in one namespace', () => {
    const answer = conversation(
      'pair-together',
      'ip link add web0 mtu 1400 type netkit mode l2 blackhole peer blackhole name web1;' +
        `ip link property add dev web0 altname ${altNameOf(ID, 'primary')};` +
        `ip link property add dev web1 altname ${altNameOf(ID, 'peer')} altname of-others`,
      ({ sockets, registry }) =>
        observePair(sockets, registry, query({ peer: { name: 'web1', netns: null } })),
    );
    expect(answer).toMatchObject({ leftovers: [], occupants: {}, missingNetns: {} });
    expect(answer.ours).toMatchObject({
      mode: 'l2',
      policy: 'drop',
      peerPolicy: 'drop',
      scrub: 'default',
      peerScrub: 'default',
      headroom: 0,
      tailroom: 0,
      primary: { name: 'web0', netns: null, mtu: 1400, altNames: [altNameOf(ID, 'primary')] },
      peer: { name: 'web1', netns: null, altNames: [altNameOf(ID, 'peer'), 'of-others'] },
    });
  });

  test('finds the peer in the namespace where it should be', () => {
    const { ours } = conversation(
      'pair-apart',
      APART + marked() + 'ip -n blue addr add 10.0.0.2/24 dev eth0',
      ({ sockets, registry }) => observePair(sockets, registry, query()),
    );
    expect(ours?.primary).toMatchObject({ name: 'web0', netns: null, addresses: [] });
    expect(ours?.peer).toMatchObject({ name: 'eth0', netns: 'blue', addresses: ['10.0.0.2/24'] });
  });

  test('finds the primary from the peer, and reports the namespace that is missing', () => {
    const { ours, missingNetns } = conversation(
      'pair-from-peer',
      APART + marked(),
      ({ sockets, registry }) => observePair(sockets, registry, query({ netns: 'red' })),
    );
    expect([ours?.primary.name, ours?.primary.netns]).toEqual(['web0', null]);
    expect([ours?.peer.name, ours?.peer.netns]).toEqual(['eth0', 'blue']);
    expect(missingNetns).toMatchObject({ primary: { code: 'netns-missing' } });
  });

  test('shows a peer that no name leads to by its nsid, without addresses', () => {
    const { ours } = conversation(
      'pair-unnamed',
      `${APART}${marked()} ip -n blue addr add 10.0.0.2/24 dev eth0;` +
        'ip netns exec blue sleep 5 >/dev/null 2>&1 & sleep 0.3; ip netns del blue',
      ({ sockets, registry }) =>
        observePair(sockets, registry, query({ peer: { name: 'eth0', netns: null } })),
    );
    expect(ours?.peer).toMatchObject({ name: 'eth0', addresses: [], routes: [] });
    expect(ours?.peer.netns).toMatch(/^nsid:\d+$/);
  });

  test('looks everywhere for a pair that it has a record of, and nowhere for another', () => {
    const elsewhere = query({ netns: 'blue', owner: OWNER });
    const lines = `ip netns add blue; ip link add web0 type netkit peer name eth0; ip link property add dev web0 altname ${altNameOf(ID, 'primary')}; ip link property add dev eth0 altname ${altNameOf(ID, 'peer')}`;
    const known = conversation(
      'pair-moved',
      lines,
      ({ sockets, registry }) => observePair(sockets, registry, elsewhere),
      [record(ID)],
    );
    expect(known.ours?.primary).toMatchObject({ name: 'web0', netns: null });
    expect([known.record, known.leftovers]).toEqual([record(ID), []]);
    const unknown = conversation('pair-moved-unknown', lines, ({ sockets, registry }) =>
      observePair(sockets, registry, elsewhere),
    );
    expect(unknown).toMatchObject({ occupants: {}, leftovers: [] });
    expect(unknown.ours).toBeUndefined();
  });

  test('finds an imported pair without marks only while it is the same one', () => {
    const { ours, other } = conversation('pair-unmarked', APART, ({ sockets, registry }) => {
      const web0 = sockets.in(null).links.get({ name: 'web0' });
      const place = { bootId: 'boot', inode: sockets.inode(null), ifindex: web0?.index ?? 0 };
      const look = (peerIfindex: number) =>
        observePair(
          sockets,
          registry,
          query({ incarnation: derivedIncarnation({ ...place, peerIfindex }) }),
        );
      return { ours: look(web0?.linkIndex ?? 0), other: look(4711) };
    });
    expect(ours.ours?.primary.name).toBe('web0');
    expect(other.ours).toBeUndefined();
    expect(Object.keys(other.occupants)).toEqual(['primary', 'peer']);
    expect(other.occupants.primary?.unmarked).toMatch(/^[0-9a-f]{24}$/);
  });

  test('knows a half-made pair of its owner by the birth group alone', () => {
    const half = record(OTHER, { phase: 'creating' });
    const look = (name: string, group: number) =>
      conversation(
        name,
        `${APART} ip link set web0 group ${group}`,
        ({ sockets, registry }) => observePair(sockets, registry, query({ owner: OWNER })),
        [half],
      );
    const ours = look('pair-half-made', birthGroup(OTHER));
    expect(ours.leftovers).toMatchObject([{ record: half, pair: { primary: { name: 'web0' } } }]);
    expect(ours.occupants).toEqual({});
    const foreign = look('pair-half-made-foreign', birthGroup(OTHER) - 1);
    expect(foreign.leftovers).toEqual([{ record: half }]);
    expect(Object.keys(foreign.occupants)).toEqual(['primary', 'peer']);
  });

  test('reports who sits on its names: a pair of another owner, and a device that is no pair', () => {
    const theirs = record(OTHER, { owner: 'urn:other', peer: { name: 'x', netns: 'blue' } });
    const { ours, occupants } = conversation(
      'occupants',
      'ip netns add blue; ip link add web0 type netkit peer name x netns blue;' +
        `ip link property add dev web0 altname ${altNameOf(OTHER, 'primary')};` +
        'ip -n blue link add eth0 type veth peer name y',
      ({ sockets, registry }) => observePair(sockets, registry, query()),
      [theirs],
    );
    expect(ours).toBeUndefined();
    expect(occupants.primary).toMatchObject({
      device: { name: 'web0', kind: 'netkit' },
      pair: { peer: { name: 'x', netns: 'blue' } },
      record: theirs,
    });
    expect(occupants.primary?.unmarked).toBeUndefined();
    expect(occupants.peer?.device).toMatchObject({ name: 'eth0', kind: 'veth', netns: 'blue' });
    expect(Object.keys(occupants.peer ?? {})).toEqual(['device']);
  });
});

describe('observeNetns()', () => {
  const ask = { kind: 'netns', name: 'blue', incarnation: ID, contents: true } as const;

  test('tells what is in it: devices of ours and of others, none of the kernel', () => {
    const answer = conversation(
      'netns-contents',
      `${APART}${marked()} ip -n blue link set lo up; ip -n blue link add v0 type veth peer name v1`,
      ({ sockets, registry }) => observeNetns(sockets, registry, ask),
      [{ kind: 'netns', incarnation: OTHER, owner: 'urn:other', phase: 'made', name: 'blue' }],
    );
    expect(answer).toMatchObject({
      state: 'namespace',
      loUp: true,
      ownContents: ['eth0'],
      record: { incarnation: OTHER },
      leftovers: [],
    });
    expect([...answer.foreignDevices].sort()).toEqual(['v0 (veth)', 'v1 (veth)']);
  });

  test('asks nothing of one that is absent', () => {
    const answer = conversation('netns-absent', '', ({ sockets, registry }) =>
      observeNetns(sockets, registry, { ...ask, name: 'no-such-netns' }),
    );
    expect(answer).toMatchObject({ state: 'absent', loUp: false, foreignDevices: [] });
  });
});
