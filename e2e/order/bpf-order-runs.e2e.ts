/** Many runs of three stacks on one hook: the chain that they end in, and the packets meanwhile. */
import { attachment, Flood, names, received, stranger } from '../harness/inputs/bpf.js';
import { type Program, type StepError } from '../harness/drivers/doors.js';
import { sh } from '../harness/guests/guest.js';
import type { Anchor } from '@pulumi-netkit/contract';
import { type Member, solve } from '../../provider/src/resources/bpf-attachment/chain/solve.js';
import {
  policy,
  STACKS,
  stacks,
  incarnation,
  part,
  order,
} from '../harness/guests/three-stacks.js';

const TIMES = 200;
/** Turns of random runs; ten times as many by `--long`. */
const TURNS = process.env['NETKIT_LONG'] === '1' ? 600 : 60;
// The same in each run: a failure can be seen again.
let seed = 7;
const draw = (below: number): number => {
  seed = (seed * 1103515245 + 12345) % 2 ** 31;
  return Math.floor((seed / 2 ** 31) * below);
};

test(`under a flood, ${TIMES} random re-solves let no packet past, and lose none`, async () => {
  const hook = 'netkit/peer';
  const one = (name: string, priority: number): Program => ({
    [name]: attachment({
      name,
      target: { name: 'web0', incarnation },
      attachType: hook,
      programs: [{ name, object: policy, program: name }],
      priority,
    }),
  });
  // By stack when the numbers are equal.
  const parts = { one: { name: 'guard', priority: 1 }, two: { name: 'count', priority: 2 } };
  for (const stack of ['one', 'two'] as const)
    await stacks[stack].up(one(parts[stack].name, parts[stack].priority));
  const before = await received('web0');
  const flood = await Flood.start('blue', ['10.0.0.1', '10.0.0.3']);
  for (let round = 0; round < TIMES; round++) {
    const stack = draw(2) === 0 ? 'one' : 'two';
    parts[stack].priority = draw(4);
    await stacks[stack].up(one(parts[stack].name, parts[stack].priority));
    const [first, second] =
      parts.one.priority <= parts.two.priority ? ['one', 'two'] : ['two', 'one'];
    expect(await order(hook)).toBe(`${parts[first as 'one'].name} ${parts[second as 'two'].name}`);
  }
  const [allowed = 0, forbidden = 0] = await flood.stop();
  expect((await received('web0')) - before).toBe(allowed);
  expect(Math.min(allowed, forbidden)).toBeGreaterThan(TIMES);
});

test('any runs of three stacks, with foreign programs between, end in the solved chain', async () => {
  const hook = 'netkit/peer';
  const letters = { one: 'ab', two: 'c', three: 'd' };
  const declared = new Map<string, Member>();
  const isForeign = (name: string): boolean => name.startsWith('theirs');
  const anchors = (): Anchor[] =>
    draw(3) > 0 ? [] : [draw(2) === 0 ? { attachment: STACKS[draw(3)]! } : { program: 'theirs0' }];
  for (let turn = 0; turn < TURNS; turn++) {
    const stack = STACKS[draw(3)]!;
    const foreign = (await names('web0', hook)).filter(isForeign);
    switch (draw(6)) {
      case 0: {
        const name = `theirs${draw(2)}`;
        if (foreign.includes(name)) await sh(`rm /sys/fs/bpf/stranger/${name}`);
        else await stranger('link', 'web0', hook, draw(2) === 0 ? 'head' : 'tail', name);
        break;
      }
      case 1:
        await stacks[stack].destroy();
        declared.delete(stack);
        break;
      default: {
        const wish = {
          placement: draw(2) === 0 ? ('before-foreign' as const) : ('after-foreign' as const),
          // Another one in each turn, so that there is something to update.
          priority: 200 * draw(3) + (turn % 200),
          before: anchors().filter(({ attachment: other }) => other !== stack),
        };
        const error = await stacks[stack].up(part(hook, letters[stack], wish, stack)).then(
          () => undefined,
          (reason: unknown) => reason as StepError,
        );
        if (error) {
          expect(error.code).toBe('order-cycle');
          break;
        }
        const owner = `urn:pulumi:${stack}::doors::netkit:BpfAttachment::${stack}`;
        declared.set(stack, { key: stack, name: stack, owner, ...wish });
        const now = (await names('web0', hook)).filter(isForeign);
        const solved = solve(
          [...declared.values()],
          now.map((programName) => ({ programName, tag: '' })),
        );
        const wanted = solved.order.flatMap((node) =>
          'foreign' in node ? now[node.foreign]! : Array.from(letters[node.member as 'one']),
        );
        expect({ turn, chain: await names('web0', hook) }).toEqual({ turn, chain: wanted });
      }
    }
  }
});
