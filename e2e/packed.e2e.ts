/** The package as `npm pack` makes it, installed where nothing else is: it is whole, and a preview needs no native code. */
import { readdirSync, renameSync, writeFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from './harness/cli.js';
import { CACHE, GUEST_COMMAND, pings, residue, startGuest } from './harness/guest.js';
import { expectAgreement } from './harness/oracle.js';

const SDK = join(__dirname, '../sdk');
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

test('up and destroy work', async () => {
  await project.connect(GUEST_COMMAND);
  await project.pulumi('up', '--yes', '--skip-preview');
  const web = project.backend.resources().find(({ urn }) => urn.endsWith('::web'));
  await expectAgreement(web?.outputs ?? {});
  expect(await pings(null, '10.0.0.0')).toBe(true);
  await project.pulumi('destroy', '--yes', '--skip-preview');
  expect(await residue()).toEqual([]);
}, 120_000);

test('the package holds what it needs, and no tests', () => {
  const dist = readdirSync(join(project.work, 'node_modules/pulumi-netkit/dist'));
  expect(dist).toEqual(
    expect.arrayContaining(['index.js', 'index.d.ts', 'dynamic.js', 'helper.js']),
  );
  expect(dist.filter((name) => name.includes('.test.'))).toEqual([]);
});
