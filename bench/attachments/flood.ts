/** A flood that must not notice: packets lost, or past a filter, while its chain changes. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Host } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import { BPF, create, declare, update } from './attachment-sample';
import type { Row } from '../lib/report';
import { NETNS } from '../lib/sample';

const FLOODED = 100;

interface Flood {
  readonly good: { readonly sent: number; readonly got: number };
  readonly bad: { readonly sent: number; readonly got: number };
}

/** Under a flood: what should have arrived and did not, and what should not have and did. */
export async function floodRows(host: Host, hash: string): Promise<Row[]> {
  const rows: Row[] = [];
  const orders = [
    ['filter', 'p10', 'p11'],
    ['p11', 'filter', 'p10'],
    ['p10', 'p11', 'filter'],
  ];
  const ways = {
    swaps: (i: number) => declare(hash, orders[0] ?? [], { version: i + 1 }),
    reorders: (i: number) => declare(hash, orders[(i + 1) % 3] ?? []),
  };
  for (const [name, declared] of Object.entries(ways)) {
    let state = await create(host, declare(hash, orders[0] ?? []));
    const seen = await underFlood(async () => {
      for (let i = 0; i < FLOODED; i++) state = await update(host, state, declared(i));
    });
    await bpfAttachment.delete(host, '', state);
    const row = (what: string, count: number, of: number): Row => ({
      name: `${FLOODED} ${name} under a flood: ${what} of ${of}`,
      unit: 'packets',
      ours: count,
      budget: { of: 'value', limit: 0 },
    });
    rows.push(
      row('lost', seen.good.sent - seen.good.got, seen.good.sent),
      row('unfiltered', seen.bad.got, seen.bad.sent),
    );
  }
  return rows;
}

async function underFlood(work: () => Promise<void>): Promise<Flood> {
  // The addresses of checkedPair(1).
  const child = spawn(BPF, ['flood', `/run/netns/${NETNS}`, '10.0.0.6', '10.0.0.5'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  await work();
  child.stdin.end();
  const last = await lines.next();
  if (last.done) throw new Error('the flood ended early');
  return JSON.parse(last.value) as Flood;
}
