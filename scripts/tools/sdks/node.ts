/** The check of Node's SDK, as the schema gives it. Ours is written by hand, so this one is not kept. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../common/processes.js';
import { references, writeIndexExample } from './examples.js';
import { generate, type Sdks } from './sdkgen.js';

const STRICT = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck'];
const AS_NODE = ['--target', 'es2022', '--module', 'node16', '--types', 'node'];
const USES =
  'const { NetkitPair } = require(process.argv[1]); if (!NetkitPair.isInstance) process.exit(1)';

export async function checkNode(sdks: Sdks): Promise<void> {
  const { fresh, root } = sdks;
  const nodejs = join(fresh, 'nodejs');
  // The examples import the package as it is built.
  if (!existsSync(join(root, 'sdk/dist/plugin.d.ts')))
    await must(['npm', 'run', '--silent', 'build']);
  await generate(sdks, 'nodejs', nodejs);
  await must(['npx', 'tsc', '-p', nodejs]);
  copyFileSync(join(nodejs, 'package.json'), join(nodejs, 'bin/package.json'));
  const index = join(fresh, 'docs.ts');
  writeIndexExample(root, 'typescript', index);
  await must(['npx', 'tsc', ...STRICT, ...AS_NODE, index, ...references(root, '.ts')]);
  await must([process.execPath, '-e', USES, join(nodejs, 'bin')]);
  // jest would find two packages of one name.
  rmSync(nodejs, { recursive: true });
}
