/** What a plugin that lives long keeps of resources that came and went: nothing. Counted in objects, after a collection. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../../test/plugin-client.js';
import type { Host } from '@pulumi-netkit/contract';
import { patience } from '../../transport/process/patience.js';

// A busy machine takes a second for a life.
jest.setTimeout(60_000);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const CYCLES = 24;

/** A host that sees what the plugin makes for each question and each plan, and holds none of it. */
function seenThrough(host: Host): {
  readonly host: Host;
  readonly alive: () => number;
  readonly seen: () => number;
} {
  const made: WeakRef<object>[] = [];
  const see = (...objects: readonly (object | undefined)[]): void => {
    for (const one of objects) if (one) made.push(new WeakRef(one));
  };
  return {
    host: {
      facts: () => host.facts(),
      observe: (query) => {
        see(query, patience());
        return host.observe(query);
      },
      run: (plan, objects) => {
        see(plan, ...plan, patience());
        return host.run(plan, objects);
      },
    },
    alive: () => made.filter((one) => one.deref() !== undefined).length,
    seen: () => made.length,
  };
}

const NEWS = (name: string): Json => ({
  name,
  addresses: ['10.0.0.1/24'],
  peer: { name: 'eth0', addresses: ['10.0.0.2/24'] },
});

async function life(client: PluginClient, name: string, device: string): Promise<void> {
  const urn = urnOf('NetkitPair', name);
  const { inputs, failures } = await client.check(urn, {}, NEWS(device));
  expect(failures).toEqual([]);
  const { id, outputs } = await client.create(urn, inputs);
  const changed = await client.check(urn, inputs, { ...NEWS(device), mtu: 9000 });
  await client.diff(urn, id, outputs, changed.inputs);
  const updated = await client.update(urn, id, outputs, changed.inputs);
  await client.read(urn, id, { inputs: changed.inputs, outputs: updated });
  await client.delete(urn, id, updated);
}

test('no question, plan, step or signal outlives the resource that it was for', async () => {
  const kernel = new FakeKernel();
  const { host, alive, seen } = seenThrough(new FakeHost(kernel));
  await using client = await PluginClient.start({ at: () => host });
  for (let i = 0; i < CYCLES; i++) {
    await life(client, `web${i}`, `web${i}`);
    kernel.ops.length = 0;
  }
  expect(seen()).toBeGreaterThan(CYCLES * 8);
  // What the last call held is let go of a little later. A leak keeps at least one object for each resource.
  for (let turn = 0; turn < 100 && alive() >= CYCLES / 2; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  expect(alive()).toBeLessThan(CYCLES / 2);
});

test('the names of a resource that was deleted are free for another of the same run', async () => {
  await using client = await PluginClient.start({ at: () => new FakeHost(new FakeKernel()) });
  await life(client, 'first', 'web0');
  await life(client, 'second', 'web0');
});

test('a name is wanted once in a run, and is free in the next run of a plugin that is attached to', async () => {
  await using client = await PluginClient.start({ at: () => new FakeHost(new FakeKernel()) });
  const wanted = async (name: string): Promise<number> =>
    (await client.check(urnOf('NetkitPair', name), {}, NEWS('web0'))).failures.length;
  expect(await wanted('first')).toBe(0);
  expect(await wanted('second')).toBeGreaterThan(0);
  await client.attach();
  expect(await wanted('second')).toBe(0);
});
