// Bundles what a benchmark runs into one directory: main.js and cold-check.js of this folder, and helper.js, dynamic.js and
// sdk.js and remote/ as the npm package has them. From the sources, so that what is measured is what the tree says, built or not.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { alias, buildRemote } from '../scripts/remote.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = process.argv[2];

await build({
  entryPoints: {
    main: join(root, 'bench/main.ts'),
    'cold-check': join(root, 'bench/cold-check.ts'),
    helper: join(root, 'provider/src/host/helper-main.ts'),
    dynamic: join(root, 'sdk/src/dynamic.ts'),
    sdk: join(root, 'sdk/src/index.ts'),
  },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['ajv', 'ipaddr.js', 'koffi', '@pulumi/pulumi'],
  alias,
  absWorkingDir: root,
  logLevel: 'warning',
});

await buildRemote(join(outdir, 'remote'));
