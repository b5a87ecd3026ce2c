// Makes what a host without this package is sent: `node scripts/build/remote.mjs DIR` fills DIR with one helper for each platform
// (a file that requires nothing but Node), the bootstrap, and an index with their digests.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { noticeComment, packagesIn } from './bundled.mjs';
import { natives } from './natives.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const helper = join(root, 'helper/src');

const OWN_LICENCE = '/*! pulumi-netkit: Apache-2.0, http://www.apache.org/licenses/LICENSE-2.0 */';

/** The private workspaces by their sources, not their compiled CommonJS: only so can esbuild keep late imports late. */
export const alias = Object.fromEntries(
  [
    'provider',
    'packages/contract',
    'packages/bpf-object',
    'packages/linux-ffi',
    'packages/rtnetlink',
    'packages/libbpf-ts',
  ].map((folder) => [
    `@pulumi-netkit/${folder.replace('packages/', '')}`,
    join(root, folder, 'src/index.ts'),
  ]),
);

/** Fills `dir`. @returns the folders of the packages of others that the helpers hold */
export async function buildRemote(dir) {
  const { version } = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8'));
  mkdirSync(dir, { recursive: true });

  const helpers = {};
  const held = new Set();
  for (const [platform, native] of Object.entries(await natives())) {
    const { bytes, packages } = await bundle(platform, native);
    for (const one of packages) held.add(one);
    writeFileSync(join(dir, `${platform}.js`), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    helpers[platform] = { sha256, bytes: bytes.length };
  }
  writeFileSync(join(dir, 'index.json'), `${JSON.stringify({ version, helpers }, null, 2)}\n`);

  // For any Node there is, to be told in words that it is too old: esbuild refuses what ES5 has not.
  const source = readFileSync(join(helper, 'bootstrap/bootstrap.cjs'), 'utf8');
  const { code } = await transform(source, { minify: true, target: 'es5' });
  writeFileSync(join(dir, 'bootstrap.js'), code);
  return [...held];
}

async function bundle(platform, native) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(helper, 'main.ts')],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Names are kept: a stack that a user sends must be readable.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    alias,
    plugins: [embedded(native)],
    absWorkingDir: root,
    logLevel: 'warning',
  });
  const [{ imports }] = Object.values(metafile.outputs);
  const foreign = imports.filter(({ external, path }) => external && !path.startsWith('node:'));
  if (foreign.length > 0)
    throw new Error(
      `remote: the helper for ${platform} requires ${foreign.map(({ path }) => path).join(', ')}, which no host has`,
    );
  const packages = packagesIn(metafile);
  return {
    bytes: Buffer.from(`${OWN_LICENCE}\n${noticeComment(packages)}\n${outputFiles[0].text}`),
    packages,
  };
}

/** koffi picks its native part among the packages around it; ours is in the file itself. */
function embedded(native) {
  const packed = gzipSync(native, { level: 9 }).toString('base64');
  return {
    name: 'embedded-native',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/static\.cjs$/ }, ({ importer }) =>
        importer.includes('/koffi/')
          ? { path: join(helper, 'bootstrap/embedded-native.cjs') }
          : null,
      );
      onResolve({ filter: /^netkit:native$/ }, () => ({ path: 'native', namespace: 'netkit' }));
      onLoad({ filter: /.*/, namespace: 'netkit' }, () => ({
        contents: `module.exports = ${JSON.stringify(packed)};`,
      }));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , dir] = process.argv;
  if (!dir) throw new Error('remote: no directory; say node scripts/build/remote.mjs DIR');
  await buildRemote(resolve(dir));
}
