import { attachment, object } from '../../../../test/desired.js';
import {
  attachmentRecordId,
  type BpfAttachmentChecked,
  formerAttachmentRecordId,
} from '@pulumi-netkit/contract';
import { configOf, groupsOf, digestOf } from './programs.js';
import { refOf } from '../plan.js';

const configs = (declared: BpfAttachmentChecked): string[] =>
  declared.programs.map((program) => configOf(declared, program));

test('groupsOf() loads programs of one object together, with what all of them say', () => {
  const declared = attachment([
    { name: 'a', object: object('a'), program: 'guard', globals: { x: 1 } },
    { name: 'b', object: object('b') },
    { name: 'c', object: object('a', '/copy/of/a.o'), program: 'count', maps: { m: {} } },
  ]);
  expect(groupsOf(declared)).toEqual([
    {
      digest: digestOf(declared.programs[0]!),
      programs: [
        { name: 'a', program: 'guard', config: configs(declared)[0] },
        { name: 'c', program: 'count', config: configs(declared)[2] },
      ],
      globals: { x: 1 },
      maps: { m: {} },
    },
    {
      digest: digestOf(declared.programs[1]!),
      programs: [{ name: 'b', config: configs(declared)[1] }],
      globals: {},
      maps: {},
    },
  ]);
});

test('configOf() is that of the function, not of name, path or place', () => {
  const [first, second] = configs(attachment('a b')) as [string, string];
  const moved = attachment([
    { name: 'other', object: object('a', '/elsewhere'), program: 'b' },
    { name: 'a', object: object('a'), program: 'a' },
  ]);
  expect(configs(moved)).toEqual([second, first]);
  expect(first).not.toBe(second);
});

test('configOf() changes with what any program of the object says of its variables', () => {
  const [one, two] = attachment('a b').programs;
  const changed = attachment([{ ...one }, { ...two, globals: { rate: 1 } }]);
  const before = configs(attachment('a b'));
  expect(configs(changed)[0]).not.toBe(before[0]);
  expect(configs(changed)[1]).not.toBe(before[1]);
  const apart = attachment([{ ...one }, { ...two, object: object('b'), globals: { rate: 1 } }]);
  expect(configs(apart)[0]).toBe(before[0]);
});

test('attachmentRecordId() is the address: the same for the same, another for each part', () => {
  const id = (changes: object): string =>
    attachmentRecordId(refOf(attachment('a', { ...changes })));
  expect(id({})).toMatch(/^[0-9a-f]{24}$/);
  const all = [
    {},
    { name: 'x' },
    { attachType: 'tcx/ingress' },
    { target: { name: 'web1' } },
    { target: { name: 'web0', netns: 'blue' } },
  ].map(id);
  expect(new Set(all).size).toBe(all.length);
  expect(attachmentRecordId(refOf(attachment('b c@d')))).toBe(id({}));
  expect(id({ target: { name: 'web0', incarnation: 'i' } })).toBe(id({}));
});

// Records of the first release are named so.
test('formerAttachmentRecordId() knows the pair of the target, too', () => {
  const ref = refOf(attachment('a', { target: { name: 'web0', incarnation: 'i' } }));
  expect(formerAttachmentRecordId(ref)).toBe('060c54165542c32815b3223b');
});
