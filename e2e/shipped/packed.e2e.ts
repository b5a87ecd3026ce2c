/**
 * The package as `npm pack` makes it, installed where nothing else is: it is whole, a preview needs no native code, and a host
 * that has nothing of it gets all it needs.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Project } from '../harness/drivers/cli.js';
import { CACHE, GUEST_COMMAND, pings, residue, startGuest } from '../harness/guests/guest.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import { outputs } from '../harness/drivers/projects.js';
import { leftOn, lookingAt, makeRooms, room, within } from '../harness/guests/ssh.js';

const SDK = join(__dirname, '../../sdk');
let project: Project;

beforeAll(async () => {
  startGuest();
  project = new Project(join(__dirname, 'packed'), 'packed', CACHE);
  await project.run('npm', 'pack', SDK, '--pack-destination', project.work, '--silent');
  const tarball = readdirSync(project.work).find((name) => name.endsWith('.tgz'));
  // Without scripts, as careful users install: the native part comes prebuilt.
  await project.run(
    'npm',
    'install',
    `./${tarball}`,
    '@pulumi/pulumi@3.259.0',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  );
  await project.pulumi('stack', 'init', 'test');
}, 300_000);
afterAll(() => project[Symbol.dispose]());

test('preview works without native code and without a host', async () => {
  await project.connect(['/bin/false']);
  const koffi = join(project.work, 'node_modules/koffi');
  renameSync(koffi, `${koffi}.away`);
  mkdirSync(koffi);
  writeFileSync(join(koffi, 'index.js'), 'throw new Error("a preview loaded koffi")');
  try {
    expect(await project.pulumi('preview')).toMatch(/\+ 3 to create/);
  } finally {
    rmSync(koffi, { recursive: true });
    renameSync(`${koffi}.away`, koffi);
  }
}, 120_000);

test('up and destroy work after an installation that ran no scripts', async () => {
  await project.connect(GUEST_COMMAND);
  await project.pulumi('up', '--yes', '--skip-preview');
  await expectAgreement(outputs(project, 'web'));
  expect(await pings(null, '10.0.0.0')).toBe(true);
  await project.pulumi('destroy', '--yes', '--skip-preview');
  expect(await residue()).toEqual([]);
}, 120_000);

test('up and destroy work over ssh, on a host without the package', async () => {
  makeRooms('packed');
  const { name: _, ...setting } = room('packed', { user: 'root' });
  await project.pulumi('config', 'set', 'netkit:connection', JSON.stringify(setting));
  await project.pulumi('up', '--yes', '--skip-preview');
  await expectAgreement(outputs(project, 'web'), lookingAt('packed'));
  const [digest] = (await within('packed', 'sha256sum ~/.cache/pulumi-netkit/helper-*.js')).split(
    ' ',
  );
  expect(shipped()).toContain(digest);
  await project.pulumi('destroy', '--yes', '--skip-preview');
  expect(await leftOn('packed')).toEqual([]);
}, 240_000);

test('the same package gives the plugin to a program that imports its flavour, by the compiler that Pulumi brings', async () => {
  using moved = new Project(join(__dirname, 'packed-plugin'), 'packed-plugin', CACHE);
  symlinkSync(join(project.work, 'node_modules'), join(moved.work, 'node_modules'));
  expect(readdirSync(join(moved.work, 'node_modules'))).not.toContain('typescript');
  await moved.pulumi('stack', 'init', 'test');
  await moved.connect(['/bin/false']);
  const preview = await moved.pulumi('preview');
  expect(preview).toMatch(/\+ 3 to create/);
  // What the plugin names by itself is known before anything is made.
  expect(preview).toMatch(/name *: "web-[0-9a-f]{6}"/);
  await moved.connect(GUEST_COMMAND);
  await moved.pulumi('up', '--yes', '--skip-preview');
  const web = moved.backend.resources().find(({ urn }) => urn.endsWith('::web'));
  expect(web?.type).toBe('netkit:index:NetkitPair');
  await expectAgreement(web?.outputs ?? {});
  expect(moved.backend.outputs()['hook']?.value).toMatchObject({ chain: [] });
  await moved.pulumi('preview', '--expect-no-changes');
  await moved.pulumi('destroy', '--yes', '--skip-preview');
  expect(await residue()).toEqual([]);
}, 240_000);

/** The digests of the helpers in the package, by its index and by what they hold. */
function shipped(): string[] {
  const remote = join(project.work, 'node_modules/pulumi-netkit/dist/remote');
  const { helpers } = JSON.parse(readFileSync(join(remote, 'index.json'), 'utf8')) as {
    helpers: Record<string, { sha256: string }>;
  };
  const files = Object.keys(helpers).map((platform) => `${platform}.js`);
  expect(readdirSync(remote).sort()).toEqual([...files, 'bootstrap.js', 'index.json'].sort());
  const digests = files.map((file) =>
    createHash('sha256')
      .update(readFileSync(join(remote, file)))
      .digest('hex'),
  );
  expect(digests).toEqual(Object.values(helpers).map(({ sha256 }) => sha256));
  return digests;
}

test('the package holds what it needs, the licences of what it holds, and no tests', () => {
  expect(shipped()).toHaveLength(4);
  const root = join(project.work, 'node_modules/pulumi-netkit');
  expect(readdirSync(root)).toEqual(expect.arrayContaining(['LICENSE', 'README.md']));
  const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES'), 'utf8');
  expect(notices).toMatch(/^koffi \d/m);
  expect(readFileSync(join(root, 'dist/remote/linux-x64.js'), 'utf8')).toMatch(/^koffi \d/m);
  const dist = readdirSync(join(root, 'dist'));
  expect(dist).toEqual(
    expect.arrayContaining(['index.js', 'index.d.ts', 'dynamic.js', 'helper.js', 'plugin.js']),
  );
  expect(dist.filter((name) => name.includes('.test.'))).toEqual([]);
});
