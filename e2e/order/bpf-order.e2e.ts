/**
 * The order of a hook that several stacks share: each declares its part, and every run ends in the same solved chain. `bpftool`
 * says what runs; the packets say in which order.
 */
import { chain, links, names, stranger } from '../harness/inputs/bpf.js';
import { type Program } from '../harness/drivers/doors.js';
import { sh } from '../harness/guests/guest.js';
import { PROJECT, STACKS, stacks, part, order, getHook } from '../harness/guests/three-stacks.js';

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
