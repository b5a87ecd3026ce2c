/** Several owners on one hook, in any order of runs, kills and foreign programs: the chain is always the solved one. */
import fc from 'fast-check';
import {
  type Anchor,
  asNetkitError,
  type BpfAttachmentChecked,
  type Placement,
} from '@pulumi-netkit/contract';
import { attachment } from '../../../test/desired.js';
import type { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { create, HOOK, kernelWithPair, remove, shown, update, web0 } from '../../../test/hooks.js';
import type { Json } from '../common/resource.js';
import { solve } from './chain/solve.js';

const STACKS = ['one', 'two', 'three'] as const;
type Stack = (typeof STACKS)[number];
const PROGRAMS = { one: 'a b', two: 'c', three: 'd e f' };
const isForeign = (label: string): boolean => /^[A-Z]/.test(label);

interface Wish {
  readonly placement: Placement;
  readonly priority: number;
  readonly before: readonly Anchor[];
  readonly after: readonly Anchor[];
}

function declare(stack: Stack, wish: Partial<Wish>): BpfAttachmentChecked {
  const owner = `urn:pulumi:${stack}::net::netkit:index:BpfAttachment::part`;
  return attachment(PROGRAMS[stack], { name: stack, owner, ...wish });
}

/** What is declared, and the engine's state of it. */
class World {
  readonly kernel: FakeKernel = kernelWithPair('drop');
  readonly declared = new Map<Stack, BpfAttachmentChecked>();
  readonly states = new Map<Stack, Json>();

  /** The labels of the chain that all declarations ask for, around the foreign programs there are. */
  wanted(): string[] {
    const foreign = shown(this.kernel).filter(isForeign);
    const members = [...this.declared].map(([key, one]) => ({ ...one, key }));
    const { order } = solve(
      members,
      foreign.map((programName) => ({ programName, tag: `tag-${programName}` })),
    );
    return order.flatMap((node) =>
      'foreign' in node ? [foreign[node.foreign] ?? ''] : PROGRAMS[node.member as Stack].split(' '),
    );
  }

  async up(stack: Stack, declared: BpfAttachmentChecked): Promise<void> {
    const state = this.states.get(stack);
    const after = state
      ? await update(this.kernel, state, declared)
      : await create(this.kernel, declared);
    this.states.set(stack, after);
    this.declared.set(stack, declared);
  }

  async destroy(stack: Stack): Promise<void> {
    const state = this.states.get(stack);
    if (state) await remove(this.kernel, state);
    this.states.delete(stack);
    this.declared.delete(stack);
  }
}

/** Runs again until no kill comes, as people do. */
async function despiteKill(world: World, at: number, work: () => Promise<void>): Promise<void> {
  world.kernel.killAfter(at);
  try {
    await work();
  } catch (error) {
    if (!world.kernel.isDead) throw error;
    world.kernel.revive();
    await work();
  } finally {
    world.kernel.revive();
  }
}

const anchors = fc.array(
  fc.oneof(
    fc.constantFrom(...STACKS).map((one): Anchor => ({ attachment: one })),
    fc.constantFrom('X', 'Y').map((program): Anchor => ({ program })),
  ),
  { maxLength: 2 },
);
const wish = fc.record({
  placement: fc.constantFrom<Placement>('before-foreign', 'after-foreign'),
  priority: fc.nat(3),
  before: anchors,
  after: anchors,
});
const withoutSelf = (stack: Stack, { before, after, ...more }: Wish): Wish => {
  const kept = (list: readonly Anchor[]) => list.filter((one) => one.attachment !== stack);
  const text = kept(before).map((one) => JSON.stringify(one));
  return {
    ...more,
    before: kept(before),
    after: kept(after).filter((one) => !text.includes(JSON.stringify(one))),
  };
};
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('up' as const),
      stack: fc.constantFrom(...STACKS),
      wish,
      kill: fc.nat(40),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('destroy' as const),
      stack: fc.constantFrom(...STACKS),
      kill: fc.nat(40),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('attach' as const),
      label: fc.constantFrom('X', 'Y', 'Z'),
      at: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('detach' as const), at: fc.nat(9) }) },
);

test('any runs of three owners, with kills and foreign programs between, end in the solved chain', () =>
  fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      const world = new World();
      const { kernel } = world;
      for (const one of commands) {
        const foreign = shown(kernel).filter(isForeign);
        switch (one.do) {
          case 'attach':
            if (foreign.includes(one.label)) break;
            kernel.chains.addForeign(web0(kernel), HOOK, one.label, {
              at: one.at % (shown(kernel).length + 1),
            });
            break;
          case 'detach': {
            const label = foreign[one.at % Math.max(1, foreign.length)];
            if (label !== undefined) kernel.chains.removeEntry(web0(kernel), HOOK, label);
            break;
          }
          case 'destroy': {
            const rest = shown(kernel).filter(
              (label) => !PROGRAMS[one.stack].split(' ').includes(label),
            );
            await despiteKill(world, one.kill, () => world.destroy(one.stack));
            expect(shown(kernel)).toEqual(rest);
            break;
          }
          case 'up': {
            const declared = declare(one.stack, withoutSelf(one.stack, one.wish));
            const stood = world.declared.get(one.stack);
            try {
              await despiteKill(world, one.kill, () => world.up(one.stack, declared));
            } catch (error) {
              // A contradiction is refused, and nothing is done.
              expect(asNetkitError((error as { reason?: Error }).reason ?? error).code).toBe(
                'order-cycle',
              );
              expect(world.declared.get(one.stack)).toBe(stood);
              break;
            }
            expect(shown(kernel)).toEqual(world.wanted());
            expect(shown(kernel).filter(isForeign)).toEqual(foreign);
          }
        }
      }
      // Each owner's next run changes nothing, once one of them has run behind the last foreign change.
      for (const [stack, declared] of world.declared)
        await world.up(stack, declared).catch(() => undefined);
      const ops = kernel.ops.length;
      for (const [stack, declared] of world.declared)
        await world.up(stack, declared).catch(() => undefined);
      expect(kernel.ops).toHaveLength(ops);
      for (const stack of STACKS) await world.destroy(stack);
      expect(kernel.chains.everyPin()).toEqual([]);
      expect(kernel.records).toEqual([]);
    }),
    { numRuns: 300 },
  ));
