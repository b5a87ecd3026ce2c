/** Names that resources of one program exchange, and replacements that are forced: one run each, whatever its parallelism. */
import { compile, names, POLICY } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { sh } from '../harness/guests/guest.js';
import { readEnd } from '../harness/oracles/oracle.js';
import {
  destroy,
  guardedProgram,
  outputs,
  program,
  up,
  yamlProject,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

useGuest();

const THREE = [0, 1, 2];

/** Three pairs by the names of their ends. */
function pairs(primaries: readonly number[], peers: readonly number[]): string {
  const pair = (at: number): string =>
    `  r${at}: {type: 'netkit:NetkitPair', properties: {name: p${primaries[at]}, peer: {name: e${peers[at]}, netns: '\${n1.name}'}}}`;
  return `
resources:
  n1: {type: 'netkit:NetworkNamespace', properties: {name: n1}}
${THREE.map(pair).join('\n')}
`;
}

describe.each([{ parallel: '1' }, { parallel: '16' }])('--parallel $parallel', ({ parallel }) => {
  let project: Project;
  beforeAll(async () => {
    project = await yamlProject('exchange', pairs(THREE, THREE));
    await up(project, '--parallel', parallel);
  });
  afterAll(async () => {
    await destroy(project);
    project[Symbol.dispose]();
  });

  test.each([
    { what: 'two peers', primaries: [0, 1, 2], peers: [1, 0, 2] },
    { what: 'three peers', primaries: [0, 1, 2], peers: [2, 1, 0].map((at) => [1, 2, 0][at]!) },
    { what: 'two primaries', primaries: [1, 0, 2], peers: [2, 1, 0].map((at) => [1, 2, 0][at]!) },
    { what: 'all', primaries: [0, 2, 1], peers: [0, 1, 2] },
  ])('$what', async ({ primaries, peers }) => {
    program(project, 'exchange', pairs(primaries, peers));
    await up(project, '--parallel', parallel);
    for (const at of THREE) {
      const { incarnation } = outputs(project, `r${at}`);
      const [primary, peer] = [
        await readEnd(`p${primaries[at]}`),
        await readEnd(`e${peers[at]}`, 'n1'),
      ];
      expect([primary.altNames, peer.altNames]).toEqual([
        [`netkit-${String(incarnation)}-primary`],
        [`netkit-${String(incarnation)}-peer`],
      ]);
    }
    await up(project, '--expect-no-changes');
  });
});

test('up --replace and state taint of a pair make another pair, with its chain, in one run', async () => {
  using project = await yamlProject('forced', guardedProgram(compile(POLICY)));
  await up(project);
  const urn = 'urn:pulumi:test::forced::netkit:index:NetkitPair::web';
  const forced = [
    () => up(project, '--replace', urn),
    async () => {
      await project.pulumi('state', 'taint', urn, '--yes');
      return up(project);
    },
  ];
  for (const force of forced) {
    const { ifindex } = await readEnd('web0');
    await force();
    expect((await readEnd('web0')).ifindex).not.toBe(ifindex);
    expect(await names('web0', 'netkit/peer')).toEqual(['guard', 'count']);
    await up(project, '--expect-no-changes');
  }
  await destroy(project);
  expect(await sh('ls /run/pulumi-netkit/records')).toBe('');
});
