/** Our own share of a whole `pulumi up`: pairs on a host that answers at once, against a provider that does nothing at all. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SCHEMA } from '../provider/src/generated/schema.js';
import { serve, type Kernel } from '../provider/src/host/helper.js';
import { FakeKernel } from '../provider/test/fake-kernel.js';
import { inTurns, median, NETLINK, ratio, type Cost } from './measure';
import type { Row } from './report';
import { declaration, NETNS } from './sample';

const run = promisify(execFile);

// Where the checkout's dependencies are.
const MODULES = process.env['NODE_PATH'] ?? '';

const WAYS = ['ours', 'instant'] as const;
type Way = (typeof WAYS)[number];

const OUTPUTS = Object.keys(SCHEMA.resources['netkit:index:NetkitPair']?.properties ?? {});

const OPERATIONS = {
  up: ['up', '--yes', '--skip-preview'],
  preview: ['preview', '--expect-no-changes'],
  refresh: ['refresh', '--yes', '--skip-preview'],
  destroy: ['destroy', '--yes', '--skip-preview'],
} as const;
type Operation = keyof typeof OPERATIONS;

/** The rows of `resources` pairs through the real engine; none where there is no engine. */
export async function upRows(resources: number, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'netkit-bench-'));
  const host = await instantHost(join(folder, 'host'));
  const projects = {
    ours: makeProject(folder, 'ours', resources),
    instant: makeProject(folder, 'instant', resources),
  };
  const costs: Record<Way, Record<Operation, Cost>[]> = { ours: [], instant: [] };
  try {
    for (const way of WAYS) await prepare(projects[way], join(folder, 'host'));
    const cycle = (way: Way) => async (): Promise<number> => {
      const all = {} as Record<Operation, Cost>;
      for (const name of Object.keys(OPERATIONS) as Operation[]) {
        // By the clock, without what the host took.
        const before = host.took();
        const { wall, processor } = await costOf(projects[way], OPERATIONS[name]);
        all[name] = { wall: wall - (host.took() - before), processor };
      }
      if (host.left() > 0) throw new Error(`${host.left()} devices outlive the destroy`);
      costs[way].push(all);
      return all.up.wall;
    };
    // Nothing is warm in the first round nor in the second: each command is a new process. So it counts.
    await inTurns(rounds - 1, { ours: cycle('ours'), instant: cycle('instant') });
  } finally {
    host.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const of = (way: Way, name: Operation, what: keyof Cost): number[] =>
    costs[way].map((all) => all[name][what]);
  const row = (name: Operation, what: keyof Cost, limit?: number): Row => ({
    name: `pulumi ${name} of ${resources} pairs${what === 'wall' ? '' : ', processor time'}`,
    unit: 'ms',
    ours: median(of('ours', name, what)) / 1e6,
    other: { name: 'an instant provider', value: median(of('instant', name, what)) / 1e6 },
    ratio: ratio(of('ours', name, what), of('instant', name, what)),
    ...(limit === undefined ? {} : { budget: { of: 'ratio', limit } }),
  });
  return [
    row('up', 'wall', 1.15),
    row('up', 'processor'),
    ...(['preview', 'refresh', 'destroy'] as const).flatMap((name) => [
      row(name, 'wall'),
      row(name, 'processor'),
    ]),
  ];
}

interface InstantHost {
  readonly server: Server;
  /** Nanoseconds that it worked so far: the place of the kernel's own time. */
  took(): number;
  left(): number;
}

/** The kernel in memory that the unit tests have, behind a socket: it outlives the helpers of one command. */
async function instantHost(path: string): Promise<InstantHost> {
  const fake = new FakeKernel({ namespaces: [NETNS] });
  let took = 0n;
  const kernel: Kernel = {
    facts: fake.facts,
    hasObject: (hash) => fake.hasObject(hash),
    keepObject: (hash) => fake.keepObject(hash),
    exclusively(work) {
      const from = process.hrtime.bigint();
      try {
        return fake.exclusively(work);
      } finally {
        took += process.hrtime.bigint() - from;
      }
    },
  };
  const server = createServer((socket) => void serve(kernel, socket, socket));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const left = (): number => fake.devices.filter(({ kind }) => kind === 'netkit').length;
  return { server, took: () => Number(took), left };
}

// What a helper is to the provider: it hands both pipes to the socket.
const RELAY = `const s = require('node:net').connect(process.argv[1]); process.stdin.pipe(s).pipe(process.stdout);`;

// As small as ours: the text that stands in the state is one line, and the outputs are the inputs. The class names as many
// outputs as ours: each costs the program a third of a millisecond, whatever the provider.
const INSTANT = `
const provider = {
  check: async (olds, news) => ({ inputs: news, failures: [] }),
  diff: async (id, olds, news) => ({ changes: false, replaces: [] }),
  create: async (inputs) => ({ id: inputs.name, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (id, olds, news) => ({ outs: news }),
  delete: async () => {},
};
module.exports = { Instant: provider };`;

const PROGRAMS: Readonly<Record<Way, string>> = {
  ours: `
const { NetkitPair } = require('pulumi-netkit');
const make = (name, args) => new NetkitPair(name, args);`,
  instant: `
const pulumi = require('@pulumi/pulumi');
const __provider = 'exports.handler = () => require("instant").Instant;';
const unset = Object.fromEntries(require('./outputs.json').map((key) => [key, undefined]));
const make = (name, args) =>
  new pulumi.CustomResource('pulumi-nodejs:dynamic/bench:Instant', name, { ...unset, ...args, __provider });`,
};

/** A program with all it requires: our package as it is in the sources, the rest from the checkout. */
function makeProject(folder: string, way: Way, resources: number): string {
  const project = join(folder, way);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const declared = Array.from({ length: resources }, (_, i) => declaration(i));
  write('Pulumi.yaml', `name: ${way}\nruntime: {name: nodejs, options: {typescript: false}}\n`);
  write('package.json', JSON.stringify({ name: way, main: 'index.cjs' }));
  write('declared.json', JSON.stringify(declared));
  write('outputs.json', JSON.stringify(OUTPUTS));
  write(
    'index.cjs',
    `${PROGRAMS[way]}\nfor (const args of require('./declared.json')) make(args.name, args);\n`,
  );
  write('node_modules/instant/index.js', INSTANT);
  symlinkSync(join(MODULES, '@pulumi'), join(project, 'node_modules/@pulumi'));
  write(
    'node_modules/pulumi-netkit/package.json',
    JSON.stringify({
      name: 'pulumi-netkit',
      main: 'sdk.js',
      exports: { '.': './sdk.js', './dynamic': './dynamic.js' },
    }),
  );
  for (const name of ['sdk.js', 'dynamic.js']) {
    write(
      `node_modules/pulumi-netkit/${name}`,
      `module.exports = require(${JSON.stringify(join(__dirname, name))});`,
    );
  }
  return project;
}

async function prepare(project: string, socket: string): Promise<void> {
  const command = [process.execPath, '-e', RELAY, socket];
  await pulumi(project, ['stack', 'init', 'bench']);
  const connection = JSON.stringify({ command });
  await pulumi(project, ['config', 'set', 'netkit:connection', connection]);
}

async function pulumi(project: string, args: readonly string[]): Promise<void> {
  await run('pulumi', [...args], { cwd: project, env: environment(project) });
}

/** Runs one command of the engine, in a small C program that waits for all that it started. */
async function costOf(project: string, args: readonly string[]): Promise<Cost> {
  const { stdout } = await run(NETLINK, ['cost', 'pulumi', ...args, '--non-interactive'], {
    cwd: project,
    env: environment(project),
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout) as Cost;
}

function environment(project: string): NodeJS.ProcessEnv {
  const backend = join(dirname(project), `backend-${project.slice(project.lastIndexOf('/') + 1)}`);
  mkdirSync(backend, { recursive: true });
  return {
    PATH: process.env['PATH'],
    NODE_PATH: MODULES,
    HOME: backend,
    PULUMI_HOME: join(backend, 'home'),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: '',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
}
