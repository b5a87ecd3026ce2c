// koffi's native parts for machines other than this one. npm installs only what fits the machine it runs on, so the others
// are had with `npm pack`, which knows the user's registry and proxy, at the version and integrity of package-lock.json.
// Kept outside the tree, by their integrity: a second checkout or a clean one asks nobody.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PATIENCE_MS = 2_000;
const TAR_BLOCK = 512;

/** Which file of which package is the native part of a platform: the libc that Node is linked with, its architecture. */
const SOURCES = {
  'linux-x64': { name: '@koromix/koffi-linux-x64', file: 'linux_x64/koffi.node' },
  'linux-arm64': { name: '@koromix/koffi-linux-arm64', file: 'linux_arm64/koffi.node' },
  'musl-x64': { name: '@koromix/koffi-linux-x64', file: 'musl_x64/koffi.node' },
  'musl-arm64': { name: '@koromix/koffi-linux-arm64', file: 'musl_arm64/koffi.node' },
};

/** The packages that the native parts are taken from. Their licence is koffi's. */
export const NATIVE_PACKAGES = [...new Set(Object.values(SOURCES).map(({ name }) => name))];

/** The native part for each platform, as bytes. */
export async function natives() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const tarballs = {};
  for (const { name } of Object.values(SOURCES))
    tarballs[name] ??= await tarball(name, lock.packages[`node_modules/${name}`]);
  return Object.fromEntries(
    Object.entries(SOURCES).map(([platform, { name, file }]) => [
      platform,
      fileOf(gunzipSync(tarballs[name]), `package/${file}`),
    ]),
  );
}

async function tarball(name, { version, integrity }) {
  const xdg = process.env.XDG_CACHE_HOME ?? '';
  const cache = join(isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'pulumi-netkit/natives');
  const kept = join(cache, `${name.replace('@koromix/', '')}-${version}.tgz`);
  if (existsSync(kept) && integrityOf(readFileSync(kept)) === integrity) return readFileSync(kept);

  // The last directory may be one where hosts' helpers are kept too: nobody else's.
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(cache, 'draft-'));
  const patience = setTimeout(
    () => console.warn(`natives: getting ${name}@${version} with npm …`),
    PATIENCE_MS,
  );
  try {
    const words = ['pack', `${name}@${version}`, '--json', '--pack-destination', draft];
    // From an empty directory: in this one npm would look at the workspaces.
    const { stdout } = await promisify(execFile)('npm', words, { cwd: draft });
    const got = join(draft, JSON.parse(stdout)[0].filename);
    const bytes = readFileSync(got);
    if (integrityOf(bytes) !== integrity)
      throw new Error(`it is not the one of package-lock.json, ${integrity}`);
    renameSync(got, kept);
    return bytes;
  } catch (error) {
    const why = (error.stderr || error.message).trim().split('\n').slice(-3).join(' / ');
    throw new Error(
      `natives: cannot get ${name}@${version} for other hosts: ${why}. Check npm's registry and network, and build again.`,
      { cause: error },
    );
  } finally {
    clearTimeout(patience);
    rmSync(draft, { recursive: true, force: true });
  }
}

function integrityOf(bytes) {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/** One file of a tar archive: a header block with name and octal size, then its content, filled up to whole blocks. */
function fileOf(tar, path) {
  const text = (from, length) => tar.toString('latin1', from, from + length).split('\0')[0];
  for (let at = 0; at + TAR_BLOCK <= tar.length && tar[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    const content = at + TAR_BLOCK;
    if (text(at, 100) === path) return tar.subarray(content, content + size);
    at = content + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  throw new Error(`natives: the archive has no ${path}`);
}
