/** The plugin looks before it updates: what is gone or was changed behind our back is shown by a plain preview, and mended by up. */
import { join } from 'node:path';
import { chain, compile, names, POLICY } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { pings, rebootGuest, sh } from '../harness/guests/guest.js';
import { expectAgreement, readEnd } from '../harness/oracles/oracle.js';
import {
  configure,
  destroy,
  guardedProgram,
  outputs,
  up,
  yamlProject,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const HOOK = ['web0', 'netkit/peer'] as const;

const BODY = guardedProgram(compile(POLICY));

let project: Project;

async function expectWhole(): Promise<void> {
  await expectAgreement(outputs(project, 'web'));
  expect(await names(...HOOK)).toEqual(['guard', 'count']);
  expect(await pings('blue', '10.0.0.1')).toBe(true);
}

useGuest({
  before: async () => {
    project = await yamlProject('heals', BODY);
    await up(project);
    await expectWhole();
  },
  after: async () => {
    await destroy(project);
    project[Symbol.dispose]();
  },
});

test.each<{ what: string; how: () => unknown; shown: RegExp; mended: RegExp }>([
  {
    what: 'a pair that was deleted',
    how: () => sh('ip link del web0'),
    // The pins of the attachment are there still, and hold links of no device.
    shown: /\+ 1 to create[^]*\+-1 to replace/,
    mended: /\+ 1 created[^]*\+-1 replaced/,
  },
  {
    what: 'a namespace that was deleted, and what was in it',
    how: () => sh('ip netns del blue'),
    shown: /\+ 2 to create[^]*\+-1 to replace/,
    mended: /\+ 2 created[^]*\+-1 replaced/,
  },
  {
    what: 'a host that was booted anew',
    how: rebootGuest,
    shown: /\+ 3 to create/,
    mended: /\+ 3 created/,
  },
])('$what is shown as gone, and made again', async ({ how, shown, mended }) => {
  await how();
  expect(await project.pulumi('preview')).toMatch(shown);
  expect(await up(project)).toMatch(mended);
  await expectWhole();
});

test('what was changed by hand is shown value by value, and set back in place', async () => {
  const before = (await readEnd('web0')).ifindex;
  const [first, second] = await chain(...HOOK);
  await sh(
    `ip link set web0 mtu 1400; ip link set web0 type netkit peer forward;` +
      `bpftool link detach id ${first!.linkId}`,
  );
  expect((await readEnd('web0')).netkit['peer_policy']).toBe('forward');
  const text = await project.pulumi('preview', '--diff');
  expect(text).toMatch(/mtu *: 1400 => 1500/);
  expect(text).toMatch(/peerPolicy *: "pass" => "drop"/);
  expect(text).toMatch(/~ 2 to update/);
  expect(await up(project)).toMatch(/~ 2 updated/);
  await expectWhole();
  expect((await readEnd('web0')).ifindex).toBe(before);
  expect((await chain(...HOOK))[1]).toEqual(second);
});

test('a state that was lost, or an older one, makes no device and no link again', async () => {
  const file = join(project.work, 'older.json');
  const ids = async (): Promise<unknown> => [
    (await readEnd('web0')).ifindex,
    await sh('stat -c %i /run/netns/blue'),
    await chain(...HOOK),
  ];
  await project.pulumi('stack', 'export', '--file', file);
  const before = await ids();
  await project.pulumi('state', 'delete', '--all', '--force', '--yes');
  const told = await up(project);
  expect(told).toMatch(/\+ 4 created/);
  for (const what of ['"web0"', 'network namespace "blue"', 'attachment "'])
    expect(told).toContain(`took over ${what}`);
  expect(await ids()).toEqual(before);
  await up(project, '--expect-no-changes');
  await project.pulumi('stack', 'import', '--file', file);
  await up(project);
  expect(await ids()).toEqual(before);
  await up(project, '--expect-no-changes');
  await expectWhole();
});

test('with netkit:refreshBeforeUpdate off only a refresh looks', async () => {
  configure(project, { 'netkit:refreshBeforeUpdate': false });
  // The engine knows it of a resource from the last answer about it, and looks with the settings of the run before.
  for (const _ of ['the settings are stored', 'looked at with them']) await up(project);
  await sh('ip link del web0');
  await up(project, '--expect-no-changes');
  expect(await up(project, '--refresh')).toMatch(/\+ 1 created[^]*\+-1 replaced/);
  await expectWhole();
});
