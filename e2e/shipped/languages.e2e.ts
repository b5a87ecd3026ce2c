/**
 * Examples 05 to 07, the guarded pod in other languages, through the engine's hosts of these languages and the plugin: each is
 * made, guards, is left alone by a second up, and removed.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chain, names, quiet } from '../harness/inputs/bpf.js';
import { Project } from '../harness/drivers/cli.js';
import { GUEST_COMMAND, pings, sh } from '../harness/guests/guest.js';
import { useGuest } from '../harness/guests/suite.js';
import { destroy, edit, exampleProject, fails, up } from '../harness/drivers/projects.js';

const ROOT = join(__dirname, '../..');
const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(join(ROOT, command), args, { stdio: ['ignore', 'pipe', 'inherit'] })
    .toString()
    .trim();

/** What a language needs of a user's machine, by the example's folder. */
const LANGUAGES: Readonly<Record<string, (project: Project) => void>> = {
  '05-yaml': ({ work }) => void execFileSync('make', ['-s', '-C', join(work, '../bpf')]),
  // A host of today takes the folder that Pulumi.yaml names, one of 3.66 the Python on PATH, as activated.
  '06-python': ({ env, work }) => {
    const bin = run('scripts/sdks', '--python');
    symlinkSync(dirname(bin), join(work, 'venv'));
    env['PATH'] = `${bin}:${env['PATH'] ?? ''}`;
  },
  // In one workspace with the engine's module and built like it, what both hold is compiled once.
  '07-go': ({ env, work }) => {
    const modules = ['.', join(ROOT, 'lab/engine'), join(ROOT, 'sdk/go')];
    const go = /^go .*/m.exec(readFileSync(join(work, 'go.mod'), 'utf8'))?.[0];
    writeFileSync(join(work, 'go.work'), `${go}\nuse (\n${modules.join('\n')}\n)\n`);
    Object.assign(env, {
      PATH: `${run('lab/get-engine', '--go')}:${env['PATH'] ?? ''}`,
      CGO_ENABLED: '0',
      // Debian's Go gets no other one by itself.
      GOTOOLCHAIN: 'auto',
      GOFLAGS: '-tags=osusergo,grpcnotrace',
    });
  },
};

/** Puts the checkout's folder where a file of the example says it by its own. */
function rebase({ work }: Project, file: string, from = '../../sdk'): void {
  const path = join(work, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, join(ROOT, 'sdk')));
}

useGuest();

test.each(Object.keys(LANGUAGES))(
  '%s guards its pod, and a second up changes nothing',
  async (folder) => {
    using project = new Project(join(ROOT, 'examples', folder), folder);
    cpSync(join(ROOT, 'examples/bpf'), join(project.work, '../bpf'), { recursive: true });
    rebase(project, 'Pulumi.yaml');
    if (folder === '07-go') rebase(project, 'go.mod');
    LANGUAGES[folder]!(project);
    await project.pulumi('stack', 'init', 'test');
    await project.connect(GUEST_COMMAND);

    expect(await project.pulumi('up', '--yes', '--skip-preview')).toMatch(/\+ 4 created/);
    await quiet('green');
    expect(await names('pod0', 'netkit/peer')).toEqual(['guard', 'count']);
    expect([await pings('green', '10.0.0.1'), await pings('green', '10.0.0.3')]).toEqual([
      true,
      false,
    ]);
    await project.pulumi('up', '--yes', '--skip-preview', '--expect-no-changes');
    await project.pulumi('destroy', '--yes', '--skip-preview');
  },
  300_000,
);

test('08-two-teams and a third stack: one chain in three languages, whoever comes last', async () => {
  const hook = ['lo', 'tcx/egress'] as const;
  await sh('ip link set lo up');
  using baseline = new Project(join(ROOT, 'examples/08-two-teams/baseline'), 'baseline');
  using application = new Project(join(ROOT, 'examples/08-two-teams/application'), 'application');
  const third = await exampleProject('03-tcx-uplink');
  using _third = third;
  for (const project of [baseline, application]) {
    const folder = join(project.work, '../bpf');
    cpSync(join(ROOT, 'examples/bpf'), folder, { recursive: true });
    execFileSync('make', ['-s', '-C', folder]);
    rebase(project, 'Pulumi.yaml', '../../../sdk');
  }
  edit(baseline, 'Pulumi.yaml', /..\/..\/bpf/g, '../bpf');
  edit(application, '__main__.py', /..\/..\/bpf/g, '../bpf');
  LANGUAGES['06-python']!(application);
  for (const project of [baseline, application]) {
    await project.pulumi('stack', 'init', 'test');
    await project.connect(GUEST_COMMAND);
  }
  for (const project of [baseline, application, third])
    await project.pulumi('config', 'set', 'device', 'lo');

  expect(await fails(up(application))).toMatch(
    /after\[0\]: the attachment "baseline" is required and not on lo tcx\/egress/,
  );
  await up(baseline);
  expect(await application.pulumi('preview')).toContain(
    'the chain of lo tcx/egress becomes guard ("baseline" of stack test of project uplink-baseline), count; it is guard',
  );
  await destroy(baseline);
  for (const turns of [
    [baseline, application, third],
    [third, baseline, application],
    [baseline, third, application],
  ]) {
    for (const project of turns) await up(project);
    expect(await names(...hook)).toEqual(['guard', 'count', 'guard', 'count']);
    for (const project of turns) await project.pulumi('preview', '--expect-no-changes');
    const before = await chain(...hook);
    await destroy(application);
    expect(await chain(...hook)).toEqual(before.filter((_, at) => at !== 1));
    for (const project of [baseline, third]) {
      await project.pulumi('preview', '--refresh', '--expect-no-changes');
      await destroy(project);
    }
  }
}, 600_000);

test('the example in YAML of docs/_index.md is taken by the engine', async () => {
  using project = new Project(join(ROOT, 'examples/05-yaml'), 'docs');
  const text = /^```yaml\n(.*?)^```$/ms.exec(
    readFileSync(join(ROOT, 'docs/_index.md'), 'utf8'),
  )?.[1];
  const bin = join(ROOT, 'sdk/bin');
  writeFileSync(
    join(project.work, 'Pulumi.yaml'),
    text!.replace('node_modules/pulumi-netkit/bin', bin),
  );
  cpSync(join(ROOT, 'examples/bpf'), project.work, { recursive: true });
  execFileSync('make', ['-s', '-C', project.work]);
  await project.pulumi('stack', 'init', 'test');
  expect(await project.pulumi('preview')).toMatch(/\+ 4 to create/);
});
