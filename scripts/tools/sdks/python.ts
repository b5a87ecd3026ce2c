/** The Python SDK: an environment that has it, and its check. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../common/command.js';
import { must, output, run } from '../common/processes.js';
import { slow } from '../common/slow.js';
import { references, writeIndexExample } from './examples.js';
import { generate, type Sdks } from './sdkgen.js';

const VERSION = 'import sys; print("%d.%d" % sys.version_info[:2])';

/** @returns the directory of a Python that has Pulumi's own package, mypy, and ours as schema.json gives it now */
export async function pythonWithOurs(sdks: Sdks): Promise<string> {
  const { cache, fresh, note, pulumi } = sdks;
  await needVenv(sdks);
  const version = await output(['python3', '-c', VERSION]);
  const environment = join(cache, 'python', `${version}-${pulumi}`);
  const bin = join(environment, 'bin');
  const pip = [join(bin, 'pip'), 'install', '--disable-pip-version-check'] as const;
  if (!existsSync(join(environment, 'ok'))) {
    rmSync(environment, { recursive: true, force: true });
    await must(['python3', '-m', 'venv', environment], {}, ['ignore', 2, 2]);
    const packages = [`pulumi==${pulumi}`, 'mypy', 'setuptools>=61', 'wheel'];
    const label = "fetching Pulumi's Python package and mypy (once)";
    await slow(note, label, logOf(sdks), [...pip, ...packages]);
    writeFileSync(join(environment, 'ok'), '');
  }
  // Not from sdk/python, since a build leaves files of its own beside the sources.
  const ours = join(fresh, 'python');
  await generate(sdks, 'python', ours);
  await must([...pip, '--quiet', '--no-build-isolation', ours], {}, ['ignore', 2, 2]);
  return bin;
}

/** Imports the SDK, and checks the types of what uses it. */
export async function checkPython(sdks: Sdks): Promise<void> {
  const { cache, fresh, root } = sdks;
  const bin = await pythonWithOurs(sdks);
  const uses = 'import pulumi_netkit; pulumi_netkit.NetkitPair, pulumi_netkit.get_hook';
  await must(['env', '-C', '/', join(bin, 'python'), '-c', uses]);
  const index = join(fresh, 'docs.py');
  writeIndexExample(root, 'python', index);
  const mypy = [
    join(bin, 'mypy'),
    '--no-error-summary',
    `--cache-dir=${join(cache, 'python/mypy')}`,
  ] as const;
  await must([...mypy, 'examples/06-python/__main__.py', index]);
  // One at a time: mypy takes no two modules of one name.
  for (const file of references(root, '.py')) await must([...mypy, file]);
}

async function needVenv(sdks: Sdks): Promise<void> {
  const has = ['python3', '-c', 'import ensurepip, venv'] as const;
  if ((await run(has, 'ignore')) === 0) return;
  if (process.geteuid?.() !== 0)
    throw new Refusal(
      'no Python with venv, and only root can install it: sudo apt-get install python3-venv',
    );
  const apt =
    'DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3-venv';
  await slow(sdks.note, 'installing python3-venv', logOf(sdks), ['sh', '-c', apt]);
}

function logOf({ cache }: Sdks): string {
  return join(cache, 'sdks.log');
}
