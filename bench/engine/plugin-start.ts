/** The plugin's process: how long until the engine can talk to it, and how much memory it holds while it idles. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { credentials } from '@grpc/grpc-js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { inTurns, median, ratio, timeCommand } from '../lib/measure';
import type { Row } from '../lib/report';

const SETTLED_MS = 500;

/** What a started process showed. */
interface Seen {
  /** Nanoseconds until the line with its port. */
  readonly port: number;
  /** Nanoseconds until its first answer. */
  readonly answer: number;
  /** Resident bytes, once it idles. */
  readonly resident: number;
}

/** Start to the port and to the first answer, and idle memory, against the engine's dynamic provider. */
export async function startRows(rounds: number): Promise<Row[]> {
  const scripts = {
    plugin: [join(__dirname, 'pulumi-resource-netkit.js')],
    // The engine says where it listens; nobody does here, and neither asks.
    dynamic: [require.resolve('@pulumi/pulumi/cmd/dynamic-provider'), '127.0.0.1:1'],
  };
  const seen: Record<keyof typeof scripts, Seen[]> = { plugin: [], dynamic: [] };
  const start = (kind: keyof typeof scripts) => async (): Promise<number> => {
    const one = await observe(scripts[kind]);
    seen[kind].push(one);
    return one.port;
  };
  const took = await inTurns(rounds, {
    plugin: start('plugin'),
    dynamic: start('dynamic'),
    node: () => timeCommand(process.execPath, '-e', '0'),
  });
  const of = (kind: keyof typeof scripts, what: keyof Seen): number[] =>
    seen[kind].slice(1).map((one) => one[what]);
  const row = (name: string, what: keyof Seen): Row => ({
    name,
    unit: what === 'resident' ? 'MB' : 'ms',
    ours: median(of('plugin', what)) / 1e6,
    other: { name: 'the dynamic provider process', value: median(of('dynamic', what)) / 1e6 },
    ratio: ratio(of('plugin', what), of('dynamic', what)),
  });
  return [
    {
      ...row('plugin: start to the port', 'port'),
      other: { name: 'node -e 0', value: median(took.node) / 1e6 },
      ratio: ratio(took.plugin, took.node),
      budget: { of: 'value', limit: 300 },
    },
    row('plugin: start to the port', 'port'),
    row('plugin: start to the first answer', 'answer'),
    { ...row('plugin: resident while idle', 'resident'), budget: { of: 'value', limit: 80 } },
  ];
}

function observe(args: readonly string[]): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const from = process.hrtime.bigint();
    const since = (): number => Number(process.hrtime.bigint() - from);
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.once('data', (line: Buffer) => {
      const port = since();
      const address = `127.0.0.1:${line.toString().trim()}`;
      const client = new ResourceProviderClient(address, credentials.createInsecure());
      client.getPluginInfo(new Empty(), (error) => {
        if (error) {
          child.kill('SIGKILL');
          reject(error);
          return;
        }
        const answer = since();
        client.close();
        void sleep(SETTLED_MS).then(() => {
          const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
          const resident = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
          child.once('close', () => resolve({ port, answer, resident }));
          child.kill('SIGKILL');
        });
      });
    });
  });
}
