import { attachment } from '../../../../test/desired.js';
import { type BpfAttachmentChecked, UNKNOWN } from '@pulumi-netkit/contract';
import { anchorRules, cycleFailures } from './anchor-rules.js';

test.each([
  { inputs: { before: [{ attachment: 'a' }], after: [{ attachment: 'b' }] }, says: [] },
  { inputs: { before: [{ attachment: 'me', owner: 'net/prod' }] }, says: [] },
  { inputs: { before: [{ attachment: UNKNOWN }], after: UNKNOWN }, says: [] },
  { inputs: { before: [{}] }, says: ['before[0] anchor-unclear'] },
  {
    inputs: { before: [{ attachment: 'a', tag: '0123456789abcdef' }] },
    says: ['before[0] anchor-unclear'],
  },
  {
    inputs: { after: [{ program: 'x', owner: 'net/dev' }] },
    says: ['after[0].owner anchor-unclear'],
  },
  ...['nobody', 'org/net/prod', 'net/', 'stack prod'].map((owner) => ({
    inputs: { after: [{ attachment: 'a', owner }] },
    says: ['after[0].owner anchor-unclear'],
  })),
  {
    inputs: { after: [{ attachment: 'a', owner: 'urn:pulumi:prod::net::netkit:index:X::a' }] },
    says: [],
  },
  { inputs: { after: [{ attachment: 'me' }] }, says: ['after[0] anchor-self'] },
  {
    inputs: { before: [{ attachment: 'a' }, { program: 'x' }], after: [{ program: 'x' }] },
    says: ['after[0] anchor-in-both'],
  },
  {
    inputs: {
      before: [{ attachment: 'a', owner: 'net/one' }],
      after: [{ attachment: 'a', owner: 'net/two' }],
    },
    says: [],
  },
])('anchorRules() of $inputs says $says', ({ inputs, says }) => {
  const failures = anchorRules({ name: 'me', ...inputs });
  expect(failures.map(({ property, code }) => `${property} ${code}`)).toEqual(says);
});

const part = (name: string, more: object): BpfAttachmentChecked =>
  attachment('a', {
    name,
    owner: `urn:pulumi:dev::net::netkit:index:BpfAttachment::${name}`,
    ...more,
  });

test('cycleFailures() tells the attachment that closes a cycle, link by link', () => {
  const others = [
    part('one', { before: [{ attachment: 'two' }] }),
    part('two', { before: [{ attachment: 'three' }] }),
  ];
  const [failure, ...more] = cycleFailures(
    part('three', { before: [{ attachment: 'one' }] }),
    others,
  );
  expect(more).toEqual([]);
  expect(failure?.code).toBe('order-cycle');
  for (const link of ['"one" before "two"', '"two" before "three"', '"three" before "one"'])
    expect(failure?.reason).toContain(`${link} (before[0] of `);
  expect(cycleFailures(part('three', { after: [{ attachment: 'one' }] }), others)).toEqual([]);
});
