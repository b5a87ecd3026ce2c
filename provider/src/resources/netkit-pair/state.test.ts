import { incarnation, pair } from '../../../test/desired.js';
import { answerPair } from '../../../test/fakes/fake-answers.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { PairView } from '@pulumi-netkit/contract';
import type { Json } from '../common/resource.js';
import { netkitPair } from './index.js';
import { netnsOf, observedInputs, pairId, pairQuery, pairState, parsePairId } from './state.js';

const FACTS = { kernel: '7.3.4', bootId: 'boot-1' };
const HISTORY = { adopted: false, changes: [] };

async function seen(changes: Json = {}): Promise<PairView> {
  const kernel = new FakeKernel();
  await netkitPair.create(new FakeHost(kernel), pair(changes));
  return answerPair(kernel, pairQuery(pair(changes))).ours!;
}

test.each([
  { id: 'web0', name: 'web0', netns: null },
  { id: 'blue/web0', name: 'web0', netns: 'blue' },
  { id: '/run/netns/blue/web0', name: 'web0', netns: '/run/netns/blue' },
  { id: 'pid:7/web0', name: 'web0', netns: 'pid:7' },
])('an id $id tells name and namespace', ({ id, name, netns }) => {
  expect(parsePairId(id)).toEqual({ name, netns });
  expect(pairId({ name, netns: netns ?? undefined })).toBe(id);
});

test('netnsOf() is null on the host', () => {
  expect(netnsOf(pair(), 'primary')).toBeNull();
  expect(netnsOf(pair(), 'peer')).toBe('blue');
});

test('pairQuery() asks for leftovers only of an owner', () => {
  const query = {
    kind: 'pair',
    incarnation: incarnation('a'),
    name: 'web0',
    netns: null,
    peer: { name: 'eth0', netns: 'blue' },
  };
  expect(pairQuery(pair())).toEqual(query);
  expect(pairQuery(pair(), 'urn:me')).toEqual({ ...query, owner: 'urn:me' });
});

test('pairState() keeps the spelling and order of what is declared and there', async () => {
  const declared = pair({
    addresses: ['FD00:0::1/64', '10.0.0.1/24'],
    routes: [{ destination: 'default', gateway: '10.0.0.2' }, { destination: '10.9.0.9' }],
  });
  const view = await seen({
    addresses: ['10.0.0.1/24', '10.1.0.1/24', 'fd00::1/64'],
    routes: [
      { destination: '10.9.0.9/32' },
      { destination: '0.0.0.0/0', gateway: '10.0.0.2' },
      { destination: '10.8.0.0/16' },
    ],
  });
  const state = pairState(declared, view, FACTS, HISTORY);
  expect(state.addresses).toEqual(['FD00:0::1/64', '10.0.0.1/24', '10.1.0.1/24']);
  expect(state.routes.map(({ destination }) => destination)).toEqual([
    'default',
    '10.9.0.9',
    '10.8.0.0/16',
  ]);
});

test.each([
  {
    name: 'more room than declared, which others may ask for, as declared',
    headroom: 16,
    shows: 16,
  },
  { name: 'less room than declared as it is', headroom: 64, shows: 32 },
])('pairState() shows $name', async ({ headroom, shows }) => {
  const view = await seen({ headroom: 32 });
  expect(pairState(pair({ headroom }), view, FACTS, HISTORY).headroom).toBe(shows);
});

test('pairState() shows a MAC that the kernel drew, and no input of it', async () => {
  const view = await seen({ mode: 'l2' });
  const state = pairState(pair({ mode: 'l2' }), view, FACTS, HISTORY);
  expect([state.mac, state.peerMac]).toEqual([view.primary.mac, view.peer.mac]);
  expect(observedInputs(state)).not.toHaveProperty('mac');
  expect(observedInputs(state).peer).not.toHaveProperty('mac');
});

test('pairState() of a state, as a refresh makes it, still knows which MAC was declared', async () => {
  const mac = '02:00:00:00:00:0a';
  const view = await seen({ mode: 'l2', mac, peer: { mac: '02:00:00:00:00:0b' } });
  const again = (changes: Json): object => {
    const first = pairState(pair({ mode: 'l2', ...changes }), view, FACTS, HISTORY);
    return observedInputs(pairState(first, view, FACTS, HISTORY));
  };
  expect(again({ mac })).toHaveProperty('mac', mac);
  expect(again({})).not.toHaveProperty('mac');
  expect(again({ peer: { mac: '02:00:00:00:00:0b' } })).toHaveProperty('peer.mac');
  expect(again({})).not.toHaveProperty('peer.mac');
});

test('a mode l3 state has no MAC', async () => {
  const state = pairState(pair(), await seen(), FACTS, HISTORY);
  expect(state).not.toHaveProperty('mac');
  expect(state).not.toHaveProperty('peerMac');
});

test('a state is plain JSON, without undefined', async () => {
  const state = pairState(pair(), await seen(), FACTS, HISTORY);
  expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
});

test('golden: the layout of release 0.1', async () => {
  const state = pairState(pair(), await seen(), FACTS, HISTORY);
  const end = {
    mtu: 1500,
    up: true,
    addresses: [],
    routes: [],
    group: 0,
    txQueueLength: 1000,
    gsoMaxSize: 65_536,
    gsoIpv4MaxSize: 65_536,
    groMaxSize: 65_536,
    groIpv4MaxSize: 65_536,
    alias: '',
  };
  expect(state).toStrictEqual({
    name: 'web0',
    ...end,
    mode: 'l3',
    policy: 'pass',
    peerPolicy: 'pass',
    scrub: 'default',
    peerScrub: 'default',
    headroom: 0,
    tailroom: 0,
    adopt: false,
    peer: { name: 'eth0', netns: 'blue', ...end, incarnation: incarnation('a') },
    ifindex: 2,
    operstate: 'up',
    peerIfindex: 2,
    peerOperstate: 'up',
    incarnation: incarnation('a'),
    adopted: false,
    changes: [],
    kernel: '7.3.4',
    owner: 'urn:pulumi:dev::net::netkit:index:NetkitPair::web',
    stateVersion: 1,
    inputsDigest: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    hasMac: false,
  });
});
