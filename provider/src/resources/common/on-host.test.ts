import { asNetkitError, type Host, type Hosts, UNKNOWN } from '@pulumi-netkit/contract';
import { incarnation, netns } from '../../../test/desired.js';
import { FakeHost, noHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { networkNamespace } from '../network-namespace/index.js';
import { onHost } from './on-host.js';
import { PartialError, type Json, type Resource } from './resource.js';
import { refusal } from '../../../test/refusal.js';

const resource = onHost(networkNamespace);
const EDGE = { name: 'edge1', address: '192.0.2.1' };
const MACHINE = 'a'.repeat(32);

/** Kernels by address, and how often each was asked for. */
class Fleet implements Hosts {
  readonly asked: (string | undefined)[] = [];
  readonly #hosts: ReadonlyMap<string | undefined, Host>;

  constructor(hosts: Readonly<Record<string, Host>>) {
    this.#hosts = new Map(Object.entries(hosts));
  }

  at(declared: { readonly address?: string } | undefined): Host {
    this.asked.push(declared?.address);
    return this.#hosts.get(declared?.address ?? 'here') ?? noHost;
  }
}

function machine(machineId: string | undefined, kernel = new FakeKernel({ namespaces: [] })): Host {
  const host = new FakeHost(kernel);
  return {
    facts: async () => ({
      ...(await host.facts()),
      ...(machineId === undefined ? {} : { machineId }),
    }),
    observe: (query) => host.observe(query),
    run: (plan, objects) => host.run(plan, objects),
  };
}

const inputs = (host: Json | undefined): Json => ({
  ...netns({}, incarnation('a')),
  ...(host ? { host } : {}),
});

async function created(
  host: Json | undefined,
  hosts: Hosts,
): Promise<{ readonly id: string; readonly state: Json }> {
  return resource.create(hosts, inputs(host));
}

test('a resource without a host is where the settings say, and keeps its id', async () => {
  const fleet = new Fleet({ here: machine(undefined) });
  const { id, state } = await created(undefined, fleet);
  expect(id).toBe('green');
  expect(state).not.toHaveProperty('host');
  expect(state).not.toHaveProperty('machine');
});

test('a host stands in the id and in the state, with the machine it is', async () => {
  const fleet = new Fleet({ '192.0.2.1': machine(MACHINE) });
  const { id, state } = await created(EDGE, fleet);
  expect(id).toBe('edge1:green');
  expect(state).toMatchObject({ name: 'green', host: EDGE, machine: MACHINE });
  await expect(resource.read(fleet, id, state)).resolves.toMatchObject({
    id,
    inputs: { name: 'green', host: EDGE },
    state: { host: EDGE, machine: MACHINE },
  });
  await resource.delete(fleet, id, state);
  expect(await refusal(resource.read(fleet, 'edge1:green', { host: EDGE }))).toMatchObject({
    code: 'does-not-exist',
    message: expect.stringContaining('edge1: there is no network namespace "green"') as string,
  });
  expect(new Set(fleet.asked)).toEqual(new Set(['192.0.2.1']));
});

describe('a look-up', () => {
  const blue = machine(MACHINE, new FakeKernel());

  test('finds the host in the id, and reaches it by that name', async () => {
    const fleet = new Fleet({ edge1: blue });
    const host = { name: 'edge1', address: 'edge1' };
    const found = await resource.read(fleet, 'edge1:blue', {});
    expect(found).toMatchObject({
      id: 'edge1:blue',
      inputs: { name: 'blue', host },
      state: { host, machine: MACHINE },
    });
    expect(resource.diff(found!.state, found!.inputs).changes).toBe(false);
    await expect(resource.read(fleet, 'edge1:blue', found!.state)).resolves.toEqual(found);
  });

  test('goes by a declared host before the id', async () => {
    const fleet = new Fleet({ '192.0.2.1': blue });
    for (const id of ['edge1:blue', 'blue'])
      await expect(resource.read(fleet, id, { host: EDGE })).resolves.toMatchObject({
        id: 'edge1:blue',
        state: { host: EDGE },
      });
    expect(new Set(fleet.asked)).toEqual(new Set(['192.0.2.1']));
  });

  test('without a host in the id is where the settings say', async () => {
    const fleet = new Fleet({ here: blue });
    const found = await resource.read(fleet, 'blue', {});
    expect(found).toMatchObject({ id: 'blue' });
    expect(found?.inputs).not.toHaveProperty('host');
  });
});

describe('diff', () => {
  const state = async (): Promise<Json> =>
    (await created(EDGE, new Fleet({ '192.0.2.1': machine(MACHINE) }))).state;

  test.each([
    { name: 'the same host', host: EDGE, says: { changes: false, replaces: [] } },
    {
      name: 'the same in another order of keys',
      host: { address: '192.0.2.1', name: 'edge1' },
      says: { changes: false, replaces: [] },
    },
    {
      name: 'another address',
      host: { ...EDGE, address: '192.0.2.2' },
      says: { changes: undefined, replaces: [] },
    },
    {
      name: 'an address that is not known yet',
      host: { ...EDGE, address: UNKNOWN },
      says: { changes: undefined, replaces: [] },
    },
    {
      name: 'another name',
      host: { ...EDGE, name: 'edge2' },
      says: { changes: undefined, replaces: ['host'] },
    },
    { name: 'no host', host: undefined, says: { changes: undefined, replaces: ['host'] } },
  ])('of $name', async ({ host, says }) => {
    expect(resource.diff(await state(), inputs(host))).toMatchObject(says);
  });

  test('of another address beside a changed name replaces for the name', async () => {
    const desired = { ...inputs({ ...EDGE, address: '192.0.2.2' }), name: 'red' };
    expect(resource.diff(await state(), desired).replaces).toEqual(['name']);
  });
});

test('check() draws another incarnation for another host, and keeps it for another address', () => {
  const before = inputs(EDGE);
  const of = (host: Json): unknown =>
    resource.check(inputs(host), before, () => incarnation('b')).inputs['incarnation'];
  expect(of({ ...EDGE, address: '192.0.2.9' })).toBe(before['incarnation']);
  expect(of({ ...EDGE, name: 'edge2' })).toBe(incarnation('b'));
});

test('check() tells what is wrong with a host', () => {
  const { failures } = resource.check(
    inputs({ name: 'edge1', user: 'deploy' }),
    undefined,
    () => '',
  );
  expect(failures.map(({ property, code }) => [property, code])).toEqual([
    ['host.user', 'host-no-address'],
  ]);
});

test('claims() of one name on two hosts are two', () => {
  const what = (host: Json | undefined): string[] =>
    resource.claims(inputs(host)).map((claim) => claim.what);
  expect(what(EDGE)).toEqual(['edge1: network namespace green']);
  expect(what(undefined)).toEqual(['network namespace green']);
});

describe('another way to the same machine', () => {
  const moved = { ...EDGE, address: '192.0.2.2' };

  test('is written down, and nothing is done', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    const fleet = new Fleet({
      '192.0.2.1': machine(MACHINE, kernel),
      '192.0.2.2': machine(MACHINE, kernel),
    });
    const { id, state } = await created(EDGE, fleet);
    const before = kernel.ops.length;
    const updated = await resource.update(fleet, id, state, inputs(moved));
    expect(updated.state).toMatchObject({ host: moved, machine: MACHINE });
    expect(kernel.ops).toHaveLength(before);
  });

  test.each([
    { name: 'another machine there', there: 'b'.repeat(32), says: `is machine ${'b'.repeat(32)}` },
    { name: 'one that cannot be told', there: undefined, says: 'has no machine-id' },
  ])('is refused with $name, and nothing is touched', async ({ there, says }) => {
    const other = new FakeKernel({ namespaces: ['green'] });
    const fleet = new Fleet({ '192.0.2.1': machine(MACHINE), '192.0.2.2': machine(there, other) });
    const { id, state } = await created(EDGE, fleet);
    const recorded = { ...state, host: moved };
    for (const work of [
      () => resource.update(fleet, id, state, inputs(moved)),
      () => resource.read(fleet, id, recorded),
      () => resource.delete(fleet, id, recorded),
    ]) {
      const error = await refusal(work());
      expect(error.code).toBe('other-machine');
      expect(error.message).toContain(`edge1: "192.0.2.2" ${says}`);
    }
    expect(other.ops).toEqual([]);
  });

  test('a state without a machine takes the one that answers', async () => {
    const fleet = new Fleet({ '192.0.2.1': machine(undefined) });
    const { id, state } = await created(EDGE, fleet);
    const later = new Fleet({ '192.0.2.1': machine(MACHINE) });
    await expect(resource.update(later, id, state, inputs(EDGE))).resolves.toMatchObject({
      state: { machine: MACHINE },
    });
  });
});

test('a create that left something behind is told with its host', async () => {
  const left: Resource = {
    ...networkNamespace,
    create: () =>
      Promise.reject(
        new PartialError('green', { name: 'green' }, asNetkitError(new Error('half-made'))),
      ),
  };
  const error = await onHost(left)
    .create(new Fleet({ '192.0.2.1': machine(MACHINE) }), inputs(EDGE))
    .catch((thrown: unknown) => thrown as PartialError);
  expect(error).toMatchObject({ id: 'edge1:green', state: { name: 'green', host: EDGE } });
  expect((error as PartialError).reason.message).toContain('edge1: half-made');
});
