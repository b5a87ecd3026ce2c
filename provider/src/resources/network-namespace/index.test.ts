import { altNameOf, describePlan } from '@pulumi-netkit/contract';
import { incarnation, netns } from '../../../test/desired.js';
import { FakeHost, noHost } from '../../../test/fakes/fake-host.js';
import { PLAIN } from '../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { Json } from '../common/resource.js';
import { networkNamespace } from './index.js';
import { refusal } from '../../../test/refusal.js';

const [OLD, NEW] = [incarnation('a'), incarnation('b')];
const json = (value: object): Json => value as Json;
const create = (
  kernel: FakeKernel,
  changes: Json = {},
  id = OLD,
): Promise<{ state: Json; said?: string }> =>
  networkNamespace.create(new FakeHost(kernel), json(netns(changes, id)));

async function created(
  changes: Json = {},
): Promise<{ kernel: FakeKernel; host: FakeHost; state: Json }> {
  const kernel = new FakeKernel({ namespaces: [] });
  const { state } = await create(kernel, changes);
  return { kernel, host: new FakeHost(kernel), state };
}

describe('create', () => {
  test('makes the name, the namespace and lo up, between two records', async () => {
    const { kernel, state } = await created();
    expect(describePlan(kernel.ops.map((op) => ({ op })))).toEqual([
      'touch /run/netns/green',
      'ip netns add green',
      'ip -n green link set lo up',
    ]);
    expect(kernel.ops.filter(({ op }) => op === 'record.write')).toHaveLength(2);
    expect(state).toStrictEqual({
      name: 'green',
      adopt: false,
      force: false,
      path: '/run/netns/green',
      inode: kernel.namespaces.get('green')?.inode,
      adopted: false,
      incarnation: OLD,
      kernel: '7.3.4',
      owner: 'urn:netns',
      stateVersion: 1,
      inputsDigest: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      bootId: 'boot-1',
    });
  });

  test('killed at every operation, is finished by the create of a new incarnation', async () => {
    const { kernel: calm } = await created();
    for (let k = 0; k < calm.ops.length; k++) {
      const kernel = new FakeKernel({ namespaces: ['blue'] });
      kernel.killAfter(k);
      await expect(create(kernel)).rejects.toThrow();
      kernel.revive();
      const { state } = await create(kernel, {}, NEW);
      expect(state).toMatchObject({ incarnation: NEW, adopted: false });
      expect(kernel.records.map((record) => [record.incarnation, record.phase])).toEqual([
        [NEW, 'made'],
      ]);
      expect([...kernel.namespaces.keys()].sort()).toEqual(['blue', 'green']);
      expect(kernel.namespaces.get('green')).toMatchObject({ state: 'namespace', loUp: true });
    }
  });

  test('stopped at every operation, leaves what was there before', async () => {
    const { kernel: calm } = await created();
    for (const leftover of [false, true]) {
      for (let k = 0; k < calm.ops.length; k++) {
        const kernel = new FakeKernel();
        if (leftover) {
          kernel.records.push({
            kind: 'netns',
            incarnation: NEW,
            owner: 'urn:netns',
            phase: 'creating',
            name: 'green',
          });
        }
        const before = kernel.snapshot();
        kernel.refuseAfter(k);
        const refused = await refusal(create(kernel));
        expect(refused.details.errno).toBe('ENOMEM');
        expect(kernel.snapshot()).toEqual(before);
      }
    }
  });

  test('takes over what an unseen create of its own finished', async () => {
    const { kernel, state } = await created();
    const { state: again, said } = await create(kernel, {}, NEW);
    expect(said).toMatch(/^took over network namespace "green", which an earlier run/);
    expect(again).toMatchObject({ inode: state['inode'], adopted: false, incarnation: NEW });
    expect(kernel.records.map((record) => record.incarnation)).toEqual([NEW]);
  });

  test("refuses a stranger's namespace by its name, and leaves it", async () => {
    const kernel = new FakeKernel({ namespaces: ['green'] });
    const before = kernel.snapshot();
    const error = await refusal(create(kernel));
    expect(error.message).toBe(
      'name: network namespace "green" exists and was not made by this resource; it was left untouched (EEXIST). Choose another name, or set adopt: true to take it over. [netns-not-ours]',
    );
    expect(kernel.snapshot()).toEqual(before);
  });

  test("refuses another owner's namespace and names the owner", async () => {
    const { kernel } = await created({ owner: 'urn:other' });
    expect((await refusal(create(kernel, {}, NEW))).message).toContain('belongs to urn:other');
  });

  test('refuses a plain file, adopt or not', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    kernel.namespaces.set('green', { state: 'file', inode: '', loUp: false, processes: [] });
    for (const adopt of [false, true]) {
      const { message } = await refusal(create(kernel, { adopt }));
      expect(message).toContain('/run/netns/green exists and is a plain file, no namespace');
    }
  });

  test('adopts on request, and brings lo up', async () => {
    const kernel = new FakeKernel({ namespaces: [] });
    kernel.addNetns('green').loUp = false;
    const { state } = await create(kernel, { adopt: true });
    expect(state).toMatchObject({ adopted: true });
    expect(kernel.namespaces.get('green')?.loUp).toBe(true);
  });

  test("adopts another owner's, whose record goes", async () => {
    const { kernel } = await created({ owner: 'urn:other' });
    const { state } = await create(kernel, { adopt: true }, NEW);
    expect(state).toMatchObject({ adopted: true });
    expect(kernel.records.map(({ owner }) => owner)).toEqual(['urn:netns']);
  });
});

describe('read', () => {
  test('answers what is there, with inputs that check leaves as they are', async () => {
    const { host, state } = await created({ force: true });
    const read = (await networkNamespace.read(host, 'green', state))!;
    expect(read.state).toEqual(state);
    const checked = networkNamespace.check(read.inputs, read.inputs, () => NEW);
    expect(checked).toEqual({ inputs: read.inputs, failures: [] });
    expect(networkNamespace.diff(read.state, read.inputs).changes).toBe(false);
  });

  test.each<{ name: string; behind: (kernel: FakeKernel) => void }>([
    { name: 'the name is gone', behind: (kernel) => kernel.removeNetns('green') },
    { name: 'another one has the name', behind: (kernel) => kernel.addNetns('green') },
    {
      name: 'the host was started anew',
      behind: (kernel) => (kernel.facts = { ...kernel.facts, bootId: 'boot-2' }),
    },
    {
      name: 'another owner adopted it',
      behind: (kernel) => {
        kernel.records = kernel.records.map((record) => ({
          ...record,
          incarnation: NEW,
          owner: 'x',
        }));
      },
    },
  ])('answers nothing when $name, and a delete leaves it', async ({ behind }) => {
    const { kernel, host, state } = await created();
    behind(kernel);
    await expect(networkNamespace.read(host, 'green', state)).resolves.toBeUndefined();
    const before = [...kernel.namespaces.keys()];
    await networkNamespace.delete(host, 'green', state);
    expect([...kernel.namespaces.keys()]).toEqual(before);
    expect(kernel.records.filter((record) => record.incarnation === OLD)).toEqual([]);
  });

  test('looks up any namespace by its name', async () => {
    const host = new FakeHost(new FakeKernel());
    const { id, state } = (await networkNamespace.read(host, 'blue', {}))!;
    expect(id).toBe('blue');
    expect(state).toMatchObject({ path: '/run/netns/blue', adopted: true, owner: '' });
    await expect(networkNamespace.read(host, 'blue', state)).resolves.toMatchObject({ id: 'blue' });
  });

  test.each([
    { name: 'nothing', id: 'nope', code: 'does-not-exist' },
    { name: 'what is no name', id: 'a/b', code: 'does-not-exist' },
    { name: 'the file of a killed create', id: 'half', code: 'netns-not-a-namespace' },
  ])('of $name says $code', async ({ id, code }) => {
    const kernel = new FakeKernel();
    kernel.namespaces.set('half', { state: 'file', inode: '', loUp: false, processes: [] });
    const error = await refusal(networkNamespace.read(new FakeHost(kernel), id, {}));
    expect(error.code).toBe(code);
  });

  test('gives an import whose next preview is empty, that writes nothing and can be managed', async () => {
    const kernel = new FakeKernel();
    const host = new FakeHost(kernel);
    const read = (await networkNamespace.read(host, 'blue', {}))!;
    expect([kernel.ops, kernel.records]).toEqual([[], []]);
    const { incarnation: id, ...program } = read.inputs;
    const checked = networkNamespace.check(program, read.inputs, () => NEW);
    expect(checked).toEqual({ inputs: read.inputs, failures: [] });
    expect(networkNamespace.diff(read.state, checked.inputs).changes).toBe(false);

    const forced = { ...checked.inputs, force: true, owner: 'urn:mine' };
    expect((await refusal(networkNamespace.delete(host, 'blue', read.state))).code).toBe(
      'netns-not-ours',
    );
    const { state } = await networkNamespace.update(host, 'blue', read.state, forced);
    expect(state).toMatchObject({ incarnation: id, adopt: false, force: true, adopted: true });
    expect(kernel.records).toMatchObject([{ incarnation: id, owner: 'urn:mine' }]);
    await networkNamespace.delete(host, 'blue', state);
    expect([...kernel.namespaces.keys()]).toEqual([]);
  });

  test('of an imported one that was made anew answers nothing, and an update leaves it', async () => {
    const kernel = new FakeKernel();
    const host = new FakeHost(kernel);
    const { state, inputs } = (await networkNamespace.read(host, 'blue', {}))!;
    kernel.addNetns('blue');
    await expect(networkNamespace.read(host, 'blue', state)).resolves.toBeUndefined();
    const error = await refusal(networkNamespace.update(host, 'blue', state, inputs));
    expect(error.code).toBe('netns-not-ours');
  });

  test('of one of ours keeps incarnation and owner', async () => {
    const { host } = await created();
    const { state } = (await networkNamespace.read(host, 'green', {}))!;
    expect(state).toMatchObject({ incarnation: OLD, owner: 'urn:netns', adopted: false });
  });

  test('refuses state of a newer release', async () => {
    const { state } = await created();
    const newer = { ...state, stateVersion: 2 };
    await expect(networkNamespace.read(noHost, 'green', newer)).rejects.toThrow('[state-version]');
    await expect(networkNamespace.update(noHost, 'green', newer, {})).rejects.toThrow(
      '[state-version]',
    );
    await expect(networkNamespace.delete(noHost, 'green', newer)).rejects.toThrow(
      '[state-version]',
    );
    expect(() => networkNamespace.diff(newer, {})).toThrow('[state-version]');
  });
});

describe('update', () => {
  test('changes what we may do with it, and nothing on the host', async () => {
    const { kernel, host, state } = await created();
    const before = kernel.snapshot();
    const inputs = json(netns({ force: true }));
    const { state: after } = await networkNamespace.update(host, 'green', state, inputs);
    expect(after).toMatchObject({ force: true, inode: state['inode'], incarnation: OLD });
    expect(kernel.snapshot()).toEqual(before);
    expect(networkNamespace.diff(after, inputs).changes).toBe(false);
  });

  test('works after the resource was given another URN', async () => {
    const { host, state } = await created();
    const inputs = json(netns({ owner: 'urn:renamed', force: true }));
    const { state: after } = await networkNamespace.update(host, 'green', state, inputs);
    expect(after).toMatchObject({ owner: 'urn:renamed', incarnation: OLD });
  });

  test('makes it anew when it vanished', async () => {
    const { kernel, host, state } = await created();
    kernel.removeNetns('green');
    const { state: after } = await networkNamespace.update(host, 'green', state, json(netns()));
    expect(after['inode']).toBe(kernel.namespaces.get('green')?.inode);
    expect(kernel.namespaces.get('green')).toMatchObject({ state: 'namespace', loUp: true });
  });
});

describe('delete', () => {
  test('removes the namespace and its record; killed in between, the next finishes', async () => {
    for (const k of [0, 1, 2]) {
      const { kernel, host, state } = await created();
      kernel.killAfter(k);
      await networkNamespace.delete(host, 'green', state).catch(() => undefined);
      kernel.revive();
      await networkNamespace.delete(host, 'green', state);
      expect([[...kernel.namespaces], kernel.records]).toEqual([[], []]);
    }
  });

  test('refuses while devices of others are in it, and names them', async () => {
    const { kernel, host, state } = await created();
    for (let n = 0; n < 7; n++) kernel.addDevice('green', `veth${n}`);
    const { message } = await refusal(networkNamespace.delete(host, 'green', state));
    expect(message).toBe(
      'force: network namespace "green" is kept: it holds devices of others: veth0 (veth), veth1 (veth), veth2 (veth), veth3 (veth), veth4 (veth) and 2 more. Set force: true and run up, then delete it all the same; or let Pulumi forget it with retainOnDelete. [netns-busy]',
    );
    expect(kernel.namespaces.has('green')).toBe(true);
  });

  test('takes our own devices along', async () => {
    const { kernel, host, state } = await created();
    const { peer } = kernel.addPair({
      primary: { ...PLAIN, name: 'web0', netns: null },
      peer: { ...PLAIN, name: 'eth0', netns: 'green' },
    });
    peer.altNames.push(altNameOf(NEW, 'peer'));
    await networkNamespace.delete(host, 'green', state);
    expect(kernel.devices).toEqual([]);
  });

  test('refuses while processes run in it, and names them', async () => {
    const { kernel, host, state } = await created();
    kernel.namespaces.get('green')!.processes = ['7 (sh)'];
    const { message } = await refusal(networkNamespace.delete(host, 'green', state));
    expect(message).toContain('processes run in it: 7 (sh)');
  });

  test('refuses what was adopted', async () => {
    const kernel = new FakeKernel({ namespaces: ['green'] });
    const { state } = await create(kernel, { adopt: true });
    const error = await refusal(networkNamespace.delete(new FakeHost(kernel), 'green', state));
    expect(error.code).toBe('netns-not-ours');
  });

  test('with force removes it whatever it holds', async () => {
    const { kernel, host, state } = await created({ force: true });
    kernel.addDevice('green', 'veth0');
    await networkNamespace.delete(host, 'green', state);
    expect([[...kernel.namespaces], kernel.devices]).toEqual([[], []]);
  });
});

test('claims() is the name', () => {
  expect(networkNamespace.claims(json(netns()))).toEqual([
    { property: 'name', what: 'network namespace green' },
  ]);
});
