/** Links on netkit devices, and on kernels and devices without the hooks. */
import { probeHook } from '../features';
import { ATTACH_TYPES } from './hook';
import { Link } from './link';
import { queryChain } from '../query';
import { HAS_NETKIT, HOOKS, inRoom, makeHook, refusal, returning } from '../testing/sandbox';

describe('netkit devices (skipped without netkit)', () => {
  const netkitTest = HAS_NETKIT ? test : test.skip;

  netkitTest('the peer refuses attach and query, and takes tcx', () =>
    inRoom((room) => {
      const { ifindex } = makeHook(room, 'netkit/primary');
      const peer = room.rtnl.links.get({ index: ifindex })!.linkIndex!;
      using program = returning(-1);
      room.inside(() => {
        for (const attachType of ['netkit/primary', 'netkit/peer'] as const)
          for (const attempt of [
            () => queryChain(peer, attachType),
            () => Link.create({ ifindex: peer, attachType, program }),
          ])
            expect(refusal(attempt)).toMatchObject({ code: 'hook-is-peer', errnoName: 'EACCES' });
        Link.create({ ifindex: peer, attachType: 'tcx/egress', program }).close();
      });
    }),
  );

  netkitTest('another kind of device has no netkit hooks', () =>
    inRoom((room) => {
      const { ifindex } = makeHook(room, 'tcx/ingress');
      room.inside(() => {
        expect(refusal(() => queryChain(ifindex, 'netkit/peer')).code).toBe('hook-not-netkit');
      });
    }),
  );

  netkitTest('a single takes no netkit programs (7.1), and is an ordinary pair before', () =>
    inRoom((room) => {
      const single = room.rtnl.links.create({
        kind: 'netkit',
        name: 'one',
        netkit: { pairing: 'single' },
      });
      room.inside(() => {
        if (single.netkit?.pairing !== 'single') {
          expect(queryChain(single.index, 'netkit/peer').entries).toEqual([]);
          return;
        }
        expect(refusal(() => queryChain(single.index, 'netkit/peer')).code).toBe('hook-single');
      });
    }),
  );

  netkitTest('one loaded program may stand on primary, peer and tcx at once', () =>
    inRoom((room) => {
      const { ifindex } = makeHook(room, 'netkit/primary');
      using program = returning(-1);
      room.inside(() => {
        for (const link of ATTACH_TYPES.map((attachType) =>
          Link.create({ ifindex, attachType, program }),
        ))
          link.close();
      });
    }),
  );

  netkitTest('links, order and revision survive a move of the device to another namespace', () =>
    inRoom((home) =>
      inRoom((away) => {
        const { ifindex } = makeHook(home, 'netkit/primary');
        using program = returning(-1);
        using link = home.inside(() =>
          Link.create({ ifindex, attachType: 'netkit/primary', program }),
        );
        home.rtnl.links.set(ifindex, { netns: away.netns });
        const moved = away.rtnl.links.get({ name: 'dev0' })!.index;
        const { revision, entries } = away.inside(() => queryChain(moved, 'netkit/primary'));
        expect([revision, entries.map(({ linkId }) => linkId)]).toEqual([2n, [link.id]]);
        expect(link.info().ifindex).toBe(moved);
      }),
    ),
  );
});

const missing = ATTACH_TYPES.filter((attachType) => !HOOKS.includes(attachType));
if (missing.length > 0)
  test.each(missing)('a kernel without %s says so, and since when others have it', (attachType) =>
    inRoom((room) => {
      using program = returning(-1);
      room.inside(() => {
        for (const attempt of [
          () => queryChain(1, attachType),
          () => Link.create({ ifindex: 1, attachType, program }),
        ]) {
          const error = refusal(attempt);
          expect(error.code).toBe('hook-unsupported');
          expect(error.message).toContain('takes Linux 6.7 with CONFIG_NETKIT');
        }
        expect(probeHook(attachType)).toEqual({ state: 'absent', since: 'Linux 6.7' });
      });
    }),
  );
