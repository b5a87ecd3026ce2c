import { attachment, incarnation, object, pair } from '../../test/desired.js';
import { FakeHost, noHost } from '../../test/fakes/fake-host.js';
import { FakeKernel } from '../../test/fakes/fake-kernel.js';
import { create, HOOK, kernelWithPair, web0 } from '../../test/hooks.js';
import { type Hosts, UNKNOWN } from '@pulumi-netkit/contract';
import { SCHEMA } from '../generated/schema.js';
import { netkitPair } from '../resources/netkit-pair/index.js';
import type { Json } from '../resources/common/resource.js';
import { functions, type NetkitFunction } from './index.js';
import { refusal } from '../../test/refusal.js';

const at = (kernel: FakeKernel): Hosts => ({ at: () => new FakeHost(kernel) });
const named = (name: string): NetkitFunction => functions[`netkit:index:${name}`]!;
const call = (kernel: FakeKernel, name: string, args: Json): Promise<Json> =>
  named(name).call(at(kernel), args);
const json = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** What schema.json says of a result: keys that may be there, and those that must. */
function promised(name: string): { readonly keys: string[]; readonly required: string[] } {
  const { outputs } = SCHEMA.functions[`netkit:index:${name}`] as unknown as {
    outputs: { properties: Json; required: string[] };
  };
  return { keys: Object.keys(outputs.properties), required: outputs.required };
}

function expectAsPromised(name: string, result: Json): void {
  const { keys, required } = promised(name);
  expect(Object.keys(result).filter((key) => !keys.includes(key))).toEqual([]);
  expect(required.filter((key) => result[key] === undefined)).toEqual([]);
}

test('every function of the schema is served, and no other', () => {
  expect(Object.keys(functions).sort()).toEqual(Object.keys(SCHEMA.functions).sort());
});

describe('check()', () => {
  const target = { name: 'web0' };

  test.each<{ name: string; args: Json; says: string[] }>([
    { name: 'getNetkitPair', args: { name: 'web0', netns: 'blue' }, says: [] },
    { name: 'getNetkitPair', args: {}, says: ['name missing'] },
    { name: 'getNetkitPair', args: { name: 'a/b' }, says: ['name name-bad-character'] },
    { name: 'getNetkitPair', args: { name: 7 }, says: ['name wrong-type'] },
    { name: 'getNetkitPair', args: { name: 'x', mtu: 1 }, says: ['mtu unknown-property'] },
    { name: 'getHook', args: { target, attachType: 'tcx/ingress', host: null }, says: [] },
    { name: 'getHook', args: { target, attachType: 'xdp' }, says: ['attachType unknown-value'] },
    { name: 'getHook', args: { target: {} }, says: ['attachType missing', 'target.name missing'] },
    { name: 'getHook', args: { target: UNKNOWN, attachType: UNKNOWN }, says: [] },
    { name: 'getKernelSupport', args: {}, says: [] },
    { name: 'getKernelSupport', args: { host: { name: 'edge1' } }, says: [] },
    {
      name: 'getKernelSupport',
      args: { host: { name: 'edge1', user: 'root' } },
      says: ['host.user host-no-address'],
    },
  ])('of $name with $args says $says', ({ name, args, says }) => {
    const failures = named(name).check(args);
    expect(failures.map(({ property, code }) => `${property} ${code}`).sort()).toEqual(says);
  });

  test('says what a missing argument is for', () => {
    const [failure] = named('getNetkitPair').check({});
    expect(failure?.reason).toContain("the primary's device name");
  });
});

test('errors name the host that was declared, and it alone is asked', async () => {
  const asked: unknown[] = [];
  const hosts: Hosts = {
    at: (declared) => {
      asked.push(declared);
      return noHost;
    },
  };
  const host = { name: 'edge1', address: '192.0.2.1' };
  for (const [name, args] of [
    ['getNetkitPair', { name: 'web0' }],
    ['getHook', { target: { name: 'web0' }, attachType: 'tcx/egress' }],
    ['getKernelSupport', {}],
  ] as const) {
    const error = await refusal(named(name).call(hosts, { ...args, host }));
    expect(error.message).toContain('edge1: the host was asked to look');
  }
  expect(asked).toEqual([host, host, host]);
});

describe('getNetkitPair', () => {
  test('tells a pair of ours with its incarnation', async () => {
    const kernel = new FakeKernel();
    await netkitPair.create(new FakeHost(kernel), json(pair({ mode: 'l2', netns: 'blue' })));
    const before = kernel.snapshot();
    const result = await call(kernel, 'getNetkitPair', { name: 'web0', netns: 'blue' });
    expectAsPromised('getNetkitPair', result);
    expect(result).toMatchObject({
      name: 'web0',
      netns: 'blue',
      mode: 'l2',
      incarnation: incarnation('a'),
      peer: { name: 'eth0', netns: 'blue', incarnation: incarnation('a') },
    });
    expect(kernel.snapshot()).toEqual(before);
  });

  test('tells a pair of others, with no incarnation', async () => {
    const result = await call(kernelWithPair('drop'), 'getNetkitPair', { name: 'web0' });
    expectAsPromised('getNetkitPair', result);
    expect(result).toMatchObject({
      incarnation: '',
      peerPolicy: 'drop',
      peer: { incarnation: '' },
    });
  });

  test.each([
    { name: 'nope', code: 'does-not-exist' },
    { name: 'eth0', netns: 'blue', code: 'device-is-peer' },
    { name: 'veth0', code: 'device-not-netkit' },
  ])('of $name says $code', async ({ code, ...args }) => {
    const kernel = kernelWithPair();
    kernel.addDevice(null, 'veth0');
    expect((await refusal(call(kernel, 'getNetkitPair', args))).code).toBe(code);
  });
});

describe('getHook', () => {
  const args = { target: { name: 'web0' }, attachType: HOOK };

  test('tells ours of any attachment and those of others, in the order they run', async () => {
    const kernel = kernelWithPair('drop');
    await create(kernel, attachment('guard count'));
    const more = [{ name: 'late', object: object('b') }];
    await create(kernel, attachment(more, { name: 'other', placement: 'after-foreign' }));
    kernel.chains.addForeign(web0(kernel), HOOK, 'X', { at: 1, hasLink: false });
    const before = kernel.ops.length;
    const result = await call(kernel, 'getHook', args);
    expectAsPromised('getHook', result);
    const labels = kernel.chains.labels(web0(kernel), HOOK);
    const chain = result['chain'] as Json[];
    expect(chain.map(({ programName }) => programName)).toEqual(labels);
    expect(chain.map(({ position }) => position)).toEqual([0, 1, 2, 3]);
    const of = (name: string): Json => chain[labels.indexOf(name)]!;
    expect(of('guard')).toMatchObject({ attachment: 'web-egress', program: 'guard' });
    expect(of('late')).toMatchObject({ attachment: 'other', program: 'late' });
    expect(of('X')).toMatchObject({ linkId: 0 });
    expect(of('X')).not.toHaveProperty('attachment');
    expect(result).toMatchObject({ isClosedWhenEmpty: true, kernel: '7.3.4' });
    expect(kernel.ops).toHaveLength(before);
  });

  test('tells an empty hook', async () => {
    const result = await call(kernelWithPair(), 'getHook', args);
    expect(result).toMatchObject({ chain: [], revision: '0', isClosedWhenEmpty: false });
  });

  test('of a device that is not there is an error', async () => {
    const other = { ...args, target: { name: 'nope' } };
    expect((await refusal(call(kernelWithPair(), 'getHook', other))).code).toBe('hook-missing');
  });
});

test('getKernelSupport tells kernel, libbpf and features', async () => {
  const kernel = new FakeKernel();
  kernel.features.push({ name: 'tcx', state: 'present', since: '6.6', detail: 'known' });
  const result = await call(kernel, 'getKernelSupport', {});
  expectAsPromised('getKernelSupport', result);
  expect(result).toEqual({ kernel: '7.3.4', libbpf: '1.5', features: kernel.features });
});
