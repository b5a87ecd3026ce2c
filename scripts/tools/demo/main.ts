/** scripts/demo: runs examples with the real engine. Its usage, and what it takes, are in scripts/demo. */
import { mkdirSync } from 'node:fs';
import { release } from 'node:os';
import { delimiter, join } from 'node:path';
import { noteOf, perform } from '../common/command.js';
import { cacheFolder } from '../common/places.js';
import { atEnd, endAll, must, output } from '../common/processes.js';
import { runExamples } from './examples.js';
import { Place } from './place.js';
import { say } from './words.js';

// The launcher starts this in the root of the checkout, with the guest and its kernel if one is needed.
const root = process.cwd();
const [guest, kernel = ''] = process.argv.slice(2);

async function demo(): Promise<void> {
  const place = new Place(root, cacheFolder(), guest);
  atEnd(() => {
    endAll();
    place.leave();
  });
  if (guest !== undefined) {
    const isSet = process.env['LAB_KERNEL'] ? ', or LAB_KERNEL is set' : '';
    say(`This kernel (${release()}) has no netkit${isSet}: a guest with Linux ${kernel} has`);
  }
  // The engine and the kernel are got side by side; each says what is being waited for.
  const engine = output([join(root, 'lab/get-engine')]);
  engine.catch(() => undefined); // The await below reports it.
  await place.boot(kernel);
  await Promise.all([place.makeHosts(), must(['npm', 'run', '--silent', 'build'])]);
  useEngine(await engine, place.state);
  await runExamples(place);
  say('Done. Nothing is left running.');
}

/** Has the commands to come use this engine, with its state in files. */
function useEngine(folder: string, state: string): void {
  mkdirSync(join(state, 'home'), { recursive: true });
  Object.assign(process.env, {
    PATH: [folder, process.env['PATH']].join(delimiter),
    PULUMI_HOME: join(state, 'home'),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: '',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  });
}

void perform(noteOf('demo'), demo);
