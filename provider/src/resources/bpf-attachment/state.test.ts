import { attachment } from '../../../test/desired.js';
import type { AttachmentAnswer, PinView } from '@pulumi-netkit/contract';
import { configOf } from './chain/programs.js';
import { attachmentId, attachmentState, observedInputs } from './state.js';

const declared = attachment('a b');
const [a, b] = declared.programs as [(typeof declared.programs)[0], (typeof declared.programs)[0]];
const pin = (name: string, linkId: number, more: Partial<PinView> = {}): PinView => ({
  pin: name,
  name,
  role: 'program',
  linkId,
  programId: linkId + 100,
  tag: 'cafe',
  mapIds: [7],
  isGate: false,
  ...more,
});

const ANSWER: AttachmentAnswer = {
  kind: 'attachment',
  revision: '12',
  chain: [
    { programId: 102, linkId: 2, name: 'b', programName: 'b', tag: '' },
    { programId: 9, linkId: 0, programName: 'X', tag: '' },
    { programId: 101, linkId: 1, name: 'a', programName: 'a', tag: '' },
  ],
  neighbours: [],
  isClosedWhenEmpty: true,
  pins: [
    pin('a', 1, { config: configOf(declared, a) }),
    pin('b', 2, { config: configOf(declared, b) }),
    pin('a%copy', 3, { name: 'a', role: 'copy' }),
    pin('gone', 4),
  ],
  hasFreshMaps: false,
};
const state = attachmentState(declared, ANSWER, { kernel: '6.12.1', bootId: 'x' }, ['did this']);

test('attachmentState() tells programs in the order they run, with their places among strangers', () => {
  const { inputsDigest, ...rest } = state;
  expect(inputsDigest).toMatch(/^[0-9a-f]{16}$/);
  expect(rest).toEqual({
    name: 'web-egress',
    incarnation: '',
    target: { name: 'web0' },
    attachType: 'netkit/peer',
    placement: 'after-foreign',
    priority: 500,
    adopt: false,
    owner: declared.owner,
    programs: [b, a],
    chain: ['b', 'a'],
    attached: [
      {
        name: 'b',
        id: 102,
        tag: 'cafe',
        linkId: 2,
        digest: b.object.hash,
        position: 0,
        mapIds: [7],
      },
      {
        name: 'a',
        id: 101,
        tag: 'cafe',
        linkId: 1,
        digest: a.object.hash,
        position: 2,
        mapIds: [7],
      },
    ],
    revision: '12',
    changes: ['did this'],
    kernel: '6.12.1',
    stateVersion: 1,
  });
});

test('attachmentState() gives a program of other content a digest that nothing has', () => {
  const pins = [pin('a', 1, { config: 'other' }), pin('b', 2)];
  const { programs, attached } = attachmentState(
    declared,
    { ...ANSWER, pins },
    { kernel: '', bootId: '' },
    [],
  );
  expect(programs.map(({ object }) => object.hash)).toEqual(['0'.repeat(64), '0'.repeat(64)]);
  expect(attached.map(({ digest }) => digest)).toEqual(['', '']);
  // It is an asset, as the engine keeps it in state.
  expect(Object.keys(programs[0]?.object ?? {})).toHaveLength(3);
});

test('attachmentState() tells what is pinned as ours and not declared any more', () => {
  const { programs, chain } = attachmentState(
    attachment('a'),
    ANSWER,
    { kernel: '', bootId: '' },
    [],
  );
  expect(chain).toEqual(['b', 'a']);
  expect(programs.map(({ name }) => name)).toEqual(['b', 'a']);
});

test('observedInputs() declares what was observed', () => {
  expect(observedInputs(state)).toEqual({
    ...declared,
    placement: 'after-foreign',
    programs: [b, a],
    chain: ['b', 'a'],
  });
});

test.each([
  { changes: {}, id: 'web0/netkit/peer/web-egress' },
  {
    changes: { target: { name: 'eth0', netns: 'blue' }, attachType: 'tcx/ingress', name: 'count' },
    id: 'blue/eth0/tcx/ingress/count',
  },
])('attachmentId() is $id', ({ changes, id }) => {
  expect(attachmentId(attachment('a', changes))).toBe(id);
});

test('state of release 1 stays readable', () => {
  // Captured from this release; a later one must read it. Nothing here may be edited, only added to.
  const stored = JSON.parse(
    '{"name":"web-egress","target":{"name":"web0"},"attachType":"netkit/peer","programs":[],"placement":"before-foreign","attached":[],"chain":[],"revision":"0","changes":[],"kernel":"7.3.4","owner":"urn:x","stateVersion":1,"inputsDigest":"0123456789abcdef"}',
  ) as typeof state;
  expect(observedInputs(stored)).toEqual({
    name: 'web-egress',
    target: { name: 'web0' },
    attachType: 'netkit/peer',
    programs: [],
    placement: 'before-foreign',
    priority: 500,
    before: [],
    after: [],
    chain: [],
    owner: 'urn:x',
  });
});
