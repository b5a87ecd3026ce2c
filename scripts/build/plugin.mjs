// Makes the plugin, a file that requires nothing but Node: `node scripts/build/plugin.mjs FILE DIR` makes the one that stands alone,
// with what hosts are sent inside, from the directory that scripts/build/remote.mjs filled.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { noticeComment, packagesIn } from './bundled.mjs';
import { alias } from './remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

// Asked for with the first native call, which is the helper's alone to make; where Pulumi's dynamic provider runs us; and by
// gRPC's own services for debugging, which we do not offer.
const EXTERNAL = ['koffi', '@pulumi/pulumi/package.json', '@grpc/proto-loader'];

const ENTRY = 'provider/src/doors/grpc/main.ts';

/**
 * Writes the plugin to `file`. `shipped`: the directory to put inside; without it `remote/` and `helper.js` are beside it.
 * @returns the folders of the packages of others that it holds
 */
export async function buildPlugin(file, shipped, entry = ENTRY) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    minifySyntax: true,
    // Names stay: a stack that a user sends must be readable.
    legalComments: 'none',
    banner: { js: '#!/usr/bin/env node' },
    alias,
    external: EXTERNAL,
    plugins: shipped ? [embedded(shipped)] : [],
    absWorkingDir: root,
    logLevel: 'warning',
  });
  const [{ imports }] = Object.values(metafile.outputs);
  const foreign = imports.filter(
    ({ external, path }) => external && !isBuiltin(path) && !EXTERNAL.includes(path),
  );
  if (foreign.length > 0)
    throw new Error(`plugin: it requires ${foreign.map(({ path }) => path).join(', ')}`);
  mkdirSync(dirname(file), { recursive: true });
  const packages = packagesIn(metafile);
  const text = `${outputFiles[0].text}${noticeComment(packages)}\n`;
  writeFileSync(file, text, { mode: 0o755 });
  return packages;
}

/** What hosts are sent as text in the file, in the place of the module that reads it from disk. */
function embedded(dir) {
  const files = Object.fromEntries(
    readdirSync(dir)
      .sort()
      .map((name) => [
        name,
        gzipSync(readFileSync(join(dir, name)), { level: 9 }).toString('base64'),
      ]),
  );
  return {
    name: 'embedded-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/shipped-files\.js$/ }, () => ({
        path: join(root, 'provider/src/transport/files/embedded-files.cjs'),
      }));
      onResolve({ filter: /^netkit:files$/ }, () => ({ path: 'files', namespace: 'netkit' }));
      onLoad({ filter: /.*/, namespace: 'netkit' }, () => ({
        contents: `module.exports = ${JSON.stringify(files)};`,
      }));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file, dir] = process.argv;
  if (!file || !dir || !existsSync(dir))
    throw new Error(
      'plugin: say node scripts/build/plugin.mjs FILE DIR, the latter as remote.mjs fills it',
    );
  await buildPlugin(resolve(file), resolve(dir));
}
