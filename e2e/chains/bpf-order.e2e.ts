/**
 * The order of a hook that several stacks share: each declares its part, and every run ends in the same solved chain. `bpftool`
 * says what runs; the packets say in which order.
 */
import {
  asset,
  attachment,
  bpfResidue,
  chain,
  compile,
  Flood,
  links,
  names,
  POLICY,
  quiet,
  received,
  stranger,
} from '../harness/inputs/bpf.js';
import {
  Doors,
  guestHost,
  netns,
  pair,
  type Program,
  type StepError,
} from '../harness/drivers/doors.js';
import { residue, sh, startGuest } from '../harness/guests/guest.js';
import { lastProbes, probes, probing } from '../harness/oracles/probes.js';
import type { HelperHost } from '../../provider/src/transport/process/client.js';
import { functions } from '../../provider/src/functions/index.js';
import type { Anchor, HookEntry } from '@pulumi-netkit/contract';
import { type Member, solve } from '../../provider/src/resources/bpf-attachment/chain/solve.js';

type Hook = 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';
/** The project of the owners that the harness gives. */
const PROJECT = process.env['NETKIT_DOOR'] === 'plugin' ? 'project' : 'doors';
const TIMES = 200;
/** Turns of random runs; ten times as many by `--long`. */
const TURNS = process.env['NETKIT_LONG'] === '1' ? 600 : 60;
// The same in each run: a failure can be seen again.
let seed = 7;
const draw = (below: number): number => {
  seed = (seed * 1103515245 + 12345) % 2 ** 31;
  return Math.floor((seed / 2 ** 31) * below);
};
const policy = asset(compile(POLICY));
const STACKS = ['one', 'two', 'three'] as const;

let host: HelperHost;
let base: Doors;
let stacks: Record<(typeof STACKS)[number], Doors>;
let incarnation: unknown;

const devices: Program = {
  blue: netns('blue'),
  web: pair({
    name: 'web0',
    addresses: ['10.0.0.1/24', '10.0.0.3/24'],
    peer: { name: 'eth0', netns: 'blue', addresses: ['10.0.0.2/24'] },
  }),
};
const part = (
  hook: Hook,
  programs: string,
  more: object = {},
  name = `of-${programs}`,
): Program => ({
  [name]: attachment({
    name,
    target: { name: 'web0', incarnation },
    attachType: hook,
    programs: probing(programs, /[ef]$/.test(programs) ? lastProbes : probes),
    ...more,
  }),
});
const order = async (hook: Hook): Promise<string> => (await names('web0', hook)).join(' ');

async function getHook(): Promise<readonly HookEntry[]> {
  const args = { target: { name: 'web0' }, attachType: 'netkit/peer' };
  const found = await functions['netkit:index:getHook']!.call({ at: () => host }, args);
  return found['chain'] as HookEntry[];
}

beforeAll(async () => {
  startGuest();
  host = guestHost();
  base = new Doors('base', host);
  await base.up(devices);
  await quiet('blue');
  ({ incarnation } = base.outputs('web'));
});
beforeEach(() => {
  stacks = {
    one: new Doors('one', host),
    two: new Doors('two', host),
    three: new Doors('three', host),
  };
});
afterEach(async () => {
  for (const stack of STACKS) await stacks[stack].destroy();
  await sh('rm -rf /sys/fs/bpf/stranger');
  expect(await bpfResidue()).toEqual([]);
});
afterAll(async () => {
  await base[Symbol.asyncDispose]();
  expect(await residue()).toEqual([]);
});

const ORDERS = [
  ['one', 'two', 'three'],
  ['one', 'three', 'two'],
  ['two', 'one', 'three'],
  ['two', 'three', 'one'],
  ['three', 'one', 'two'],
  ['three', 'two', 'one'],
] as const;

describe.each(['netkit/peer', 'tcx/ingress'] as const)('three stacks on %s', (hook) => {
  const programs = {
    one: part(hook, 'ab', { priority: 10, after: [{ attachment: 'of-f' }] }),
    two: part(hook, 'c', { priority: 0 }),
    // It ends the chain with a verdict, unless something is to run after it.
    three: part(hook, 'f', { priority: 900 }),
  };

  test.each(ORDERS)('brought up as %s, %s, %s end in one chain', async (...turns) => {
    for (const stack of turns) await stacks[stack].up(programs[stack]);
    expect(await order(hook)).toBe('c f a b');
    for (const stack of STACKS) expect(await stacks[stack].up(programs[stack])).toEqual([]);
    const before = await chain('web0', hook);
    await stacks.three.destroy();
    expect(await chain('web0', hook)).toEqual(before.filter(({ name }) => name !== 'f'));
    await stacks.one.refresh();
    expect(await stacks.one.up(programs.one)).toEqual([]);
  });

  test('a move keeps the program: its id, its maps and what they count', async () => {
    const last = part(hook, 'd', { priority: 700 });
    await stacks.one.up(last);
    const [alone] = await chain('web0', hook);
    await stacks.two.up(part(hook, 'c', { priority: 800 }));
    expect(await order(hook)).toBe('d c');
    expect(await stacks.one.up(part(hook, 'd', { priority: 900 }))).toEqual(['update of-d']);
    const [, moved] = await chain('web0', hook);
    expect(await order(hook)).toBe('c d');
    expect(moved?.programId).toBe(alone?.programId);
    expect(await links()).toHaveLength(2);
  });

  test('two attachments of one program exchange their constraint in one run', async () => {
    const both = (first: string, second: string): Program => ({
      ...part(hook, first),
      ...part(hook, second, { after: [{ attachment: `of-${first}` }] }),
    });
    // Whichever the run updates first, the other still has the opposite on record.
    for (const [first, second] of [
      ['c', 'd'],
      ['d', 'c'],
      ['c', 'd'],
    ] as const) {
      await stacks.one.up(both(first, second));
      expect(await order(hook)).toBe(`${first} ${second}`);
      expect(await stacks.one.up(both(first, second))).toEqual([]);
    }
  });

  test("another stack's programs are moved, and it sees no change", async () => {
    await stacks.one.up(part(hook, 'ab', { priority: 500 }));
    await stacks.two.up(part(hook, 'c', { priority: 600 }));
    expect(await order(hook)).toBe('a b c');
    // `c` must run before `f`, and `f` before `a`: so `c` is moved by the stack that declares `f`.
    const between = part(hook, 'f', {
      after: [{ attachment: 'of-c' }],
      before: [{ attachment: 'of-ab' }],
    });
    await stacks.three.up(between);
    expect(await order(hook)).toBe('c f a b');
    for (const stack of ['one', 'two'] as const) {
      await stacks[stack].refresh();
      const same =
        stack === 'one' ? part(hook, 'ab', { priority: 500 }) : part(hook, 'c', { priority: 600 });
      expect(await stacks[stack].up(same)).toEqual([]);
    }
  });
});

describe('a foreign program', () => {
  const hook = 'netkit/peer';

  test.each([
    { placement: 'before-foreign', at: 'head', found: 'after-foreign', chain: 'a b theirs' },
    { placement: 'after-foreign', at: 'tail', found: 'before-foreign', chain: 'theirs a b' },
  ] as const)(
    'on the wrong side of $placement is drift, and ours are moved back',
    async ({ placement, at, found, chain: wanted }) => {
      const mine = part(hook, 'ab', { placement });
      await stacks.one.up(mine);
      await stranger('link', 'web0', hook, at, 'theirs');
      const [theirs] = (await chain('web0', hook)).filter(({ name }) => name === 'theirs');
      expect(await stacks.one.refresh()).toEqual(['of-ab differs']);
      expect(stacks.one.outputs('of-ab')['placement']).toBe(found);
      await stacks.one.refresh();
      expect(stacks.one.outputs('of-ab')['placement']).toBe(found);
      expect(await stacks.one.up(mine)).toEqual(['update of-ab']);
      expect(await order(hook)).toBe(wanted);
      expect(await chain('web0', hook)).toContainEqual(theirs);
      expect(await stacks.one.up(mine)).toEqual([]);
    },
  );

  test('a changed placement moves ours at once', async () => {
    await stranger('link', 'web0', hook, 'head', 'theirs');
    await stacks.one.up(part(hook, 'ab'));
    expect(await order(hook)).toBe('a b theirs');
    expect(await stacks.one.up(part(hook, 'ab', { placement: 'after-foreign' }))).toEqual([
      'update of-ab',
    ]);
    expect(await order(hook)).toBe('theirs a b');
  });

  test('is an anchor by its name and by its tag, and takes effect when it comes', async () => {
    const mine = part(hook, 'ab', { after: [{ program: 'theirs' }] });
    await stacks.one.up(mine);
    expect(await order(hook)).toBe('a b');
    await stranger('link', 'web0', hook, 'tail', 'theirs');
    const { tag } = (await getHook()).find(({ programName }) => programName === 'theirs')!;
    await stacks.one.refresh();
    expect(await stacks.one.up(mine)).toEqual(['update of-ab']);
    expect(await order(hook)).toBe('theirs a b');
    await stacks.two.up(part(hook, 'c', { before: [{ tag, required: true }] }));
    expect(await order(hook)).toBe('c theirs a b');
  });
});

describe('an attachment that names the hook in other words', () => {
  const inBlue = (netns: string) => ({ target: { name: 'eth0', netns } });

  test('is on the same hook, and two of one name are told apart by their owners', async () => {
    const hook = 'tcx/ingress';
    await stacks.one.up(part(hook, 'a', inBlue('blue'), 'twin'));
    await stacks.two.up(part(hook, 'b', { ...inBlue('/run/netns/blue'), priority: 1 }, 'twin'));
    expect(await names('eth0', hook, 'blue')).toEqual(['b', 'a']);
    const mine = (anchor: object): Program =>
      part(hook, 'c', { ...inBlue('blue'), before: [anchor] });
    await expect(stacks.three.up(mine({ attachment: 'twin' }))).rejects.toThrow(
      `the attachment "twin" could be "twin" of stack two of project ${PROJECT} or "twin" of stack one of project ${PROJECT}`,
    );
    await stacks.three.up(mine({ attachment: 'twin', owner: `${PROJECT}/two` }));
    expect(await names('eth0', hook, 'blue')).toEqual(['c', 'b', 'a']);
  });

  test('is found when its device was renamed by hand', async () => {
    const hook = 'tcx/egress';
    const on = (name: string) => ({ target: { name } });
    await stacks.one.up(part(hook, 'ab', on('web0')));
    await sh('ip link set web0 name web9');
    await stacks.two.up(part(hook, 'c', { ...on('web9'), priority: 1 }));
    expect(await names('web9', hook)).toEqual(['c', 'a', 'b']);
    await stacks.two.up(part(hook, 'c', { ...on('web9'), after: [{ attachment: 'of-ab' }] }));
    expect(await names('web9', hook)).toEqual(['a', 'b', 'c']);
    await sh('ip link set web9 name web0');
  });
});

test('a full hook refuses a move, and says which owner holds how many', async () => {
  const hook = 'tcx/egress';
  await stacks.one.up(part(hook, 'abc', { priority: 10 }));
  await stranger('fill', 'web0', hook, '59', 'theirs');
  await stacks.two.up(part(hook, 'd', { priority: 20 }));
  await expect(stacks.two.up(part(hook, 'd', { priority: 1 }))).rejects.toThrow(
    `1 of this attachment, 3 of "of-abc" of stack one of project ${PROJECT}, 59 foreign`,
  );
  expect((await names('web0', hook)).slice(0, 4)).toEqual(['a', 'b', 'c', 'd']);
  await stranger('unfill', 'web0', hook);
});

describe('bad input', () => {
  const hook = 'netkit/peer';

  test('a cycle through three stacks is printed link by link', async () => {
    await stacks.one.up(part(hook, 'a', { before: [{ attachment: 'of-b' }] }));
    await stacks.two.up(part(hook, 'b', { before: [{ attachment: 'of-c' }] }));
    const closing = part(hook, 'c', { before: [{ attachment: 'of-a' }] });
    const refused = stacks.three.up(closing);
    for (const [one, other, stack] of [
      ['a', 'b', 'one'],
      ['b', 'c', 'two'],
      ['c', 'a', 'three'],
    ]) {
      await expect(refused).rejects.toThrow(
        `"of-${one}" before "of-${other}" (before[0] of "of-${one}" of stack ${stack} of project ${PROJECT})`,
      );
    }
    await expect(refused).rejects.toThrow(/before\[0\]: .*\[order-cycle\]/);
    expect(await order(hook)).toBe('a b');
    expect(await stacks.one.up(part(hook, 'a', { before: [{ attachment: 'of-b' }] }))).toEqual([]);
  });

  test.each([
    {
      name: 'a required anchor that is not on the hook',
      more: { after: [{ attachment: 'audit', required: true }] },
      says: /after\[0\]: the attachment "audit" is required and not on web0 netkit\/peer.*\[anchor-missing\]/,
    },
    {
      name: 'itself',
      more: { after: [{ attachment: 'of-a' }] },
      says: /after\[0\]: "of-a" is this attachment itself.*\[anchor-self\]/,
    },
    {
      name: 'one anchor in both lists',
      more: { before: [{ program: 'x' }], after: [{ program: 'x' }] },
      says: /after\[0\]: the same anchor is in before\[0\].*\[anchor-in-both\]/,
    },
    {
      name: 'nothing',
      more: { before: [{ required: true }] },
      says: /before\[0\]: the anchor names nothing.*\[anchor-unclear\]/,
    },
    {
      name: 'an owner that is neither a stack nor a URN',
      more: { before: [{ attachment: 'of-b', owner: 'nobody' }] },
      says: /before\[0\]\.owner: "nobody" is not an owner.*\[anchor-unclear\]/,
    },
    {
      name: 'a priority out of range',
      more: { priority: 1001 },
      says: /priority: 1001 is .*1000.*\[out-of-range\]/,
    },
    {
      name: 'a tag that is none',
      more: { before: [{ tag: 'xyz' }] },
      says: /before\[0\]\.tag: "xyz" is not a valid tag.*\[bad-tag\]/,
    },
  ])('refuses $name', async ({ more, says }) => {
    await expect(stacks.one.up(part(hook, 'a', more))).rejects.toThrow(says);
    expect(await order(hook)).toBe('');
  });

  test('refuses a foreign name that two programs have', async () => {
    await stranger('link', 'web0', hook, 'tail', 'theirs');
    await stranger('prog', 'web0', hook, 'tail', 'theirs');
    const mine = part(hook, 'a', { after: [{ program: 'theirs' }] });
    await expect(stacks.one.up(mine)).rejects.toThrow(
      /could be "theirs" \(tag .*\[anchor-ambiguous\]/,
    );
    expect(await order(hook)).toBe('theirs theirs');
    const [, unlinked] = await chain('web0', hook);
    await stranger('unprog', 'web0', hook, String(unlinked?.programId));
  });
});

test('getHook tells the owner of each program, and what placed it', async () => {
  const hook = 'netkit/peer';
  await stacks.one.up(
    part(hook, 'a', { priority: 7, after: [{ attachment: 'of-c' }, { program: 'none' }] }),
  );
  await stacks.two.up(part(hook, 'c'));
  expect(await getHook()).toMatchObject([
    {
      attachment: 'of-c',
      program: 'c',
      stack: 'two',
      project: PROJECT,
      priority: 500,
      placedBy: [],
    },
    {
      attachment: 'of-a',
      program: 'a',
      stack: 'one',
      priority: 7,
      placedBy: ['after the attachment "of-c"'],
      unmet: ['after a foreign program "none": it is not on the hook'],
    },
  ]);
});

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
