// Makes the plugin, a file that requires nothing but Node: `node scripts/plugin.mjs FILE DIR` makes the one that stands alone,
// with what hosts are sent inside, from the directory that scripts/remote.mjs filled.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { alias } from './remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

// Asked for with the first native call, which is the helper's alone to make; where Pulumi's dynamic provider runs us; and by
// gRPC's own services for debugging, which we do not offer.
const EXTERNAL = ['koffi', '@pulumi/pulumi/package.json', '@grpc/proto-loader'];

const ENTRY = 'provider/src/doors/grpc/main.ts';

/** Writes the plugin to `file`. `shipped`: the directory to put inside; without it `remote/` and `helper.js` are beside it. */
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
  const text = `${outputFiles[0].text}/*!\n${licences(Object.keys(metafile.inputs))}\n*/\n`;
  writeFileSync(file, text, { mode: 0o755 });
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
        path: join(root, 'provider/src/host/embedded-files.cjs'),
      }));
      onResolve({ filter: /^netkit:files$/ }, () => ({ path: 'files', namespace: 'netkit' }));
      onLoad({ filter: /.*/, namespace: 'netkit' }, () => ({
        contents: `module.exports = ${JSON.stringify(files)};`,
      }));
    },
  };
}

/** The file is a copy of the packages in it, and their licences want to be in every copy; each text once. */
function licences(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const byText = new Map();
  for (const folder of [...new Set(folders)].filter(Boolean).sort()) {
    const { name, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : license;
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  const words = [...byText].map(([text, names]) => `${names.join(', ')}:\n${text}`);
  return ['This file holds', ...words].join('\n\n').replaceAll('*/', '* /');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file, dir] = process.argv;
  if (!file || !dir || !existsSync(dir))
    throw new Error(
      'plugin: say node scripts/plugin.mjs FILE DIR, the latter as remote.mjs fills it',
    );
  await buildPlugin(resolve(file), resolve(dir));
}
