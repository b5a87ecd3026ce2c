/** Packets through chains on a real kernel: in order, until a verdict, while programs are exchanged. */
import { beforeLink } from './anchor';
import { Link } from './link';
import { openObject } from '../objects/object';
import { compile } from '../../../bpf-object/src/testing/compile';
import { HAS_NETKIT, inRoom, ping } from '../testing/sandbox';

describe('packets', () => {
  test('run through tcx in order until a verdict: NEXT goes on, DROP ends', () =>
    inRoom(({ inside, rtnl }) => {
      rtnl.links.set(1, { up: true });
      using object = openObject(compile('programs'), { name: 'programs' });
      object.choosePrograms(['a', 'b', 'drops'], { type: 'sched_cls' });
      using loaded = object.load();
      inside(() => {
        const at = { ifindex: 1, attachType: 'tcx/ingress' } as const;
        using a = Link.create({ ...at, program: loaded.program('a').fd });
        using b = Link.create({ ...at, program: loaded.program('b').fd });
        expect(ping('127.0.0.1')).toBe(3);
        const counts = loaded.map('counts');
        const count = (slot: number): bigint =>
          counts.lookup(Buffer.of(slot, 0, 0, 0))!.readBigUInt64LE();
        const [before, behind] = [count(0), count(1)];
        expect(before).toBeGreaterThanOrEqual(6n);
        expect(behind).toBe(before);
        using drops = Link.create({
          ...at,
          program: loaded.program('drops').fd,
          anchor: beforeLink(b.id),
        });
        expect(ping('127.0.0.1', 2)).toBe(0);
        expect(count(0)).toBeGreaterThan(before);
        expect(count(1)).toBe(behind);
        drops.detach();
        expect(ping('127.0.0.1', 1)).toBe(1);
        a.detach();
      });
    }));

  (HAS_NETKIT ? test : test.skip)(
    'run through both netkit hooks, attached by the primary’s index (skipped without netkit)',
    () =>
      inRoom((host) =>
        inRoom((pod) => {
          const pair = host.rtnl.links.create({
            kind: 'netkit',
            name: 'nk0',
            up: true,
            netkit: { peer: { name: 'nk0p', netns: pod.netns } },
          });
          const peer = pod.rtnl.links.get({ name: 'nk0p' })!;
          pod.rtnl.links.set(peer.index, { up: true });
          host.rtnl.addresses.add(pair.index, { address: '10.9.0.1/24' });
          pod.rtnl.addresses.add(peer.index, { address: '10.9.0.2/24' });
          using object = openObject(compile('programs'), { name: 'programs' });
          object.choosePrograms(['d', 'e', 'drops'], { type: 'sched_cls' });
          using loaded = object.load();
          const counts = loaded.map('counts');
          const count = (slot: number): number =>
            Number(counts.lookup(Buffer.of(slot, 0, 0, 0))!.readBigUInt64LE());
          host.inside(() => {
            const at = { ifindex: pair.index };
            using to = Link.create({
              ...at,
              attachType: 'netkit/primary',
              program: loaded.program('d').fd,
            });
            using from = Link.create({
              ...at,
              attachType: 'netkit/peer',
              program: loaded.program('e').fd,
            });
            expect(ping('10.9.0.2')).toBe(3);
            expect(count(3)).toBeGreaterThanOrEqual(3);
            expect(count(4)).toBeGreaterThanOrEqual(3);
            expect(from.info().ifindex).toBe(peer.index);
            to.update(loaded.program('drops').fd);
            expect(ping('10.9.0.2', 2)).toBe(0);
            to.detach();
            expect(ping('10.9.0.2', 1)).toBe(1);
          });
        }),
      ),
  );
});
