/**
 * What a long life costs in memory: the plugin as a process of its own makes, changes and deletes a pair with a program of
 * a new object, again and again, and its memory and its helper's are read. In CI a sample; with --long 5,000 cycles.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PluginCalls, urnOf, type Json } from '../../provider/test/plugin-client.js';
import { asset, compile, POLICY } from '../harness/inputs/bpf.js';
import { sh, GUEST_COMMAND } from '../harness/guests/guest.js';
import { useGuest } from '../harness/guests/suite.js';

const PLUGIN = join(__dirname, '../../sdk/dist/pulumi-resource-netkit.js');
const CYCLES = process.env['NETKIT_LONG'] === '1' ? 5000 : 150;
const READINGS = 20;
// What V8 keeps after a full collection: nothing of a cycle may stay there.
const MOST_HEAP_KIB_A_CYCLE = 0.25;
// What the allocator of the C library keeps besides: it grows ever more slowly (2.7 KiB a cycle after 5,000 were measured).
const MOST_KIB_A_CYCLE = 4;
const MOST_KIB = 220 * 1024;
const HEAP = join(__dirname, '../harness/drivers/heap.cjs');

interface Reading {
  readonly cycle: number;
  /** KiB of the plugin's heap after a full collection. */
  readonly heap: number;
  readonly plugin: number;
  readonly helper: number;
}

let folder: string;
let plugin: ChildProcess;
let client: PluginCalls;

useGuest({
  before: async () => {
    folder = mkdtempSync(join(tmpdir(), 'netkit-soak-'));
    plugin = spawn('node', ['--expose-gc', '--require', HEAP, PLUGIN], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const port = await new Promise<string>((resolve) =>
      createInterface(plugin.stdout!).once('line', resolve),
    );
    client = new PluginCalls(port);
    await client.configure({ connection: { command: [...GUEST_COMMAND] } });
  },
  after: () => {
    client.close();
    plugin.kill();
    rmSync(folder, { recursive: true });
  },
});

/** Resident KiB, by /proc/PID/status. */
const resident = (status: string): number => Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);

async function read(cycle: number): Promise<Reading> {
  const ofHelper = await sh("cat /proc/$(pgrep -fo '[d]ist/helper.js')/status");
  const heap = await new Promise<number>((resolve) => {
    plugin.once('message', (bytes) => resolve(Number(bytes) / 1024));
    plugin.send('heap');
  });
  return {
    cycle,
    heap,
    plugin: resident(readFileSync(`/proc/${plugin.pid}/status`, 'utf8')),
    helper: resident(ofHelper),
  };
}

/** Checks and creates, changes, looks and deletes, as an engine does. */
async function life(
  kind: 'NetkitPair' | 'BpfAttachment',
  news: Json,
  change: Json,
): Promise<() => Promise<void>> {
  const urn = urnOf(kind, 'soak');
  const { inputs, failures } = await client.check(urn, {}, news, undefined, Buffer.from('seed'));
  expect(failures).toEqual([]);
  const { id, outputs } = await client.create(urn, inputs);
  const changed = await client.check(urn, inputs, { ...news, ...change });
  await client.diff(urn, id, outputs, changed.inputs);
  const after = await client.update(urn, id, outputs, changed.inputs);
  const seen = await client.read(urn, id, { inputs: changed.inputs, outputs: after });
  return () => client.delete(urn, id, seen.outputs);
}

/** KiB a cycle, by least squares over the second half of the readings: the first half fills what is filled once. */
function slope(readings: readonly Reading[], of: 'plugin' | 'helper' | 'heap'): number {
  const late = readings.slice(readings.length / 2);
  const mean = (numbers: number[]): number =>
    numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [x, y] = [mean(late.map(({ cycle }) => cycle)), mean(late.map((one) => one[of]))];
  const over = late.reduce((sum, one) => sum + (one.cycle - x) * (one[of] - y), 0);
  return over / late.reduce((sum, { cycle }) => sum + (cycle - x) ** 2, 0);
}

test(
  `${CYCLES} cycles leave memory where it was`,
  async () => {
    const bytes = readFileSync(compile(POLICY));
    const readings: Reading[] = [];
    for (let cycle = 1; cycle <= CYCLES; cycle++) {
      // Bytes behind its sections make it another object.
      const object = join(folder, `${cycle % 2}.o`);
      writeFileSync(object, Buffer.concat([bytes, Buffer.from(String(cycle))]));
      const pair = { name: 'soak0', peerPolicy: 'drop', peer: { name: 'soak1' } };
      const chain = {
        target: { name: 'soak0' },
        attachType: 'netkit/peer',
        programs: [{ name: 'guard', object: asset(object), program: 'guard' }],
      };
      const deletePair = await life('NetkitPair', pair, { mtu: 1400 });
      const detach = await life('BpfAttachment', chain, {
        programs: [{ ...chain.programs[0], globals: { allowed_range: cycle % 250 } }],
      });
      await detach();
      await deletePair();
      if (cycle % (CYCLES / READINGS) === 0 || cycle === 1) readings.push(await read(cycle));
    }
    const last = readings.at(-1)!;
    const slopes = {
      heap: slope(readings, 'heap'),
      plugin: slope(readings, 'plugin'),
      helper: slope(readings, 'helper'),
    };
    process.stderr.write(`soak: ${JSON.stringify({ slopes, readings })}\n`);
    expect(Math.max(last.plugin, last.helper)).toBeLessThan(MOST_KIB);
    // A sample is all warm-up: its slope says nothing.
    if (CYCLES < 5000) return;
    expect(slopes.heap).toBeLessThan(MOST_HEAP_KIB_A_CYCLE);
    expect(Math.max(slopes.plugin, slopes.helper)).toBeLessThan(MOST_KIB_A_CYCLE);
  },
  CYCLES * 5_000,
);
