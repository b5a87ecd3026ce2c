/** scripts/sdks: writes and checks the SDKs that schema.json gives. Its usage is in scripts/sdks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { noteOf, perform, Refusal } from '../common/command.js';
import { cacheFolder } from '../common/places.js';
import { atEnd, type Command, endAll, output, run, SHOWN } from '../common/processes.js';
import { checkGo } from './go.js';
import { checkNode } from './node.js';
import { checkPython, pythonWithOurs } from './python.js';
import { generate, type Sdks } from './sdkgen.js';

const note = noteOf('sdks');
// The launcher starts this in the root of the checkout.
const root = process.cwd();

async function sdks(): Promise<void> {
  atEnd(endAll);
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, python: { type: 'boolean' } },
  });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const all: Sdks = {
    root,
    cache: cacheFolder(),
    fresh: join(root, '.cache/sdks'),
    sdkgen: await output([join(root, 'lab/get-engine'), '--sdkgen']),
    pulumi: manifest.devDependencies['@pulumi/pulumi'] ?? '',
    note,
  };
  if (values.python) {
    console.log(await pythonWithOurs(all));
  } else if (values.check) {
    await check(all);
  } else {
    await generate(all, 'python', join(root, 'sdk/python'));
    await generate(all, 'go', join(root, 'sdk/go/netkit'));
  }
}

async function check(all: Sdks): Promise<void> {
  const [python, go] = [join(all.fresh, 'python'), join(all.fresh, 'go')];
  await generate(all, 'python', python);
  await generate(all, 'go', go);
  const differences: readonly Command[] = [
    ['diff', '-r', '-x', 'build', '-x', '*.egg-info', python, 'sdk/python'],
    ['diff', '-r', go, 'sdk/go/netkit'],
  ];
  for (const command of differences)
    if ((await run(command, SHOWN)) !== 0)
      throw new Refusal('sdk/python and sdk/go are not what schema.json gives: run scripts/sdks');
  const checks = { node: checkNode, python: checkPython, go: checkGo };
  for (const [language, checkLanguage] of Object.entries(checks)) {
    const started = Date.now();
    await checkLanguage(all);
    note(`${language}: ${Math.round((Date.now() - started) / 1000)} s`);
  }
}

void perform(note, sdks);
