import { attachment } from '../../../test/desired.js';
import { type BpfAttachmentChecked, describePlan } from '@pulumi-netkit/contract';
import { deleteSteps, planAttachment } from './plan.js';
import { type Seen, seen, lines, opsOf, abc } from './testing/seen.js';

test.each<{ name: string; to?: BpfAttachmentChecked; chain: string; told?: Seen; does: string[] }>([
  { name: 'does nothing when all is as declared', chain: 'abcX', does: [] },
  {
    name: 'builds a chain from its head',
    chain: '',
    does: [
      'load a, b, c',
      'attach a to web0 netkit/peer at the head',
      'attach b to web0 netkit/peer after a',
      'attach c to web0 netkit/peer after b',
    ],
  },
  {
    name: 'keeps a hook that drops shut until its chain is whole',
    chain: '',
    told: { drops: true },
    does: [
      'load a, b, c',
      'close web0 netkit/peer until its chain is whole',
      'attach b to web0 netkit/peer after a',
      'attach c to web0 netkit/peer after b',
      'open web0 netkit/peer',
    ],
  },
  {
    name: 'needs no gate for one program, which is whole in one step',
    to: attachment('a'),
    chain: '',
    told: { drops: true },
    does: ['load a', 'attach a to web0 netkit/peer at the head'],
  },
  {
    name: 'closes nothing on strangers',
    to: attachment('a b'),
    chain: 'X',
    told: { drops: true },
    does: [
      'load a, b',
      'attach a to web0 netkit/peer at the head',
      'attach b to web0 netkit/peer after a',
    ],
  },
  {
    name: 'goes behind strangers when told so',
    to: attachment('a b', { placement: 'after-foreign' }),
    chain: 'XO',
    does: [
      'load a, b',
      'attach a to web0 netkit/peer at the tail',
      'attach b to web0 netkit/peer after a',
    ],
  },
  {
    name: 'swaps the one program whose object changed',
    to: attachment('a b@b c'),
    chain: 'abcX',
    told: { as: abc },
    does: ['load b', 'swap the program of b on web0 netkit/peer'],
  },
  {
    name: 'swaps all that share variables',
    to: attachment([{ ...abc.programs[0], globals: { rate: 5 } }, ...abc.programs.slice(1)]),
    chain: 'abc',
    told: { as: abc },
    does: [
      'load a, b, c',
      'swap the program of a on web0 netkit/peer',
      'swap the program of b on web0 netkit/peer',
      'swap the program of c on web0 netkit/peer',
    ],
  },
  {
    name: 'swaps one of two of an object, whose function alone changed',
    to: attachment([{ ...abc.programs[0], program: 'other' }, ...abc.programs.slice(1)]),
    chain: 'abc',
    told: { as: abc },
    does: ['load a', 'swap the program of a on web0 netkit/peer'],
  },
  {
    name: 'moves one, and loads nothing',
    to: attachment('c a b'),
    chain: 'abcX',
    does: ['move c on web0 netkit/peer at the head'],
  },
  {
    name: 'moves what a stranger came before',
    to: attachment('a b c'),
    chain: 'aXbc',
    does: ['move b on web0 netkit/peer after a', 'move c on web0 netkit/peer after b'],
  },
  {
    name: 'moves behind strangers what is to be there',
    to: attachment('a b', { placement: 'after-foreign' }),
    chain: 'aXbO',
    does: ['move a on web0 netkit/peer at the tail', 'move b on web0 netkit/peer after a'],
  },
  {
    name: 'moves beside the stranger that an anchor names',
    to: attachment('a', { after: [{ program: 'prog_X' }] }),
    chain: 'aXY',
    does: ['move a on web0 netkit/peer after foreign link 201'],
  },
  {
    name: 'moves a changed program without a swap',
    to: attachment('c@b a b'),
    chain: 'abc',
    told: { as: abc },
    does: ['load c', 'move c on web0 netkit/peer at the head'],
  },
  {
    name: 'inserts',
    to: attachment('a n b c'),
    chain: 'abcX',
    does: ['load n', 'attach n to web0 netkit/peer after a'],
  },
  {
    name: 'removes',
    to: attachment('a c'),
    chain: 'abc',
    does: ['detach b from web0 netkit/peer'],
  },
  {
    name: 'swaps first, then places, then detaches',
    to: attachment('n a@b'),
    chain: 'ab',
    told: { as: abc },
    does: [
      'load n',
      'load a',
      'swap the program of a on web0 netkit/peer',
      'attach n to web0 netkit/peer at the head',
      'detach b from web0 netkit/peer',
    ],
  },
  {
    name: 'drops the copy of a killed move',
    chain: 'abc',
    told: { pins: [{ pin: 'c%copy', name: 'c', role: 'copy' }] },
    does: ['remove the pin c%copy'],
  },
  {
    name: 'takes away what a killed run left shut, from behind, and begins anew next',
    chain: 'aXb',
    told: { gate: 'a', drops: true },
    does: ['detach b from web0 netkit/peer', 'detach a from web0 netkit/peer'],
  },
  {
    name: 'clears what a deleted device left, and shuts anew when the gate is defunct too',
    to: attachment('a b'),
    chain: '',
    told: { drops: true, pins: [{ pin: 'a', name: 'a', isGate: true }] },
    does: [
      'remove the pin a',
      'load a, b',
      'close web0 netkit/peer until its chain is whole',
      'attach b to web0 netkit/peer after a',
      'open web0 netkit/peer',
    ],
  },
  {
    name: 'takes a pin that leads to another device by now for a leftover',
    to: attachment('a'),
    chain: 'X',
    told: { pins: [{ pin: 'a', name: 'a' }] },
    does: ['remove the pin a', 'load a', 'attach a to web0 netkit/peer at the head'],
  },
  {
    name: 'swaps out what somebody put in',
    to: attachment('a'),
    chain: 'a',
    told: { as: attachment('b') },
    does: ['load a', 'swap the program of a on web0 netkit/peer'],
  },
])('planAttachment() $name', ({ to = abc, chain, told, does }) => {
  expect(lines(to, chain, told)).toEqual(does);
});

test('planAttachment() places beside what stays or stands by then, not beside what moves or goes later', () => {
  const plan = planAttachment(attachment('c n b a'), seen(abc, 'xabc'));
  const standing = new Set<string>();
  const steps = plan.flatMap(({ op }) =>
    op.op === 'chain.attach' || op.op === 'chain.move' || op.op === 'chain.detach' ? [op] : [],
  );
  const later = new Set(steps.map(({ name }) => name));
  for (const step of steps) {
    if (step.op !== 'chain.detach') {
      const [neighbour] = Object.values(step.place) as [string];
      expect(standing.has(neighbour) || !later.has(neighbour)).toBe(true);
    }
    standing.add(step.name);
  }
  expect(steps.at(-1)).toMatchObject({ op: 'chain.detach', name: 'x' });
});

test('planAttachment() says which programs stay beside those it loads, and which are of other objects', () => {
  const to = attachment('c a b x@b');
  const [load] = opsOf(planAttachment(to, seen(to, 'abx')), 'object.load');
  expect(load?.load).toMatchObject({
    programs: [{ name: 'c' }],
    beside: ['a', 'b'],
    apart: ['x'],
  });
});

test('planAttachment() of a change of all leaves nobody beside', () => {
  const to = attachment('a@b b@b');
  const [load] = opsOf(planAttachment(to, seen(to, 'ab', { as: abc })), 'object.load');
  expect(load?.load).toMatchObject({ beside: [], apart: [] });
});

test('planAttachment() puts maps in place after all is loaded and attached, or a killed run left some', () => {
  const swap = planAttachment(
    attachment('a@b n'),
    seen(abc, 'a', { as: abc, pins: [], drops: false }),
  );
  const kinds = swap.map(({ op }) => op.op);
  expect(kinds.at(-1)).toBe('maps.commit');
  expect(kinds.filter((kind) => kind === 'maps.commit')).toHaveLength(1);
  const order = planAttachment(attachment('a b'), seen(abc, 'abc')).map(({ op }) => op.op);
  expect(order).toEqual(['chain.detach']);
  const left = planAttachment(abc, seen(abc, 'abc', { more: { hasFreshMaps: true } }));
  expect(left.map(({ op }) => op.op)).toEqual(['maps.commit']);
});

test('planAttachment() plans on the revision it saw, and names the property each step serves', () => {
  const plan = planAttachment(attachment('n a@b'), seen(abc, 'ab', { as: abc }));
  for (const { op } of plan) if ('expect' in op) expect(op.expect).toBe('7');
  expect(plan.map(({ path }) => path)).toEqual([
    'programs[0].object',
    'programs[1].object',
    'programs[1]',
    'programs[0]',
    undefined,
    undefined,
  ]);
});

test('planAttachment() can take back what it loads, attaches, shuts and swaps', () => {
  const plan = planAttachment(attachment('a b'), seen(abc, '', { drops: true }));
  expect(plan.map(({ undo }) => undo?.op)).toEqual([
    'object.unload',
    'chain.detach',
    'chain.detach',
    'chain.swapBack',
    undefined,
  ]);
  const swap = planAttachment(attachment('a@b'), seen(abc, 'a', { as: abc }));
  expect(swap.map(({ undo }) => undo?.op)).toEqual(['object.unload', 'chain.swapBack', undefined]);
});

test('planAttachment() tells why there is no hook, at the target', () => {
  const noHook = { code: 'hook-missing', summary: 'there is no device', details: {} } as const;
  expect(() => planAttachment(abc, seen(abc, '', { more: { noHook } }))).toThrow(
    'target: there is no device. [hook-missing]',
  );
});

test.each<{ name: string; chain: string; told?: Seen; does: string[] }>([
  {
    name: 'takes the last away first',
    chain: 'aXbc',
    told: { drops: true },
    does: ['detach c', 'detach b', 'detach a'].map((line) => `${line} from web0 netkit/peer`),
  },
  {
    name: 'keeps a hook that drops shut meanwhile',
    chain: 'ab',
    told: { drops: true },
    does: [
      'close web0 netkit/peer until its chain is gone',
      'detach b from web0 netkit/peer',
      'detach a from web0 netkit/peer',
    ],
  },
  {
    name: 'shuts nothing on strangers',
    chain: 'abX',
    told: { drops: true },
    does: ['detach b from web0 netkit/peer', 'detach a from web0 netkit/peer'],
  },
  {
    name: 'shuts nothing where nothing passes already',
    chain: 'ab',
    told: { drops: true, gate: 'a' },
    does: ['detach b from web0 netkit/peer', 'detach a from web0 netkit/peer'],
  },
  {
    name: 'needs no gate for one',
    chain: 'a',
    told: { drops: true },
    does: ['detach a from web0 netkit/peer'],
  },
  {
    name: 'removes pins without a hook',
    chain: '',
    told: {
      pins: [{ pin: 'a', name: 'a' }],
      more: { noHook: { code: 'hook-missing', summary: '', details: {} } },
    },
    does: ['remove the pin a'],
  },
  {
    name: 'takes what is on another device by now along, and the copy of a killed move',
    chain: 'b',
    told: {
      drops: true,
      pins: [
        { pin: 'a', name: 'a' },
        { pin: 'b%copy', name: 'b', role: 'copy' },
      ],
    },
    does: ['remove the pin a', 'remove the pin b%copy', 'detach b from web0 netkit/peer'],
  },
])('deleteSteps() $name', ({ chain, told, does }) => {
  const plan = deleteSteps(abc, seen(abc, chain, told));
  expect(describePlan(plan)).toEqual(does);
  expect(plan.slice(-2).map(({ op }) => op.op)).toEqual(['attachment.forget', 'record.remove']);
});
