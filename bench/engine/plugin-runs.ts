/** Runs of the same program through the plugin, through Pulumi's dynamic provider, and with a plugin that does nothing. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  costOf,
  forward,
  instantHost,
  makeProject,
  OPERATIONS,
  prepare,
  pulumi,
  type Operation,
} from './engine';
import { inTurns, type Cost } from '../lib/measure';
import { declaration } from '../lib/sample';

/** What a command cost, all that it started together; and of that the provider's processes. */
export interface Spent extends Cost {
  /** Nanoseconds of the processors that the provider's processes had. */
  readonly provider: number;
  /** Resident bytes of the largest of them, at its end. */
  readonly resident: number;
}

/** Every command of every round. */
export type Spendings = Readonly<Record<Operation, readonly Spent[]>>;

const ALL = Object.keys(OPERATIONS) as Operation[];

/** The ways to run it, each with the commands that are measured. */
const WAYS = {
  plugin: { operations: ALL, program: node('pulumi-netkit/plugin') },
  dynamic: { operations: ALL, program: node('pulumi-netkit') },
  yaml: { operations: ALL, program: yaml },
  /** The plugin, told to have no pair read before the engine plans. */
  unrefreshed: { operations: ['up', 'preview', 'destroy'], program: node('pulumi-netkit/plugin') },
  instant: { operations: ['up'], program: node('pulumi-netkit/plugin') },
} as const satisfies Record<string, { operations: readonly Operation[]; program: Program }>;
export type Way = keyof typeof WAYS;

/** Runs `resources` pairs through each way in turns. */
export async function runsOf<W extends Way>(
  ways: readonly W[],
  resources: number,
  rounds: number,
): Promise<Readonly<Record<W, Spendings>>> {
  const folder = mkdtempSync(join(tmpdir(), 'netkit-bench-'));
  const socket = join(folder, 'host');
  const host = await instantHost(socket);
  const meter = join(folder, 'meter');
  const all = Object.fromEntries(
    ways.map((way) => [way, { up: [], preview: [], refresh: [], destroy: [] }]),
  ) as unknown as Record<W, Record<Operation, Spent[]>>;

  const measured = async (project: string, operation: Operation): Promise<Spent> => {
    writeFileSync(meter, '');
    const before = host.took();
    const more = {
      BENCH_METER: meter,
      NODE_OPTIONS: `--require ${join(__dirname, 'meter.cjs')}`,
    };
    const { wall, processor } = await costOf(project, OPERATIONS[operation], more);
    // By the clock, without what the host took.
    return { wall: wall - (host.took() - before), processor, ...readMeter(meter) };
  };
  const cycle = (way: W) => async (): Promise<number> => {
    const project = join(folder, way);
    const operations: readonly Operation[] = WAYS[way].operations;
    for (const operation of operations)
      all[way][operation].push(await measured(project, operation));
    // Off the clock, and without the state file that is written anew for each resource.
    if (!operations.includes('destroy'))
      await pulumi(project, OPERATIONS.destroy, { PULUMI_SKIP_CHECKPOINTS: '1' });
    if (host.left() > 0) throw new Error(`${way}: ${host.left()} devices outlive the destroy`);
    return 0;
  };
  try {
    for (const way of ways) {
      const project = join(folder, way);
      makeProject(project, filesOf(way, resources));
      await prepare(project, socket);
      if (way === 'unrefreshed')
        await pulumi(project, ['config', 'set', 'netkit:refreshBeforeUpdate', 'false']);
    }
    const cycles = Object.fromEntries(ways.map((way) => [way, cycle(way)]));
    // Nothing is warm in the first round nor in the second: each command is a new process. So it counts.
    await inTurns(rounds - 1, cycles);
  } finally {
    host.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return all;
}

function readMeter(file: string): Pick<Spent, 'provider' | 'resident'> {
  const said = readFileSync(file, 'utf8').trim();
  if (said === '') throw new Error('no provider said what it used');
  const lines = said.split('\n');
  const processes = lines.map((line) => JSON.parse(line) as Record<string, number>);
  const of = (key: string): number[] => processes.map((process) => process[key] ?? NaN);
  return {
    provider: of('processor').reduce((sum, one) => sum + one, 0),
    resident: Math.max(...of('resident')),
  };
}

/** From declarations and the setting `plugins` to the files of a project. */
type Program = (
  declared: readonly Record<string, unknown>[],
  plugins: unknown,
) => Record<string, string>;

function filesOf(way: Way, resources: number): Record<string, string> {
  const bundle = way === 'instant' ? 'instant-plugin.js' : 'pulumi-resource-netkit.js';
  const declared = Array.from({ length: resources }, (_, i) => declaration(i));
  return {
    ...WAYS[way].program(declared, { providers: [{ name: 'netkit', path: './bin' }] }),
    'bin/pulumi-resource-netkit': `#!/usr/bin/env node\n${forward(bundle)}\n`,
  };
}

// YAML is a superset of JSON.
function node(imported: string): Program {
  return (declared, plugins) => ({
    'Pulumi.yaml': JSON.stringify({
      name: 'bench',
      runtime: { name: 'nodejs', options: { typescript: false } },
      plugins,
    }),
    'package.json': JSON.stringify({ name: 'bench', main: 'index.cjs' }),
    'declared.json': JSON.stringify(declared),
    'index.cjs': `
const { NetkitPair } = require('${imported}');
for (const args of require('./declared.json')) new NetkitPair(args.name, args);
`,
  });
}

function yaml(
  declared: readonly Record<string, unknown>[],
  plugins: unknown,
): Record<string, string> {
  const resources = Object.fromEntries(
    declared.map((properties) => [properties['name'], { type: 'netkit:NetkitPair', properties }]),
  ) as Record<string, unknown>;
  return { 'Pulumi.yaml': JSON.stringify({ name: 'bench', runtime: 'yaml', plugins, resources }) };
}
