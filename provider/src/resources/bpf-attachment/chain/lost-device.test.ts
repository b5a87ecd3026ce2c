import { attachment } from '../../../../test/desired.js';
import { FakeHost } from '../../../../test/fakes/fake-host.js';
import { PLAIN, type Device } from '../../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../../test/fakes/fake-kernel.js';
import { create, json, remove, update } from '../../../../test/hooks.js';
import { type AttachType, type BpfAttachmentChecked, UNKNOWN } from '@pulumi-netkit/contract';
import type { Json } from '../../common/resource.js';
import { bpfAttachment } from '../index.js';

const PROGRAMS = ['a', 'a b', 'a b c'] as const;

/** A pair whose ends drop what no program has seen. */
function closedPair(): FakeKernel {
  const kernel = new FakeKernel({ namespaces: ['blue', 'other'] });
  kernel.addPair({
    policy: 'drop',
    peerPolicy: 'drop',
    primary: { ...PLAIN, name: 'web0', netns: null },
    peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
  });
  return kernel;
}

const HOOKS: readonly [AttachType, BpfAttachmentChecked['target']][] = [
  ['netkit/primary', { name: 'web0' }],
  ['netkit/peer', { name: 'web0' }],
  ['tcx/ingress', { name: 'web0' }],
  ['tcx/egress', { name: 'eth0', netns: 'blue' }],
];

/** What happens to a device behind our back. */
const EVENTS: Readonly<Record<string, (kernel: FakeKernel, device: Device) => void>> = {
  'is renamed': (_, device) => void (device.name = 'else0'),
  'is moved': (_, device) => void (device.netns = 'other'),
  'is renamed and moved': (_, device) => void Object.assign(device, { name: 'x', netns: 'other' }),
  'loses the name of its namespace': (kernel, device) => {
    device.netns = 'nameless';
    kernel.namespaces.delete('blue');
  },
  'gives its name to another': (kernel, device) => {
    const { name, netns } = device;
    device.name = 'else0';
    kernel.addDevice(netns, name, 'netkit');
  },
};

const CASES = Object.keys(EVENTS).flatMap((event) =>
  HOOKS.flatMap(([attachType, target]) =>
    PROGRAMS.map((programs) => ({ event, attachType, target, programs })),
  ),
);

describe.each(CASES)('$programs on $attachType of a device that $event', (one) => {
  const { event, attachType, target, programs } = one;
  const declared = attachment(programs, { attachType, target });

  test('is deleted whole, in one run, shut until the last is gone', async () => {
    const kernel = closedPair();
    const device = kernel.device(target.netns ?? null, target.name);
    const state = await create(kernel, declared);
    EVENTS[event]?.(kernel, device);
    kernel.chains.history = [];
    await remove(kernel, state);
    expect(kernel.chains.labels(device, attachType)).toEqual([]);
    expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
    if (attachType.startsWith('tcx/')) return;
    // Either the whole chain, or something of it that drops all it is given.
    const whole = programs.split(' ').join();
    const leaks = kernel.chains.history.filter(
      (chain) => chain.length > 0 && chain.join() !== whole && !chain.includes('gate'),
    );
    expect(leaks).toEqual([]);
  });

  test('is read as it stands while its name leads nowhere', async () => {
    const kernel = closedPair();
    const device = kernel.device(target.netns ?? null, target.name);
    const state = await create(kernel, declared);
    EVENTS[event]?.(kernel, device);
    const before = kernel.ops.length;
    const seen = await bpfAttachment.read(new FakeHost(kernel), 'id', state);
    expect(kernel.ops).toHaveLength(before);
    const isFound = !['gives', 'loses'].some((word) => event.startsWith(word));
    expect(seen?.state['chain']).toEqual(isFound ? programs.split(' ') : []);
  });

  test('is not touched by a change that cannot be made there', async () => {
    if (event.startsWith('gives')) return;
    const kernel = closedPair();
    const device = kernel.device(target.netns ?? null, target.name);
    const state = await create(kernel, declared);
    EVENTS[event]?.(kernel, device);
    const [ops, chain] = [kernel.ops.length, kernel.chains.labels(device, attachType)];
    const changed = attachment(`${programs} d`, { attachType, target });
    await expect(update(kernel, state, changed)).rejects.toThrow(/hook-missing|netns-missing/);
    expect(kernel.ops).toHaveLength(ops);
    expect(kernel.chains.labels(device, attachType)).toEqual(chain);
  });
});

describe('another name of the target', () => {
  const on = (name: string, programs: string, changes: Json = {}): BpfAttachmentChecked =>
    attachment(programs, {
      attachType: 'tcx/ingress',
      target: { name, netns: 'blue' },
      ...changes,
    });
  const eth0 = (kernel: FakeKernel): Device => kernel.device('blue', 'eth0');

  test.each(PROGRAMS)('of the same device keeps %s attached, link by link', async (programs) => {
    const kernel = closedPair();
    const device = eth0(kernel);
    const state = await create(kernel, on('eth0', programs));
    const { entries } = kernel.chains.hook(device, 'tcx/ingress');
    kernel.chains.history = [];
    device.name = 'eth7';
    const diff = bpfAttachment.diff(state, json(on('eth7', programs)));
    expect(diff).toMatchObject({ changes: undefined, replaces: [] });
    expect(diff.details).toEqual([{ path: 'target.name', kind: 'update', replaces: false }]);
    const after = await update(kernel, state, on('eth7', programs));
    expect(kernel.chains.history).toEqual([]);
    expect(kernel.chains.hook(device, 'tcx/ingress').entries).toBe(entries);
    expect(after).toMatchObject({
      target: { name: 'eth7' },
      chain: programs.split(' '),
      changes: ['keep what is attached to blue/eth0 tcx/ingress, which is called eth7 now'],
    });
    expect(kernel.chains.everyPin().every((pin) => pin.startsWith('blue/eth7/'))).toBe(true);
    expect(bpfAttachment.diff(after, json(on('eth7', programs))).changes).toBe(false);
    await remove(kernel, after);
    expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
  });

  test('of the same device goes with any other change', async () => {
    const kernel = closedPair();
    const device = eth0(kernel);
    const state = await create(kernel, on('eth0', 'a b'));
    device.name = 'eth7';
    kernel.chains.history = [];
    const after = await update(kernel, state, on('eth7', 'b c'));
    expect(after).toMatchObject({ chain: ['b', 'c'] });
    expect(kernel.chains.history.every((chain) => chain.includes('b'))).toBe(true);
  });

  test('of another device hands over: the old one loses its programs when the new one has them', async () => {
    const kernel = closedPair();
    const [device, second] = [eth0(kernel), kernel.addDevice('blue', 'eth7')];
    const state = await create(kernel, on('eth0', 'a b'));
    kernel.chains.history = [];
    const after = await update(kernel, state, on('eth7', 'a b'));
    expect(kernel.chains.history).toEqual([['a'], ['a', 'b'], ['a'], []]);
    expect(kernel.chains.labels(device, 'tcx/ingress')).toEqual([]);
    expect(kernel.chains.labels(second, 'tcx/ingress')).toEqual(['a', 'b']);
    await remove(kernel, after);
    expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
  });

  test('of a device that is not there changes nothing', async () => {
    const kernel = closedPair();
    const state = await create(kernel, on('eth0', 'a b'));
    const ops = kernel.ops.length;
    await expect(update(kernel, state, on('eth7', 'a b'))).rejects.toThrow('hook-missing');
    expect(kernel.ops).toHaveLength(ops);
  });

  test('that is not known yet replaces, since what it hangs on is replaced', () => {
    const declared = on('eth0', 'a');
    const unknown = { ...declared, target: { name: UNKNOWN, netns: 'blue' } };
    const state = { ...declared, stateVersion: 1, inputsDigest: '' };
    expect(bpfAttachment.diff(json(state), json(unknown as never)).replaces).toEqual(['target']);
  });

  test('killed at any step is finished by the next run', async () => {
    for (let n = 0; ; n++) {
      const kernel = closedPair();
      const device = eth0(kernel);
      const state = await create(kernel, on('eth0', 'a b'));
      device.name = 'eth7';
      kernel.chains.history = [];
      kernel.killAfter(n);
      const isKilled = await update(kernel, state, on('eth7', 'a b')).then(
        () => false,
        () => true,
      );
      kernel.revive();
      const after = isKilled ? await update(kernel, state, on('eth7', 'a b')) : undefined;
      expect(kernel.chains.history).toEqual([]);
      if (!after) break;
      await remove(kernel, after);
      expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
    }
  });

  test('takes no place that another resource holds', async () => {
    const kernel = closedPair();
    kernel.addDevice('blue', 'eth7');
    await create(kernel, on('eth7', 'x', { owner: 'urn:other' }));
    const state = await create(kernel, on('eth0', 'a b'));
    const ops = kernel.ops.length;
    await expect(update(kernel, state, on('eth7', 'a b'))).rejects.toThrow('attachment-taken');
    expect(kernel.ops).toHaveLength(ops);
  });
});
