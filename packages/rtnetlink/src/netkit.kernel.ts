/** netkit on a real kernel: each attribute at creation and change, seen from both ends. */
import { probeNetkit, probeNetkitAttribute } from './probes';
import { Rtnl } from './rtnl';
import { inSandbox, type Room } from './testing/sandbox';
import type { NetkitOptions } from './kinds/netkit';
import type { Link } from './messages/link';

const ask = <T>(question: (rtnl: Rtnl) => T): T => {
  using rtnl = Rtnl.open();
  return question(rtnl);
};
const hasNetkit = ask(probeNetkit) === 'present';
const hasRooms = hasNetkit && ask((rtnl) => probeNetkitAttribute(rtnl, 'headroom')) === 'present';
const hasPairing = hasNetkit && ask((rtnl) => probeNetkitAttribute(rtnl, 'pairing')) === 'present';

/** Makes the pair nk0/nk1 and reads both ends. */
function pair({ rtnl }: Room, netkit: NetkitOptions): { primary: Link; peer: Link } {
  const made = rtnl.links.create({
    kind: 'netkit',
    name: 'nk0',
    netkit: { peer: { name: 'nk1' }, ...netkit },
  });
  const primary = rtnl.links.get({ index: made.index })!;
  // The echo is the same message as the answer to a question, bar what rises with time.
  expect({ ...made, unknown: [] }).toEqual({ ...primary, unknown: [] });
  return { primary, peer: rtnl.links.get({ name: 'nk1' })! };
}

const netkitOnly = hasNetkit ? describe : describe.skip;

if (!hasNetkit)
  test('a kernel without netkit calls the kind unknown', () =>
    inSandbox(1, ({ rtnl }) => {
      expect(() => rtnl.links.create({ kind: 'netkit', name: 'nk0' })).toThrow(
        'RTM_NEWLINK IFLA_INFO_KIND: Unknown device type (EOPNOTSUPP)',
      );
      expect(probeNetkit(rtnl)).toBe('absent');
      expect(probeNetkitAttribute(rtnl, 'pairing')).toBe('unknown');
    }));

netkitOnly('netkit (skipped on kernels without the driver)', () => {
  const rooms = hasRooms ? { headroom: 0, tailroom: 0 } : {};
  const defaults = {
    mode: 'l3',
    policy: 'pass',
    peerPolicy: 'pass',
    scrub: 'default',
    peerScrub: 'default',
  };
  const pairing = hasPairing ? { pairing: 'pair' } : {};

  test('a pair without options has the defaults of the kernel on both ends', () =>
    inSandbox(1, (room) => {
      const { primary, peer } = pair(room, {});
      expect(primary.netkit).toEqual({ primary: true, ...defaults, ...rooms, ...pairing });
      expect(peer.netkit).toEqual({ primary: false, ...defaults, ...rooms, ...pairing });
      expect(primary).toMatchObject({
        kind: 'netkit',
        mac: '00:00:00:00:00:00',
        up: false,
        carrier: false,
      });
      expect(primary.linkIndex).toBe(peer.index);
      expect(peer.linkIndex).toBe(primary.index);
    }));

  test.each<{ name: string; ask: NetkitOptions; primary: object; peer: object }>([
    { name: 'mode l2', ask: { mode: 'l2' }, primary: { mode: 'l2' }, peer: { mode: 'l2' } },
    { name: 'mode l3', ask: { mode: 'l3' }, primary: { mode: 'l3' }, peer: { mode: 'l3' } },
    {
      name: 'policy drop',
      ask: { policy: 'drop' },
      primary: { policy: 'drop', peerPolicy: 'pass' },
      peer: { policy: 'pass', peerPolicy: 'drop' },
    },
    {
      name: 'peer policy drop',
      ask: { peerPolicy: 'drop' },
      primary: { policy: 'pass', peerPolicy: 'drop' },
      peer: { policy: 'drop', peerPolicy: 'pass' },
    },
    {
      name: 'scrub none',
      ask: { scrub: 'none' },
      primary: { scrub: 'none', peerScrub: 'default' },
      peer: { scrub: 'default', peerScrub: 'none' },
    },
    {
      name: 'peer scrub none',
      ask: { peerScrub: 'none' },
      primary: { scrub: 'default', peerScrub: 'none' },
      peer: { scrub: 'none', peerScrub: 'default' },
    },
  ])('creation takes $name, each end tells its side', ({ ask, primary, peer }) =>
    inSandbox(1, (room) => {
      const made = pair(room, ask);
      expect(made.primary.netkit).toMatchObject(primary);
      expect(made.peer.netkit).toMatchObject(peer);
    }),
  );

  test('headroom and tailroom hold for both ends (6.14), or are accepted and ignored before', () =>
    inSandbox(1, (room) => {
      const { primary, peer } = pair(room, { headroom: 32, tailroom: 65535 });
      for (const { netkit } of [primary, peer]) {
        expect(netkit?.headroom).toBe(hasRooms ? 32 : undefined);
        expect(netkit?.tailroom).toBe(hasRooms ? 65535 : undefined);
      }
    }));

  test('pairing single makes one device (7.1), or an ordinary pair before', () =>
    inSandbox(1, ({ rtnl }) => {
      const single = rtnl.links.create({
        kind: 'netkit',
        name: 'one',
        netkit: { pairing: 'single' },
      });
      const kinds = rtnl.links.list({ kind: 'netkit' }).map(({ name }) => name);
      expect(kinds.sort()).toEqual(hasPairing ? ['one'] : ['nk0', 'one']);
      if (!hasPairing) {
        expect(single.netkit).not.toHaveProperty('pairing');
        return;
      }
      expect(single.netkit).toEqual({
        primary: true,
        mode: 'l3',
        policy: 'pass',
        headroom: 0,
        tailroom: 0,
        pairing: 'single',
      });
    }));

  test('both policies change in place, through the primary', () =>
    inSandbox(1, (room) => {
      const { links } = room.rtnl;
      const { primary, peer } = pair(room, {});
      links.setNetkit(primary.index, { policy: 'drop' });
      expect(links.get(primary)?.netkit).toMatchObject({ policy: 'drop', peerPolicy: 'pass' });
      links.setNetkit(primary.index, { peerPolicy: 'drop' });
      expect(links.get(peer)?.netkit).toMatchObject({ policy: 'drop', peerPolicy: 'drop' });
      links.setNetkit(primary.index, { policy: 'pass', peerPolicy: 'pass' });
      expect(links.get(peer)?.netkit).toMatchObject({ policy: 'pass', peerPolicy: 'pass' });
    }));

  test('the peer takes its own name, MTU, MAC, group, sizes and namespace in one message', () =>
    inSandbox(2, (here, there) => {
      const made = here.rtnl.links.create({
        kind: 'netkit',
        name: 'web0',
        mtu: 1400,
        mac: '02:00:00:00:00:01',
        group: 77,
        txQueueLength: 11,
        up: true,
        netkit: {
          mode: 'l2',
          peer: {
            name: 'web0',
            netns: there.netns,
            mtu: 9000,
            mac: '02:00:00:00:00:02',
            group: 78,
            txQueueLength: 12,
            gsoMaxSize: 40000,
            groMaxSize: 41000,
            gsoIpv4MaxSize: 42000,
            groIpv4MaxSize: 43000,
          },
        },
      });
      expect(made).toMatchObject({
        mtu: 1400,
        mac: '02:00:00:00:00:01',
        group: 77,
        txQueueLength: 11,
        up: true,
      });
      const nsid = made.linkNsid!;
      expect(here.rtnl.nsids.get(there.netns)).toBe(nsid);
      const peer = there.rtnl.links.get({ name: 'web0' })!;
      expect(peer).toMatchObject({
        index: made.linkIndex,
        mtu: 9000,
        mac: '02:00:00:00:00:02',
        group: 78,
        txQueueLength: 12,
        gsoMaxSize: 40000,
        groMaxSize: 41000,
        gsoIpv4MaxSize: 42000,
        groIpv4MaxSize: 43000,
        up: false,
      });
      const fromHere = here.rtnl.links.get({ index: made.linkIndex! }, { targetNsid: nsid });
      expect(fromHere).toMatchObject({ name: 'web0', index: peer.index, group: 78 });
    }));

  test('without a peer, both ends go where the primary goes and share its settings', () =>
    inSandbox(2, (here, there) => {
      const made = here.rtnl.links.create({
        kind: 'netkit',
        name: 'web0',
        netns: there.netns,
        mtu: 1300,
        group: 5,
      });
      expect(here.rtnl.links.list({ kind: 'netkit' })).toEqual([]);
      const ends = there.rtnl.links.list({ group: 5 });
      expect(ends.map(({ name, mtu }) => [name, mtu])).toEqual([
        ['nk0', 1300],
        ['web0', 1300],
      ]);
      expect(made.name).toBe('web0');
    }));

  test('alias and alternative names do not happen at creation; they survive a move and a rename', () =>
    inSandbox(2, (here, there) => {
      const { links } = here.rtnl;
      const made = links.create({
        kind: 'netkit',
        name: 'nk0',
        alias: 'dropped',
        netkit: { peer: { name: 'nk1', alias: 'x' } },
      });
      expect(links.get({ name: 'nk0' })).not.toHaveProperty('alias');
      links.set(made.index, { alias: 'owner=me' });
      links.addAltName(made.index, 'a-name-longer-than-fifteen');
      links.set(made.index, { name: 'nk9' });
      links.set(made.index, { netns: there.netns });
      const moved = there.rtnl.links.get({ altName: 'a-name-longer-than-fifteen' })!;
      expect(moved).toMatchObject({ name: 'nk9', alias: 'owner=me', netkit: { primary: true } });
      there.rtnl.links.deleteAltName(moved.index, 'a-name-longer-than-fifteen');
      there.rtnl.links.set(moved.index, { alias: '' });
      const bare = there.rtnl.links.get(moved);
      expect(bare?.altNames).toEqual([]);
      expect(bare).not.toHaveProperty('alias');
    }));

  test('a group goes in one step and takes the other ends along', () =>
    inSandbox(2, (here, there) => {
      for (const name of ['a', 'b', 'c'])
        here.rtnl.links.create({
          kind: 'netkit',
          name,
          group: 4711,
          netkit: { peer: { name: `${name}-peer`, netns: there.netns } },
        });
      expect(here.rtnl.links.list({ kind: 'netkit', group: 4711 })).toHaveLength(3);
      here.rtnl.links.deleteGroup(4711);
      expect(here.rtnl.links.list({ kind: 'netkit' })).toEqual([]);
      expect(there.rtnl.links.list({ kind: 'netkit' })).toEqual([]);
    }));

  test('probes tell the attributes apart and make nothing', () =>
    inSandbox(1, ({ rtnl }) => {
      expect(probeNetkit(rtnl)).toBe('present');
      expect(probeNetkitAttribute(rtnl, 'scrub')).toBe('present');
      // 6.12.107 has scrub by way of stable, and nothing later.
      const rest = (['headroom', 'tailroom', 'pairing'] as const).map((feature) =>
        probeNetkitAttribute(rtnl, feature),
      );
      expect([
        ['absent', 'absent', 'absent'],
        ['present', 'present', 'absent'],
        ['present', 'present', 'present'],
      ]).toContainEqual(rest);
      expect(rtnl.links.list().map(({ name }) => name)).toEqual(['lo']);
    }));
});
