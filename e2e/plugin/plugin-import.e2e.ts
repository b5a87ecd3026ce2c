/** What stands already comes under the plugin: `pulumi import`, the option `import`, `get`, and the functions that only look. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bpfResidue, chain, compile, names, POLICY, stranger } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { pings, residue, sh } from '../harness/guests/guest.js';
import { expectAgreement, readEnd } from '../harness/oracles/oracle.js';
import {
  destroy,
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

/** Runs `pulumi import`. @returns the program it wrote, without the resources that are protected by default. */
async function imported(project: Project, ...what: readonly string[]): Promise<string> {
  const file = join(project.work, 'imported.yaml');
  await project.pulumi(
    'import',
    ...what,
    '--yes',
    '--skip-preview',
    '--protect=false',
    '--out',
    file,
  );
  return readFileSync(file, 'utf8');
}

/** Imports several at once. */
function importedAll(project: Project, resources: readonly object[]): Promise<string> {
  const file = join(project.work, 'import.json');
  writeFileSync(file, JSON.stringify({ resources }));
  return imported(project, '--file', file);
}

useGuest();

describe('a pair that was made by hand', () => {
  let project: Project;
  let code: string;

  beforeAll(async () => {
    await sh(
      'ip netns add blue; ip netns add pod;' +
        'ip -n blue link add web0 mtu 1400 address 02:00:00:00:00:01 type netkit mode l2 blackhole' +
        ' peer name eth0 netns pod;' +
        'ip -n blue addr add 10.0.0.1/24 dev web0; ip -n pod addr add 10.0.0.2/24 dev eth0;' +
        'ip -n blue link set web0 up; ip -n pod link set eth0 up;' +
        'ip link add veth0 type veth peer name veth1',
    );
    project = await yamlProject('byhand', '');
  });
  afterAll(async () => {
    await sh('ip netns del blue; ip netns del pod; ip link del veth0');
    project[Symbol.dispose]();
  });

  test.each([
    { what: 'a missing device', id: 'blue/nope', code: 'does-not-exist' },
    { what: 'a peer end', id: 'pod/eth0', code: 'device-is-peer' },
    { what: 'a veth', id: 'veth0', code: 'device-not-netkit' },
  ])('$what is refused as $code', async ({ id, code }) => {
    const text = await fails(imported(project, 'netkit:index:NetkitPair', 'web', id));
    expect(text).toContain(`[${code}]`);
  });

  test('is imported with all that it has, and left untouched', async () => {
    const look = async () => [await readEnd('web0', 'blue'), await readEnd('eth0', 'pod')];
    const before = await look();
    code = await imported(project, 'netkit:index:NetkitPair', 'web', 'blue/web0');
    expect(await look()).toEqual(before);
    expect(before[0]!.altNames).toEqual([]);
  });

  test('the code that import wrote makes no difference', async () => {
    program(project, 'byhand', code);
    await project.pulumi('preview', '--expect-no-changes');
  });

  test('an update marks it as ours, and an attachment can be on it', async () => {
    const { ifindex } = await readEnd('web0', 'blue');
    const egress = `
  egress:
    type: netkit:BpfAttachment
    properties:
      target: {name: '\${web.name}', netns: blue, incarnation: '\${web.incarnation}'}
      attachType: netkit/peer
      programs: [{name: count, object: {'fn::fileAsset': ${OBJECT}}, program: count}]
`;
    program(project, 'byhand', code.replace(/mtu: 1400/g, 'mtu: 1380') + egress);
    expect(await up(project)).toMatch(/\+ 1 created[^]*~ 1 updated/);
    await expectAgreement(outputs(project, 'web'));
    expect((await readEnd('web0', 'blue')).ifindex).toBe(ifindex);
    expect(await names(...HOOK, 'blue')).toEqual(['count']);
  });

  test('and is removed like any other', async () => {
    await destroy(project);
    expect(await residue()).toEqual(expect.not.arrayContaining(['device web0']));
    expect(await sh('ip -n blue -br link show; ip -n pod -br link show')).not.toMatch(/web0|eth0/);
  });
});

const MADE = guardedProgram(OBJECT);

describe('what a stack made, and whose state is lost', () => {
  let project: Project;
  let before: unknown;
  const look = async (): Promise<unknown> => [await readEnd('web0'), await chain(...HOOK)];

  beforeAll(async () => {
    using first = await yamlProject('first', MADE);
    await up(first);
    before = await look();
    await first.pulumi('stack', 'rm', '--force', '--yes');
    project = await yamlProject('first', '');
  });
  afterAll(() => project[Symbol.dispose]());

  test('is imported as a whole, and the code makes no difference', async () => {
    const code = await importedAll(project, [
      { type: 'netkit:index:NetworkNamespace', name: 'blue', id: 'blue' },
      { type: 'netkit:index:NetkitPair', name: 'web', id: 'web0' },
      { type: 'netkit:index:BpfAttachment', name: 'egress', id: 'web0/netkit/peer/egress' },
    ]);
    program(project, 'first', code);
    await project.pulumi('preview', '--expect-no-changes', '--diff');
    expect(await look()).toEqual(before);
  });

  test('the functions tell of it, and `get` reads it', async () => {
    await stranger('link', ...HOOK, 'tail', 'zed');
    using looking = await yamlProject(
      'looking',
      `
variables:
  pair: {'fn::invoke': {function: 'netkit:getNetkitPair', arguments: {name: web0}}}
  hook:
    fn::invoke:
      function: netkit:getHook
      arguments: {target: {name: web0}, attachType: netkit/peer}
  support: {'fn::invoke': {function: 'netkit:getKernelSupport', arguments: {}}}
resources:
  web: {type: 'netkit:NetkitPair', get: {id: web0, state: {adopt: false}}}
outputs:
  pair: \${pair}
  hook: \${hook}
  support: \${support}
  ifindex: \${web.ifindex}
`,
    );
    await up(looking);
    const told = looking.backend.outputs();
    const { ifindex } = await readEnd('web0');
    expect(told['ifindex']?.value).toBe(ifindex);
    expect(told['pair']?.value).toMatchObject({
      ifindex,
      peerPolicy: 'drop',
      peer: { name: 'eth0', netns: 'blue', routes: [{ destination: '10.0.0.1/32' }] },
    });
    const entries = (await chain(...HOOK)).map(({ name, programId, linkId }) => ({
      programName: name,
      programId,
      linkId,
    }));
    expect(told['hook']?.value).toMatchObject({ chain: entries, isClosedWhenEmpty: true });
    const { chain: seen } = told['hook']?.value as { chain: { attachment?: string }[] };
    expect(seen.map(({ attachment }) => attachment)).toEqual(['egress', 'egress', undefined]);
    const { kernel, features } = told['support']?.value as {
      kernel: string;
      features: { name: string; state: string }[];
    };
    expect(kernel).toBe((await sh('uname -r')).trim());
    expect(features.find(({ name }) => name === 'netkit')?.state).toBe('present');
    await destroy(looking);
    await sh('rm -r /sys/fs/bpf/stranger');
    expect((await readEnd('web0')).ifindex).toBe(ifindex);
  });

  test('is removed by the stack that imported it', async () => {
    expect(await pings('blue', '10.0.0.1')).toBe(true);
    await destroy(project);
    expect([await residue(), await bpfResidue()]).toEqual([[], []]);
  });
});

test('the option `import` takes what stands, and then makes it as declared', async () => {
  await sh('ip link add web0 type netkit; ip netns add blue');
  using project = await yamlProject(
    'option',
    `
resources:
  blue:
    type: netkit:NetworkNamespace
    # It was not made by us, so that only this deletes it.
    properties: {name: blue, force: true}
    options: {import: blue}
  web:
    type: netkit:NetkitPair
    properties: {name: web0, mtu: 1400, peer: {name: nk0}}
    options: {import: web0}
`,
  );
  const { ifindex } = await readEnd('web0');
  expect(await up(project)).toMatch(/= 2 imported/);
  const after = await readEnd('web0');
  expect([after.ifindex, after.mtu]).toEqual([ifindex, 1400]);
  await expectAgreement(outputs(project, 'web'));
  await destroy(project);
});
