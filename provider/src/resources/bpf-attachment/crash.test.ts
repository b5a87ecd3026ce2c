/** Killed between any two system calls, the next run converges and nothing is left over. Strangers are untouched. */
import { attachment } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { type FakeKernel } from '../../../test/fakes/fake-kernel.js';
import {
  create,
  HOOK,
  json,
  kernelWithPair,
  remove,
  shown,
  update,
  web0,
} from '../../../test/hooks.js';
import type { BpfAttachmentChecked, Policy } from '@pulumi-netkit/contract';
import type { Json } from '../common/resource.js';
import { bpfAttachment } from './index.js';

interface World {
  readonly name: string;
  readonly policy: Policy;
  readonly foreign: readonly string[];
}

const WORLDS: World[] = [
  { name: 'behind a policy that drops', policy: 'drop', foreign: [] },
  { name: 'among strangers', policy: 'drop', foreign: ['X', 'Y'] },
];

/** Strangers on the hook, and one on the other. Both objects have a map of the same name. */
function populated({ policy, foreign }: World): FakeKernel {
  const kernel = kernelWithPair(policy);
  for (const [at, label] of foreign.entries())
    kernel.chains.addForeign(web0(kernel), HOOK, label, { at, hasLink: label !== 'Y' });
  kernel.chains.addForeign(web0(kernel), 'netkit/primary', 'Z');
  kernel.chains.history = [];
  return kernel;
}

const strangers = (kernel: FakeKernel): unknown =>
  kernel.chains.hooks.flatMap(({ entries }) =>
    entries.filter(({ label }) => /^[A-Z]$/.test(label)).map((entry) => ({ ...entry })),
  );

const ours = (kernel: FakeKernel): string[] =>
  shown(kernel).filter((label) => !/^[A-Z]$/.test(label));

/** No copy, no gate, no map that waits; every pin leads to what is declared. */
function expectWhole(kernel: FakeKernel, declared: BpfAttachmentChecked): void {
  const names = declared.programs.map(({ name }) => name);
  expect(ours(kernel)).toEqual(names);
  const folder = '%host/web0/netkit/peer/web-egress';
  const pins = kernel.chains.everyPin();
  expect(pins.filter((pin) => !pin.includes('%maps'))).toEqual(
    names.map((name) => `${folder}/${name}`).sort(),
  );
  expect(pins.filter((pin) => pin.includes('%new'))).toEqual([]);
  // Programs of one object share its maps, and the pin leads to the one they use.
  const { entries } = kernel.chains.hook(web0(kernel), HOOK);
  const byObject = new Map<string, Readonly<Record<string, number>>>();
  for (const program of declared.programs) {
    const maps = kernel.chains.mapsOf(entries.find(({ label }) => label === program.name));
    byObject.set(program.object.hash, byObject.get(program.object.hash) ?? maps);
    expect(maps).toEqual(byObject.get(program.object.hash));
  }
  // Other objects have others, each pinned once, and nothing else is pinned.
  const used = [...byObject.values()].map(({ seen }) => seen);
  expect([...(kernel.chains.mapPins.get(folder)?.values() ?? [])].sort()).toEqual(used.sort());
  expect(kernel.records.map(({ kind }) => kind)).toEqual(['attachment']);
}

function expectNothing(kernel: FakeKernel): void {
  expect(ours(kernel)).toEqual([]);
  expect(kernel.chains.everyPin()).toEqual([]);
  expect(kernel.records).toEqual([]);
}

/** While the policy drops, nothing of ours may run in part: the hook is empty, shut, or whole. */
function expectNeverHalfOpen(kernel: FakeKernel, ...wholes: readonly (readonly string[])[]): void {
  for (const labels of kernel.chains.history) {
    if (labels.length === 0 || labels[0] === 'gate') continue;
    expect(wholes).toContainEqual(labels);
  }
}

describe.each(WORLDS)('$name', (world) => {
  const from = attachment('a b c d');

  test('a create, killed anywhere, is finished by the next', async () => {
    const calm = populated(world);
    await create(calm, from);
    expect(calm.breaths).toBeGreaterThan(6);
    for (let k = 0; k < calm.breaths; k++) {
      const kernel = populated(world);
      const untouched = strangers(kernel);
      kernel.killAfter(k);
      await expect(create(kernel, from)).rejects.toThrow();
      kernel.revive();
      await create(kernel, from);
      expectWhole(kernel, from);
      expect(strangers(kernel)).toEqual(untouched);
      if (world.foreign.length === 0) expectNeverHalfOpen(kernel, ['a', 'b', 'c', 'd']);
      else expect(kernel.chains.history.flat()).not.toContain('gate');
    }
  });

  // What was left shut stays shut until another chain stands whole, wherever its programs stood in the first.
  test.each(['n a b c d', 'b c d', 'd c b a', 'b n', 'b a c d', 'n'])(
    'a create, killed anywhere, becomes %s',
    async (next) => {
      const calm = populated(world);
      await create(calm, from);
      const to = attachment(next);
      for (let k = 0; k < calm.breaths; k++) {
        const kernel = populated(world);
        kernel.killAfter(k);
        await expect(create(kernel, from)).rejects.toThrow();
        kernel.revive();
        const isWhole =
          shown(kernel).length === 4 && !kernel.chains.history.at(-1)?.includes('gate');
        await create(kernel, to);
        expectWhole(kernel, to);
        // A whole chain is changed under traffic, move by move.
        if (world.foreign.length === 0 && !isWhole)
          expectNeverHalfOpen(
            kernel,
            to.programs.map(({ name }) => name),
          );
      }
    },
  );

  test('a create whose helper was killed is finished by an update or begun anew', async () => {
    const calm = populated(world);
    await create(calm, from);
    const outcomes = new Set<string>();
    for (let k = 0; k < calm.breaths; k++) {
      const kernel = populated(world);
      const host = new FakeHost(kernel, { restarts: true });
      kernel.killAfter(k);
      const failure: unknown = await bpfAttachment
        .create(host, json(from))
        .catch((error: unknown) => error);
      const partial = failure as { name: string; id: string; state: Json };
      outcomes.add(partial.name);
      const state =
        partial.name === 'PartialError'
          ? await update(kernel, partial.state, from)
          : await create(kernel, from);
      expectWhole(kernel, from);
      await remove(kernel, state);
      expectNothing(kernel);
    }
    expect(outcomes).toEqual(new Set(['NetkitError', 'PartialError']));
  });

  test.each<{ name: string; to: BpfAttachmentChecked }>([
    { name: 'a swap of all', to: attachment('a@b b@b c@b d@b') },
    { name: 'a swap of one', to: attachment('a b@b c d') },
    { name: 'a reorder', to: attachment('d c b a') },
    { name: 'an insert', to: attachment('n a b m c d') },
    { name: 'a removal', to: attachment('b d') },
    { name: 'another chain', to: attachment('x y') },
    { name: 'everything at once', to: attachment('d@b n a@b b@b') },
    {
      name: 'a map made anew',
      to: attachment(from.programs.map((one) => ({ ...one, maps: { seen: { maxEntries: 7 } } }))),
    },
    {
      name: 'a map begun anew, and a move',
      to: attachment(
        ['d', 'a', 'b', 'c'].map((name) => ({
          ...from.programs[0],
          name,
          program: name,
          maps: { seen: { keep: false } },
        })),
      ),
    },
  ])('$name, killed anywhere, is finished by the next', async ({ to }) => {
    const calm = populated(world);
    const state = await create(calm, from);
    const made = calm.breaths;
    await update(calm, state, to);
    const count = calm.breaths - made;
    expect(count).toBeGreaterThan(1);
    for (let k = 0; k < count; k++) {
      for (const next of ['the same', 'back', 'delete'] as const) {
        const kernel = populated(world);
        const untouched = strangers(kernel);
        const before = await create(kernel, from);
        kernel.killAfter(k);
        await expect(update(kernel, before, to)).rejects.toThrow();
        kernel.revive();
        if (next === 'delete') {
          await remove(kernel, before);
          expectNothing(kernel);
        } else {
          const declared = next === 'back' ? from : to;
          const after = await update(kernel, before, declared);
          expectWhole(kernel, declared);
          const ops = kernel.ops.length;
          await update(kernel, after, declared);
          expect(kernel.ops).toHaveLength(ops);
        }
        expect(strangers(kernel)).toEqual(untouched);
      }
    }
  });

  test('a delete, killed anywhere, is finished by the next', async () => {
    const calm = populated(world);
    const state = await create(calm, from);
    const made = calm.breaths;
    await remove(calm, state);
    const count = calm.breaths - made;
    for (let k = 0; k < count; k++) {
      const kernel = populated(world);
      const untouched = strangers(kernel);
      const before = await create(kernel, from);
      kernel.killAfter(k);
      await expect(remove(kernel, before)).rejects.toThrow();
      kernel.revive();
      await remove(kernel, before);
      expectNothing(kernel);
      expect(strangers(kernel)).toEqual(untouched);
      if (world.foreign.length === 0) expectNeverHalfOpen(kernel, ['a', 'b', 'c', 'd']);
    }
  });
});

test('a move never leaves a packet without its program', async () => {
  const kernel = populated(WORLDS[1]!);
  const state = await create(kernel, attachment('a b c d'));
  kernel.chains.history = [];
  await update(kernel, state, attachment('d c@b b a'));
  for (const labels of kernel.chains.history)
    expect(labels).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'X', 'Y']));
});
