import { altNameOf, describePlan, NetkitError } from '@pulumi-netkit/contract';
import { FULL, incarnation, meaning, OWNER, pair } from '../../../test/desired.js';
import { cancelledAfter, FakeHost, noHost, silentHost } from '../../../test/fakes/fake-host.js';
import { PLAIN } from '../../../test/fakes/fake-device.js';
import type { Ignored } from '../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { PartialError } from '../common/resource.js';
import { netkitPair } from './index.js';
import { refusal } from '../../../test/refusal.js';
import { A, json, ROUTED, VIA, created } from './testing/created.js';

describe('create', () => {
  test('answers the id, and as state what was read back', async () => {
    const { id, state, kernel } = await created(FULL);
    expect(id).toBe('web0');
    expect(state).toMatchObject({
      ifindex: kernel.device(null, 'web0').ifindex,
      operstate: 'up',
      peerIfindex: kernel.device('blue', 'eth0').ifindex,
      mac: '02:00:00:00:00:aa',
      peerMac: '02:00:00:00:00:bb',
      kernel: '7.3.4',
      incarnation: A,
      owner: OWNER,
      adopted: false,
      changes: [],
      stateVersion: 1,
    });
    expect(meaning(state)).toMatchObject(meaning(pair(FULL)));
  });

  test('of a pair in a namespace has the namespace in its id', async () => {
    const { id } = await created({ netns: 'blue', peer: { netns: 'blue' } });
    expect(id).toBe('blue/web0');
  });

  test('says whom an adopted pair belonged to and what was changed', async () => {
    const { kernel, host } = await created({ owner: 'urn:other' });
    const adopting = pair({ adopt: true, mtu: 9000 }, incarnation('b'));
    const { state } = await netkitPair.create(host, json(adopting));
    expect(state).toMatchObject({ adopted: true, mtu: 9000 });
    expect(state['changes']).toEqual([
      'adopted web0, made by urn:other',
      `ip link property add dev web0 altname ${altNameOf(incarnation('b'), 'primary')}`,
      `ip -n blue link property add dev eth0 altname ${altNameOf(incarnation('b'), 'peer')}`,
      `ip link property del dev web0 altname ${altNameOf(A, 'primary')}`,
      `ip -n blue link property del dev eth0 altname ${altNameOf(A, 'peer')}`,
      'ip link set web0 mtu 9000',
      'ip -n blue link set eth0 mtu 9000',
    ]);
    expect(kernel.records.map(({ owner }) => owner)).toEqual([OWNER]);
  });

  test('of an adoption that fails gives the pair back to its owner', async () => {
    const { kernel, host } = await created({ owner: 'urn:other' });
    const before = kernel.snapshot();
    const adopting = pair({ adopt: true, mtu: 9000 }, incarnation('b'));
    // Six operations take it over and two change it.
    for (let k = 0; k < 8; k++) {
      kernel.refuseAfter(k);
      const error = await refusal(netkitPair.create(host, json(adopting)));
      expect(error.details.errno).toBe('ENOMEM');
      expect(kernel.snapshot()).toEqual(before);
    }
  });

  test.each<{ ignored: Ignored; value: number | string; since: string }>([
    { ignored: 'headroom', value: 32, since: '6.14' },
    { ignored: 'tailroom', value: 16, since: '6.14' },
    { ignored: 'scrub', value: 'none', since: '6.13' },
    { ignored: 'peerScrub', value: 'none', since: '6.13' },
  ])(
    'on a kernel that ignores $ignored names the version and leaves nothing',
    async ({ ignored, value, since }) => {
      const kernel = new FakeKernel({ ignores: [ignored] });
      const before = kernel.snapshot();
      const inputs = json(pair({ [ignored]: value }));
      const error = await refusal(netkitPair.create(new FakeHost(kernel), inputs));
      expect(error).toMatchObject({ code: 'feature-missing', details: { path: ignored } });
      expect(error.message).toContain(`needs Linux ${since}`);
      expect(kernel.snapshot()).toEqual(before);
    },
  );

  test('on a kernel that knows no scrub or headroom works with their defaults', async () => {
    const kernel = new FakeKernel({ ignores: ['headroom', 'tailroom', 'scrub', 'peerScrub'] });
    const { state } = await netkitPair.create(new FakeHost(kernel), json(pair()));
    expect(state).toMatchObject({ headroom: 0, tailroom: 0, scrub: 'default' });
    expect(netkitPair.diff(state, json(pair())).changes).toBe(false);
  });

  test('blames the property that the failing step served', async () => {
    const kernel = new FakeKernel();
    const inputs = pair({ peer: { routes: [{ destination: '10.9.0.0/16', source: '10.3.3.3' }] } });
    const error = await refusal(netkitPair.create(new FakeHost(kernel), json(inputs)));
    expect(error).toMatchObject({ code: 'kernel-refused', details: { path: 'peer.routes' } });
    expect(kernel.devices).toEqual([]);
  });

  test('tells the engine what is left when it could not be taken back', async () => {
    const kernel = new FakeKernel();
    const host = new FakeHost(kernel, { restarts: true });
    kernel.killAfter(6);
    const failure: unknown = await netkitPair.create(host, json(pair())).catch((e: unknown) => e);
    const { name, id, state, reason } = failure as PartialError;
    expect([name, id, reason.code]).toEqual(['PartialError', 'web0', 'helper-died']);
    expect(state).toMatchObject({ incarnation: A, up: false, stateVersion: 1 });
  });

  test('that is cancelled in its plan, with nobody left to look, is kept as declared', async () => {
    const kernel = new FakeKernel();
    const host = new FakeHost(kernel);
    const inputs = json(pair(ROUTED));
    const failure: unknown = await netkitPair
      .create(cancelledAfter(host), inputs)
      .catch((e: unknown) => e);
    const { id, state, reason } = failure as PartialError;
    expect([id, reason.code]).toEqual(['web0', 'cancelled']);
    expect(netkitPair.diff(state, inputs).replaces).toEqual([]);
    // The next run sees what there is, and a destroy takes it away.
    const read = (await netkitPair.read(host, id, state))!;
    expect(read.state).toMatchObject({ incarnation: A, up: true, peer: { name: 'eth0' } });
    await netkitPair.delete(host, id, state);
    expect([kernel.devices, kernel.records]).toEqual([[], []]);
  });

  test('that is cancelled before its plan is told without a state', async () => {
    const error = await refusal(netkitPair.create(silentHost, json(pair())));
    expect([error.name, error.code]).toEqual(['NetkitError', 'cancelled']);
  });
});

describe('read', () => {
  test('gives inputs that check leaves as they are', async () => {
    const { host, state } = await created(FULL);
    const { inputs } = (await netkitPair.read(host, 'web0', state))!;
    const checked = netkitPair.check(inputs, inputs, () => incarnation('9'));
    expect(checked).toEqual({ inputs, failures: [] });
    expect(inputs).toEqual(JSON.parse(JSON.stringify(pair(FULL))));
  });

  test('of a pair that is gone answers nothing', async () => {
    const { kernel, host, state } = await created();
    kernel.removeNetns('blue');
    await expect(netkitPair.read(host, 'web0', state)).resolves.toBeUndefined();
  });

  test('takes no stranger of the same name for ours', async () => {
    const { kernel, host, state } = await created();
    kernel.remove(kernel.device(null, 'web0'));
    kernel.addPair({
      primary: { ...PLAIN, name: 'web0', netns: null },
      peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
    });
    await expect(netkitPair.read(host, 'web0', state)).resolves.toBeUndefined();
  });

  test('keeps what was adopted and changed, and the digest of what was declared', async () => {
    const { host, state } = await created();
    const before = { ...state, adopted: true, changes: ['x'], inputsDigest: 'as declared' };
    const read = (await netkitPair.read(host, 'web0', before))!;
    expect(read.state).toMatchObject({
      adopted: true,
      changes: ['x'],
      inputsDigest: 'as declared',
    });
  });

  test('refuses state of a newer release', async () => {
    const { state } = await created();
    const newer = { ...state, stateVersion: 2 };
    await expect(netkitPair.read(noHost, 'web0', newer)).rejects.toThrow('[state-version]');
    await expect(netkitPair.delete(noHost, 'web0', newer)).rejects.toThrow('[state-version]');
    await expect(netkitPair.update(noHost, 'web0', newer, {})).rejects.toThrow('[state-version]');
    expect(() => netkitPair.diff(newer, {})).toThrow('[state-version]');
  });

  test('looks up any pair by its id', async () => {
    const { host } = await created(FULL);
    const { id, state, inputs } = (await netkitPair.read(host, 'web0', {}))!;
    expect(id).toBe('web0');
    expect(state).toMatchObject({ incarnation: A, owner: OWNER, mac: '02:00:00:00:00:aa' });
    const { mac: _mac, peer, ...declared } = pair(FULL);
    const { mac: _peerMac, ...declaredPeer } = peer;
    expect(meaning(inputs)).toEqual(meaning({ ...declared, peer: declaredPeer }));
  });
});

describe('update', () => {
  test('keeps the incarnation of the state', async () => {
    const { host, state } = await created();
    const { state: after } = await netkitPair.update(
      host,
      'web0',
      state,
      json(pair({ ...ROUTED, mtu: 9000 }, incarnation('9'))),
    );
    expect(after).toMatchObject({ incarnation: A, mtu: 9000, peer: { incarnation: A } });
  });

  test.each([
    { name: 'the metric', to: { addresses: ['10.0.0.5/24'], routes: [{ ...VIA, metric: 72 }] } },
    {
      name: 'the gateway',
      to: { addresses: ['10.0.0.5/24'], routes: [{ ...VIA, gateway: '10.0.0.9' }] },
    },
    {
      name: 'the source, to the second address of the subnet',
      to: { addresses: ['10.0.0.5/24'], routes: [{ ...VIA, source: '10.0.0.5' }] },
    },
  ])('changes an address and, with it, $name of a route', async ({ to }) => {
    const addresses = ['10.0.0.4/24', '10.0.0.5/24'];
    const from = { peer: { addresses, routes: [{ ...VIA, source: '10.0.0.4' }] } };
    const { host, state, id } = await created(from);
    const desired = json(pair({ peer: to }));
    const { state: after } = await netkitPair.update(host, id, state, desired);
    expect(netkitPair.diff(after, desired).changes).toBe(false);
  });

  test('makes a pair anew that vanished, under the same incarnation', async () => {
    const { kernel, host, state } = await created();
    kernel.remove(kernel.device(null, 'web0'));
    const { state: after } = await netkitPair.update(host, 'web0', state, json(pair(ROUTED)));
    expect(after).toMatchObject({ incarnation: A, operstate: 'up' });
    expect(kernel.records.map(({ phase }) => phase)).toEqual(['made']);
  });

  test('that fails and was taken back is told without a state', async () => {
    const { kernel, host, state } = await created();
    kernel.refuseAfter(1);
    const failure: unknown = await netkitPair
      .update(host, 'web0', state, json(pair({ ...ROUTED, mtu: 9000 })))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'NetkitError', code: 'kernel-refused' });
  });

  test('whose helper died is taken back by the next helper', async () => {
    const { kernel, state } = await created();
    const before = kernel.snapshot();
    kernel.killAfter(1);
    const host = new FakeHost(kernel, { restarts: true });
    const inputs = json(pair({ ...ROUTED, mtu: 9000 }));
    const error = await refusal(netkitPair.update(host, 'web0', state, inputs));
    expect(error.code).toBe('helper-died');
    expect(kernel.snapshot()).toEqual(before);
  });

  test('that cannot be taken back is told with the state it left', async () => {
    const { host, state } = await created();
    const inputs = pair({ ...ROUTED, mtu: 9000, alias: 'x' });
    // The first step is done; after it the host takes no plan any more.
    const run = host.run.bind(host);
    const refused = new NetkitError('no-permission', 'the right was taken away');
    jest
      .spyOn(host, 'run')
      .mockRejectedValue(refused)
      .mockImplementationOnce(async (plan) => {
        await run(plan.slice(0, 1));
        throw refused;
      });
    const failure: unknown = await netkitPair
      .update(host, 'web0', state, json(inputs))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'PartialError', id: 'web0', state: { mtu: 9000 } });
  });
});

describe('delete', () => {
  test('removes both ends and the record', async () => {
    const { kernel, host, state } = await created();
    await netkitPair.delete(host, 'web0', state);
    expect([kernel.devices, kernel.records]).toEqual([[], []]);
  });

  test('follows a pair that was renamed and moved', async () => {
    const { kernel, host, state } = await created();
    kernel.addNetns('red');
    Object.assign(kernel.device(null, 'web0'), { name: 'other', netns: 'red' });
    await netkitPair.delete(host, 'web0', state);
    expect(kernel.devices).toEqual([]);
  });

  test('of what is gone only forgets', async () => {
    const { kernel, host, state } = await created();
    kernel.removeNetns('blue');
    await netkitPair.delete(host, 'web0', state);
    expect(kernel.records).toEqual([]);
  });

  test('of what vanishes meanwhile, with its namespace, is done', async () => {
    const { kernel, host, state } = await created();
    kernel.outsider = () => {
      kernel.outsider = undefined;
      kernel.removeNetns('blue');
    };
    await netkitPair.delete(host, 'web0', state);
    expect([kernel.devices, kernel.records]).toEqual([[], []]);
  });

  test('leaves a stranger of the same name alone', async () => {
    const { kernel, host, state } = await created();
    kernel.remove(kernel.device(null, 'web0'));
    kernel.addDevice(null, 'web0', 'veth');
    await netkitPair.delete(host, 'web0', state);
    expect(kernel.device(null, 'web0').kind).toBe('veth');
  });
});

test('claims() are both names where they are', () => {
  expect(netkitPair.claims(json(pair()))).toEqual([
    { property: 'name', what: 'device web0 on the host' },
    { property: 'peer.name', what: 'device eth0 in blue' },
  ]);
});

test('a create looks twice: once to plan and once to see that all is there', async () => {
  const kernel = new FakeKernel();
  const host = new FakeHost(kernel);
  await netkitPair.create(host, json(pair(FULL)));
  expect(host.looks).toBe(2);
  expect(describePlan(kernel.ops.map((op) => ({ op })))).not.toEqual([]);
});
