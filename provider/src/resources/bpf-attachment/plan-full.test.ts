import { attachment, object } from '../../../test/desired.js';
import { type AttachmentAnswer, type BpfAttachmentChecked } from '@pulumi-netkit/contract';
import { deleteSteps, planAttachment } from './plan.js';
import { configOf } from './chain/programs.js';
import { seen, pinView, opsOf, abc } from './testing/seen.js';

const many = (count: number): BpfAttachmentChecked =>
  attachment(
    Array.from({ length: count }, (_, at) => ({
      name: `p${at}`,
      object: object('a'),
      program: `p${at}`,
    })),
  );

function full(declared: BpfAttachmentChecked, foreign: number, drops = false): AttachmentAnswer {
  const none = seen(declared, 'X'.repeat(foreign), { drops });
  const offset = none.chain.length;
  const chain = declared.programs.map(({ name }, at) => ({
    programId: 500 + at,
    linkId: 600 + offset + at,
    name,
    programName: name,
    tag: '',
  }));
  const pins = chain.map(({ name, programId, linkId }, at) =>
    pinView({
      pin: name,
      name,
      programId,
      linkId,
      config: configOf(declared, declared.programs[at]!),
    }),
  );
  return { ...none, chain: [...none.chain, ...chain], pins };
}

describe('a full hook', () => {
  test('takes 63 programs, kept shut or not', () => {
    const kinds = (drops: boolean): string[] =>
      planAttachment(many(63), seen(abc, '', { drops })).map(({ op }) => op.op);
    const attaches = Array.from({ length: 62 }, () => 'chain.attach');
    const last = ['attachment.declare', 'maps.commit'];
    expect(kinds(false)).toEqual(['object.load', 'chain.attach', ...attaches, ...last]);
    expect(kinds(true)).toEqual(['object.load', 'gate.attach', ...attaches, 'gate.open', ...last]);
  });

  test('is deleted shut', () => {
    const steps = deleteSteps(many(63), full(many(63), 0, true)).map(({ op }) => op);
    expect(steps[0]).toMatchObject({ op: 'gate.close', name: 'p0' });
    expect(steps.slice(1, 64)).toMatchObject(
      many(63)
        .programs.toReversed()
        .map(({ name }) => ({ op: 'chain.detach', name })),
    );
  });

  test('refuses one more before anything is done, and says whose the others are', () => {
    expect(() => planAttachment(many(61), seen(abc, 'XYZ'))).toThrow(
      'programs: 61 programs are wanted, 61 of them new, on a hook that holds 3: 0 of this attachment, 3 foreign ("prog_X", "prog_Y", "prog_Z"); a hook holds at most 63. Declare fewer programs. [chain-full]',
    );
  });

  test('refuses a move for want of a place, and makes it with 62', () => {
    const turned = (count: number): BpfAttachmentChecked => {
      const { programs, ...rest } = many(count);
      return { ...rest, programs: [...programs.slice(1), programs[0]!] };
    };
    expect(() => planAttachment(turned(63), full(many(63), 0))).toThrow(
      'a hook holds at most 63, and a program that is moved needs a free place for its copy. Declare fewer programs; remove some first, in an up of its own, to make room for a move. [chain-full]',
    );
    expect(opsOf(planAttachment(turned(62), full(many(62), 0)), 'chain.move')).toHaveLength(1);
  });

  test('swaps and detaches all the same', () => {
    const seenFull = full(many(63), 0);
    expect(planAttachment(many(62), seenFull)).toHaveLength(1);
    const other = attachment(many(63).programs.map((one) => ({ ...one, object: object('b') })));
    expect(opsOf(planAttachment(other, seenFull), 'chain.swap')).toHaveLength(63);
  });
});
