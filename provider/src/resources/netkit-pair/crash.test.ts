/** Killed between any two operations, the next run converges and nothing is left over. Strangers are untouched. */
import { altNameOf } from '@pulumi-netkit/contract';
import { FULL, incarnation, meaning, OWNER, pair } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { PLAIN, type FakePair } from '../../../test/fakes/fake-device.js';
import { FakeKernel, Killed } from '../../../test/fakes/fake-kernel.js';
import type { Json } from '../common/resource.js';
import { netkitPair } from './index.js';

const [OLD, NEW] = [incarnation('a'), incarnation('b')];
const SMALL: Json = {
  addresses: ['10.0.0.1/32', 'fd00::1/64'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: { addresses: ['10.0.0.2/32'], routes: [{ destination: 'default', gateway: '10.0.0.2' }] },
};
const json = (value: object): Json => value as Json;

/** A host with strangers on it, which must look the same after everything. */
function populated(): { kernel: FakeKernel; strangers: () => unknown } {
  const kernel = new FakeKernel();
  kernel.addDevice(null, 'eth0', 'veth');
  kernel.addDevice('blue', 'web0', 'veth');
  const theirs = kernel.addPair({
    primary: { ...PLAIN, name: 'their0', netns: null },
    peer: { ...PLAIN, name: 'their1', netns: 'blue' },
  });
  theirs.primary.altNames.push('somebody', altNameOf(incarnation('f'), 'primary'));
  kernel.records.push({
    kind: 'pair',
    incarnation: incarnation('f'),
    owner: 'urn:other',
    phase: 'made',
    name: 'their0',
    netns: null,
    peer: { name: 'their1', netns: 'blue' },
  });
  const names = ['eth0', 'web0', 'their0', 'their1'];
  const isTheirs = ({ name, kind }: { name: string; kind: string }): boolean =>
    names.includes(name) && (kind === 'veth' || name.startsWith('their'));
  return {
    kernel,
    strangers: () => {
      const seen = kernel.snapshot() as { devices: { name: string; kind: string }[] };
      return seen.devices.filter(isTheirs);
    },
  };
}

/** What the host must hold of ours in the end: one pair, marked once an end, and one record. */
function expectOnly(kernel: FakeKernel, id: string | undefined): void {
  const ours = kernel.devices.filter(
    ({ name, kind }) => kind === 'netkit' && !name.startsWith('their'),
  );
  const marks = ours.map(({ altNames }) => altNames).sort();
  const records = kernel.records.filter(({ owner }) => owner !== 'urn:other');
  expect(marks).toEqual(
    id === undefined ? [] : [[altNameOf(id, 'peer')], [altNameOf(id, 'primary')]],
  );
  expect(records.map((record) => [record.incarnation, record.phase])).toEqual(
    id === undefined ? [] : [[id, 'made']],
  );
}

async function expectShown(host: FakeHost, state: Json, declared: object): Promise<void> {
  const read = await netkitPair.read(host, 'web0', state);
  expect(meaning(read!.inputs)).toEqual(meaning(declared));
}

/** How many operations `work` takes when nobody kills it. */
async function countOps(
  prepare: (kernel: FakeKernel) => Promise<unknown>,
  work: (host: FakeHost) => Promise<unknown>,
): Promise<number> {
  const { kernel } = populated();
  await prepare(kernel);
  const before = kernel.ops.length;
  await work(new FakeHost(kernel));
  return kernel.ops.length - before;
}

const create = (changes: Json, id: string) => (host: FakeHost) =>
  netkitPair.create(host, json(pair(changes, id)));

describe.each([
  { name: 'a small pair', changes: SMALL },
  { name: 'a pair with everything', changes: FULL },
])('a create of $name, killed at every operation', ({ changes }) => {
  const nothing = (): Promise<void> => Promise.resolve();

  test('is finished or cleared by the create of a new incarnation', async () => {
    const count = await countOps(nothing, create(changes, OLD));
    expect(count).toBeGreaterThan(8);
    for (let k = 0; k < count; k++) {
      const { kernel, strangers } = populated();
      const untouched = strangers();
      kernel.killAfter(k);
      await expect(create(changes, OLD)(new FakeHost(kernel))).rejects.toThrow();
      kernel.revive();
      const host = new FakeHost(kernel);
      const { state } = await create(changes, NEW)(host);
      expectOnly(kernel, NEW);
      await expectShown(host, state, pair(changes, NEW));
      expect(strangers()).toEqual(untouched);
    }
  });

  test('is cleared by the create of a pair with other names', async () => {
    const other = {
      ...changes,
      name: 'api0',
      peer: { ...(changes['peer'] as Json), name: 'eth1' },
    };
    // The last operation writes that it was made; from then on it may be the pair that is replaced.
    const count = await countOps(nothing, create(changes, OLD));
    for (let k = 0; k < count; k++) {
      const { kernel, strangers } = populated();
      const untouched = strangers();
      kernel.killAfter(k);
      await expect(create(changes, OLD)(new FakeHost(kernel))).rejects.toThrow();
      kernel.revive();
      await create(other, NEW)(new FakeHost(kernel));
      expectOnly(kernel, NEW);
      expect(strangers()).toEqual(untouched);
    }
  });

  test('is finished by an update or begun anew when only the helper was killed', async () => {
    const count = await countOps(nothing, create(changes, OLD));
    const outcomes = new Set<string>();
    for (let k = 0; k < count; k++) {
      const { kernel, strangers } = populated();
      const untouched = strangers();
      const host = new FakeHost(kernel, { restarts: true });
      kernel.killAfter(k);
      const failure: unknown = await create(changes, OLD)(host).catch((error: unknown) => error);
      const partial = failure as { name: string; id: string; state: Json };
      outcomes.add(partial.name);
      const isKept = partial.name === 'PartialError';
      const { state } = isKept
        ? await netkitPair.update(host, partial.id, partial.state, json(pair(changes, OLD)))
        : await create(changes, NEW)(host);
      await expectShown(host, state, pair(changes));
      expect(strangers()).toEqual(untouched);
      await netkitPair.delete(host, 'web0', state);
      expectOnly(kernel, undefined);
    }
    expect(outcomes).toEqual(new Set(['NetkitError', 'PartialError']));
  });
});

test('a create killed after its last operation is taken over by the create of a new incarnation', async () => {
  const { kernel } = populated();
  await create(FULL, OLD)(new FakeHost(kernel));
  const { ifindex } = kernel.device(null, 'web0');
  const { state, said } = await create(FULL, NEW)(new FakeHost(kernel));
  expect(said).toBe('took over "web0", which an earlier run of this resource made');
  expectOnly(kernel, NEW);
  expect(state).toMatchObject({ ifindex, incarnation: NEW, adopted: false });
});

describe('a take-over, killed at every operation', () => {
  const owners = [
    { name: 'of our own finished create', owner: OWNER, adopt: false, adopted: false },
    { name: "of another owner's pair", owner: 'urn:other stack', adopt: true, adopted: true },
  ];
  test.each(owners)(
    '$name is finished by the create of a new incarnation',
    async ({ owner, adopt }) => {
      const theirs = (kernel: FakeKernel): Promise<unknown> =>
        netkitPair.create(new FakeHost(kernel), json(pair({ ...SMALL, owner }, OLD)));
      const takeOver = create({ ...SMALL, adopt, mtu: 1400 }, NEW);
      const count = await countOps(theirs, takeOver);
      expect(count).toBeGreaterThan(5);
      for (let k = 0; k < count; k++) {
        const { kernel, strangers } = populated();
        const untouched = strangers();
        await theirs(kernel);
        const { ifindex } = kernel.device(null, 'web0');
        kernel.killAfter(k);
        await expect(takeOver(new FakeHost(kernel))).rejects.toThrow();
        kernel.revive();
        const last = incarnation('c');
        const host = new FakeHost(kernel);
        const { state } = await create({ ...SMALL, adopt, mtu: 1400 }, last)(host);
        expectOnly(kernel, last);
        expect(state).toMatchObject({ ifindex, mtu: 1400 });
        expect(strangers()).toEqual(untouched);
      }
    },
  );

  test.each(owners)(
    '$name is finished by an update when only the helper was killed',
    async ({ owner, adopt }) => {
      const theirs = (kernel: FakeKernel): Promise<unknown> =>
        netkitPair.create(new FakeHost(kernel), json(pair({ ...SMALL, owner }, OLD)));
      const declared = { ...SMALL, adopt, mtu: 1400 };
      const count = await countOps(theirs, create(declared, NEW));
      for (let k = 0; k < count; k++) {
        const { kernel } = populated();
        await theirs(kernel);
        const host = new FakeHost(kernel, { restarts: true });
        kernel.killAfter(k);
        const failure: unknown = await create(declared, NEW)(host).catch((error: unknown) => error);
        const partial = failure as { name: string; id: string; state: Json };
        const isKept = partial.name === 'PartialError';
        const id = isKept ? NEW : incarnation('c');
        const { state } = isKept
          ? await netkitPair.update(host, partial.id, partial.state, json(pair(declared, NEW)))
          : await create(declared, id)(host);
        expectOnly(kernel, id);
        await expectShown(host, state, pair(declared, id));
      }
    },
  );
});

test("an adoption of a stranger's pair, killed at every operation, is finished by the next", async () => {
  const strangersPair = (kernel: FakeKernel): FakePair =>
    kernel.addPair({
      primary: { ...PLAIN, name: 'web0', netns: null },
      peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
    });
  const adopt = (id: string): ((host: FakeHost) => Promise<{ state: Json }>) =>
    create({ ...SMALL, adopt: true }, id);
  const count = await countOps((kernel) => Promise.resolve(strangersPair(kernel)), adopt(OLD));
  for (let k = 0; k < count; k++) {
    const { kernel } = populated();
    const { primary } = strangersPair(kernel);
    kernel.killAfter(k);
    await expect(adopt(OLD)(new FakeHost(kernel))).rejects.toThrow();
    kernel.revive();
    const { state } = await adopt(NEW)(new FakeHost(kernel));
    expectOnly(kernel, NEW);
    expect(state).toMatchObject({ ifindex: primary.ifindex });
  }
});

describe('an update, killed at every operation', () => {
  const { mode: _mode, scrub: _scrub, peerScrub: _peerScrub, ...inPlace } = FULL;
  const { headroom: _headroom, tailroom: _tailroom, mac: _mac, ...rest } = inPlace;
  const { mac: _peerMac, ...peer } = rest['peer'] as Json;
  const all = { ...rest, peer: { ...peer, name: 'eth9' } };

  test.each([
    { name: 'to everything', from: SMALL, to: all },
    { name: 'from everything', from: all, to: SMALL },
    { name: 'to a pair that is down', from: SMALL, to: { up: false, peer: { up: false } } },
  ])('$name is finished by the next', async ({ from, to }) => {
    const run = async (kernel: FakeKernel, host: FakeHost): Promise<Json> => {
      const { state } = await netkitPair.create(new FakeHost(kernel), json(pair(from)));
      return (await netkitPair.update(host, 'web0', state, json(pair(to)))).state;
    };
    const calm = new FakeKernel();
    await create(from, OLD)(new FakeHost(calm));
    const created = calm.ops.length;
    const other = new FakeKernel();
    await run(other, new FakeHost(other));
    const count = other.ops.length - created;
    for (let k = 0; k < count; k++) {
      const { kernel, strangers } = populated();
      const untouched = strangers();
      const { state } = await netkitPair.create(new FakeHost(kernel), json(pair(from)));
      kernel.killAfter(k);
      const update = (): Promise<{ state: Json }> =>
        netkitPair.update(new FakeHost(kernel), 'web0', state, json(pair(to)));
      await expect(update()).rejects.toThrow();
      kernel.revive();
      const { state: after } = await update();
      expectOnly(kernel, OLD);
      await expectShown(new FakeHost(kernel), after, pair(to));
      expect(strangers()).toEqual(untouched);
    }
  });

  test('that makes a vanished pair anew leaves nothing that update or delete would not meet', async () => {
    const kernelOf = async (): Promise<{ kernel: FakeKernel; state: Json }> => {
      const { kernel } = populated();
      const { state } = await create(SMALL, OLD)(new FakeHost(kernel));
      kernel.remove(kernel.device(null, 'web0'));
      return { kernel, state };
    };
    const update = (kernel: FakeKernel, state: Json): Promise<{ state: Json }> =>
      netkitPair.update(new FakeHost(kernel), 'web0', state, json(pair(SMALL)));
    const calm = await kernelOf();
    const before = calm.kernel.ops.length;
    await update(calm.kernel, calm.state);
    const count = calm.kernel.ops.length - before;
    for (let k = 0; k < count; k++) {
      for (const next of ['update', 'delete'] as const) {
        const { kernel, state } = await kernelOf();
        kernel.killAfter(k);
        await expect(update(kernel, state)).rejects.toThrow();
        kernel.revive();
        if (next === 'update') await update(kernel, state);
        else await netkitPair.delete(new FakeHost(kernel), 'web0', state);
        expect(
          kernel.devices.filter(({ name }) => name === 'web0' || name === 'eth0'),
        ).toHaveLength(next === 'update' ? 4 : 2);
        if (next === 'delete') expectOnly(kernel, undefined);
      }
    }
  });
});

test('a delete, killed at every operation, is finished by the next', async () => {
  for (let k = 0; k < 2; k++) {
    const { kernel, strangers } = populated();
    const untouched = strangers();
    const { state } = await create(FULL, OLD)(new FakeHost(kernel));
    kernel.killAfter(k);
    const remove = (): Promise<void> => netkitPair.delete(new FakeHost(kernel), 'web0', state);
    await expect(remove()).rejects.toThrow(Killed);
    kernel.revive();
    await remove();
    expectOnly(kernel, undefined);
    expect(strangers()).toEqual(untouched);
  }
});
