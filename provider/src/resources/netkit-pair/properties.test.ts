/** What holds for any two pairs: the way from one to the other is right, whole, and can be gone back. */
import fc from 'fast-check';
import type { NetkitPairChecked } from '@pulumi-netkit/contract';
import { anyPair, meaning } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { Json } from '../common/resource.js';
import { netkitPair } from './index.js';

const RUNS = { numRuns: 100 };
const json = (inputs: NetkitPairChecked): Json => inputs;

const fixedKeys = fc.record({
  mode: fc.constantFrom('l3', 'l2'),
  scrub: fc.constantFrom('default', 'none'),
  headroom: fc.constantFrom(0, 32),
});
const twoPairs = fixedKeys.chain((fixed) => fc.tuple(anyPair(fixed), anyPair(fixed)));

/** Inputs as read back mean `declared`, but for a MAC that the kernel drew. */
function expectShown(shown: Json, declared: NetkitPairChecked): void {
  expect(meaning(shown)).toEqual(meaning(declared));
}

test('create shows exactly what is declared, and an own plan for it is empty', () =>
  fc.assert(
    fc.asyncProperty(anyPair(), async (declared) => {
      const kernel = new FakeKernel();
      const host = new FakeHost(kernel);
      const { id, state } = await netkitPair.create(host, json(declared));
      expectShown((await netkitPair.read(host, id, state))!.inputs, declared);
      const done = kernel.ops.length;
      await netkitPair.update(host, id, state, json(declared));
      expect(kernel.ops.slice(done)).toEqual([]);
    }),
    RUNS,
  ));

test('update from any pair to any other shows exactly the other', () =>
  fc.assert(
    fc.asyncProperty(twoPairs, async ([first, second]) => {
      const host = new FakeHost(new FakeKernel());
      const { id, state } = await netkitPair.create(host, json(first));
      const updated = await netkitPair.update(host, id, state, json(second));
      expectShown((await netkitPair.read(host, id, updated.state))!.inputs, second);
    }),
    RUNS,
  ));

test('an update that the kernel stops at any step leaves what was there before', () =>
  fc.assert(
    fc.asyncProperty(twoPairs, fc.nat(), async ([first, second], seed) => {
      const kernel = new FakeKernel();
      const host = new FakeHost(kernel);
      const { id, state } = await netkitPair.create(host, json(first));
      const before = kernel.snapshot();
      const count = await countOps(first, second);
      if (count === 0) return;
      kernel.refuseAfter(seed % count);
      await expect(netkitPair.update(host, id, state, json(second))).rejects.toThrow('ENOMEM');
      expect(kernel.snapshot()).toEqual(before);
    }),
    RUNS,
  ));

test('a create that the kernel stops at any step leaves nothing', () =>
  fc.assert(
    fc.asyncProperty(anyPair(), fc.nat(), async (declared, seed) => {
      const counting = new FakeKernel();
      await netkitPair.create(new FakeHost(counting), json(declared));
      const kernel = new FakeKernel();
      const before = kernel.snapshot();
      kernel.refuseAfter(seed % counting.ops.length);
      const created = netkitPair.create(new FakeHost(kernel), json(declared));
      await expect(created).rejects.toThrow('ENOMEM');
      expect(kernel.snapshot()).toEqual(before);
    }),
    RUNS,
  ));

test('diff of a state with its own inputs finds nothing, however they are spelled', () =>
  fc.assert(
    fc.asyncProperty(anyPair(), async (declared) => {
      const { state } = await netkitPair.create(new FakeHost(new FakeKernel()), json(declared));
      expect(netkitPair.diff(state, json(declared)).changes).toBe(false);
      expect(netkitPair.diff(state, json(respelled(declared))).changes).toBe(false);
    }),
    RUNS,
  ));

test('diff finds something if and only if two pairs mean different things', () =>
  fc.assert(
    fc.asyncProperty(anyPair(), anyPair(), async (first, second) => {
      const { state } = await netkitPair.create(new FakeHost(new FakeKernel()), json(first));
      const { changes } = netkitPair.diff(state, json(second));
      expect(changes !== false).toBe(differs(first, second));
    }),
    RUNS,
  ));

async function countOps(first: NetkitPairChecked, second: NetkitPairChecked): Promise<number> {
  const kernel = new FakeKernel();
  const host = new FakeHost(kernel);
  const { id, state } = await netkitPair.create(host, json(first));
  const created = kernel.ops.length;
  await netkitPair.update(host, id, state, json(second));
  return kernel.ops.length - created;
}

// A MAC that is no longer declared stays: it is then the kernel's business.
function differs(first: NetkitPairChecked, second: NetkitPairChecked): boolean {
  const blind = ({ mac, peer, ...rest }: NetkitPairChecked): NetkitPairChecked => ({
    ...rest,
    ...(mac === undefined || second.mac === undefined ? {} : { mac }),
    peer: withoutMac(peer, second.peer.mac === undefined),
  });
  return JSON.stringify(meaning(blind(first))) !== JSON.stringify(meaning(blind(second)));
}

function withoutMac(
  { mac, ...peer }: NetkitPairChecked['peer'],
  isDropped: boolean,
): NetkitPairChecked['peer'] {
  return mac === undefined || isDropped ? peer : { ...peer, mac };
}

function respelled(declared: NetkitPairChecked): NetkitPairChecked {
  const end = <E extends NetkitPairChecked['peer']>(of: E): E => ({
    ...of,
    ...(of.mac === undefined ? {} : { mac: of.mac.toUpperCase() }),
    addresses: of.addresses.map((text) => text.replace('fd00::', 'FD00:0::')).toReversed(),
    routes: of.routes
      .map((route) => ({
        ...route,
        destination: route.destination.replace(/^default$/, '0.0.0.0/0').toUpperCase(),
      }))
      .toReversed(),
  });
  return { ...end(declared), peer: end(declared.peer) };
}
