import { attachment } from '../../../test/desired.js';
import {
  type AttachmentAnswer,
  type BpfAttachmentChecked,
  type Plan,
} from '@pulumi-netkit/contract';
import { declaredOf } from './chain/declared.js';
import { planAttachment } from './plan.js';
import { seen } from './testing/seen.js';

describe('what was declared', () => {
  const declared = attachment('a b');
  const record = (of: BpfAttachmentChecked): NonNullable<AttachmentAnswer['record']> => ({
    kind: 'attachment',
    incarnation: '0'.repeat(24),
    owner: of.owner,
    phase: 'made',
    attachment: { name: of.name, attachType: of.attachType, target: { name: 'web0', netns: null } },
    loaded: {},
    declared: declaredOf(of),
  });
  const kinds = (plan: Plan): string[] => plan.map(({ op }) => op.op);

  test('is noted when the record tells otherwise, though the chain is right', () => {
    const other = attachment('a b', { placement: 'after-foreign' });
    const plan = planAttachment(
      declared,
      seen(declared, 'ab', { more: { record: record(other) } }),
    );
    expect(plan).toMatchObject([
      {
        op: { op: 'attachment.declare', declared: { placement: 'before-foreign' } },
        undo: { declared: { placement: 'after-foreign' } },
      },
    ]);
  });

  test('is noted in a record of an older release, and when programs go', () => {
    const { declared: _none, ...old } = record(declared);
    expect(
      kinds(planAttachment(declared, seen(declared, 'ab', { more: { record: old } }))),
    ).toEqual(['attachment.declare']);
    const one = attachment('a');
    const more = { record: record(declared) };
    expect(kinds(planAttachment(one, seen(one, 'ab', { as: declared, more })))).toEqual([
      'chain.detach',
      'attachment.declare',
    ]);
  });

  test('is not noted again', () => {
    const more = { record: record(declared) };
    expect(planAttachment(declared, seen(declared, 'ab', { more }))).toEqual([]);
  });
});
