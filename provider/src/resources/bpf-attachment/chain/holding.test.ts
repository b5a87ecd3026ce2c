import { attachment } from '../../../../test/desired.js';
import type { AttachmentAnswer, BpfAttachmentChecked, ChainView } from '@pulumi-netkit/contract';
import { holding } from './holding.js';

// A chain as text: `a` and `b` are ours, digits another attachment's, upper case foreign.
function seen(chain: string): AttachmentAnswer {
  const entries = Array.from(chain, (letter, at): ChainView => {
    const entry = { programId: at, linkId: 100 + at, programName: letter, tag: '' };
    if (/[ab]/.test(letter)) return { ...entry, name: letter };
    return /\d/.test(letter) ? { ...entry, other: { at: 0, name: letter } } : entry;
  });
  const target = { name: 'web0', netns: null };
  return {
    kind: 'attachment',
    revision: '7',
    chain: entries,
    neighbours: [
      {
        attachment: { name: 'audit', attachType: 'netkit/peer', target },
        owner: 'urn:pulumi:dev::net::netkit:index:BpfAttachment::audit',
        declared: { placement: 'before-foreign', programs: ['1', '2'] },
      },
    ],
    pins: [],
    hasFreshMaps: false,
    isClosedWhenEmpty: false,
  };
}

const BEFORE = [{ attachment: 'audit' }];
const AFTER = [{ program: 'X' }];

test.each<{ name: string; more?: object; chain: string; found: object }>([
  { name: 'all that is declared', chain: 'abXY', found: {} },
  { name: 'what no program can break', chain: 'XY', found: {} },
  {
    name: 'not a placement with a foreign program before',
    chain: 'XabY',
    found: { placement: 'after-foreign' },
  },
  { name: 'not a placement with one between', chain: 'aXb', found: { placement: 'after-foreign' } },
  {
    name: 'not the other placement with a foreign program after',
    more: { placement: 'after-foreign' },
    chain: 'XabY',
    found: { placement: 'before-foreign' },
  },
  {
    name: 'an anchor that is kept',
    more: { before: BEFORE },
    chain: 'ab12',
    found: { before: BEFORE },
  },
  { name: 'not an anchor that is not', more: { before: BEFORE }, chain: '1ab2', found: {} },
  {
    name: 'an anchor that is not there',
    more: { before: BEFORE },
    chain: 'ab',
    found: { before: BEFORE },
  },
  {
    name: 'not one that is required and not there',
    more: { before: [{ program: 'Z', required: true }] },
    chain: 'ab',
    found: {},
  },
  {
    name: 'a foreign anchor, with its side',
    more: { after: AFTER },
    chain: 'XabY',
    found: { after: AFTER },
  },
])('holding() reports $name', ({ more = {}, chain, found }) => {
  const declared: BpfAttachmentChecked = attachment('a b', { name: 'mine', ...more });
  expect(holding(declared, seen(chain))).toEqual({
    placement: declared.placement,
    priority: 500,
    ...found,
  });
});
