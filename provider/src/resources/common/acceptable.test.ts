import fc from 'fast-check';
import { attachment, FULL, incarnation, netns, pair } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { Hosts } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../bpf-attachment/index.js';
import { netkitPair } from '../netkit-pair/index.js';
import { networkNamespace } from '../network-namespace/index.js';
import { onHost } from './on-host.js';
import type { Json, Resource } from './resource.js';

/** What happens to a host behind our back; it may not apply. */
type Drift = (kernel: FakeKernel) => void;

const ends = ['web0', 'eth0'] as const;
const onEnd = (name: string, change: (device: FakeKernel['devices'][number]) => void): Drift => {
  return ({ devices }) => devices.filter((one) => one.name === name).forEach(change);
};
const value = fc.constantFrom(0, 1, 67, 70_000, 2 ** 31, 2 ** 32 - 1);
const onDevices = fc.constantFrom(...ends).chain((end) =>
  fc.oneof(
    fc
      .constantFrom('all', 'default', 'a b', 'x\u0001', '%')
      .map((name) => onEnd(end, (one) => (one.name = name))),
    fc.constantFrom('nsid:3', 'other').map((where) => onEnd(end, (one) => (one.netns = where))),
    value.map((mtu) => onEnd(end, (one) => (one.mtu = mtu))),
    value.map((group) => onEnd(end, (one) => (one.group = group))),
    value.map((size) =>
      onEnd(end, (one) => Object.assign(one, { gsoMaxSize: size, groIpv4MaxSize: size })),
    ),
    fc
      .constantFrom('x'.repeat(300), '\u0000')
      .map((alias) => onEnd(end, (one) => (one.alias = alias))),
    fc
      .constantFrom('00:00:00:00:00:00', '01:00:5e:00:00:01')
      .map((mac) => onEnd(end, (one) => (one.mac = mac))),
    fc
      .subarray(['10.0.0.1/24', '224.0.0.1/32', '0.0.0.0/8', '10.0.0.255/24', '::/0'])
      .map((addresses) => onEnd(end, (one) => Object.assign(one, { addresses: [...addresses] }))),
    fc.subarray(['10.3.3.3', '1.2.3.4/8', '10.9.0.0/16']).map((routes) =>
      onEnd(end, (one) =>
        Object.assign(one, {
          routes: routes.map((destination) => ({
            destination,
            gateway: '192.0.2.9',
            table: 254,
            onLink: false,
          })),
        }),
      ),
    ),
  ),
);
const onChains = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map((label): Drift => ({ chains }) => {
    for (const { device, attachType, entries } of chains.hooks)
      if (entries.some((one) => one.label === label)) chains.removeEntry(device, attachType, label);
  }),
  fc.constantFrom('a', 'b', 'c').map((label): Drift => ({ chains }) => {
    for (const { device, attachType, entries } of chains.hooks)
      if (entries.some((one) => one.label === label)) chains.exchange(device, attachType, label);
  }),
  fc.constant<Drift>((kernel) => {
    for (const { device } of [...kernel.chains.hooks]) kernel.remove(device);
  }),
);

const KINDS: readonly (readonly [string, Resource, Json, fc.Arbitrary<Drift>])[] = [
  ['NetkitPair', netkitPair, { ...pair(FULL) }, onDevices],
  ['NetkitPair of defaults', netkitPair, { ...pair() }, onDevices],
  ['NetworkNamespace', networkNamespace, { ...netns() }, onDevices],
  [
    'BpfAttachment',
    bpfAttachment,
    {
      ...attachment('a b c', { target: { name: 'lo9' }, attachType: 'tcx/ingress' }),
      incarnation: incarnation('c'),
    },
    onChains,
  ],
];

test.each(KINDS)(
  'read of a %s writes no inputs that check refuses',
  async (_, kind, declared, drifts) => {
    const resource = onHost(kind);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(drifts, { maxLength: 3 }), { maxLength: 4 }),
        async (rounds) => {
          const kernel = new FakeKernel({ namespaces: ['blue', 'other'] });
          kernel.addDevice(null, 'lo9');
          const host = new FakeHost(kernel);
          const hosts: Hosts = { at: () => host };
          const { id, state } = await resource.create(hosts, declared);
          let recorded: Json = state;
          for (const round of rounds) {
            for (const drift of round) drift(kernel);
            const seen = await resource.read(hosts, id, recorded).catch(() => undefined);
            if (!seen) return;
            expect(resource.check(seen.inputs, seen.inputs, () => '').failures).toEqual([]);
            recorded = seen.state;
          }
        },
      ),
      { numRuns: 40 },
    );
  },
);

const ofLost = async (): Promise<{ kernel: FakeKernel; hosts: Hosts; id: string; state: Json }> => {
  const kernel = new FakeKernel();
  kernel.addDevice(null, 've0');
  const host = new FakeHost(kernel);
  const hosts: Hosts = { at: () => host };
  const { id, state } = await onHost(bpfAttachment).create(hosts, declaredOnVe0());
  return { kernel, hosts, id, state };
};
const declaredOnVe0 = (): Json => ({
  ...attachment('a b', { target: { name: 've0' }, attachType: 'tcx/ingress' }),
  incarnation: incarnation('c'),
});

test('programs that are ignored and were lost with their device are attached again', async () => {
  const { kernel, hosts, id, state } = await ofLost();
  const resource = onHost(bpfAttachment);
  kernel.remove(kernel.device(null, 've0'));
  const device = kernel.addDevice(null, 've0');
  const once = await resource.read(hosts, id, state);
  const twice = await resource.read(hosts, id, once?.state ?? {});
  expect(twice?.state).toMatchObject({ programs: [], chain: [] });
  // With ignoreChanges the engine puts the inputs of the refresh in place of the program's.
  const { inputs, failures } = resource.check(
    { ...declaredOnVe0(), programs: twice?.inputs['programs'] },
    twice?.inputs,
    () => '',
  );
  expect(failures).toEqual([]);
  expect(resource.diff(twice?.state ?? {}, inputs).changes).not.toBe(false);
  const after = await resource.update(hosts, id, twice?.state ?? {}, inputs);
  expect(kernel.chains.labels(device, 'tcx/ingress')).toEqual(['a', 'b']);
  expect(after.state).not.toHaveProperty('kept');
});

test('a program that was exchanged is declared by its own object', async () => {
  const { kernel, hosts, id, state } = await ofLost();
  kernel.chains.exchange(kernel.device(null, 've0'), 'tcx/ingress', 'b');
  const seen = await onHost(bpfAttachment).read(hosts, id, state);
  expect(seen?.inputs['programs']).toEqual(declaredOnVe0()['programs']);
  expect(seen?.state['attached']).toMatchObject([{ name: 'a' }, { name: 'b', digest: '' }]);
});

test('what is right is written as it was observed, and what is refused as it was declared', async () => {
  const kernel = new FakeKernel();
  const host = new FakeHost(kernel);
  const hosts: Hosts = { at: () => host };
  const resource = onHost(netkitPair);
  const { id, state } = await resource.create(hosts, { ...pair({ alias: 'ours' }) });
  const web0 = kernel.device(null, 'web0');
  Object.assign(web0, { alias: 'x'.repeat(300), group: 7 });
  const once = await resource.read(hosts, id, state);
  const twice = await resource.read(hosts, id, once?.state ?? {});
  for (const seen of [once, twice]) {
    expect(seen?.inputs).toMatchObject({ alias: 'ours', group: 7 });
    expect(seen?.state).toMatchObject({ alias: web0.alias, group: 7, kept: { alias: 'ours' } });
  }
  web0.alias = '';
  const healed = await resource.read(hosts, id, twice?.state ?? {});
  expect(healed?.inputs).toMatchObject({ alias: '', group: 7 });
  expect(healed?.state).not.toHaveProperty('kept');
});
