/** Imports and look-ups on a real kernel, judged by iproute2 and bpftool: what they tell, and that they write nothing. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Link, LoadedProgram } from '@pulumi-netkit/libbpf-ts';
import { compile } from '../../../packages/bpf-object/src/testing/compile.js';
import { attachment, incarnation, pair } from '../desired.js';
import { hostOf } from '../kernel-host.js';
import {
  altNameOf,
  asNetkitError,
  ASSET_SIGNATURE,
  type Host,
  SIGNATURE_KEY,
} from '@pulumi-netkit/contract';
import { functions } from '../../src/functions/index.js';
import { bpfAttachment } from '../../src/resources/bpf-attachment/index.js';
import { netkitPair } from '../../src/resources/netkit-pair/index.js';
import { networkNamespace } from '../../src/resources/network-namespace/index.js';
import type { Json } from '../../src/resources/common/resource.js';
import { openKernel } from '../../../helper/src/kernel.js';

const GUARD = compile('guard');
const HASH = createHash('sha256').update(GUARD).digest('hex');
const NETNS = `look-${process.pid}`;

const ip = (...words: string[]): string => execFileSync('ip', words, { encoding: 'utf8' });
const json = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

interface Shown {
  readonly ifindex: number;
  readonly altnames?: readonly string[];
  readonly mtu: number;
}

function shown(name: string, netns?: string): Shown {
  const inside = netns === undefined ? [] : ['-n', netns];
  return (JSON.parse(ip(...inside, '-d', '-j', 'link', 'show', 'dev', name)) as Shown[])[0]!;
}

/** All that a look could have written: both devices, their addresses, all programs on them. */
function everything(): string {
  return [
    ip('-d', '-j', 'address', 'show', 'dev', 'look0'),
    ip('-n', NETNS, '-d', '-j', 'address', 'show', 'dev', 'eth0'),
    execFileSync('bpftool', ['-j', 'net', 'show', 'dev', 'look0'], { encoding: 'utf8' }),
  ]
    .join('\n')
    .replace(/"(valid|preferred)_life_time":\d+/g, '');
}

async function code(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: unknown) => asNetkitError(error).code,
  );
}

let host: Host;
beforeAll(async () => {
  const kernel = await openKernel();
  kernel.keepObject(HASH, GUARD);
  host = hostOf(kernel);
});

beforeEach(() => {
  ip('netns', 'add', NETNS);
  const link = 'link add look0 type netkit mode l2 forward peer blackhole name eth0';
  ip(...link.split(' '), 'netns', NETNS);
  for (const line of [
    'link set look0 mtu 1400 alias made-by-hand',
    'link set look0 up',
    'address add 10.7.0.1/24 dev look0',
    'address add fd07::1/64 dev look0 nodad',
    `-n ${NETNS} link set eth0 up`,
    'route add 10.8.0.0/16 via 10.7.0.2 dev look0 metric 9',
    'route add fd08::/64 via fd07::2 dev look0',
  ])
    ip(...line.split(' '));
});

afterEach(() => {
  // Waits for nothing: the pair goes with its other end.
  execFileSync('sh', ['-c', 'ip link delete look0 2>/dev/null; true']);
  ip('netns', 'delete', NETNS);
});

test('a pair made with ip is imported with an empty diff, and nothing is written on it', async () => {
  const before = everything();
  const read = (await netkitPair.read(host, 'look0', {}))!;
  const { incarnation: id, owner, peer, ...top } = json(read.inputs);
  const { incarnation: _peerId, ...end } = peer as Json;
  const checked = netkitPair.check({ ...top, owner, peer: end }, json(read.inputs), () =>
    incarnation('9'),
  );
  expect(checked).toEqual({ inputs: json(read.inputs), failures: [] });
  expect(netkitPair.diff(json(read.state), checked.inputs).changes).toBe(false);
  expect(read.inputs).toMatchObject({
    mode: 'l2',
    mtu: 1400,
    alias: 'made-by-hand',
    peerPolicy: 'drop',
    addresses: ['10.7.0.1/24', 'fd07::1/64'],
    routes: [
      { destination: '10.8.0.0/16', gateway: '10.7.0.2', metric: 9 },
      { destination: 'fd08::/64', gateway: 'fd07::2' },
    ],
    peer: { name: 'eth0', netns: NETNS },
  });
  expect(id).toMatch(/^[0-9a-f]{24}$/);
  await expect(netkitPair.read(host, 'look0', json(read.state))).resolves.toEqual(read);
  expect(everything()).toBe(before);
});

test('an imported pair is marked at its first change, and gone with its devices', async () => {
  const { state, inputs } = (await netkitPair.read(host, 'look0', {}))!;
  const id = String(state['incarnation']);
  const desired = { ...json(inputs), mtu: 1300, owner: 'urn:look' };
  const { state: after } = await netkitPair.update(host, 'look0', json(state), desired);
  expect(shown('look0')).toMatchObject({ mtu: 1300, altnames: [altNameOf(id, 'primary')] });
  expect(shown('eth0', NETNS)).toMatchObject({ altnames: [altNameOf(id, 'peer')] });
  await expect(netkitPair.read(host, 'look0', {})).resolves.toMatchObject({
    state: { incarnation: id },
  });
  ip('link', 'delete', 'look0');
  await expect(netkitPair.read(host, 'look0', after)).resolves.toBeUndefined();
});

test('a pair made anew under the name of an imported one is another', async () => {
  const { state } = (await netkitPair.read(host, 'look0', {}))!;
  ip('link', 'delete', 'look0');
  ip('link', 'add', 'look0', 'type', 'netkit', 'peer', 'name', 'eth0', 'netns', NETNS);
  await expect(netkitPair.read(host, 'look0', json(state))).resolves.toBeUndefined();
  await netkitPair.delete(host, 'look0', json(state));
  expect(shown('look0').mtu).toBe(1500);
  expect(
    await code(netkitPair.create(host, json(pair({ name: 'look0', peer: { netns: NETNS } })))),
  ).toBe('device-taken');
});

test('nothing, a peer and another device are three errors', async () => {
  expect(await code(netkitPair.read(host, 'nope0', {}))).toBe('does-not-exist');
  expect(await code(netkitPair.read(host, `${NETNS}/eth0`, {}))).toBe('device-is-peer');
  expect(await code(netkitPair.read(host, `/run/netns/${NETNS}/eth0`, {}))).toBe('device-is-peer');
  expect(await code(netkitPair.read(host, 'lo', {}))).toBe('device-not-netkit');
});

test('an attachment to an unmarked pair is imported, and told beside a stranger by getHook', async () => {
  const { state } = (await netkitPair.read(host, 'look0', {}))!;
  const object = { [SIGNATURE_KEY]: ASSET_SIGNATURE, hash: HASH, path: './guard.o' };
  const declared = json(
    attachment([{ name: 'first', object, program: 'guard' }], {
      name: 'look',
      target: { name: 'look0', incarnation: state['incarnation'] },
      attachType: 'netkit/peer',
    }),
  );
  const { state: attached } = await bpfAttachment.create(host, declared);
  using stranger = LoadedProgram.fromInstructions({
    type: 'sched_cls',
    name: 'stranger',
    instructions: Buffer.from('b4000000ffffffff' + '9500000000000000', 'hex'),
  });
  using _link = Link.create({
    program: stranger.fd,
    ifindex: shown('look0').ifindex,
    attachType: 'netkit/peer',
  });
  const before = everything();
  const read = (await bpfAttachment.read(host, 'look0/netkit/peer/look', {}))!;
  expect(read.inputs).toEqual(declared);
  expect(bpfAttachment.diff(json(read.state), declared).changes).toBe(false);

  const hook = await functions['netkit:index:getHook']!.call(
    { at: () => host },
    { target: { name: 'look0' }, attachType: 'netkit/peer' },
  );
  const loaded = JSON.parse(
    execFileSync('bpftool', ['-j', 'prog', 'show'], { encoding: 'utf8' }),
  ) as { id: number; tag: string; name?: string }[];
  const chain = hook['chain'] as Json[];
  expect(chain).toMatchObject([
    { position: 0, attachment: 'look', program: 'first' },
    { position: 1, programName: 'stranger' },
  ]);
  expect(chain[1]).not.toHaveProperty('attachment');
  for (const { programId, programName, tag } of chain) {
    const { name, tag: told } = loaded.find(({ id }) => id === programId)!;
    expect([programName, tag]).toEqual([name, told]);
  }
  expect(hook).toMatchObject({ isClosedWhenEmpty: true });
  expect(everything()).toBe(before);
  await bpfAttachment.delete(host, 'id', attached);
  expect(await code(bpfAttachment.read(host, 'look0/netkit/peer/look', {}))).toBe('does-not-exist');
});

test('a namespace that no record tells of is imported, changed and kept', async () => {
  const { state, inputs } = (await networkNamespace.read(host, NETNS, {}))!;
  expect(state).toMatchObject({ adopted: true });
  const desired = { ...json(inputs), force: true, owner: 'urn:look' };
  const { state: after } = await networkNamespace.update(host, NETNS, json(state), desired);
  expect(after).toMatchObject({ incarnation: state['incarnation'], force: true });
  await expect(networkNamespace.read(host, NETNS, after)).resolves.toBeDefined();
  await host.run([{ op: { op: 'record.remove', incarnation: String(state['incarnation']) } }]);
});

test('getKernelSupport makes nothing, and tells what this kernel has', async () => {
  const before = ip('-j', 'link');
  const told = await functions['netkit:index:getKernelSupport']!.call({ at: () => host }, {});
  const features = told['features'] as { name: string; state: string; detail: string }[];
  expect(Object.fromEntries(features.map(({ name, state }) => [name, state]))).toMatchObject({
    netkit: 'present',
    'netkit-programs': 'present',
    tcx: 'present',
    bpffs: 'present',
    libbpf: 'present',
  });
  expect(features.every(({ detail }) => detail !== '')).toBe(true);
  expect(told['libbpf']).toMatch(/^1\.\d/);
  expect(ip('-j', 'link')).toBe(before);
});
