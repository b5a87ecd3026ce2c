/** scripts/bench: builds the benchmarks and runs them where netkit is. Its usage is in scripts/bench. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { noteOf, perform } from '../common/command.js';
import { cacheFolder, onPath } from '../common/places.js';
import { atEnd, endAll, output, run, SHOWN } from '../common/processes.js';
import { build } from './build.js';
import { groupsHere, groupsInGuest, needEngine } from './groups.js';
import { findIpRoute, hasNetkit } from './iproute.js';
import { optionsOf } from './options.js';

/** As the kernel numbers the types of attachment: BPF_TCX_INGRESS. */
const TCX_INGRESS = '46';
/** A network, a /run and a bpffs of their own: nothing of the machine is seen or touched. */
const ALONE =
  'mount -t tmpfs tmpfs /run && mount -t bpf bpf /sys/fs/bpf && ip link set lo up && exec "$0" "$@"';

// The launcher starts this in the root of the checkout.
const root = process.cwd();
const cache = cacheFolder();

async function bench(): Promise<void> {
  const { kernel: wanted, only, settings } = optionsOf(process.argv.slice(2));
  const iproute = findIpRoute(join(cache, 'lab/tools/root'));
  const out = workFolder();
  await build(root, out);
  const netkit = wanted === undefined || wanted === 'here' ? hasNetkit(iproute) : true;
  const kernel = wanted ?? (netkit ? 'here' : 'uml-7.3');
  const isHere = kernel === 'here';
  const abilities = {
    netkit,
    tcx: spawnSync(join(out, 'bpf'), ['has', TCX_INGRESS]).status === 0,
    pulumi: onPath('pulumi') !== undefined,
  };
  if (needEngine(only)) {
    const engine = await output([join(root, 'lab/get-engine')]);
    process.env['PATH'] = [engine, process.env['PATH']].join(delimiter);
  }
  const environment = {
    BENCH_WHERE: isHere ? 'this machine' : `${kernel} guest`,
    ...settings,
    BENCH_IP: iproute.ip,
    BENCH_IP_LIBRARIES: iproute.libraries,
    BENCH_IP_VERSION: iproute.version,
    NODE_PATH: join(root, 'node_modules'),
    ...(isHere && !netkit && { BENCH_KIND: 'veth' }),
    BENCH_ONLY: only ?? (isHere ? groupsHere(abilities) : groupsInGuest()),
  };
  const program = [process.execPath, join(out, 'main.js')] as const;
  process.exitCode = isHere
    ? await here(program, environment)
    : await inGuest(kernel, program, environment);
}

/** In the cache: a guest has a /tmp of its own. */
function workFolder(): string {
  const all = join(cache, 'bench');
  mkdirSync(all, { recursive: true });
  const own = mkdtempSync(join(all, 'run-'));
  atEnd(() => {
    endAll();
    rmSync(own, { recursive: true, force: true });
    try {
      rmdirSync(all);
    } catch {
      // Another run is at work there.
    }
  });
  return own;
}

type Environment = Readonly<Record<string, string>>;

async function here(program: readonly string[], environment: Environment): Promise<number> {
  const command = ['unshare', '-n', '-m', 'sh', '-c', ALONE, ...program] as const;
  return (await run(command, SHOWN, environment)) ?? 1;
}

async function inGuest(
  kernel: string,
  program: readonly string[],
  environment: Environment,
): Promise<number> {
  const variables = Object.entries(environment).flatMap(([name, value]) => [
    '-e',
    `${name}=${value}`,
  ]);
  const lab = [join(root, 'lab/lab'), 'run', kernel, '-C', root, ...variables, '--'] as const;
  return (await run([...lab, ...program], SHOWN)) ?? 1;
}

void perform(noteOf('bench'), bench);
