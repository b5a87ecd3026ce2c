/** What the engine asks in a run that replaces or exchanges things, through the plugin's real connection to a fake kernel. */
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { PLAIN as PLAIN_END } from '../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../../test/plugin-client.js';
import { altNameOf } from '@pulumi-netkit/contract';
import type { Kind } from '../../check/schema.js';

interface Deployed {
  readonly kind: Kind;
  readonly urn: string;
  readonly id: string;
  readonly inputs: Json;
  readonly outputs: Json;
}

const pairOf = (name: string, peer: string): Json => ({
  name,
  peer: { name: peer, netns: 'blue' },
});

let kernel: FakeKernel;
let host: FakeHost;
let client: PluginClient;

/** A run of the engine has a provider process of its own. */
async function newRun(): Promise<void> {
  host = new FakeHost(kernel);
  client = await PluginClient.start({ at: () => host });
}

async function endRun(): Promise<void> {
  await client[Symbol.asyncDispose]();
  host.end();
}

beforeEach(async () => {
  kernel = new FakeKernel();
  await newRun();
});
afterEach(() => endRun());

async function checked(kind: Kind, name: string, news: Json, olds: Json = {}): Promise<Json> {
  const seed = Buffer.from(`${name} ${Math.random()}`);
  const answer = await client.check(urnOf(kind, name), olds, news, undefined, seed);
  expect(answer.failures).toEqual([]);
  return answer.inputs;
}

async function created(kind: Kind, name: string, news: Json): Promise<Deployed> {
  const inputs = await checked(kind, name, news);
  const urn = urnOf(kind, name);
  return { kind, urn, inputs, ...(await client.create(urn, inputs)) };
}

const nameOf = ({ urn }: Deployed): string => urn.split('::').at(-1)!;

/**
 * As `up --replace`: the engine reads what its state names, checks without the old inputs, asks no diff, makes the new one first
 * and deletes the old one last.
 */
async function forced(old: Deployed, news: Json): Promise<Deployed> {
  const { kind, urn } = old;
  await client.read(urn, old.id, old);
  const fresh = await created(kind, nameOf(old), news);
  await client.delete(urn, old.id, old.outputs);
  return fresh;
}

async function updated(old: Deployed, news: Json): Promise<Deployed> {
  const inputs = await checked(old.kind, nameOf(old), news, old.inputs);
  const outputs = await client.update(old.urn, old.id, old.outputs, inputs);
  return { ...old, inputs, outputs };
}

/** Names by resource, as the kernel has them. */
function names(...all: readonly Deployed[]): string[] {
  return all.map(({ outputs }) => {
    const mark = (end: 'primary' | 'peer'): string =>
      kernel.devices.find(({ altNames }) =>
        altNames.includes(altNameOf(String(outputs['incarnation']), end)),
      )?.name ?? 'gone';
    return `${mark('primary')} ${mark('peer')}`;
  });
}

/** As a diff that deletes first under `retainOnDelete`: the engine forgets the old one, and makes the new one. */
async function retained(old: Deployed, news: Json): Promise<Deployed> {
  const { kind, urn } = old;
  await client.read(urn, old.id, old);
  const inputs = await checked(kind, nameOf(old), news, old.inputs);
  const diff = await client.diff(urn, old.id, old.outputs, inputs);
  expect(diff.getDeletebeforereplace()).toBe(true);
  return { ...old, inputs, ...(await client.create(urn, inputs)) };
}

describe('a replacement under retainOnDelete', () => {
  test('leaves the old pair alone', async () => {
    const old = await created('NetkitPair', 'web', pairOf('web0', 'eth0'));
    const fresh = await retained(old, pairOf('web1', 'eth1'));
    expect(names(fresh, old)).toEqual(['web1 eth1', 'web0 eth0']);
  });

  test.each([
    { name: 'the name of the primary', news: pairOf('web0', 'eth1') },
    { name: 'the name of the peer', news: pairOf('web1', 'eth0') },
    { name: 'both names', news: { ...pairOf('web0', 'eth0'), mode: 'l2' } },
  ])('is refused when the new pair wants $name', async ({ news }) => {
    const old = await created('NetkitPair', 'web', { ...pairOf('web0', 'eth0'), mode: 'l3' });
    const wants = { ...news, ...(news['name'] === 'web0' ? { mode: 'l2' } : {}) };
    const before = kernel.snapshot();
    await expect(retained(old, wants)).rejects.toThrow(/was retained \(retainOnDelete\)/);
    expect(kernel.snapshot()).toEqual(before);
  });
});

describe('a forced replacement', () => {
  test('of a pair makes another pair, and leaves nothing of the old one', async () => {
    const old = await created('NetkitPair', 'web', pairOf('web0', 'eth0'));
    const fresh = await forced(old, pairOf('web0', 'eth0'));
    expect(fresh.outputs['ifindex']).not.toBe(old.outputs['ifindex']);
    expect(names(fresh, old)).toEqual(['web0 eth0', 'gone gone']);
    expect(kernel.devices).toHaveLength(2);
    expect(kernel.records.map(({ incarnation }) => incarnation)).toEqual([
      fresh.outputs['incarnation'],
    ]);
  });

  test('of a pair in a later run, too, and again', async () => {
    let last = await created('NetkitPair', 'web', pairOf('web0', 'eth0'));
    for (let run = 0; run < 3; run++) {
      await endRun();
      await newRun();
      const fresh = await forced(last, pairOf('web0', 'eth0'));
      expect(fresh.outputs['ifindex']).not.toBe(last.outputs['ifindex']);
      last = fresh;
    }
    expect(names(last)).toEqual(['web0 eth0']);
  });

  test('of a pair that was imported and never marked makes another pair', async () => {
    kernel.addPair({
      primary: { ...PLAIN_END, name: 'web0', netns: null },
      peer: { ...PLAIN_END, name: 'eth0', netns: 'blue' },
    });
    const urn = urnOf('NetkitPair', 'web');
    const read = await client.read(urn, 'web0');
    const old: Deployed = { kind: 'NetkitPair', urn, ...read };
    const fresh = await forced(old, pairOf('web0', 'eth0'));
    expect(fresh.outputs['ifindex']).not.toBe(old.outputs['ifindex']);
    expect(names(fresh)).toEqual(['web0 eth0']);
  });

  test('of a pair is refused before anything is deleted when its namespace is gone', async () => {
    const old = await created('NetkitPair', 'web', pairOf('web0', 'eth0'));
    const news = { name: 'web0', peer: { name: 'eth0', netns: 'red' } };
    await expect(forced(old, news)).rejects.toThrow('[netns-missing]');
    expect(names(old)).toEqual(['web0 eth0']);
  });

  test('of an empty namespace makes another namespace', async () => {
    const old = await created('NetworkNamespace', 'red', { name: 'red' });
    const fresh = await forced(old, { name: 'red' });
    expect(fresh.outputs['inode']).not.toBe(old.outputs['inode']);
    expect(kernel.namespaces.get('red')).toMatchObject({ state: 'namespace', loUp: true });
    expect(kernel.records).toHaveLength(1);
  });

  test('of a namespace that holds a pair is refused, with what to set', async () => {
    const old = await created('NetworkNamespace', 'red', { name: 'red' });
    const pair = await created('NetkitPair', 'web', {
      name: 'web0',
      peer: { name: 'eth0', netns: 'red' },
    });
    await expect(forced(old, { name: 'red' })).rejects.toThrow(
      /cannot be replaced while eth0 is in it; nothing was changed. Set the resource option deleteBeforeReplace/,
    );
    expect(names(pair)).toEqual(['web0 eth0']);
    expect(kernel.namespaces.get('red')?.inode).toBe(old.outputs['inode']);
  });

  test('where the state is lost, what the resource made is taken over instead', async () => {
    const old = await created('NetkitPair', 'web', pairOf('web0', 'eth0'));
    await endRun();
    await newRun();
    const fresh = await created('NetkitPair', 'web', pairOf('web0', 'eth0'));
    expect(fresh.outputs['ifindex']).toBe(old.outputs['ifindex']);
  });
});

describe('names that are exchanged', () => {
  const THREE = ['e0', 'e1', 'e2'];

  async function pairs(): Promise<Deployed[]> {
    const made: Deployed[] = [];
    for (const [at, peer] of THREE.entries())
      made.push(await created('NetkitPair', `r${at}`, pairOf(`p${at}`, peer)));
    await endRun();
    await newRun();
    return made;
  }
  const rotated = (by: number, at: number): number => (at + by) % THREE.length;

  test.each([
    { order: 'one after the other', by: 1, isParallel: false },
    { order: 'one after the other', by: 2, isParallel: false },
    { order: 'at once', by: 1, isParallel: true },
    { order: 'at once', by: 2, isParallel: true },
  ])('by three peers, $order, by $by', async ({ by, isParallel }) => {
    const old = await pairs();
    const news = old.map((_, at) => pairOf(`p${at}`, THREE[rotated(by, at)]!));
    const fresh: Deployed[] = [];
    if (isParallel)
      fresh.push(...(await Promise.all(old.map((one, at) => updated(one, news[at]!)))));
    else for (const [at, one] of old.entries()) fresh.push(await updated(one, news[at]!));
    await endRun();
    await newRun();
    expect(names(...fresh)).toEqual(THREE.map((_, at) => `p${at} e${rotated(by, at)}`));
    expect(fresh.map(({ outputs }) => outputs['ifindex'])).toEqual(
      old.map(({ outputs }) => outputs['ifindex']),
    );
    expect(fresh.map(({ outputs }) => (outputs['peer'] as Json)['name'])).toEqual(
      THREE.map((_, at) => `e${rotated(by, at)}`),
    );
  });

  test.each([{ isParallel: false }, { isParallel: true }])(
    'by primaries, which are replaced (parallel: $isParallel)',
    async ({ isParallel }) => {
      const old = await pairs();
      const replaced = async (one: Deployed, at: number): Promise<Deployed> => {
        const news = pairOf(`p${rotated(1, at)}`, THREE[at]!);
        await checked('NetkitPair', `r${at}`, news, one.inputs);
        await client.delete(one.urn, one.id, one.outputs);
        return created('NetkitPair', `r${at}`, news);
      };
      const fresh: Deployed[] = [];
      if (isParallel) fresh.push(...(await Promise.all(old.map(replaced))));
      else for (const [at, one] of old.entries()) fresh.push(await replaced(one, at));
      await endRun();
      await newRun();
      expect(names(...fresh)).toEqual(['p1 e0', 'p2 e1', 'p0 e2']);
      expect(kernel.devices).toHaveLength(6);
      expect(kernel.records).toHaveLength(3);
    },
  );

  test('by two pairs of which the run reaches only one: the other has its name again', async () => {
    const [first, second] = await pairs();
    await updated(first!, pairOf('p0', 'e1'));
    expect(names(first!)).toEqual(['p0 e1']);
    await endRun();
    await newRun();
    expect(names(second!)).toEqual(['p1 e1']);
    // What took the name waits under one of its own, and the next run goes on from there.
    expect(names(first!)).toEqual([`p0 nk-${String(first!.outputs['incarnation']).slice(0, 11)}b`]);
    await updated(second!, pairOf('p1', 'e0'));
    await updated(first!, pairOf('p0', 'e1'));
    expect(names(first!, second!)).toEqual(['p0 e1', 'p1 e0']);
  });

  test('with a stranger, or another stack, are not: nothing is renamed', async () => {
    const [first] = await pairs();
    kernel.addDevice('blue', 'eth9', 'veth');
    await expect(updated(first!, pairOf('p0', 'eth9'))).rejects.toThrow('[device-not-netkit]');
    const other = urnOf('NetkitPair', 'web', 'other');
    const { inputs } = await client.check(other, {}, pairOf('q0', 'q1'));
    await client.create(other, inputs);
    await endRun();
    await newRun();
    await expect(updated(first!, pairOf('p0', 'q1'))).rejects.toThrow('[device-taken]');
    expect(names(first!)).toEqual(['p0 e0']);
  });

  test('new to the program and held by a resource that this run has not reached: refused', async () => {
    await pairs();
    await expect(created('NetkitPair', 'new', pairOf('new0', 'e1'))).rejects.toThrow(
      '[device-taken]',
    );
  });
});
