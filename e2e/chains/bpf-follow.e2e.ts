/** Programs go with their device when its name or its place changes: by the pair's own update, or by hand. */
import { bpfResidue, chain, compile, names, POLICY } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { sh } from '../harness/guests/guest.js';
import { destroy, edit, program, up, yamlProject } from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const OBJECT = compile(POLICY);

const body = (programs: readonly string[]): string => `
resources:
  blue: {type: 'netkit:NetworkNamespace', properties: {name: blue}}
  web: {type: 'netkit:NetkitPair', properties: {name: web0, peer: {name: eth0, netns: '\${blue.name}'}}}
  inside:
    type: netkit:BpfAttachment
    properties:
      target: {name: '\${web.peer.name}', netns: '\${blue.name}'}
      attachType: tcx/ingress
      programs:
${programs.map((name) => `        - {name: ${name}, object: {'fn::fileAsset': ${OBJECT}}, program: ${name}}\n`).join('')}`;

let project: Project;

useGuest({
  before: async () => {
    await sh('ip netns add other');
    project = await yamlProject('follow', body(['guard', 'count']));
  },
  after: async () => {
    await destroy(project);
    project[Symbol.dispose]();
    await sh('ip netns del other');
  },
});

const idsOf = async (device: string): Promise<unknown[]> =>
  (await chain(device, 'tcx/ingress', 'blue')).map(({ programId, linkId }) => [programId, linkId]);

const RENAMED = 'ip -n blue link set eth0 down; ip -n blue link set eth0 name else0';
const MOVED = 'ip -n blue link set eth0 netns other';
const NAMELESS =
  'ip netns exec blue sleep 60 >/dev/null 2>&1 </dev/null & ' +
  'until ip netns pids blue | grep -q .; do :; done; ip netns del blue';

test('stay attached, link by link, when the program renames the peer', async () => {
  program(project, 'follow', body(['count']));
  await up(project);
  const before = await idsOf('eth0');
  expect(before).toHaveLength(1);
  edit(project, 'Pulumi.yaml', 'name: eth0', 'name: eth7');
  expect(await up(project)).toMatch(/~ 2 updated/);
  expect(await idsOf('eth7')).toEqual(before);
  await up(project, '--expect-no-changes');
});

test.each([RENAMED, MOVED])('are attached after one up: %s', async (how) => {
  program(project, 'follow', body(['guard', 'count']));
  await up(project);
  await sh(how);
  await up(project);
  expect(await names('eth0', 'tcx/ingress', 'blue')).toEqual(['guard', 'count']);
});

test.each([RENAMED, MOVED, NAMELESS])('go in one destroy: %s', async (how) => {
  await up(project);
  await sh(how);
  await destroy(project);
  expect(await bpfResidue()).toEqual([]);
});

test('are loaded and linked again by a replacement that is forced', async () => {
  program(project, 'follow', body(['guard', 'count']));
  await up(project);
  const before = (await idsOf('eth0')).flat();
  const urn = project.backend.resources().find(({ urn: one }) => one.endsWith('::inside'))?.urn;
  expect(await up(project, '--replace', urn!)).toMatch(/1 replaced/);
  expect(await names('eth0', 'tcx/ingress', 'blue')).toEqual(['guard', 'count']);
  expect((await idsOf('eth0')).flat().filter((id) => before.includes(id))).toEqual([]);
});
