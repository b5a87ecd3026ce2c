import { UNKNOWN } from '../../check/unknown.js';
import { attachment, object } from '../../../test/desired.js';
import type { AttachmentAnswer } from '../../host/host.js';
import type { BpfAttachmentChecked } from '../../generated/types.js';
import { diffAttachment } from './diff.js';
import { configOf } from './programs.js';
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
    chain: pins.map(({ name, linkId, programId }) => ({
      name,
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
const NOTHING = { changes: false, replaces: [], deleteBeforeReplace: true };
const CHANGED = { changes: undefined, replaces: [], deleteBeforeReplace: true };
const [first, second] = ab.programs as [object, object];

test.each<{ name: string; to: BpfAttachmentChecked; says: object }>([
  { name: 'nothing of what stays', to: attachment('a b'), says: NOTHING },
  {
    name: 'nothing of the same bytes elsewhere',
    to: attachment([{ ...first, object: object('a', '/elsewhere/a.o') }, { ...second }]),
    says: NOTHING,
  },
  { name: 'a change of a changed object', to: attachment('a@b b'), says: CHANGED },
  { name: 'a change of another order', to: attachment('b a'), says: CHANGED },
  { name: 'a change of one more', to: attachment('a b c'), says: CHANGED },
  {
    name: 'a change of a variable',
    to: attachment([{ ...first, globals: { rate: 1 } }, { ...second }]),
    says: CHANGED,
  },
  {
    name: 'a change of a map',
    to: attachment([{ ...first, maps: { seen: { maxEntries: 9 } } }, { ...second }]),
    says: CHANGED,
  },
  {
    name: 'a replacement of another hook',
    to: attachment('a b', { attachType: 'netkit/primary' }),
    says: { ...CHANGED, replaces: ['attachType'] },
  },
  {
    name: 'a replacement of another device',
    to: attachment('a b', { target: { name: 'eth0' } }),
    says: { ...CHANGED, replaces: ['target'] },
  },
  {
    name: 'a replacement of the pair being made anew',
    to: attachment('a b', { target: { name: 'web0', incarnation: 'i-2' } }),
    says: { ...CHANGED, replaces: ['target'] },
  },
  {
    name: 'a replacement of a target that is not known yet',
    to: attachment('a b', { target: UNKNOWN }),
    says: { ...CHANGED, replaces: ['target'] },
  },
])('diffAttachment() says $name', ({ to, says }) => {
  expect(diffAttachment(recorded(ab), to)).toEqual(says);
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
