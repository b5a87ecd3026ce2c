/** Our processes: how long until the helper greets, and how much memory each holds while it idles. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTurns, median, ratio, timeCommand } from '../lib/measure';
import type { Row } from '../lib/report';

const SETTLED_MS = 500;
const IDLE = 'console.log(1); setInterval(() => 0, 1e9)';

/** What a started process showed. */
interface Seen {
  /** Nanoseconds until its first line. */
  readonly greeting: number;
  /** Resident bytes, once it idles. */
  readonly resident: number;
}

/** Start of the helper, and memory of helper and provider process. */
export async function processRows(rounds: number): Promise<Row[]> {
  const resident: Record<'helper' | 'wrapper' | 'provider' | 'module' | 'node', number[]> = {
    helper: [],
    wrapper: [],
    provider: [],
    module: [],
    node: [],
  };
  const start = (kind: keyof typeof resident, args: readonly string[]) => async () => {
    const seen = await observe(args);
    resident[kind].push(seen.resident);
    return seen.greeting;
  };
  // The engine's wrapper prints its port; with our module preloaded and one check made it is the process a deployment has.
  const wrapper = [require.resolve('@pulumi/pulumi/cmd/dynamic-provider'), '127.0.0.1:1'];
  const took = await inTurns(rounds, {
    helper: start('helper', [join(__dirname, 'helper.js')]),
    node: start('node', ['-e', IDLE]),
    module: start('module', ['-r', preloaded(), '-e', IDLE]),
    wrapper: start('wrapper', wrapper),
    provider: start('provider', ['-r', preloaded(), ...wrapper]),
    exit: () => timeCommand(process.execPath, '-e', '0'),
  });
  const mb = (kind: keyof typeof resident): number => median(resident[kind].slice(1)) / 1e6;
  return [
    {
      name: 'helper: start until it greets',
      unit: 'ms',
      ours: median(took.helper) / 1e6,
      other: { name: 'node -e 0', value: median(took.exit) / 1e6 },
      ratio: ratio(took.helper, took.exit),
    },
    {
      name: 'helper: resident while idle',
      unit: 'MB',
      ours: mb('helper'),
      other: { name: 'a bare node', value: mb('node') },
      ratio: ratio(resident.helper.slice(1), resident.node.slice(1)),
      budget: { of: 'value', limit: 80 },
    },
    {
      name: 'provider process: resident while idle',
      unit: 'MB',
      ours: mb('provider'),
      other: { name: "the engine's wrapper alone", value: mb('wrapper') },
      ratio: ratio(resident.provider.slice(1), resident.wrapper.slice(1)),
      budget: { of: 'value', limit: 80 },
    },
    {
      name: 'the provider in a bare node: resident',
      unit: 'MB',
      ours: mb('module'),
      other: { name: 'a bare node', value: mb('node') },
      ratio: ratio(resident.module.slice(1), resident.node.slice(1)),
    },
  ];
}

function preloaded(): string {
  return join(__dirname, 'preload.cjs');
}

function observe(args: readonly string[]): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const from = process.hrtime.bigint();
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.once('data', () => {
      const greeting = Number(process.hrtime.bigint() - from);
      void sleep(SETTLED_MS).then(() => {
        const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
        const resident = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
        child.once('close', () => resolve({ greeting, resident }));
        child.kill('SIGKILL');
      });
    });
  });
}
