/** Programs and commands for the real engine, and a host for them that answers at once. */
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '../../helper/src/serve.js';
import type { Kernel } from '../../helper/src/kernel-session.js';
import { FakeKernel } from '../../provider/test/fakes/fake-kernel.js';
import { NETLINK, type Cost } from '../lib/measure';
import { NETNS } from '../lib/sample';

const run = promisify(execFile);

// Where the checkout's dependencies are.
const MODULES = process.env['NODE_PATH'] ?? '';

/** The engine's commands whose cost is told. */
export const OPERATIONS = {
  up: ['up', '--yes', '--skip-preview'],
  preview: ['preview', '--expect-no-changes'],
  refresh: ['refresh', '--yes', '--skip-preview'],
  destroy: ['destroy', '--yes', '--skip-preview'],
} as const;
export type Operation = keyof typeof OPERATIONS;

/** A kernel that answers at once. */
export interface InstantHost {
  readonly server: Server;
  /** Nanoseconds that it worked so far: the place of the kernel's own time. */
  took(): number;
  left(): number;
}

/** The kernel in memory that the unit tests have, behind a socket: it outlives the helpers of one command. */
export async function instantHost(path: string): Promise<InstantHost> {
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

const PACKAGED = 'node_modules/pulumi-netkit';
const BUNDLES = { '.': 'sdk.js', './dynamic': 'dynamic.js', './plugin': 'sdk-plugin.js' };

/** Writes a project: the files it is given, and our package as it is in the sources; the rest is the checkout's. */
export function makeProject(project: string, files: Readonly<Record<string, string>>): void {
  const exports = Object.fromEntries(
    Object.entries(BUNDLES).map(([path, name]) => [path, `./${name}`]),
  );
  const bundles = Object.values(BUNDLES).map((name) => [`${PACKAGED}/${name}`, forward(name)]);
  const all = {
    ...files,
    [`${PACKAGED}/package.json`]: JSON.stringify({ name: 'pulumi-netkit', exports }),
    ...(Object.fromEntries(bundles) as Record<string, string>),
  };
  for (const [path, text] of Object.entries(all)) {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    // A plugin may be among them.
    writeFileSync(file, text, { mode: 0o755 });
  }
  symlinkSync(join(MODULES, '@pulumi'), join(project, 'node_modules/@pulumi'));
}

/** A module that is another one, out of the bundles. */
export function forward(bundle: string): string {
  return `module.exports = require(${JSON.stringify(join(__dirname, bundle))});`;
}

/** Makes a project's stack, whose resources are on the host behind `socket`. */
export async function prepare(project: string, socket: string): Promise<void> {
  const command = [process.execPath, '-e', RELAY, socket];
  await pulumi(project, ['stack', 'init', 'bench']);
  const connection = JSON.stringify({ command });
  await pulumi(project, ['config', 'set', 'netkit:connection', connection]);
}

/** Runs one command of the engine. */
export async function pulumi(
  project: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  await run('pulumi', [...args], {
    cwd: project,
    env: { ...environment(project), ...more },
    maxBuffer: 1 << 28,
  });
}

/** Runs one command of the engine, in a small C program that waits for all that it started. */
export async function costOf(
  project: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const { stdout } = await run(NETLINK, ['cost', 'pulumi', ...args, '--non-interactive'], {
    cwd: project,
    env: { ...environment(project), ...more },
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
