/** Examples 02 and 03 by the command line, and each row of the tables in their READMEs, done as a reader does it. */
import {
  bpfResidue,
  chain,
  counters,
  mapOf,
  names,
  pinsOf,
  quiet,
  stranger,
} from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { pings, sh } from '../harness/guests/guest.js';
import { edit, exampleProject, up } from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const ids = async (device: string, hook: 'netkit/peer' | 'tcx/egress'): Promise<number[]> =>
  (await chain(device, hook)).map(({ linkId }) => linkId);

let project: Project;

useGuest();

describe('02-guarded-pod', () => {
  beforeAll(async () => {
    project = await exampleProject('02-guarded-pod');
  });
  afterAll(() => project[Symbol.dispose]());

  const now = () => chain('pod0', 'netkit/peer');
  const seen = (): Promise<string[]> => names('pod0', 'netkit/peer');
  const map = async (): Promise<number> => mapOf((await now())[0]!.programId, 'counters');
  const reaches = async (): Promise<boolean[]> => [
    await pings('green', '10.0.0.1'),
    await pings('green', '10.0.0.3'),
  ];

  test('what one sees', async () => {
    expect(await up(project)).toMatch(/\+ 4 created/);
    await quiet('green');
    expect([await seen(), await reaches()]).toEqual([
      ['guard', 'count'],
      [true, false],
    ]);
    const [passed, dropped] = await counters(await map());
    expect(passed).toBe(1);
    expect(dropped).toBeGreaterThan(0);
    expect(await sh(`ls ${pinsOf('pod0', 'netkit/peer', 'egress')}`)).toBe('%maps\ncount\nguard\n');
  });

  test('nothing changed: nothing happens', async () => {
    const look = async () => [await now(), await stranger('revision', 'pod0', 'netkit/peer')];
    const before = await look();
    expect(await up(project)).toMatch(/4 unchanged/);
    expect(await look()).toEqual(before);
  });

  test('allowed_range: both exchanged in place; links, order and counters stay, and 10.0.0.3 answers', async () => {
    const before = {
      links: await ids('pod0', 'netkit/peer'),
      counted: await counters(await map()),
    };
    edit(project, 'index.ts', 'allowed_range: 1', 'allowed_range: 3');
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect({
      links: await ids('pod0', 'netkit/peer'),
      counted: await counters(await map()),
    }).toEqual(before);
    expect(await reaches()).toEqual([true, true]);
  });

  test('another order: the preview shows both, one program moves, and what is dropped is counted too', async () => {
    const before = await ids('pod0', 'netkit/peer');
    edit(project, 'index.ts', 'allowed_range: 3', 'allowed_range: 1');
    edit(project, 'index.ts', /( +\{ name: 'guard'.*\n)( +\{ name: 'count'.*\n)/, '$2$1');
    const preview = await project.pulumi('preview', '--diff');
    expect(preview).toMatch(/\[0\]: "guard" => "count"[^]*\[1\]: "count" => "guard"/);
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect(await seen()).toEqual(['count', 'guard']);
    expect((await ids('pod0', 'netkit/peer')).filter((id) => before.includes(id))).toHaveLength(1);
    const [, dropped = 0, counted = 0] = await counters(await map());
    expect(await pings('green', '10.0.0.3')).toBe(false);
    const after = await counters(await map());
    expect(after[1]! - dropped).toBeGreaterThan(0);
    expect(after[2]! - counted).toBe(after[1]! - dropped);
  });

  test('DROP becomes NEXT in the source: the content changed, and is exchanged in place', async () => {
    const before = await ids('pod0', 'netkit/peer');
    edit(project, '../bpf/policy.bpf.c', /return DROP;/g, 'return NEXT;');
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect(await ids('pod0', 'netkit/peer')).toEqual(before);
    expect(await reaches()).toEqual([true, true]);
    edit(project, '../bpf/policy.bpf.c', /(DROPPED\);\s+)return NEXT;/, '$1return DROP;');
  });

  test("mode: 'l2': the pair is replaced, and the attachment around it", async () => {
    const before = await ids('pod0', 'netkit/peer');
    edit(project, 'index.ts', "peerPolicy: 'drop',", "peerPolicy: 'drop',\n  mode: 'l2',");
    expect(await up(project)).toMatch(/\+-\s*2 replaced/);
    expect([await seen(), await reaches()]).toEqual([
      ['count', 'guard'],
      [true, false],
    ]);
    for (const id of await ids('pod0', 'netkit/peer')) expect(before).not.toContain(id);
  });

  test('a link detached behind our back: refresh shows it, and up attaches it at its place', async () => {
    await sh(`bpftool link detach id ${(await ids('pod0', 'netkit/peer'))[0]!}`);
    expect(await project.pulumi('refresh', '--yes', '--skip-preview')).toMatch(/~ 1 updated/);
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect([await seen(), await reaches()]).toEqual([
      ['count', 'guard'],
      [true, false],
    ]);
  });

  test('the attachment is removed: the end drops all again', async () => {
    edit(project, 'index.ts', /const egress = new[^]*/, '');
    expect(await up(project)).toMatch(/- 1 deleted/);
    expect([await seen(), await reaches()]).toEqual([[], [false, false]]);
    expect(await bpfResidue()).toEqual([]);
    await project.pulumi('destroy', '--yes', '--skip-preview');
  });
});

describe('03-tcx-uplink', () => {
  beforeAll(async () => {
    project = await exampleProject('03-tcx-uplink');
    await project.pulumi('config', 'set', 'device', 'lo');
    await sh('ip link set lo up');
  });
  afterAll(() => project[Symbol.dispose]());

  const seen = (): Promise<string[]> => names('lo', 'tcx/egress');

  test('what one sees', async () => {
    expect(await up(project)).toMatch(/\+ 3 created/);
    expect([await names('lo', 'tcx/ingress'), await seen()]).toEqual([
      ['count'],
      ['guard', 'count'],
    ]);
    expect(await pings(null, '127.0.0.20')).toBe(true);
  });

  test('narrowed: exchanged in place, 127.0.0.9 answers and 127.0.0.20 does not', async () => {
    const before = await ids('lo', 'tcx/egress');
    const wide = 'allowed_base: 0, allowed_range: 0xffffffff';
    edit(project, 'index.ts', wide, 'allowed_base: 0x7f000001, allowed_range: 9');
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect(await ids('lo', 'tcx/egress')).toEqual(before);
    expect([await pings(null, '127.0.0.9'), await pings(null, '127.0.0.20')]).toEqual([
      true,
      false,
    ]);
  });

  test('another order: one program moves', async () => {
    const before = await ids('lo', 'tcx/egress');
    edit(
      project,
      'index.ts',
      /( +\/\/ All of IPv4[^]*?\n {4}\},\n)( +\{ name: 'count'.*\n)/,
      '$2$1',
    );
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect(await seen()).toEqual(['count', 'guard']);
    expect((await ids('lo', 'tcx/egress')).filter((id) => before.includes(id))).toHaveLength(1);
  });

  test('a device in a namespace: detached here, attached there', async () => {
    await sh('ip netns add blue; ip -n blue link add eth0 type dummy');
    const egress = /target: \{ name: device \}(,\s+attachType: 'tcx\/egress')/;
    edit(project, 'index.ts', egress, "target: { name: 'eth0', netns: 'blue' }$1");
    expect(await up(project)).toMatch(/\+-\s*1 replaced/);
    expect([await seen(), await names('eth0', 'tcx/egress', 'blue')]).toEqual([
      [],
      ['count', 'guard'],
    ]);
    await project.pulumi('destroy', '--yes', '--skip-preview');
    await sh('ip netns del blue');
  });
});
