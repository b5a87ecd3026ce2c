/** Examples 05 (02 in YAML), 01 and 02 by the plugin, from birth to the end. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bpfResidue, chain, names, quiet } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { pings, residue, succeeds } from '../harness/guests/guest.js';
import { expectAgreement, readEnd } from '../harness/oracles/oracle.js';
import {
  destroy,
  edit,
  exampleProject,
  outputs,
  PLUGIN_FOLDER,
  up,
  usePlugin,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const HOOK = ['pod0', 'netkit/peer'] as const;
const ids = async (): Promise<number[]> => (await chain(...HOOK)).map(({ linkId }) => linkId);
const reaches = async (): Promise<boolean[]> => [
  await pings('green', '10.0.0.1'),
  await pings('green', '10.0.0.3'),
];

useGuest();

describe('05-yaml', () => {
  let project: Project;

  beforeAll(async () => {
    project = await exampleProject('05-yaml');
    edit(project, 'Pulumi.yaml', '../../sdk/bin', PLUGIN_FOLDER);
    execFileSync('make', ['-s', '-C', join(project.work, '../bpf')]);
  });
  afterAll(() => project[Symbol.dispose]());

  test('a preview shows what will be, without the defaults that nobody wrote, and touches nothing', async () => {
    const text = await project.pulumi('preview', '--diff');
    expect(text).toMatch(/\+ 4 to create/);
    expect(text).toMatch(/peerPolicy +: "drop"/);
    expect(text).not.toMatch(/gsoMaxSize|tailroom|incarnation *: "/);
    expect(await succeeds('test -e /run/netns/green || ip link show pod0 2>/dev/null')).toBe(false);
  });

  test('up makes what is declared', async () => {
    expect(await up(project)).toMatch(/\+ 4 created/);
    await quiet('green');
    await expectAgreement(outputs(project, 'pod'));
    expect([await names(...HOOK), await reaches()]).toEqual([
      ['guard', 'count'],
      [true, false],
    ]);
  });

  test('nothing changed: nothing happens, and nothing differs', async () => {
    const before = await chain(...HOOK);
    await up(project, '--expect-no-changes');
    expect(await chain(...HOOK)).toEqual(before);
  });

  test('another global: the programs are exchanged in their links', async () => {
    const before = await ids();
    edit(project, 'Pulumi.yaml', 'allowed_range: 1', 'allowed_range: 3');
    expect(await up(project, '--diff')).toMatch(/allowed_range: 1 => 3/);
    expect([await ids(), await reaches()]).toEqual([before, [true, true]]);
  });

  test('another order: the preview shows one line out and one in, and one program moves', async () => {
    const before = await ids();
    edit(
      project,
      'Pulumi.yaml',
      /( +- name: guard\n[^]*?)( +- name: count\n[^]*?)(?=\n\S)/,
      '$2$1',
    );
    const text = await project.pulumi('preview', '--diff');
    const moved =
      /programs: \[\n +- \[0\]: \{[^]*?"guard"[^]*?\+ \[1\]: \{[^]*?"guard"[^]*?\n +\]\n/.exec(
        text,
      );
    expect(moved?.[0].match(/[-+~] \[\d\]/g)).toEqual(['- [0]', '+ [1]']);
    expect(moved?.[0]).not.toContain('"count"');
    await up(project);
    expect(await names(...HOOK)).toEqual(['count', 'guard']);
    expect((await ids()).filter((id) => before.includes(id))).toHaveLength(1);
  });

  test('another policy: changed in place, while the programs stay', async () => {
    const before = [await ids(), (await readEnd('pod0')).ifindex];
    edit(project, 'Pulumi.yaml', 'peerPolicy: drop', 'peerPolicy: pass');
    expect(await up(project, '--diff')).toMatch(/peerPolicy: "drop" => "pass"/);
    const end = await readEnd('pod0');
    expect([await ids(), end.ifindex]).toEqual(before);
    expect(end.netkit['peer_policy']).toBe('forward');
  });

  test('another mode: the attachment goes, the pair is made anew, the attachment comes back', async () => {
    const before = await ids();
    edit(project, 'Pulumi.yaml', 'peerPolicy: pass', 'peerPolicy: drop\n      mode: l2');
    const text = await up(project);
    const done = text.matchAll(/(?:\+\+|--) netkit:index:(\w+ \w+ (?:created|deleted)) /g);
    expect([...done].map(([, what]) => what)).toEqual([
      'BpfAttachment egress deleted',
      'NetkitPair pod deleted',
      'NetkitPair pod created',
      'BpfAttachment egress created',
    ]);
    expect((await readEnd('pod0')).netkit['mode']).toBe('l2');
    expect([await names(...HOOK), await reaches()]).toEqual([
      ['count', 'guard'],
      [true, true],
    ]);
    for (const id of await ids()) expect(before).not.toContain(id);
    await expectAgreement(outputs(project, 'pod'));
  });

  test('a refresh finds nothing to tell', async () => {
    await project.pulumi('refresh', '--yes', '--skip-preview', '--expect-no-changes');
  });

  test('destroy leaves nothing', async () => {
    expect(await destroy(project)).toMatch(/- 4 deleted/);
    expect([await residue(), await bpfResidue()]).toEqual([[], []]);
  });
});

describe.each([
  {
    folder: '01-first-pair',
    pair: 'web',
    netns: 'blue',
    from: "addresses: ['10.0.0.1/32'],",
    to: "addresses: ['10.0.0.1/32', '10.0.0.3/32'],",
    made: 3,
  },
  {
    folder: '02-guarded-pod',
    pair: 'pod',
    netns: 'green',
    from: 'allowed_range: 1',
    to: 'allowed_range: 3',
    made: 4,
  },
])('$folder in TypeScript, by the plugin', ({ folder, pair, netns, from, to, made }) => {
  test('is made, left alone, changed and removed', async () => {
    using project = await exampleProject(folder);
    usePlugin(project);
    expect(await up(project)).toContain(`+ ${made} created`);
    await expectAgreement(outputs(project, pair));
    expect([await pings(netns, '10.0.0.1'), await pings(netns, '10.0.0.3')]).toEqual([true, false]);
    await up(project, '--expect-no-changes');
    edit(project, 'index.ts', from, to);
    expect(await up(project)).toContain('~ 1 updated');
    expect(await pings(netns, '10.0.0.3')).toBe(true);
    await destroy(project);
  }, 120_000);
});
