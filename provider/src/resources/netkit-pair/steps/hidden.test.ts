import { pair } from '../../../../test/desired.js';
import { FakeHost } from '../../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../../test/fakes/fake-kernel.js';
import { netkitPair } from '../index.js';

const ADDRESSES = { addresses: ['10.0.0.2/24'], routes: [{ destination: 'default' }] };

test.each([
  { netns: 'pid:249', replaces: [] },
  { netns: '/proc/249/ns/net', replaces: [] },
  { netns: '/run/docker/netns/x', replaces: [] },
  // A run can make a namespace of that name, and the pair is made again in it.
  { netns: 'blue', replaces: ['peer'] },
  { netns: '/run/netns/blue', replaces: ['peer'] },
])(
  'a peer in $netns, which leads nowhere any more, makes the pair replace $replaces',
  async (one) => {
    const { netns, replaces } = one;
    const kernel = new FakeKernel({ namespaces: [netns] });
    const host = new FakeHost(kernel);
    const declared = { ...pair({ peer: { netns, ...ADDRESSES } }) };
    const { id, state } = await netkitPair.create(host, declared);
    kernel.namespaces.delete(netns);
    Object.assign(kernel.device(netns, 'eth0'), { netns: 'nsid:1' });
    const seen = await netkitPair.read(host, id, state);
    expect(seen).toBeDefined();
    expect(netkitPair.diff(seen!.state, declared).replaces).toEqual(replaces);
    if (replaces.length === 0) {
      expect(netkitPair.diff(seen!.state, declared).changes).toBe(false);
      expect(seen!.inputs['peer']).toEqual(declared.peer);
    }
    await netkitPair.delete(host, id, seen!.state);
    expect(kernel.devices).toEqual([]);
  },
);
