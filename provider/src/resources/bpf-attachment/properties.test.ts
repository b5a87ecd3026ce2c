/** What holds for any chain and any attachment on it. */
import fc from 'fast-check';
import { attachment } from '../../../test/desired.js';
import type { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { create, HOOK, kernelWithPair, remove, shown, update, web0 } from '../../../test/hooks.js';
import type { BpfAttachmentChecked } from '@pulumi-netkit/contract';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const isForeign = (label: string): boolean => /^[A-Z]$/.test(label);

const list = fc
  .shuffledSubarray(NAMES, { minLength: 1 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.constantFrom(name, `${name}@b`, `${name}@c`))),
  )
  .map((words) => words.join(' '));
const placement = fc.constantFrom('before-foreign', 'after-foreign');
const desired = fc
  .tuple(list, placement)
  .map(([programs, where]) => attachment(programs, { placement: where }));
const strangers = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 4 });

function kernelWith(
  policy: 'pass' | 'drop',
  foreign: readonly (readonly [number, boolean])[] = [],
): FakeKernel {
  const kernel = kernelWithPair(policy);
  addStrangers(kernel, 'N', foreign);
  return kernel;
}

function addStrangers(
  kernel: FakeKernel,
  first: string,
  foreign: readonly (readonly [number, boolean])[],
): void {
  for (const [index, [place, hasLink]] of foreign.entries()) {
    const label = String.fromCharCode(first.charCodeAt(0) + index);
    const at = place % (shown(kernel).length + 1);
    kernel.chains.addForeign(web0(kernel), HOOK, label, { at, hasLink });
  }
}

function foreignOf(kernel: FakeKernel): unknown {
  const { entries } = kernel.chains.hook(web0(kernel), HOOK);
  return entries.filter(({ label }) => isForeign(label)).map((entry) => ({ ...entry }));
}

const ours = (kernel: FakeKernel): string[] => shown(kernel).filter((label) => !isForeign(label));
const namesOf = ({ programs }: BpfAttachmentChecked): string[] => programs.map(({ name }) => name);

/** The whole chain that is to be: foreign programs keep their order, ours are on the side that was declared. */
function wholeChain(to: BpfAttachmentChecked, foreign: readonly string[]): string[] {
  const own = namesOf(to);
  return to.placement === 'before-foreign' ? [...own, ...foreign] : [...foreign, ...own];
}

/** Fewest moves by trying every subset of ours that may stay; foreign programs always stay. */
function fewestMoves(from: readonly string[], to: readonly string[]): number {
  const staying = from.filter((name) => to.includes(name));
  const own = staying.filter((name) => !isForeign(name));
  let best = 0;
  for (let mask = 0; mask < 1 << own.length; mask++) {
    const kept = staying.filter((name) => isForeign(name) || mask & (1 << own.indexOf(name)));
    const ranks = kept.map((name) => to.indexOf(name));
    const rises = ranks.every((rank, at) => at === 0 || rank > (ranks[at - 1] ?? 0));
    if (rises) best = Math.max(best, kept.filter((name) => !isForeign(name)).length);
  }
  return own.length - best;
}

test('any chain becomes any other by the fewest moves; strangers stay as they are', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('pass' as const, 'drop' as const),
      strangers,
      strangers,
      desired,
      desired,
      async (policy, foreign, later, from, to) => {
        const kernel = kernelWith(policy, foreign);
        const state = await create(kernel, from);
        expect(ours(kernel)).toEqual(namesOf(from));
        addStrangers(kernel, 'A', later);
        const untouched = foreignOf(kernel);
        const stood = shown(kernel);
        const before = kernel.ops.length;
        const links = new Map(
          kernel.chains
            .hook(web0(kernel), HOOK)
            .entries.map(({ label, linkId }) => [label, linkId]),
        );
        const after = await update(kernel, state, to);
        expect(ours(kernel)).toEqual(namesOf(to));
        expect(foreignOf(kernel)).toEqual(untouched);

        const done = kernel.ops.slice(before);
        const moves = done.filter(({ op }) => op === 'chain.move');
        const wanted = wholeChain(to, stood.filter(isForeign));
        expect(shown(kernel)).toEqual(wanted);
        expect(moves).toHaveLength(fewestMoves(stood, wanted));
        // What was not moved or attached kept its link.
        const placed = done.flatMap((op) =>
          op.op === 'chain.move' || op.op === 'chain.attach' ? [op.name] : [],
        );
        for (const { label, linkId } of kernel.chains.hook(web0(kernel), HOOK).entries)
          if (!placed.includes(label)) expect(linkId).toBe(links.get(label));
        // A gate is for a chain that is built where nothing else stands.
        if (done.some(({ op }) => op === 'gate.close')) expect(untouched).toEqual([]);

        const ops = kernel.ops.length;
        await update(kernel, after, to);
        expect(kernel.ops).toHaveLength(ops);
        expect(after['chain']).toEqual(namesOf(to));

        await remove(kernel, after);
        expect(ours(kernel)).toEqual([]);
        expect(foreignOf(kernel)).toEqual(untouched);
        expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
      },
    ),
    { numRuns: 200 },
  ));

test('a chain that others took apart is put together again', () =>
  fc.assert(
    fc.asyncProperty(
      strangers,
      desired,
      fc.array(fc.tuple(fc.constantFrom('remove', 'exchange'), fc.nat()), { maxLength: 3 }),
      async (foreign, declared, vandals) => {
        const kernel = kernelWith('drop', foreign);
        const state = await create(kernel, declared);
        const untouched = foreignOf(kernel);
        for (const [what, which] of vandals) {
          const present = ours(kernel);
          const name = present[which % Math.max(1, present.length)];
          if (name === undefined) continue;
          if (what === 'remove') kernel.chains.removeEntry(web0(kernel), HOOK, name);
          else kernel.chains.exchange(web0(kernel), HOOK, name);
        }
        await update(kernel, state, declared);
        expect(ours(kernel)).toEqual(namesOf(declared));
        expect(foreignOf(kernel)).toEqual(untouched);
        expect(kernel.chains.everyPin().filter((pin) => /%(new|copy|gate)/.test(pin))).toEqual([]);
      },
    ),
  ));
