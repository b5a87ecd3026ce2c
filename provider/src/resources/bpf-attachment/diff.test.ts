import fc from 'fast-check';
import { type AttachmentAnswer, type BpfAttachmentChecked, UNKNOWN } from '@pulumi-netkit/contract';
import { attachment, object } from '../../../test/desired.js';
import type { Diff } from '../common/diff.js';
import { diffAttachment } from './diff.js';
import { configOf } from './chain/programs.js';
import { attachmentState, type AttachmentState } from './state.js';

const FACTS = { kernel: '7.3.4', bootId: 'b' };

/** The state of what is attached as declared, in this order. */
function recorded(declared: BpfAttachmentChecked, names?: readonly string[]): AttachmentState {
  const order = names ?? declared.programs.map(({ name }) => name);
  const pins = order.map((name, at) => {
    const program = declared.programs.find((one) => one.name === name)!;
    return {
      pin: name,
      name,
      role: 'program' as const,
      linkId: 20 + at,
      programId: 10 + at,
      tag: 't',
      mapIds: [],
      isGate: false,
      config: configOf(declared, program),
    };
  });
  const answer: AttachmentAnswer = {
    kind: 'attachment',
    revision: '4',
    neighbours: [],
    chain: pins.map(({ name, linkId, programId }) => ({
      name,
      tag: '',
      linkId,
      programId,
      programName: name,
    })),
    isClosedWhenEmpty: false,
    pins,
    hasFreshMaps: false,
  };
  return attachmentState(declared, answer, FACTS, []);
}

const ab = attachment('a b');
const NOTHING = { changes: false, replaces: [], deleteBeforeReplace: true, details: [] };
const [first, second] = ab.programs as [object, object];

const words = ({ details }: Diff): string[] =>
  details.map(({ path, kind, replaces }) => `${kind} ${path}${replaces ? ', replacing' : ''}`);

test.each<{ name: string; to: BpfAttachmentChecked }>([
  { name: 'what stays', to: attachment('a b') },
  {
    name: 'the same bytes elsewhere',
    to: attachment([{ ...first, object: object('a', '/elsewhere/a.o') }, { ...second }]),
  },
])('diffAttachment() says nothing of $name', ({ to }) => {
  expect(diffAttachment(recorded(ab), to)).toEqual(NOTHING);
});

test.each<{ name: string; to: BpfAttachmentChecked; says: string[] }>([
  { name: 'a changed object', to: attachment('a@b b'), says: ['update programs[0].object'] },
  {
    name: 'another order',
    to: attachment('b a'),
    says: ['delete programs[0]', 'add programs[1]'],
  },
  { name: 'one more', to: attachment('a b c'), says: ['add programs[2]'] },
  { name: 'one in front', to: attachment('c a b'), says: ['add programs[0]'] },
  { name: 'one less', to: attachment('b'), says: ['delete programs[0]'] },
  { name: 'one for another', to: attachment('a c'), says: ['update programs[1]'] },
  {
    name: 'a variable that came',
    to: attachment([{ ...first, globals: { rate: 1 } }, { ...second }]),
    says: ['add programs[0].globals'],
  },
  {
    name: 'a map that came',
    to: attachment([{ ...first, maps: { seen: { maxEntries: 9 } } }, { ...second }]),
    says: ['add programs[0].maps'],
  },
  {
    name: 'a list of programs that is not known yet',
    to: { ...ab, programs: UNKNOWN } as unknown as BpfAttachmentChecked,
    says: ['update programs'],
  },
  {
    name: 'a program that is not known yet',
    to: { ...ab, programs: [first, UNKNOWN] } as unknown as BpfAttachmentChecked,
    says: ['update programs[1]'],
  },
  {
    name: 'a name that is not known yet',
    to: attachment([{ ...first }, { ...second, name: UNKNOWN }]),
    says: ['update programs[1].name'],
  },
  {
    name: 'a variable that is not known yet',
    to: attachment([{ ...first, globals: UNKNOWN }, { ...second }]),
    says: ['add programs[0].globals'],
  },
  {
    name: 'another name of the target',
    to: attachment('a b', { target: { name: 'eth0' } }),
    says: ['update target.name'],
  },
  {
    name: 'another placement',
    to: attachment('a b', { placement: 'after-foreign' }),
    says: ['update placement'],
  },
])('diffAttachment() says a change in place of $name', ({ to, says }) => {
  const diff = diffAttachment(recorded(ab), to);
  expect(diff).toMatchObject({ changes: undefined, replaces: [], deleteBeforeReplace: true });
  expect(words(diff)).toEqual(says);
});

test.each<{ name: string; to: BpfAttachmentChecked; key: string; says: string }>([
  {
    name: 'another hook',
    to: attachment('a b', { attachType: 'netkit/primary' }),
    key: 'attachType',
    says: 'update attachType',
  },
  {
    name: 'another namespace',
    to: attachment('a b', { target: { name: 'web0', netns: 'blue' } }),
    key: 'target',
    says: 'add target.netns',
  },
  {
    name: 'the pair being made anew',
    to: attachment('a b', { target: { name: 'web0', incarnation: 'i-2' } }),
    key: 'target',
    says: 'add target.incarnation',
  },
  {
    name: 'a target that is not known yet',
    to: attachment('a b', { target: UNKNOWN }),
    key: 'target',
    says: 'update target',
  },
  {
    name: 'a device that is not known yet',
    to: attachment('a b', { target: { name: UNKNOWN } }),
    key: 'target',
    says: 'update target.name',
  },
])('diffAttachment() says a replacement for $name', ({ to, key, says }) => {
  const diff = diffAttachment(recorded(ab), to);
  expect(diff).toMatchObject({ changes: undefined, replaces: [key], deleteBeforeReplace: true });
  expect(words(diff)).toEqual([`${says}, replacing`]);
});

const tuned = (globals: object, maps: object = {}): BpfAttachmentChecked =>
  attachment([{ ...first, globals, maps }, { ...second }]);

test.each<{ name: string; from: BpfAttachmentChecked; to: BpfAttachmentChecked; says: string[] }>([
  {
    name: 'variables by name and, in a list, by index',
    from: tuned({ rate: 1, burst: 2, ports: [1, 2], '.L.str': 1 }),
    to: tuned({ rate: 3, ports: [1, 4], top: 5, '.L.str': 2 }),
    says: [
      'update programs[0].globals.rate',
      'delete programs[0].globals.burst',
      'update programs[0].globals.ports[1]',
      'update programs[0].globals[".L.str"]',
      'add programs[0].globals.top',
    ],
  },
  {
    name: 'the slots of a map by number',
    from: tuned({}, { jumps: { slots: { 0: 'a', 2: 'b' } } }),
    to: tuned({}, { jumps: { slots: { 0: 'b', 2: 'b' } } }),
    says: ['update programs[0].maps.jumps.slots["0"]'],
  },
  {
    name: 'a variable that is not known yet',
    from: tuned({ rate: 1, burst: 2 }),
    to: tuned({ rate: UNKNOWN, burst: 2 }),
    says: ['update programs[0].globals.rate'],
  },
])('diffAttachment() tells $name', ({ from, to, says }) => {
  expect(words(diffAttachment(recorded(from), to))).toEqual(says);
});

test('diffAttachment() names only the program that says something else, of two that share an object', () => {
  const to = attachment([{ ...first, globals: { rate: 1 } }, { ...second }]);
  expect(words(diffAttachment(recorded(attachment('a b')), to))).toEqual([
    'add programs[0].globals',
  ]);
});

const anyChain = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      letter: fc.constantFrom('x', 'y', 'z'),
      rate: fc.nat(2),
    }),
    { selector: ({ name }) => name, minLength: 1 },
  )
  // Variables are shared by the programs of one object, so each has its own.
  .map((list) =>
    attachment(
      list.map(({ name, letter, rate }) => ({
        name,
        program: name,
        object: object(letter),
        globals: { [`rate_${name}`]: rate },
      })),
    ),
  );

test('diffAttachment() has details exactly where it says that something changed', () => {
  fc.assert(
    fc.property(anyChain, anyChain, (from, to) => {
      const { changes, details } = diffAttachment(recorded(from), to);
      expect(details.length === 0).toBe(changes === false);
      expect(details.every(({ path }) => path.startsWith('programs['))).toBe(true);
    }),
  );
});

test('diffAttachment() tells another order on the host from one in the program', () => {
  expect(diffAttachment(recorded(ab, ['b', 'a']), ab).changes).toBe(true);
  expect(diffAttachment(recorded(ab, ['b', 'a']), attachment('b a')).changes).toBe(false);
});

test('diffAttachment() is blind to the order of keys', () => {
  const from = attachment([{ ...first, globals: { x: 1, y: { p: 1, q: 2 } } }, { ...second }]);
  const to = attachment([{ ...first, globals: { y: { q: 2, p: 1 }, x: 1 } }, { ...second }]);
  expect(diffAttachment(recorded(from), to)).toEqual(NOTHING);
});

test('diffAttachment() takes a state without `adopt`, of an older release, for one without adoption', () => {
  const { adopt: _, ...older } = recorded(ab);
  expect(diffAttachment(older as AttachmentState, ab)).toEqual(NOTHING);
  const adopting = attachment('a b', { adopt: true });
  expect(words(diffAttachment(older as AttachmentState, adopting))).toEqual(['update adopt']);
});
