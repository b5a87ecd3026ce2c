import fc from 'fast-check';
import { altNameOf } from '@pulumi-netkit/contract';
import {
  anyPair,
  ATTACHMENT_OWNER,
  attachment,
  FULL,
  incarnation,
  meaning,
  OWNER,
  pair,
} from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { PLAIN } from '../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { bpfAttachment } from '../bpf-attachment/index.js';
import type { Json } from '../common/resource.js';
import { netkitPair } from './index.js';
import { refusal } from '../../../test/refusal.js';

const json = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** A pair that carries nothing of ours, as somebody with `ip` made it. */
async function strangers(
  changes: Json = {},
): Promise<{ readonly kernel: FakeKernel; readonly host: FakeHost }> {
  const kernel = new FakeKernel();
  const host = new FakeHost(kernel);
  await netkitPair.create(host, json(pair(changes)));
  for (const device of kernel.devices) device.altNames = [];
  kernel.records = [];
  return { kernel, host };
}

/** The code that Pulumi writes of what was read: the inputs of the schema, and no marks of ours. */
function program(inputs: Json): Json {
  const { incarnation: _id, owner: _owner, peer, ...top } = json(inputs);
  const { incarnation: _peerId, ...end } = peer as Json;
  return { ...top, peer: end };
}

const ROUTED: Json = {
  addresses: ['10.0.0.1/24', 'fd00::1/64'],
  routes: [
    { destination: '10.9.0.0/16', gateway: '10.0.0.2', metric: 7 },
    { destination: 'fd09::/64', gateway: 'fd00::2', table: 100 },
  ],
  peer: { addresses: ['10.0.0.2/24'], routes: [{ destination: 'default', gateway: '10.0.0.1' }] },
};

describe('an import', () => {
  test.each<{ name: string; changes: Json }>([
    { name: 'of a bare pair', changes: {} },
    { name: 'with every property', changes: FULL },
    { name: 'in mode l2 with MAC addresses', changes: { mode: 'l2', mac: '02:00:00:00:00:0a' } },
    { name: 'with addresses and routes of both families', changes: ROUTED },
    { name: 'with an alias and groups', changes: { alias: 'web', group: 5, peer: { group: 6 } } },
    { name: 'of a pair in a namespace', changes: { netns: 'blue' } },
    { name: 'of a pair that is down', changes: { up: false, peer: { up: false } } },
    { name: 'with a peer of another size', changes: { mtu: 9000, peer: { mtu: 1400 } } },
  ])('$name gives code whose next preview is empty', async ({ changes }) => {
    const { host } = await strangers(changes);
    const id = changes['netns'] === undefined ? 'web0' : 'blue/web0';
    const read = (await netkitPair.read(host, id, {}))!;
    const recorded = json(read.inputs);
    const checked = netkitPair.check(
      { ...program(recorded), owner: recorded['owner'] },
      recorded,
      () => incarnation('9'),
    );
    expect(checked.failures).toEqual([]);
    expect(checked.inputs).toEqual(recorded);
    expect(netkitPair.diff(json(read.state), checked.inputs)).toMatchObject({ changes: false });
    const { mac: _mac, ...declared } = pair(changes);
    const { mac: _peerMac, ...end } = declared.peer;
    expect(meaning(read.inputs)).toEqual(meaning({ ...declared, peer: end }));
  });

  test('of any pair gives code whose next preview is empty', () =>
    fc.assert(
      fc.asyncProperty(anyPair(), async (declared) => {
        const { host } = await strangers(json(declared));
        const { inputs, state } = (await netkitPair.read(host, 'web0', {}))!;
        const recorded = json(inputs);
        const checked = netkitPair.check(
          { ...program(recorded), owner: recorded['owner'] },
          recorded,
          () => incarnation('9'),
        );
        expect(checked).toEqual({ inputs: recorded, failures: [] });
        expect(netkitPair.diff(json(state), checked.inputs).changes).toBe(false);
      }),
      { numRuns: 100 },
    ));

  test('whose first change is killed anywhere is still the same pair, and is finished', async () => {
    const changes = { mtu: 9000, alias: 'new', peer: { alias: 'new' } };
    for (let k = 0, isKilled = true; isKilled; k++) {
      const { kernel, host } = await strangers();
      const { state } = (await netkitPair.read(host, 'web0', {}))!;
      const id = String(state['incarnation']);
      const inputs = json(pair(changes, id));
      kernel.killAfter(k);
      isKilled = await netkitPair.update(host, 'web0', json(state), inputs).then(
        () => false,
        () => kernel.isDead,
      );
      kernel.revive();
      const read = (await netkitPair.read(host, 'web0', json(state)))!;
      expect(read.state).toMatchObject({ incarnation: id });
      const { state: after } = await netkitPair.update(host, 'web0', json(read.state), inputs);
      expect(netkitPair.diff(after, inputs).changes).toBe(false);
      expect(kernel.device(null, 'web0').altNames).toEqual([altNameOf(id, 'primary')]);
      expect(kernel.device('blue', 'eth0').altNames).toEqual([altNameOf(id, 'peer')]);
      if (!isKilled) expect(k).toBeGreaterThan(4);
    }
  });

  test('of an unmarked pair writes nothing, and gives it an incarnation that stays', async () => {
    const { kernel, host } = await strangers(ROUTED);
    const before = kernel.snapshot();
    const read = (await netkitPair.read(host, 'web0', {}))!;
    expect(read.state).toMatchObject({ adopted: true, changes: [], owner: '' });
    expect(read.state['incarnation']).toMatch(/^[0-9a-f]{24}$/);
    expect(await netkitPair.read(host, 'web0', {})).toEqual(read);
    expect(await netkitPair.read(host, 'web0', json(read.state))).toEqual(read);
    expect(kernel.snapshot()).toEqual(before);
  });

  test('is marked at its first change, and found by the mark from then on', async () => {
    const { kernel, host } = await strangers();
    const { state } = (await netkitPair.read(host, 'web0', {}))!;
    const id = String(state['incarnation']);
    const inputs = json(pair({ mtu: 9000 }, id));
    const { state: after } = await netkitPair.update(host, 'web0', json(state), inputs);
    expect(after).toMatchObject({ incarnation: id, mtu: 9000, adopted: true });
    expect(kernel.device(null, 'web0').altNames).toEqual([altNameOf(id, 'primary')]);
    expect(kernel.device('blue', 'eth0').altNames).toEqual([altNameOf(id, 'peer')]);
    expect(kernel.records).toMatchObject([{ incarnation: id, owner: OWNER, phase: 'made' }]);
    kernel.device(null, 'web0').name = 'other0';
    await expect(netkitPair.read(host, 'web0', after)).resolves.toMatchObject({
      state: { name: 'other0' },
    });
  });

  test('can be deleted before it was ever changed', async () => {
    const { kernel, host } = await strangers();
    const { state } = (await netkitPair.read(host, 'web0', {}))!;
    await netkitPair.delete(host, 'web0', json(state));
    expect(kernel.devices).toEqual([]);
  });

  test.each<{ name: string; behind: (kernel: FakeKernel) => void }>([
    {
      name: 'the host was started anew',
      behind: (kernel) => (kernel.facts = { ...kernel.facts, bootId: 'boot-2' }),
    },
    {
      name: 'it was deleted',
      behind: (kernel) => {
        kernel.remove(kernel.device(null, 'web0'));
      },
    },
    {
      name: 'another one was made under its name',
      behind: (kernel) => {
        kernel.remove(kernel.device(null, 'web0'));
        kernel.addPair({
          primary: { ...PLAIN, name: 'web0', netns: null },
          peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
        });
      },
    },
    {
      name: 'somebody marked it as theirs',
      behind: (kernel) =>
        kernel.device(null, 'web0').altNames.push(altNameOf(incarnation('b'), 'primary')),
    },
  ])('is gone when $name, and a delete leaves what is there', async ({ behind }) => {
    const { kernel, host } = await strangers();
    const { state } = (await netkitPair.read(host, 'web0', {}))!;
    behind(kernel);
    await expect(netkitPair.read(host, 'web0', json(state))).resolves.toBeUndefined();
    const before = kernel.snapshot();
    await netkitPair.delete(host, 'web0', json(state));
    expect(kernel.snapshot()).toEqual(before);
  });

  test('of a pair of ours keeps its incarnation, whoever made it', async () => {
    const kernel = new FakeKernel();
    const host = new FakeHost(kernel);
    await netkitPair.create(host, json(pair({ owner: 'urn:other' })));
    kernel.device(null, 'web0').altNames = [];
    const { state } = (await netkitPair.read(host, 'web0', {}))!;
    expect(state).toMatchObject({ incarnation: incarnation('a'), adopted: false });
  });

  test('makes it nobody’s to create: another resource is told that it is taken', async () => {
    const { kernel, host } = await strangers();
    await netkitPair.read(host, 'web0', {});
    const before = kernel.snapshot();
    const error = await refusal(netkitPair.create(host, json(pair({}, incarnation('c')))));
    expect(error.code).toBe('device-taken');
    expect(kernel.snapshot()).toEqual(before);
  });

  test('is a target of attachments before it is marked, and after', async () => {
    const { host } = await strangers();
    const { state } = (await netkitPair.read(host, 'web0', {}))!;
    const id = String(state['incarnation']);
    const target = { name: 'web0', incarnation: id };
    const declared = json(attachment('a', { target, owner: ATTACHMENT_OWNER }));
    const { state: attached } = await bpfAttachment.create(host, declared);
    await netkitPair.update(host, 'web0', json(state), json(pair({ mtu: 9000 }, id)));
    await expect(bpfAttachment.read(host, 'id', attached)).resolves.toMatchObject({
      state: { chain: ['a'] },
    });
    const strange = json(attachment('a', { target: { ...target, incarnation: incarnation('d') } }));
    // Its programs are attached, so the engine hears of them with the refusal.
    await expect(bpfAttachment.create(host, strange)).rejects.toMatchObject({
      reason: { code: 'hook-missing' },
      state: { chain: ['a'] },
    });
  });
});

describe('a look-up of what is no pair', () => {
  test.each([
    { name: 'nothing', id: 'nope', code: 'does-not-exist', says: 'no netkit primary "nope"' },
    { name: 'no name', id: 'blue/', code: 'does-not-exist', says: 'no netkit primary "blue/"' },
    { name: 'a name too long', id: 'a-name-of-no-device', code: 'does-not-exist', says: 'a-name-' },
    {
      name: 'a namespace that is not there',
      id: 'red/web0',
      code: 'does-not-exist',
      says: 'no netkit primary "red/web0": there is no network namespace "red"',
    },
    {
      name: 'the peer',
      id: 'blue/eth0',
      code: 'device-is-peer',
      says: 'whose primary is "web0" on the host. Name the primary: "web0"',
    },
    {
      name: 'another device',
      id: 'veth0',
      code: 'device-not-netkit',
      says: '"veth0" on the host is of kind veth',
    },
  ])('says $code of $name', async ({ id, code, says }) => {
    const { kernel, host } = await strangers();
    kernel.addDevice(null, 'veth0');
    const error = await refusal(netkitPair.read(host, id, {}));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
  });

  test('names the namespace of a primary that is in one', async () => {
    const { host } = await strangers({ netns: 'blue', peer: { netns: undefined } });
    const error = await refusal(netkitPair.read(host, 'eth0', {}));
    expect(error.message).toContain('Name the primary: "blue/web0"');
  });
});

test('an imported pair whose peer is in a namespace without a name is marked at its primary', async () => {
  const { kernel, host } = await strangers();
  kernel.device('blue', 'eth0').netns = 'nsid:3';
  const { state } = (await netkitPair.read(host, 'web0', {}))!;
  const inputs = json(
    pair({ policy: 'drop', peer: { netns: 'nsid:3' } }, String(state['incarnation'])),
  );
  const { state: after } = await netkitPair.update(host, 'web0', json(state), inputs);
  expect(after).toMatchObject({ policy: 'drop' });
  expect(kernel.device('nsid:3', 'eth0').altNames).toEqual([]);
});
