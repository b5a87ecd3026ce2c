/** The engine's options, names, secrets and providers do with our resources what users of other providers know them to do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Project } from '../harness/drivers/cli.js';
import { eventually, GUEST_COMMAND, sh, succeeds } from '../harness/guests/guest.js';
import { expectAgreement, readEnd } from '../harness/oracles/oracle.js';
import {
  configure,
  destroy,
  fails,
  PLUGIN_FOLDER,
  program,
  up,
  yamlProject,
  outputs,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const SECRET = 'rosebud and the sledge';

/** Resources by name, each as properties and options. YAML takes JSON. */
type Pairs = Readonly<Record<string, { properties: object; options?: object }>>;

const resources = (pairs: Pairs): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(pairs).map(([name, { properties, options = {} }]) => [
        name,
        { type: 'netkit:NetkitPair', properties, options },
      ]),
    ),
  ).slice(1, -1);

const urn = (name: string): string => `urn:pulumi:test::options::netkit:index:NetkitPair::${name}`;

useGuest();

describe('options', () => {
  let project: Project;
  let pairs: Pairs = {
    web: {
      properties: { name: 'web0', alias: { 'fn::secret': SECRET }, peer: { name: 'web1' } },
      options: { ignoreChanges: ['mtu'] },
    },
    keep: {
      properties: { name: 'keep0', peer: { name: 'keep1' } },
      options: { retainOnDelete: true },
    },
    held: { properties: { name: 'held0', peer: { name: 'held1' } }, options: { protect: true } },
    late: {
      properties: { name: 'late0', peer: { name: 'late1', netns: '${blue.name}' } },
      options: { deletedWith: '${blue}' },
    },
  };

  function declare(changed: Pairs, without: readonly string[] = []): void {
    pairs = Object.fromEntries(
      Object.entries({ ...pairs, ...changed }).filter(([name]) => !without.includes(name)),
    );
    const blue = '"blue": {"type": "netkit:NetworkNamespace", "properties": {"name": "blue"}}';
    program(project, 'options', `resources: {${blue}, ${resources(pairs)}}\n`);
  }
  const having = (name: string, properties: object, options: object = {}): Pairs => ({
    [name]: {
      properties: { ...pairs[name]!.properties, ...properties },
      options: { ...pairs[name]!.options, ...options },
    },
  });

  beforeAll(async () => {
    project = await yamlProject('options', '');
    declare({});
    expect(await up(project, '--diff')).not.toContain(SECRET);
  });
  afterAll(() => project[Symbol.dispose]());

  test('a secret reaches the device, and no file of the engine', async () => {
    expect((await readEnd('web0')).alias).toBe(SECRET);
    expect(project.backend.text()).not.toContain(SECRET);
  });

  test('--target: the others stay as they are', async () => {
    declare({ ...having('keep', { group: 7 }), ...having('held', { group: 7 }) });
    expect(await up(project, '--target', urn('keep'))).toMatch(/~ 1 updated/);
    expect([(await readEnd('keep0')).group, (await readEnd('held0')).group]).toEqual([7, 0]);
  });

  test('ignoreChanges: what is ignored stays, what is not is done', async () => {
    declare(having('web', { mtu: 1400, group: 7 }));
    expect(await up(project)).toMatch(/~ 2 updated/);
    const { mtu, group } = await readEnd('web0');
    expect([mtu, group]).toEqual([1500, 7]);
  });

  test('aliases: another name in the program is no change', async () => {
    const { ifindex } = await readEnd('keep0');
    const [keep] = Object.values(having('keep', {}, { aliases: [{ name: 'keep' }] }));
    declare({ kept: keep! }, ['keep']);
    await up(project, '--expect-no-changes');
    expect((await readEnd('keep0')).ifindex).toBe(ifindex);
  });

  test('--target-replace: a pair of a fixed name is another pair, whichever the engine does first', async () => {
    const replace = (): Promise<string> => up(project, '--target-replace', urn('web'));
    const expectAnother = async (): Promise<void> => {
      const { ifindex } = await readEnd('web0');
      expect(await replace()).toMatch(/\+-\s*1 replaced/);
      const fresh = await readEnd('web0');
      const mark = `netkit-${String(outputs(project, 'web')['incarnation'])}-primary`;
      expect([fresh.ifindex === ifindex, fresh.altNames]).toEqual([false, [mark]]);
    };
    await expectAnother();
    declare(having('web', {}, { deleteBeforeReplace: true }));
    await expectAnother();
    declare(having('web', {}, { deleteBeforeReplace: undefined }));
  });

  test('replaceOnChanges: what would be changed in place replaces', async () => {
    const { ifindex } = await readEnd('web0');
    declare(having('web', { policy: 'drop' }, { replaceOnChanges: ['policy'] }));
    expect(await up(project)).toMatch(/\+-\s*1 replaced/);
    const end = await readEnd('web0');
    expect([end.ifindex === ifindex, end.netkit['policy']]).toEqual([false, 'blackhole']);
    expect(project.backend.text()).not.toContain(SECRET);
  });

  test('protect: what is no longer declared is not deleted', async () => {
    const { held } = pairs;
    declare({}, ['held']);
    expect(await fails(up(project))).toContain('protected');
    await readEnd('held0');
    declare({ held: { ...held!, options: { protect: false } } });
  });

  test('retainOnDelete: it is forgotten, and stays', async () => {
    declare({}, ['kept']);
    await up(project);
    await readEnd('keep0');
  });

  test('deletedWith: it goes with its namespace, and what is kept stays', async () => {
    expect(await destroy(project)).toMatch(/- 5 deleted/);
    const left = 'ip -br link show type netkit | cut -d@ -f1 | sort | xargs';
    await eventually('its pair is gone', () => succeeds(`test "$(${left})" = "keep0 keep1"`));
    // Nobody of ours saw these go.
    await sh('ip link del keep0; rm /run/pulumi-netkit/records/*');
  });
});

describe('names that are left out', () => {
  const BODY = 'resources: {web: {type: "netkit:NetkitPair", properties: {peer: {}}}}\n';
  const shown = (text: string): string[] =>
    [...text.matchAll(/\bname *: "([^"]*)"/g)].map(([, name]) => name!);

  test('are the same in preview and up, and at most 15 bytes', async () => {
    using project = await yamlProject('names', BODY);
    const names = shown(await project.pulumi('preview', '--diff'));
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^web-?[0-9a-z-]{1,11}$/);
    await up(project);
    const { name, peer } = outputs(project, 'web') as { name: string; peer: { name: string } };
    expect(names.sort()).toEqual([name, peer.name].sort());
    await expectAgreement(outputs(project, 'web'));
    await destroy(project);
  });

  test('follow pulumi:autonaming', async () => {
    using project = await yamlProject('names', BODY, { 'pulumi:autonaming': { mode: 'verbatim' } });
    expect(shown(await project.pulumi('preview', '--diff'))).toContain('web');
    configure(project, { 'pulumi:autonaming': { mode: 'disabled' } });
    const text = await fails(project.pulumi('preview'));
    expect(text).toMatch(/\bname\b[^]*\[missing\]/);
  });
});

describe('providers', () => {
  const WEB = '{name: web0, peer: {name: web1}}';

  test('a provider that is declared has a connection of its own', async () => {
    using project = await yamlProject(
      'declared',
      `
resources:
  guest:
    type: pulumi:providers:netkit
    properties: {connection: {command: ${JSON.stringify(GUEST_COMMAND)}}}
  web: {type: 'netkit:NetkitPair', properties: ${WEB}, options: {provider: '\${guest}'}}
`,
      { 'netkit:connection': { command: ['false'] } },
    );
    await up(project);
    await expectAgreement(outputs(project, 'web'));
    await destroy(project);
  });

  test('a plugin that somebody started is used in place of one of the engine (PULUMI_DEBUG_PROVIDERS)', async () => {
    using project = await yamlProject(
      'attached',
      `resources: {web: {type: "netkit:NetkitPair", properties: ${WEB}}}\n`,
    );
    const plugin = spawn('node', [join(PLUGIN_FOLDER, 'pulumi-resource-netkit')], {
      stdio: 'pipe',
    });
    try {
      const [port] = (await once(plugin.stdout, 'data')) as [Buffer];
      project.env['PULUMI_DEBUG_PROVIDERS'] = `netkit:${port.toString().trim()}`;
      const { done } = project.start('pulumi', 'up', '--yes', '--skip-preview');
      const started = new Set<number>();
      const watch = setInterval(() => {
        for (const pid of project.processes('pulumi-resource-netkit')) started.add(pid);
      }, 50);
      expect((await done).text).toMatch(/\+ 2 created/);
      clearInterval(watch);
      expect([...started]).toEqual([]);
      await expectAgreement(outputs(project, 'web'));
      await destroy(project);
      expect(plugin.exitCode).toBeNull();
    } finally {
      plugin.kill();
    }
  });
});
