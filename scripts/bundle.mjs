// Makes the npm package whole after `tsc -b`: the private workspaces are bundled into the files that need them, so that the
// tarball depends on published packages alone, and what hosts are sent is put beside them. What programs import
// (index.js, plugin.js, *.d.ts) stays as the compiler wrote it.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPlugin } from './plugin.mjs';
import { alias, buildRemote } from './remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'sdk/dist');

const bundles = [
  {
    name: 'dynamic',
    entry: 'sdk/src/dynamic.ts',
    external: ['ajv', 'ipaddr.js', 'koffi', '@pulumi/pulumi'],
  },
  { name: 'helper', entry: 'provider/src/host/helper-main.ts', external: ['koffi', 'ipaddr.js'] },
];

for (const { name, entry, external } of bundles) {
  if (!existsSync(join(root, entry))) {
    console.warn(`bundle: ${entry} is not there; ${name}.js is left out`);
    continue;
  }
  await build({
    entryPoints: [join(root, entry)],
    outfile: join(dist, `${name}.js`),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external,
    alias,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  rmSync(join(dist, `${name}.js.map`), { force: true });
}

await buildRemote(join(dist, 'remote'));
await buildPlugin(join(dist, 'pulumi-resource-netkit.js'));

const leaks = readdirSync(dist, { recursive: true })
  .filter((file) => /\.(js|d\.ts)$/.test(file) && !file.includes('.test.'))
  .filter((file) =>
    /(from |require\()['"]@pulumi-netkit\//.test(readFileSync(join(dist, file), 'utf8')),
  );
if (leaks.length > 0) {
  console.error(`bundle: these name a package that is not published: ${leaks.join(', ')}`);
  process.exitCode = 1;
}
