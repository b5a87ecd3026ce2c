// Bundles what a benchmark runs into one directory: main.js, cold-check.js and instant-plugin.js from here, and helper.js,
// dynamic.js, sdk.js, sdk-plugin.js, pulumi-resource-netkit.js and remote/ as the npm package has them. From the sources,
// so that what is measured is what the tree says, built or not.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPlugin } from '../scripts/build/plugin.mjs';
import { alias, buildRemote } from '../scripts/build/remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = process.argv[2];

await build({
  entryPoints: {
    main: join(root, 'bench/main.ts'),
    'cold-check': join(root, 'bench/children/cold-check.ts'),
    helper: join(root, 'helper/src/main.ts'),
    dynamic: join(root, 'sdk/src/dynamic.ts'),
    sdk: join(root, 'sdk/src/index.ts'),
    'sdk-plugin': join(root, 'sdk/src/plugin.ts'),
  },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['ajv', 'ipaddr.js', 'koffi', '@pulumi/pulumi', '@grpc/grpc-js', 'google-protobuf'],
  alias,
  absWorkingDir: root,
  logLevel: 'warning',
});

await buildPlugin(join(outdir, 'pulumi-resource-netkit.js'));
await buildPlugin(join(outdir, 'instant-plugin.js'), undefined, 'bench/children/instant-plugin.ts');
await buildRemote(join(outdir, 'remote'));
