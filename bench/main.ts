/** Runs every benchmark in one go, where netkit is: in a guest, or on a machine that has it. See README.md. */
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { openKernel } from '../helper/src/kernel.js';
import { attachmentRows } from './attachments/attachments';
import { checkRows } from './rows/check';
import { hostRows } from './rows/hosts';
import { solveRows } from './attachments/order';
import { pairRows } from './rows/pairs';
import { pluginRows } from './engine/plugin';
import { processRows } from './rows/processes';
import { readingRows } from './rows/reading';
import { isKept, table, type Row } from './lib/report';
import { requestRows, sayFirst } from './rows/requests';
import { upRows } from './engine/up';

function number(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be a whole number`);
  return value;
}

async function main(): Promise<void> {
  const rounds = number('BENCH_ROUNDS', 7);
  const pairs = number('BENCH_PAIRS', 100);
  const only = process.env['BENCH_ONLY']?.split(',');
  if (process.env['BENCH_FIRST']) return sayFirst(number('BENCH_FIRST', 1));
  const kernel = await openKernel();
  const groups: Record<string, () => Promise<Row[]>> = {
    request: () => requestRows(pairs, rounds),
    pair: () => pairRows(kernel, pairs, Math.ceil(pairs / 25), rounds),
    attachment: () => attachmentRows(kernel, rounds),
    read: () => readingRows(kernel, 1000, pairs, rounds),
    check: async () => [...(await checkRows(pairs, rounds)), ...(await solveRows(rounds))],
    process: () => processRows(rounds),
    up: () => upRows(number('BENCH_RESOURCES', 100), Math.min(rounds, 3)),
    plugin: () =>
      pluginRows(number('BENCH_RESOURCES', 100), rounds, process.env['BENCH_LONG'] === '1'),
    hosts: () => hostRows(10, 10, Math.min(rounds, 3)),
  };
  const rows: Row[] = [];
  for (const [name, group] of Object.entries(groups)) {
    if (only && !only.includes(name)) continue;
    process.stderr.write(`bench: ${name} ...\n`);
    rows.push(...(await group()));
  }
  const environment = {
    kernel: release(),
    where: process.env['BENCH_WHERE'] ?? 'this machine',
    cores: cpus().length,
    node: process.versions.node,
    iproute2: process.env['BENCH_IP_VERSION'] ?? '',
    rounds,
    pairs,
  };
  if (process.env['BENCH_JSON'] === '1') {
    const all = rows.map((row) => ({ ...row, kept: isKept(row) ?? null }));
    process.stdout.write(`${JSON.stringify({ environment, rows: all }, null, 2)}\n`);
  }
  const words = Object.entries(environment).map(([key, value]) => `${key} ${value}`);
  writeFileSync(
    process.env['BENCH_JSON'] === '1' ? 2 : 1,
    `${table(rows)}\n\n${words.join(', ')}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
