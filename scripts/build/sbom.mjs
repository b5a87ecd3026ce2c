// Writes the software bill of materials of a release, in CycloneDX: `node scripts/build/sbom.mjs FILE`. In it are the packages that
// the release holds copies of, by what esbuild read, and those that npm installs beside it, at the versions of
// package-lock.json. npm itself writes it, of a lock file that holds these alone. The same tree gives the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifest } from './bundled.mjs';
import { NATIVE_PACKAGES } from './natives.mjs';
import { buildPlugin } from './plugin.mjs';
import { buildRemote } from './remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
// When everything in a release was made: npm's own answer to that.
const WHEN = '1985-10-26T08:15:00.000Z';

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;

/** The folders of a package and of all that it requires at run time, as Node finds them from the checkout's root. */
function withDependencies(name, found = new Set()) {
  const folder = `node_modules/${name}`;
  if (found.has(folder)) return found;
  if (!lock[folder]) throw new Error(`sbom: package-lock.json has no ${folder}`);
  found.add(folder);
  for (const one of Object.keys(lock[folder].dependencies ?? {})) withDependencies(one, found);
  return found;
}

async function bundled(work) {
  const helpers = await buildRemote(join(work, 'remote'));
  const plugin = await buildPlugin(join(work, 'plugin.js'), join(work, 'remote'));
  return [...helpers, ...plugin];
}

const [, , file] = process.argv;
if (!file) throw new Error('sbom: no file; say node scripts/build/sbom.mjs FILE');
const { name, version, license, dependencies } = manifest('sdk');
const work = mkdtempSync(join(tmpdir(), 'netkit-sbom-'));
// npm writes the folder's name into the bill.
const project = join(work, name);
try {
  const installed = Object.keys(dependencies).flatMap((one) => [...withDependencies(one)]);
  const natives = NATIVE_PACKAGES.map((one) => `node_modules/${one}`);
  const folders = [...new Set([...(await bundled(work)), ...installed, ...natives])].sort();
  const names = folders.map((folder) => folder.replace('node_modules/', ''));
  const versionOf = (one) => lock[`node_modules/${one}`].version;
  const pinned = (wanted) => Object.fromEntries(wanted.map((one) => [one, versionOf(one)]));
  const entries = folders.map((folder) => {
    const { version, resolved, integrity, license, dependencies = {} } = lock[folder];
    const kept = Object.keys(dependencies).filter((one) => names.includes(one));
    return [folder, { version, resolved, integrity, license, dependencies: pinned(kept) }];
  });
  const top = { name, version, license, dependencies: pinned(names) };
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify(top));
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({
      name,
      version,
      lockfileVersion: 3,
      requires: true,
      packages: { '': top, ...Object.fromEntries(entries) },
    }),
  );
  const text = execFileSync(
    'npm',
    ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
    { cwd: project, encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const sbom = JSON.parse(text);
  sbom.metadata.timestamp = WHEN;
  delete sbom.serialNumber;
  const digest = createHash('sha256').update(JSON.stringify(sbom)).digest('hex');
  const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5');
  writeFileSync(
    resolve(file),
    `${JSON.stringify({ ...sbom, serialNumber: `urn:uuid:${uuid}` }, null, 2)}\n`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
