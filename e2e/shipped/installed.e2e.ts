/**
 * The plugin as a release ships it to those who have no npm: one file, installed by `pulumi plugin install`, with all that a
 * host needs inside.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../harness/drivers/cli.js';
import { CACHE, GUEST_COMMAND, residue, startGuest } from '../harness/guests/guest.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import { outputs } from '../harness/drivers/projects.js';
import { leftOn, lookingAt, makeRooms, room, within } from '../harness/guests/ssh.js';

const ROOT = join(__dirname, '../..');
const VERSION = '0.1.0';
const REMOTE = join(ROOT, 'sdk/dist/remote/index.json');

/** What is read of a bill of materials. */
interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses?: readonly object[];
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
}

let project: Project;
let release: string;
beforeAll(async () => {
  startGuest();
  project = new Project(join(__dirname, 'installed'), 'installed', CACHE);
  release = join(project.work, 'release');
  pack(release);
  await project.pulumi('stack', 'init', 'test');
}, 300_000);
afterAll(() => project[Symbol.dispose]());

function pack(dir: string): void {
  execFileSync(join(ROOT, 'scripts/package'), ['--built', dir], { stdio: 'ignore' });
}

/** Puts the plugin into the engine's own folder, and nothing else. */
async function install(file: string): Promise<string[]> {
  const plugins = join(project.env['PULUMI_HOME']!, 'plugins');
  rmSync(plugins, { recursive: true, force: true });
  const words = ['resource', 'netkit', VERSION, '--file', join(release, file)];
  await project.pulumi('plugin', 'install', ...words);
  return readdirSync(join(plugins, `resource-netkit-v${VERSION}`)).sort();
}

const pairOf = (): Record<string, unknown> => outputs(project, 'web');

test('the same tree gives the same release, for each platform', () => {
  const again = join(project.work, 'again');
  pack(again);
  const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8');
  expect(readFileSync(join(again, 'SHA256SUMS'), 'utf8')).toBe(sums);
  expect(sums.match(/pulumi-\S+/g)).toEqual([
    `pulumi-resource-netkit-v${VERSION}-darwin-amd64.tar.gz`,
    `pulumi-resource-netkit-v${VERSION}-darwin-arm64.tar.gz`,
    `pulumi-resource-netkit-v${VERSION}-linux-amd64.tar.gz`,
    `pulumi-resource-netkit-v${VERSION}-linux-arm64.tar.gz`,
    `pulumi-resource-netkit-v${VERSION}-windows-amd64.tar.gz`,
    `pulumi-netkit-${VERSION}.tgz`,
    `pulumi-netkit-v${VERSION}.cdx.json`,
  ]);
}, 120_000);

test('the release says what it holds of others: in a bill of materials, and with their licences', () => {
  const file = join(release, `pulumi-netkit-v${VERSION}.cdx.json`);
  const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as Sbom;
  expect(bomFormat).toBe('CycloneDX');
  // The plugin and the helpers hold the first; npm installs the second beside the package.
  const bundled = [
    '@grpc/grpc-js',
    '@pulumi/pulumi',
    'ajv',
    'google-protobuf',
    'ipaddr.js',
    'koffi',
  ];
  const installed = ['@koromix/koffi-linux-arm64', '@koromix/koffi-linux-x64', 'ajv', 'koffi'];
  const names = components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...bundled, ...installed]));
  for (const { name, version, licenses, hashes, purl } of components) {
    expect({ name, licenses, hashes }).toEqual({
      name,
      licenses: [expect.anything()],
      hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) as string }],
    });
    expect(purl).toMatch(new RegExp(`@${version.replaceAll('.', '\\.')}$`));
  }
  const notices = readFileSync(join(release, 'plugin/THIRD-PARTY-NOTICES'), 'utf8');
  const noticed = [...notices.matchAll(/^((?:\S+ \d+\.\d+\.\d+(?:, )?)+):$/gm)].flatMap(
    ([, list]) => list!.split(', ').map((one) => one.split(' ')[0]!),
  );
  expect(noticed).toEqual(expect.arrayContaining(bundled));
  expect(names).toEqual(expect.arrayContaining(noticed));
  // The plugin holds the helpers packed, each with its own notices.
  const held = ['dist/pulumi-resource-netkit.js', 'dist/remote/linux-x64.js']
    .map((file) => readFileSync(join(ROOT, 'sdk', file), 'utf8'))
    .join();
  for (const name of noticed) expect(held).toContain(name);
});

test('the bare file is found, and a preview asks no host', async () => {
  expect(await install('plugin/pulumi-resource-netkit')).toEqual(['pulumi-resource-netkit']);
  await project.connect(['/bin/false']);
  expect(await project.pulumi('preview')).toMatch(/\+ 3 to create/);
}, 120_000);

test('the archive is found; up and destroy work where nothing of ours is', async () => {
  const archive = `pulumi-resource-netkit-v${VERSION}-linux-amd64.tar.gz`;
  expect(await install(archive)).toEqual([
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES',
    'pulumi-resource-netkit',
  ]);
  await project.connect(GUEST_COMMAND);
  await project.pulumi('up', '--yes', '--skip-preview');
  await expectAgreement(pairOf());
  await project.pulumi('preview', '--expect-no-changes');
  await project.pulumi('destroy', '--yes', '--skip-preview');
  expect(await residue()).toEqual([]);
}, 120_000);

test('a host that is reached by ssh gets its helper from that file', async () => {
  makeRooms('installed');
  const { name: _, ...setting } = room('installed', { user: 'root' });
  await project.pulumi('config', 'set', 'netkit:connection', JSON.stringify(setting));
  await project.pulumi('up', '--yes', '--skip-preview');
  await expectAgreement(pairOf(), lookingAt('installed'));
  const kept = await within('installed', 'sha256sum ~/.cache/pulumi-netkit/helper-*.js');
  const { helpers } = JSON.parse(readFileSync(REMOTE, 'utf8')) as {
    helpers: Record<string, { sha256: string }>;
  };
  expect(Object.values(helpers).map(({ sha256 }) => sha256)).toContain(kept.split(' ')[0]);
  await project.pulumi('destroy', '--yes', '--skip-preview');
  expect(await leftOn('installed')).toEqual([]);
}, 240_000);
