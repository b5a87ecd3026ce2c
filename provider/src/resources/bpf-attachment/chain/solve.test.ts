import fc from 'fast-check';
import type { Anchor, Placement } from '@pulumi-netkit/contract';
import { type Foreign, type Member, type Node, solve } from './solve.js';

const owner = (stack: string, name = 'x'): string =>
  `urn:pulumi:${stack}::net::netkit:index:BpfAttachment::${name}`;
const member = (name: string, more: Partial<Member> = {}): Member => ({
  key: name,
  name,
  owner: owner('dev', name),
  placement: 'before-foreign',
  ...more,
});
const foreign = (...names: readonly string[]): Foreign[] =>
  names.map((programName, at) => ({ programName, tag: String(at).padStart(16, '0') }));
const text = (order: readonly Node[], foreigners: readonly Foreign[] = []): string =>
  order
    .map((node) => ('member' in node ? node.member : foreigners[node.foreign]!.programName))
    .join(' ');
const of = (attachment: string): Anchor[] => [{ attachment }];
const at = (program: string): Anchor[] => [{ program }];

test.each<{ name: string; members: Member[]; foreigners?: string[]; order: string }>([
  {
    name: 'by priority, the lower first',
    members: [member('a', { priority: 9 }), member('b', { priority: 1 }), member('c')],
    order: 'b a c',
  },
  {
    name: 'equal priorities by owner, then by name',
    members: [
      member('b'),
      member('a'),
      member('c', { owner: owner('alpha') }),
      member('d', { owner: owner('dev', 'a') }),
    ],
    order: 'c a d b',
  },
  {
    name: 'an anchor before a priority; what is needed first comes along',
    members: [
      member('a', { priority: 0, after: of('b') }),
      member('b', { priority: 900 }),
      member('c'),
    ],
    order: 'b a c',
  },
  {
    name: 'before and after foreign programs by placement',
    members: [member('z', { placement: 'after-foreign', priority: 0 }), member('a')],
    foreigners: ['X', 'Y'],
    order: 'a X Y z',
  },
  {
    name: 'between foreign programs by anchors, whatever the placement',
    members: [
      member('a', { after: at('X') }),
      member('b', { placement: 'after-foreign', before: at('Y') }),
    ],
    foreigners: ['X', 'Y'],
    order: 'X a b Y',
  },
  {
    name: 'a foreign program by the name that the kernel cut',
    members: [member('a', { after: at('cil_from_netdev_v2') })],
    foreigners: ['cil_from_netdev'],
    order: 'cil_from_netdev a',
  },
  {
    name: 'a foreign program by its tag',
    members: [member('a', { after: [{ tag: '0000000000000001' }] })],
    foreigners: ['X', 'X'],
    order: 'X X a',
  },
])('solve() puts $name', ({ members, foreigners = [], order }) => {
  const others = foreign(...foreigners);
  for (const given of [members, members.toReversed()]) {
    expect(text(solve(given, others).order, others)).toBe(order);
  }
});

test('solve() tells why a constraint has no effect', () => {
  const twins = [
    member('a', { after: of('twin') }),
    member('t1', { name: 'twin', owner: owner('one') }),
    member('t2', { name: 'twin', owner: owner('two') }),
  ];
  expect(solve(twins, []).unmet).toMatchObject([
    {
      reason: 'ambiguous',
      details: ['"twin" of stack one of project net', '"twin" of stack two of project net'],
    },
  ]);
  const [a, ...others] = twins as [Member, ...Member[]];
  const told = { ...a, after: [{ attachment: 'twin', owner: 'net/two' }] };
  expect(text(solve([told, ...others], []).order)).toBe('t2 a t1');
  expect(solve([member('a', { before: at('X') })], []).unmet).toMatchObject([{ reason: 'absent' }]);
});

test.each(['netkit:index:', 'pulumi-nodejs:dynamic/netkit:'])(
  'solve() takes the URN %s… of an anchor for the owner, whichever door made it',
  (type) => {
    const urn = (of: string, stack: string): string =>
      `urn:pulumi:${stack}::net::my:Group$${of}BpfAttachment::x`;
    const twins = ['netkit:index:', 'pulumi-nodejs:dynamic/netkit:'].map((of, at) =>
      member(`t${at}`, { name: 'twin', owner: urn(of, `s${at}`) }),
    );
    const a = member('a', { after: [{ attachment: 'twin', owner: urn(type, 's1') }] });
    const solved = solve([a, ...twins], []);
    expect(solved.met.map(({ target }) => target)).toEqual([{ member: 't1' }]);
  },
);

test('solve() prints a cycle through three stacks link by link', () => {
  const members = [
    member('a', { owner: owner('one'), before: of('b') }),
    member('b', { owner: owner('two'), before: of('c') }),
    member('c', { owner: owner('three'), before: of('a') }),
  ];
  const { unmet, met, order } = solve(members, []);
  expect(order).toHaveLength(3);
  expect(met).toHaveLength(2);
  expect(unmet).toMatchObject([{ reason: 'cycle' }]);
  expect(unmet[0]?.details).toEqual([
    '"b" before "c" (before[0] of "b" of stack two of project net)',
    '"c" before "a" (before[0] of "c" of stack three of project net)',
    '"a" before "b" (before[0] of "a" of stack one of project net)',
  ]);
});

test('solve() finds a cycle through foreign programs, which are not moved', () => {
  const others = foreign('X', 'Y');
  const { unmet } = solve([member('a', { before: at('X'), after: at('Y') })], others);
  expect(unmet[0]?.details.join('; ')).toContain(
    'the foreign program "X" runs before the foreign program "Y", and foreign programs are not moved',
  );
});

/** All orders of a list. */
function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((one, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [one, ...rest]),
  );
}

test('solve() agrees with brute force over every set of constraints of three attachments and two foreign programs', () => {
  const names = ['a', 'b', 'c'];
  const others = foreign('X', 'Y');
  const pairs = [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
    ...names.flatMap((name) => [
      [name, 'X'],
      [name, 'Y'],
    ]),
  ] as [string, string][];
  const all = permutations(['a', 'b', 'c', 'X', 'Y'])
    .map((order) => new Map(order.map((one, index) => [one, index])))
    .filter((place) => place.get('X')! < place.get('Y')!);
  const total = 3 ** pairs.length;
  let contradictory = 0;
  for (let code = 0; code < total; code++) {
    const constraints = pairs.flatMap(([left, right], index): [string, string][] => {
      const digit = Math.floor(code / 3 ** index) % 3;
      return digit === 0 ? [] : digit === 1 ? [[left, right]] : [[right, left]];
    });
    // The placements take turns: they only choose between the orders that the constraints allow.
    const members = names.map((name, index) => {
      const placement: Placement = (code >> index) % 2 === 0 ? 'before-foreign' : 'after-foreign';
      const anchor = (other: string): Anchor =>
        others.some(({ programName }) => programName === other)
          ? { program: other }
          : { attachment: other };
      // Each constraint is declared by a side that is an attachment.
      const [before, after] = [[] as Anchor[], [] as Anchor[]];
      for (const [left, right] of constraints) {
        if (left === name) before.push(anchor(right));
        else if (right === name && left === left.toUpperCase()) after.push(anchor(left));
      }
      return member(name, { placement, before, after });
    });
    const allowed = all.filter((place) =>
      constraints.every(([left, right]) => place.get(left)! < place.get(right)!),
    );
    const solved = solve(members, others);
    const isSolvable = allowed.length > 0;
    if (isSolvable !== (solved.unmet.length === 0))
      throw new Error(`${JSON.stringify(constraints)}: ${JSON.stringify(solved.unmet)}`);
    if (!isSolvable) {
      contradictory++;
      continue;
    }
    const rank = (placement: Placement): string[] =>
      members.filter((one) => one.placement === placement).map(({ name }) => name);
    const ranks = [...rank('before-foreign'), 'X', 'Y', ...rank('after-foreign')];
    const best = allowed.reduce((one, two) => {
      for (const key of ranks) {
        if (one.get(key) !== two.get(key)) return one.get(key)! < two.get(key)! ? one : two;
      }
      return one;
    });
    const expected = [...best].sort(([, one], [, two]) => one - two).map(([key]) => key);
    if (text(solved.order, others) !== expected.join(' '))
      throw new Error(
        `${JSON.stringify(constraints)}: ${text(solved.order, others)}, not ${expected.join(' ')}`,
      );
  }
  expect(contradictory).toBeGreaterThan(1000);
  expect(contradictory).toBeLessThan(total - 1000);
});

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const anchors = fc.array(
  fc.oneof(
    fc.constantFrom(...NAMES).map((attachment): Anchor => ({ attachment })),
    fc.constantFrom('X', 'Y', 'Z').map((program): Anchor => ({ program })),
  ),
  { maxLength: 2 },
);
const hooks = fc.record({
  members: fc.shuffledSubarray(NAMES).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc
          .record({
            placement: fc.constantFrom<Placement>('before-foreign', 'after-foreign'),
            priority: fc.nat(3),
            before: anchors,
            after: anchors,
          })
          .map((wish) => member(name, wish)),
      ),
    ),
  ),
  foreigners: fc.subarray(['X', 'Y', 'Z']).map((names) => foreign(...names)),
});

test('solve() is total, and does not depend on the order in which attachments are declared', () => {
  fc.assert(
    fc.property(hooks, fc.func(fc.nat()), ({ members, foreigners }, weight) => {
      const { order, unmet } = solve(members, foreigners);
      expect(order).toHaveLength(members.length + foreigners.length);
      const shuffled = members.toSorted((one, two) => weight(one.key) - weight(two.key));
      expect(solve(shuffled, foreigners)).toEqual({
        order,
        unmet,
        met: expect.any(Array) as unknown,
      });
    }),
  );
});

test('solve() of a hook with one more constraint, which already holds, changes nothing', () => {
  fc.assert(
    fc.property(hooks, fc.nat(), fc.nat(), ({ members, foreigners }, one, two) => {
      const { order } = solve(members, foreigners);
      const stand = order.flatMap((node) => ('member' in node ? node.member : []));
      if (stand.length < 2) return;
      const [i, j] = [one % stand.length, two % stand.length].sort((a, b) => a - b) as [
        number,
        number,
      ];
      if (i === j) return;
      const more = members.map((given) =>
        given.key === stand[i]
          ? { ...given, before: [...(given.before ?? []), ...of(stand[j]!)] }
          : given,
      );
      expect(text(solve(more, foreigners).order, foreigners)).toBe(text(order, foreigners));
    }),
  );
});
