// Makes the npm package whole after `tsc -b`: the private workspaces are bundled into the files that need them, so that the
// tarball depends on published packages alone, and what hosts are sent is put beside them. What programs import
// (index.js, plugin.js, *.d.ts) stays as the compiler wrote it.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { notice, packagesIn } from './bundled.mjs';
import { buildPlugin } from './plugin.mjs';
import { alias, buildRemote } from './remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'sdk/dist');

const bundles = [
  {
    name: 'dynamic',
    entry: 'sdk/src/dynamic.ts',
    external: ['ajv', 'ipaddr.js', 'koffi', '@pulumi/pulumi'],
  },
  { name: 'helper', entry: 'helper/src/main.ts', external: ['koffi', 'ipaddr.js'] },
];

// The packages of others that the files hold.
const held = [];
for (const { name, entry, external } of bundles) {
  if (!existsSync(join(root, entry))) {
    console.warn(`bundle: ${entry} is not there; ${name}.js is left out`);
    continue;
  }
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    outfile: join(dist, `${name}.js`),
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external,
    alias,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  held.push(...packagesIn(metafile));
  rmSync(join(dist, `${name}.js.map`), { force: true });
}

held.push(...(await buildRemote(join(dist, 'remote'))));
held.push(...(await buildPlugin(join(dist, 'pulumi-resource-netkit.js'))));
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES'), `${notice(held)}\n`);

const leaks = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(js|d\.ts)$/.test(file) && !file.includes('.test.'))
  .filter((file) =>
    /(from |require\()['"]@pulumi-netkit\//.test(readFileSync(join(dist, file), 'utf8')),
  );
if (leaks.length > 0) {
  console.error(`bundle: these name a package that is not published: ${leaks.join(', ')}`);
  process.exitCode = 1;
}
