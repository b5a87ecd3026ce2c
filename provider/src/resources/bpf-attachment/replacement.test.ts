import { attachment } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import type { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { HOOK, json, kernelWithPair, shown, web0 } from '../../../test/hooks.js';
import { bpfAttachment } from './index.js';
import type { AttachmentState } from './state.js';
import { abc } from './testing/attached.js';

describe('a forced replacement, which makes the new one first', () => {
  const made = async (
    kernel: FakeKernel,
    incarnation: string,
    declared = abc,
  ): Promise<AttachmentState> => {
    const inputs = json({ ...declared, incarnation });
    const { state } = await bpfAttachment.create(new FakeHost(kernel), inputs);
    return state as unknown as AttachmentState;
  };
  const [A, B] = ['a'.repeat(24), 'b'.repeat(24)];
  const partsOf = ({ attached }: AttachmentState): number[][] => [
    attached.map(({ id }) => id),
    attached.map(({ linkId }) => linkId),
    attached.flatMap(({ mapIds }) => [...mapIds]),
  ];

  test.each(['a', 'a b', 'a b c'])(
    'gives %s other programs, links and maps, each in its place, with no gap',
    async (programs) => {
      const kernel = kernelWithPair('drop');
      const old = await made(kernel, A, attachment(programs));
      kernel.chains.history = [];
      const fresh = await made(kernel, B, attachment(programs));
      expect(fresh.chain).toEqual(programs.split(' '));
      partsOf(old).forEach((ids, at) => {
        expect(partsOf(fresh)[at]?.filter((id) => ids.includes(id))).toEqual([]);
      });
      const isWhole = (chain: string[]): boolean =>
        programs.split(' ').every((name) => chain.includes(name));
      expect(kernel.chains.history.every(isWhole)).toBe(true);
      await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...old });
      expect(shown(kernel)).toEqual(programs.split(' '));
      await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...fresh });
      expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
    },
  );

  test('is told from a state that was lost: the run names nothing, and all of it stays', async () => {
    const kernel = kernelWithPair('drop');
    const old = await made(kernel, A);
    const run = {
      knowsStanding: true,
      hasDeleted: false,
      hasChecked: () => true,
      assertEngine: () => Promise.resolve(),
    };
    const inputs = json({ ...abc, incarnation: B });
    const said: unknown[] = [];
    const create = async (standing?: string): Promise<AttachmentState> => {
      const host = new FakeHost(kernel);
      const made = await bpfAttachment.create(host, inputs, { ...run, standing });
      said.push(made.said);
      return made.state as unknown as AttachmentState;
    };
    expect(partsOf(await create())).toEqual(partsOf(old));
    expect(kernel.records).toMatchObject([{ declared: { incarnation: B } }]);
    // An older state names what stood before the one that stands.
    expect(partsOf(await create('c'.repeat(24)))).toEqual(partsOf(old));
    const message: unknown = expect.stringMatching(
      /^took over attachment ".*", which an earlier run/,
    );
    expect(said).toEqual([message, message]);
    await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...old });
    expect(shown(kernel)).toEqual(['a', 'b', 'c']);
  });

  test('is not reported as a take-over', async () => {
    const kernel = kernelWithPair('drop');
    await made(kernel, A);
    const inputs = json({ ...abc, incarnation: B });
    const { said } = await bpfAttachment.create(new FakeHost(kernel), inputs);
    expect(said).toBeUndefined();
  });

  test('does not move what others attached', async () => {
    const kernel = kernelWithPair();
    await made(kernel, A);
    kernel.chains.addForeign(web0(kernel), HOOK, 'theirs', { at: 1 });
    await made(kernel, B);
    expect(shown(kernel)).toEqual(['a', 'b', 'c', 'theirs']);
  });

  test('swaps in place on a hook that has no place for a copy', async () => {
    const kernel = kernelWithPair();
    const full = attachment(Array.from({ length: 63 }, (_, at) => `p${at}`).join(' '));
    const old = await made(kernel, A, full);
    const fresh = await made(kernel, B, full);
    const [programs, links] = partsOf(fresh);
    expect(links).toEqual(partsOf(old)[1]);
    expect(programs?.filter((id) => partsOf(old)[0]?.includes(id))).toEqual([]);
  });

  test('keeps the map that is to be kept', async () => {
    const kernel = kernelWithPair();
    const kept = attachment([{ ...abc.programs[0], maps: { seen: { keep: true } } }]);
    await made(kernel, A, kept);
    const [before] = kernel.chains.hook(web0(kernel), HOOK).entries;
    const map = kernel.chains.mapsOf(before)['seen'];
    await made(kernel, B, kept);
    const [after] = kernel.chains.hook(web0(kernel), HOOK).entries;
    expect(kernel.chains.mapsOf(after)['seen']).toBe(map);
  });

  test('of the pair as well, whose id its target takes over, is not undone by the delete of the old one', async () => {
    const kernel = kernelWithPair('drop');
    const old = await made(kernel, A);
    const target = { name: 'web0', incarnation: 'c'.repeat(24) };
    web0(kernel).altNames.push(`netkit-${target.incarnation}-primary`);
    const fresh = await made(kernel, B, attachment('a b c', { target }));
    await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...old });
    expect(shown(kernel)).toEqual(['a', 'b', 'c']);
    await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...fresh });
    expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
  });

  test('keeps what stands when the old one is deleted last', async () => {
    const kernel = kernelWithPair('drop');
    const old = await made(kernel, 'a'.repeat(24));
    const fresh = await made(kernel, 'b'.repeat(24));
    await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...old });
    expect(shown(kernel)).toEqual(['a', 'b', 'c']);
    await bpfAttachment.delete(new FakeHost(kernel), 'id', { ...fresh });
    expect(shown(kernel)).toEqual([]);
  });

  test('of an older release, whose state tells no incarnation, is deleted as ever', async () => {
    const kernel = kernelWithPair('drop');
    const { incarnation: _, ...old } = await made(kernel, 'a'.repeat(24));
    await bpfAttachment.delete(new FakeHost(kernel), 'id', old);
    expect(shown(kernel)).toEqual([]);
  });
});
