import { altNameOf, describeOp } from '@pulumi-netkit/contract';
import { meaning, pair } from '../../../test/desired.js';
import { type Device } from '../../../test/fakes/fake-device.js';
import type { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { netkitPair } from './index.js';
import { A, json, ROUTED, created, changedKeys } from './testing/created.js';

describe('drift', () => {
  type Behind = (kernel: FakeKernel, primary: Device, peer: Device) => void;

  test.each<{ what: string; behind: Behind; key: string; repair: string[] }>([
    {
      what: 'mtu',
      behind: (_, primary) => (primary.mtu = 1280),
      key: 'mtu',
      repair: ['ip link set web0 mtu 1500'],
    },
    {
      what: 'policy',
      behind: (_, primary) => (primary.policy = 'drop'),
      key: 'policy',
      repair: ['ip link set web0 type netkit forward'],
    },
    {
      what: "the peer's policy",
      behind: (_, _primary, peer) => (peer.policy = 'drop'),
      key: 'peerPolicy',
      repair: ['ip link set web0 type netkit peer forward'],
    },
    {
      what: 'an address more',
      behind: (_, primary) => primary.addresses.push('10.5.0.1/24'),
      key: 'addresses',
      repair: ['ip address del 10.5.0.1/24 dev web0'],
    },
    {
      what: 'an address less',
      behind: (kernel, primary) => kernel.deleteAddress(primary, '10.1.0.1/24'),
      key: 'addresses',
      repair: ['ip address add 10.1.0.1/24 dev web0'],
    },
    {
      what: 'a route less',
      behind: (_, primary) => primary.routes.pop(),
      key: 'routes',
      repair: ['ip route add 10.8.0.0/16 via 10.0.0.2 dev web0'],
    },
    {
      what: 'a route more, in the pod',
      behind: (_, _primary, peer) =>
        peer.routes.push({ destination: '10.6.0.0/16', table: 254, onLink: false }),
      key: 'peer.routes',
      repair: ['ip -n blue route del 10.6.0.0/16 dev eth0'],
    },
    {
      what: 'the alias',
      behind: (_, primary) => (primary.alias = ''),
      key: 'alias',
      repair: ['ip link set web0 alias pod'],
    },
    {
      what: "the peer's name",
      behind: (_, _primary, peer) => (peer.name = 'eth7'),
      key: 'peer.name',
      repair: ['ip -n blue link set eth7 name eth0'],
    },
  ])('of $what shows there alone and is repaired alone', async ({ behind, key, repair }) => {
    const { kernel, host, state } = await created();
    const inputs = json(pair(ROUTED));
    behind(kernel, kernel.device(null, 'web0'), kernel.device('blue', 'eth0'));

    const read = (await netkitPair.read(host, 'web0', state))!;
    expect(changedKeys(meaning(inputs), meaning(read.inputs))).toEqual([key]);
    expect(netkitPair.diff(read.state, inputs)).toMatchObject({ changes: true, replaces: [] });

    const done = kernel.ops.length;
    const { state: after } = await netkitPair.update(host, 'web0', read.state, inputs);
    expect(kernel.ops.slice(done).map((op) => describeOp(op))).toEqual(repair);
    expect(after['changes']).toEqual(repair);
    expect(netkitPair.diff(after, inputs).changes).toBe(false);
  });

  test('of up shows there and takes the routes along, and both are repaired', async () => {
    const { kernel, host, state } = await created();
    kernel.setUp(kernel.device(null, 'web0'), false);
    const read = (await netkitPair.read(host, 'web0', state))!;
    expect(changedKeys(meaning(pair(ROUTED)), meaning(read.inputs))).toEqual(['routes', 'up']);
    expect(netkitPair.diff(read.state, json(pair(ROUTED)))).toMatchObject({ changes: true });
    const { state: after } = await netkitPair.update(host, 'web0', read.state, json(pair(ROUTED)));
    expect(after['changes']).toEqual([
      'ip link set web0 up',
      'ip route add 10.9.0.0/16 dev web0',
      'ip route add 10.8.0.0/16 via 10.0.0.2 dev web0',
    ]);
  });

  test('of an alternative name is no change, and the next update gives it back', async () => {
    const { kernel, host, state } = await created();
    kernel.device(null, 'web0').altNames = [];
    const read = (await netkitPair.read(host, 'web0', state))!;
    expect(netkitPair.diff(read.state, json(pair(ROUTED))).changes).toBe(false);
    await netkitPair.update(host, 'web0', read.state, json(pair(ROUTED)));
    expect(kernel.device(null, 'web0').altNames).toEqual([altNameOf(A, 'primary')]);
  });

  test('of a declared MAC is repaired; one that the kernel drew is nobody’s concern', async () => {
    const mac = '02:00:00:00:00:0a';
    const { kernel, host, state } = await created({ mode: 'l2', mac });
    kernel.device(null, 'web0').mac = '02:ff:ff:ff:ff:ff';
    kernel.device('blue', 'eth0').mac = '02:ff:ff:ff:ff:fe';
    const read = (await netkitPair.read(host, 'web0', state))!;
    expect(read.state).toMatchObject({ mac: '02:ff:ff:ff:ff:ff', peerMac: '02:ff:ff:ff:ff:fe' });
    expect(read.inputs).toMatchObject({ mac: '02:ff:ff:ff:ff:ff' });
    expect(read.inputs['peer']).not.toHaveProperty('mac');
    const inputs = json(pair({ mode: 'l2', mac }));
    const { state: after } = await netkitPair.update(host, 'web0', read.state, inputs);
    expect(after['changes']).toEqual([`ip link set web0 address ${mac}`]);
  });

  test('of what is fixed at creation asks for a replacement', async () => {
    const { kernel, host, state } = await created();
    kernel.device('blue', 'eth0').netns = null;
    const read = (await netkitPair.read(host, 'web0', state))!;
    expect(netkitPair.diff(read.state, json(pair(ROUTED)))).toMatchObject({
      changes: true,
      replaces: ['peer'],
      deleteBeforeReplace: true,
    });
  });
});
