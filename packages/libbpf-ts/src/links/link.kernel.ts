/** Links and chains on a real kernel: the link scenarios of the kernel's own tc_links, tc_opts and tc_netkit. */
import { openFds, type Fd } from '@pulumi-netkit/linux-ffi';
import {
  afterLink,
  afterProgram,
  beforeLink,
  beforeProgram,
  head,
  tail,
  type Anchor,
} from './anchor';
import { attachTypeNumber } from './hook';
import type { LinkId, ProgramId } from '../ids';
import { Link } from './link';
import { pinObject, renamePin, unpin } from '../pin';
import type { LoadedProgram } from '../program';
import { CHAIN_LIMIT, queryChain } from '../query';
import { progAttach, progDetach } from '../sys/links';
import { progLoad } from '../sys/programs';
import { BPF_F } from '../sys/uapi';
import { PROGRAM_TYPE } from '@pulumi-netkit/bpf-object';
import { bpftool, HOOKS, inRoom, pinsIn, poll, refusal, returning } from '../testing/sandbox';
import type { Bench } from '../testing/bench';
import { onHook } from '../testing/bench';

describe.each(HOOKS)('%s', (attachType) => {
  test('attach, read, detach: ids, order and revision are as told', () =>
    onHook(attachType, (bench) => {
      expect(bench.chain().entries).toEqual([]);
      const program = bench.program();
      const link = bench.link({ program: program.fd });
      expect(bench.chain()).toEqual({
        revision: 2n,
        entries: [{ programId: program.id, linkId: link.id }],
      });
      expect(link.info()).toEqual({
        id: link.id,
        programId: program.id,
        type: attachType.startsWith('tcx') ? 'tcx' : 'netkit',
        attachType,
        // A peer link reports the peer's own index.
        ifindex: attachType === 'netkit/peer' ? link.info().ifindex : bench.hook.ifindex,
        isDefunct: false,
      });
      link.detach();
      expect(bench.chain().entries).toEqual([]);
      expect(link.info()).toMatchObject({ ifindex: 0, isDefunct: true });
      link.detach();
    }));

  test('closing a link without a pin detaches it', () =>
    onHook(attachType, (bench) => {
      bench.link().close();
      expect(bench.chain().entries).toEqual([]);
    }));

  test('two links, the second before the first: revision 3', () =>
    onHook(attachType, (bench) => {
      const first = bench.link();
      const second = bench.link({ anchor: beforeLink(first.id) });
      expect(bench.order()).toEqual([second.id, first.id]);
      expect(bench.chain().revision).toBe(3n);
    }));

  test.each<{ name: string; anchor: (b: LoadedProgram, link: Link) => Anchor; want: string }>([
    { name: 'head', anchor: () => head(), want: 'nabc' },
    { name: 'tail', anchor: () => tail(), want: 'abcn' },
    { name: 'before a link id', anchor: (_, link) => beforeLink(link.id), want: 'anbc' },
    { name: 'after a link id', anchor: (_, link) => afterLink(link.id), want: 'abnc' },
    { name: 'before a link fd', anchor: (_, link) => beforeLink(link.fd), want: 'anbc' },
    { name: 'after a link fd', anchor: (_, link) => afterLink(link.fd), want: 'abnc' },
    { name: 'before a program id', anchor: (b) => beforeProgram(b.id), want: 'anbc' },
    { name: 'after a program id', anchor: (b) => afterProgram(b.id), want: 'abnc' },
    { name: 'before a program fd', anchor: (b) => beforeProgram(b.fd), want: 'anbc' },
    { name: 'after a program fd', anchor: (b) => afterProgram(b.fd), want: 'abnc' },
  ])('of [a b c], a new one at $name gives $want', ({ anchor, want }) =>
    onHook(attachType, (bench) => {
      const b = bench.program();
      const links: Record<string, Link> = {};
      links['a'] = bench.link();
      links['b'] = bench.link({ program: b.fd });
      links['c'] = bench.link();
      links['n'] = bench.link({ anchor: anchor(b, links['b']) });
      expect(bench.order()).toEqual(Array.from(want, (name) => links[name]!.id));
    }),
  );

  test('expectedRevision: the right one attaches, a stale one is refused', () =>
    onHook(attachType, (bench) => {
      bench.link();
      const { revision } = bench.chain();
      bench.link({ expectedRevision: revision });
      const error = refusal(() => bench.link({ expectedRevision: revision }));
      expect(error).toMatchObject({ code: 'chain-moved', errnoName: 'ESTALE' });
      expect(bench.chain().entries).toHaveLength(2);
    }));

  test('the revision of a chain that was emptied can be passed back', () =>
    onHook(attachType, (bench) => {
      for (let i = 0; i < 3; i++) bench.link().detach();
      bench.link({ expectedRevision: bench.chain().revision });
      expect(bench.chain().entries).toHaveLength(1);
    }));

  test('update keeps place, id and pin, and raises the revision', () =>
    onHook(attachType, (bench) => {
      const [a, b, c] = [bench.link(), bench.link(), bench.link()];
      b.pin(`${bench.room.pins}/b`);
      const before = bench.chain();
      const next = bench.program();
      b.update(next.fd);
      const after = bench.chain();
      expect(after.revision).toBe(before.revision + 1n);
      expect(after.entries.map(({ linkId }) => linkId)).toEqual([a.id, b.id, c.id]);
      expect(after.entries[1]?.programId).toBe(next.id);
      using pinned = Link.open(`${bench.room.pins}/b`);
      expect(pinned.info()).toMatchObject({ id: b.id, programId: next.id });
      b.update(next.fd);
      expect(bench.chain().revision).toBe(after.revision);
    }));

  test('update compares and swaps: with the wrong old program nothing changes', () =>
    onHook(attachType, (bench) => {
      const [was, next, other] = [bench.program(), bench.program(), bench.program()];
      const link = bench.link({ program: was.fd });
      const error = refusal(() => link.update(next.fd, { old: other.fd }));
      expect(error).toMatchObject({ code: 'program-changed', errnoName: 'EPERM' });
      expect(link.info().programId).toBe(was.id);
      link.update(next.fd, { old: was.fd });
      expect(link.info().programId).toBe(next.id);
    }));

  test('one loaded program is once in a chain, by create or by update', () =>
    onHook(attachType, (bench) => {
      const program = bench.program();
      bench.link({ program: program.fd });
      const other = bench.link();
      for (const attempt of [
        () => bench.link({ program: program.fd }),
        () => other.update(program.fd),
      ])
        expect(refusal(attempt)).toMatchObject({ code: 'already-attached', errnoName: 'EEXIST' });
      expect(bench.chain().entries).toHaveLength(2);
    }));

  test.each<{ name: string; anchor: (bench: Bench) => Anchor; code: string }>([
    {
      name: 'a link id that is not',
      anchor: () => beforeLink(0x7ffffff0 as LinkId),
      code: 'anchor-missing',
    },
    {
      name: 'a program id that is not',
      anchor: () => afterProgram(0x7ffffff0 as ProgramId),
      code: 'anchor-missing',
    },
    {
      name: 'a program that is not in the chain',
      anchor: (bench) => afterProgram(bench.program().fd),
      code: 'anchor-missing',
    },
    {
      name: 'a link that was detached',
      anchor: (bench) => {
        const link = bench.link();
        link.detach();
        return beforeLink(link.fd);
      },
      code: 'anchor-missing',
    },
    {
      name: 'a program where a link is said',
      anchor: (bench) => beforeLink(bench.program().fd),
      code: 'anchor-conflict',
    },
    {
      name: 'a link where a program is said',
      anchor: (bench) => beforeProgram(bench.link().fd),
      code: 'anchor-conflict',
    },
  ])('the anchor $name is refused, and nothing changes', ({ anchor, code }) =>
    onHook(attachType, (bench) => {
      bench.link();
      const place = anchor(bench);
      const before = bench.chain();
      expect(refusal(() => bench.link({ anchor: place })).code).toBe(code);
      expect(bench.chain()).toEqual(before);
    }),
  );

  test('a program of another type is refused with both types; no program at all too', () =>
    onHook(attachType, (bench) => {
      const code = Buffer.alloc(16);
      code.writeUInt8(0xb7, 0);
      code.writeUInt8(0x95, 8);
      using xdp = progLoad(PROGRAM_TYPE.xdp, code);
      const wrong = refusal(() => bench.link({ program: xdp }));
      expect(wrong.code).toBe('program-type');
      expect(wrong.message).toContain('loaded as xdp; this hook takes sched_cls');
      expect(refusal(() => bench.link({ program: { number: 9999 } })).errnoName).toBe('EBADF');
    }));

  test('63 programs fit; the 64th is told who is there, with an anchor and without', () =>
    onHook(attachType, (bench) => {
      for (let i = 0; i < CHAIN_LIMIT; i++)
        bench.link({ program: bench.program(i % 2 === 0 ? 'guard' : 'counter').fd });
      expect(bench.chain().entries).toHaveLength(63);
      const [first] = bench.order();
      for (const anchor of [tail(), head(), beforeLink(first!)]) {
        const error = refusal(() => bench.link({ anchor }));
        expect(error.code).toBe('chain-full');
        expect(error.message).toContain('63 programs are there (32 × guard, 31 × counter)');
      }
      // A full chain takes an update.
      using link = Link.byId(first!);
      link.update(bench.program().fd);
    }));

  test('a device that is not is named, and one of another namespace is not seen', () =>
    onHook(attachType, (bench) => {
      expect(refusal(() => bench.link({ ifindex: 9999 })).code).toBe('device-missing');
      expect(refusal(() => queryChain(9999, attachType)).code).toBe('device-missing');
      inRoom((other) =>
        other.inside(() => {
          expect(refusal(() => queryChain(bench.hook.ifindex, attachType)).code).toBe(
            'device-missing',
          );
        }),
      );
    }));

  test('a link of a deleted device is defunct for ever, whatever gets its index', () =>
    onHook(attachType, (bench) => {
      const link = bench.link();
      link.pin(`${bench.room.pins}/guard`);
      bench.room.rtnl.links.delete(bench.hook.ifindex);
      expect(link.info()).toMatchObject({ ifindex: 0, isDefunct: true });
      const kind = attachType.startsWith('netkit') ? 'netkit' : 'veth';
      const peer = { name: 'dev0p' };
      bench.room.rtnl.links.create({
        kind,
        name: 'dev0',
        index: bench.hook.ifindex,
        ...(kind === 'netkit' ? { netkit: { peer } } : { veth: { peer } }),
      });
      expect(bench.order()).toEqual([]);
      const error = refusal(() => link.update(bench.program().fd));
      expect(error).toMatchObject({ code: 'link-defunct', errnoName: 'ENOLINK' });
      link.detach();
      using pinned = Link.open(`${bench.room.pins}/guard`);
      expect(pinned.info().isDefunct).toBe(true);
    }));

  test('update and detach work from any namespace, for the link knows its device', () =>
    onHook(attachType, (bench) => {
      const link = bench.link();
      const next = bench.program();
      inRoom((other) =>
        other.inside(() => {
          link.update(next.fd);
          expect(link.info().programId).toBe(next.id);
          link.detach();
        }),
      );
      expect(bench.order()).toEqual([]);
    }));

  test('a pin keeps the link; rename over a pin replaces it; unpin lets it go', () =>
    onHook(attachType, (bench) => {
      const { pins } = bench.room;
      const old = Link.create({ ...bench.hook, program: bench.program().fd });
      const { id: oldId } = old;
      old.pin(`${pins}/guard`);
      old.close();
      expect(bench.order()).toEqual([oldId]);
      const fresh = Link.create({ ...bench.hook, program: bench.program().fd, anchor: head() });
      const { id } = fresh;
      fresh.pin(`${pins}/guard~new`);
      fresh.close();
      expect(bench.order()).toEqual([id, oldId]);
      expect(refusal(() => pinObject(bench.link().fd, `${pins}/guard`)).code).toBe('pin-exists');
      renamePin(`${pins}/guard~new`, `${pins}/guard`);
      poll(() => !bench.order().includes(oldId), 'the replaced link is gone');
      expect(pinsIn(pins)).toEqual(['guard']);
      expect(unpin(`${pins}/guard`)).toBe(true);
      expect(unpin(`${pins}/guard`)).toBe(false);
      poll(() => !bench.order().includes(id), 'the unpinned link is gone');
    }));

  test('programs attached by the older call keep their place and serve as anchors', () =>
    onHook(attachType, (bench) => {
      const foreign = bench.program('foreign');
      const request = {
        programFd: foreign.fd.number,
        ifindex: bench.hook.ifindex,
        attachType: attachTypeNumber(attachType),
        flags: 0,
        relative: 0,
        expectedRevision: 0n,
      };
      progAttach(request);
      const before = bench.link({ anchor: beforeProgram(foreign.id) });
      const after = bench.link({ anchor: afterProgram(foreign.fd) });
      expect(bench.order()).toEqual([before.id, undefined, after.id]);
      expect(bench.chain().entries[1]?.programId).toBe(foreign.id);
      // The older call removes its own, and never a link's program.
      const notOurs = { ...request, programFd: 0, flags: BPF_F.BPF_F_AFTER };
      expect(() => progDetach(notOurs)).toThrow('EBUSY');
      progDetach(request);
      expect(bench.order()).toEqual([before.id, after.id]);
    }));

  test('links are found by id, and bpftool sees the same chain in the same order', () =>
    onHook(attachType, (bench) => {
      const last = bench.link();
      const first = bench.link({ anchor: head() });
      using again = Link.byId(first.id);
      expect(again.info()).toEqual(first.info());
      expect([...Link.ids()]).toEqual(expect.arrayContaining([first.id, last.id]));
      expect(refusal(() => Link.byId(0x7ffffff0 as LinkId)).code).toBe('id-missing');
      const net = bpftool('net', 'show') as
        { tc: { kind: string; link_id: number }[] }[] | undefined;
      if (net === undefined) throw new Error('no bpftool: run scripts/setup');
      const kind = attachType;
      const seen = net[0]!.tc.filter((entry) => entry.kind === kind);
      expect(seen.map((entry) => entry.link_id)).toEqual([first.id, last.id]);
    }));
});

test('a descriptor of another kind is no link', () =>
  inRoom(({ pins }) => {
    using program: Fd = returning(-1);
    pinObject(program, `${pins}/program`);
    const error = refusal(() => Link.open(`${pins}/program`));
    expect(error.code).toBe('pin-kind');
    expect(error.message).toContain('it is a program and not a link');
    expect(refusal(() => Link.open(`${pins}/nothing`)).code).toBe('pin-missing');
    expect(openFds().filter(({ what }) => what.startsWith('pin'))).toEqual([]);
  }));
