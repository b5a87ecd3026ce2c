/** What one stack made, in the hands of another: refused with the name of its stack, and taken over by `adopt: true` alone. */
import { bpfResidue, chain, compile, POLICY } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { residue, sh } from '../harness/guests/guest.js';
import { readEnd } from '../harness/oracles/oracle.js';
import {
  destroy,
  edit,
  fails,
  guardedProgram,
  outputs,
  program,
  up,
  yamlProject,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const OBJECT = compile(POLICY);
const HOOK = ['web0', 'netkit/peer'] as const;

const THINGS = [
  { type: 'NetworkNamespace', name: 'blue', id: 'blue', code: 'netns-not-ours' },
  { type: 'NetkitPair', name: 'web', id: 'web0', code: 'device-taken' },
  {
    type: 'BpfAttachment',
    name: 'egress',
    id: 'web0/netkit/peer/egress',
    code: 'attachment-taken',
  },
] as const;

/** The program of the first stack as the second one declares it: each resource adopted. */
const ADOPTING = guardedProgram(OBJECT)
  .replace('properties: {name: blue}', 'properties: {name: blue, adopt: true, force: true}')
  .replace(
    /(type: '?netkit:(?:NetkitPair|BpfAttachment)'?,?\s+properties:\s+)/g,
    '$1adopt: true\n      ',
  );

let first: Project;
let second: Project;
let before: unknown;
let taken: unknown;
const look = async (): Promise<unknown> => [await readEnd('web0'), await chain(...HOOK)];
const withoutMarks = (seen: unknown): string =>
  JSON.stringify(seen).replace(/netkit-[0-9a-f]{24}/g, 'MARK');
const records = async (): Promise<string[]> => {
  const text = await sh('grep -ho "urn:pulumi:test::[a-z]*" /run/pulumi-netkit/records/* | sort');
  return text.trim().split('\n');
};

useGuest({
  before: async () => {
    first = await yamlProject('first', guardedProgram(OBJECT));
    await up(first);
    before = await look();
    second = await yamlProject('second', '');
  },
  after: () => {
    first[Symbol.dispose]();
    second[Symbol.dispose]();
  },
});

test.each(THINGS)('pulumi import of a $type is refused', async ({ type, name, id, code }) => {
  const text = await fails(
    second.pulumi('import', `netkit:index:${type}`, name, id, '--yes', '--skip-preview'),
  );
  expect(text).toContain('belongs to stack "test" of project "first"');
  expect(text).toContain(`[${code}]`);
  expect(await look()).toEqual(before);
  expect(second.backend.resources().map(({ urn }) => urn)).not.toContain(`::${name}`);
});

test('adopt: true takes all three over, and the same programs run', async () => {
  program(second, 'second', ADOPTING);
  expect(await up(second)).toMatch(/\+ 3 created/);
  // The same devices and links, under the marks of the second stack.
  taken = await look();
  expect(withoutMarks(taken)).toEqual(withoutMarks(before));
  expect(await records()).toEqual(Array.from({ length: 3 }, () => 'urn:pulumi:test::second'));
  await up(second, '--expect-no-changes');
});

test('the first stack is refused with the name of the second, whatever it does', async () => {
  expect(await fails(up(first))).toContain('belongs to');
  await destroy(first);
  expect(await look()).toEqual(taken);
});

test('the second stack changes and removes what is its own now', async () => {
  edit(second, 'Pulumi.yaml', 'addresses: [10.0.0.1/32]', 'addresses: [10.0.0.9/32]');
  await up(second);
  expect(outputs(second, 'web')['addresses']).toEqual(['10.0.0.9/32']);
  await destroy(second);
  expect([await residue(), await bpfResidue()]).toEqual([[], []]);
});
