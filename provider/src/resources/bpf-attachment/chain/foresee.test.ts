import { attachment } from '../../../../test/desired.js';
import type { AttachmentAnswer, ChainView } from '@pulumi-netkit/contract';
import { foreseen } from './foresee.js';

/** A chain of ours (`a`), of another attachment (`1`) and of others (`X`). */
function seen(chain: string): AttachmentAnswer {
  const target = { name: 'web0', netns: null };
  return {
    kind: 'attachment',
    revision: '7',
    chain: Array.from(chain, (letter, at): ChainView => {
      const entry = { programId: at, linkId: 100 + at, programName: letter, tag: '' };
      if (letter === 'a') return { ...entry, name: letter };
      return letter === '1' ? { ...entry, other: { at: 0, name: letter } } : entry;
    }),
    neighbours: [
      {
        attachment: { name: 'audit', attachType: 'netkit/peer', target },
        owner: 'urn:pulumi:prod::base::netkit:index:BpfAttachment::audit',
        declared: { placement: 'before-foreign', priority: 0, programs: ['1'] },
      },
    ],
    pins: [],
    hasFreshMaps: false,
    isClosedWhenEmpty: false,
  };
}

const AUDIT = '1 ("audit" of stack prod of project base)';

test.each([
  { chain: '', says: undefined },
  { chain: 'a', says: undefined },
  { chain: '1', says: `the chain of web0 netkit/peer becomes ${AUDIT}, a; it is ${AUDIT}` },
  {
    chain: 'Xa',
    says: 'the chain of web0 netkit/peer becomes a, X (foreign); it is X (foreign), a',
  },
  { chain: '1aX', says: `the chain of web0 netkit/peer stays ${AUDIT}, a, X (foreign)` },
])('foreseen() of "$chain" says $says', ({ chain, says }) => {
  expect(foreseen(attachment('a'), seen(chain))?.text).toBe(says);
});

test('foreseen() reports an update that the hook as it is now refuses', () => {
  const answer = seen('1');
  const desired = attachment('a', { before: [{ attachment: 'nosuch', required: true }] });
  expect(foreseen(desired, answer)).toEqual({
    text: expect.stringMatching(
      /^as the hook is now, the update is refused: .*"nosuch" is required.*\[anchor-missing\]/,
    ) as string,
    isRefused: true,
  });
});
