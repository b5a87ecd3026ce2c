import { altNameOf, birthGroup, describePlan, type OwnerRecord } from '@pulumi-netkit/contract';
import { FULL, incarnation, OWNER, pair } from '../../../test/desired.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import type { Json } from '../common/resource.js';
import { deleteSteps, planPair } from './plan.js';
import { OLD, NEW, look, withPair, withStranger, lines, refusal } from './testing/planning.js';

describe('golden', () => {
  test('a create with everything', () => {
    const plan = planPair(pair(FULL), look(new FakeKernel(), FULL)).steps;
    expect(describePlan(plan)).toEqual([
      'ip link add name web0 mtu 9000 address 02:00:00:00:00:aa type netkit mode l2 blackhole scrub none headroom 32 tailroom 16 peer blackhole scrub none name eth0 mtu 8000 address 02:00:00:00:00:bb netns blue',
      'ip link property add dev web0 altname netkit-aaaaaaaaaaaaaaaaaaaaaaaa-primary',
      'ip -n blue link property add dev eth0 altname netkit-aaaaaaaaaaaaaaaaaaaaaaaa-peer',
      'ip link set web0 group 5',
      'ip link set web0 alias "pod web"',
      'ip -n blue link set eth0 group 6',
      'ip -n blue link set eth0 alias "in the pod"',
      'ip address add 10.0.0.1/24 dev web0',
      'ip address add fd00::1/64 dev web0',
      'ip -n blue address add 10.0.0.2/24 dev eth0',
      'ip -n blue link set eth0 up',
      'ip link set web0 up',
      'ip route add 10.9.0.0/16 via 10.0.0.2 src 10.0.0.1 metric 7 dev web0',
      'ip -n blue route add 0.0.0.0/0 via 10.0.0.1 dev eth0',
    ]);
  });

  test('a create begins and ends with its record', () => {
    const plan = lines(planPair(pair({}, NEW), look(new FakeKernel())).steps);
    expect([plan[0], plan.at(-1)]).toEqual(['record b creating', 'record b made']);
  });

  test('a create is born with both names, in its birth group, which its first settings end', () => {
    const [, born, ...rest] = planPair(pair({}, NEW), look(new FakeKernel())).steps;
    const group = birthGroup(NEW);
    const create = { pair: { primary: { name: 'web0', group }, peer: { name: 'eth0', group } } };
    expect(born?.op).toMatchObject(create);
    expect(describePlan(rest).slice(2, 4)).toEqual([
      'ip link set web0 group 0',
      'ip -n blue link set eth0 group 0',
    ]);
  });

  test('an update of every key', async () => {
    const kernel = await withPair(FULL);
    const changes = {
      ...FULL,
      policy: 'pass',
      peerPolicy: 'pass',
      mtu: 1400,
      mac: '02:00:00:00:00:cc',
      addresses: ['10.0.0.3/24'],
      routes: [{ destination: '10.9.0.0/16' }],
      group: 1,
      txQueueLength: 2,
      gsoMaxSize: 30_000,
      gsoIpv4MaxSize: 30_001,
      groMaxSize: 30_002,
      groIpv4MaxSize: 30_003,
      alias: '',
      peer: {
        ...(FULL['peer'] as Json),
        name: 'eth1',
        mtu: 1401,
        mac: '02:00:00:00:00:dd',
        up: false,
        addresses: [],
        routes: [],
        group: 2,
        txQueueLength: 3,
        gsoMaxSize: 30_004,
        gsoIpv4MaxSize: 30_005,
        groMaxSize: 30_006,
        groIpv4MaxSize: 30_007,
        alias: 'x',
      },
    };
    expect(describePlan(planPair(pair(changes), look(kernel, {}, OLD)).steps)).toEqual([
      'ip -n blue route del 0.0.0.0/0 via 10.0.0.1 dev eth0',
      'ip -n blue link set eth0 down',
      'ip link set web0 mtu 1400',
      'ip link set web0 address 02:00:00:00:00:cc',
      'ip link set web0 group 1',
      'ip link set web0 alias ""',
      'ip link set web0 txqueuelen 2',
      'ip link set web0 gso_max_size 30000',
      'ip link set web0 gso_ipv4_max_size 30001',
      'ip link set web0 gro_max_size 30002',
      'ip link set web0 gro_ipv4_max_size 30003',
      'ip -n blue link set eth0 name eth1',
      'ip -n blue link set eth1 mtu 1401',
      'ip -n blue link set eth1 address 02:00:00:00:00:dd',
      'ip -n blue link set eth1 group 2',
      'ip -n blue link set eth1 alias x',
      'ip -n blue link set eth1 txqueuelen 3',
      'ip -n blue link set eth1 gso_max_size 30004',
      'ip -n blue link set eth1 gso_ipv4_max_size 30005',
      'ip -n blue link set eth1 gro_max_size 30006',
      'ip -n blue link set eth1 gro_ipv4_max_size 30007',
      'ip route del 10.9.0.0/16 via 10.0.0.2 src 10.0.0.1 metric 7 dev web0',
      'ip address add 10.0.0.3/24 dev web0',
      'ip address del 10.0.0.1/24 dev web0',
      'ip address del fd00::1/64 dev web0',
      'ip -n blue address del 10.0.0.2/24 dev eth1',
      'ip route add 10.9.0.0/16 dev web0',
      'ip link set web0 type netkit forward',
      'ip link set web0 type netkit peer forward',
    ]);
  });

  test('policies close before anything else is changed', async () => {
    const changes = { policy: 'drop', peerPolicy: 'drop', mtu: 1400 };
    const { steps } = planPair(pair(changes), look(await withPair(), {}, OLD));
    expect(describePlan(steps)).toEqual([
      'ip link set web0 type netkit blackhole',
      'ip link set web0 type netkit peer blackhole',
      'ip link set web0 mtu 1400',
      'ip -n blue link set eth0 mtu 1400',
    ]);
  });

  test("an adoption of a stranger's pair", () => {
    const kernel = new FakeKernel();
    withStranger(kernel);
    const changes = { adopt: true, mtu: 9000 };
    const { steps, adopts } = planPair(pair(changes, NEW), look(kernel, changes));
    expect(adopts).toBe('nobody we know');
    expect(lines(steps)).toEqual([
      'record b made',
      `ip link property add dev web0 altname ${altNameOf(NEW, 'primary')}`,
      `ip -n blue link property add dev eth0 altname ${altNameOf(NEW, 'peer')}`,
    ]);
  });

  test("an adoption of another owner's pair names the owner and takes all marks", async () => {
    const kernel = await withPair({ owner: 'urn:other' });
    const changes = { adopt: true };
    const { steps, adopts } = planPair(pair(changes, NEW), look(kernel, changes));
    expect(adopts).toBe('urn:other');
    expect(lines(steps)).toEqual([
      'record b made',
      `ip link property add dev web0 altname ${altNameOf(NEW, 'primary')}`,
      `ip -n blue link property add dev eth0 altname ${altNameOf(NEW, 'peer')}`,
      'forget a',
      `ip link property del dev web0 altname ${altNameOf(OLD, 'primary')}`,
      `ip -n blue link property del dev eth0 altname ${altNameOf(OLD, 'peer')}`,
    ]);
  });

  test('a delete', async () => {
    const { ours } = look(await withPair(), {}, OLD);
    expect(lines(deleteSteps(OLD, ours))).toEqual(['ip link delete web0', 'forget a']);
    expect(lines(deleteSteps(OLD, undefined))).toEqual(['forget a']);
  });
});

describe('what is there already', () => {
  test('a converged pair needs no step', async () => {
    const kernel = await withPair(FULL);
    expect(planPair(pair(FULL), look(kernel, FULL, OLD)).steps).toEqual([]);
  });

  test('ours is found and named anew after it was renamed', async () => {
    const kernel = await withPair();
    kernel.device(null, 'web0').name = 'renamed';
    const { steps } = planPair(pair(), look(kernel, {}, OLD));
    expect(describePlan(steps)).toEqual(['ip link set renamed name web0']);
  });

  test('an alternative name that somebody removed is given back', async () => {
    const kernel = await withPair();
    kernel.device('blue', 'eth0').altNames = [];
    const { steps } = planPair(pair(), look(kernel, {}, OLD));
    expect(describePlan(steps)).toEqual([
      `ip -n blue link property add dev eth0 altname ${altNameOf(OLD, 'peer')}`,
    ]);
  });

  test('an end of ours that was moved to another namespace is refused by its path', async () => {
    const kernel = await withPair();
    kernel.addNetns('red');
    kernel.device('blue', 'eth0').netns = 'red';
    const moved = refusal(() => planPair(pair(), look(kernel, {}, OLD)));
    expect(moved).toMatchObject({ code: 'readback-mismatch', path: 'peer.netns' });
    expect(moved.text).toContain('peer.netns red (declared: blue)');
  });

  test('a pair whose primary went where no name leads is deleted through its peer', async () => {
    const kernel = await withPair();
    kernel.device(null, 'web0').netns = 'nsid:3';
    const { ours } = look(kernel, {}, OLD);
    expect(lines(deleteSteps(OLD, ours))[0]).toBe('ip -n blue link delete eth0');
  });
});

describe('leftovers', () => {
  const record = (changes: Partial<Extract<OwnerRecord, { kind: 'pair' }>>): OwnerRecord => ({
    kind: 'pair',
    incarnation: OLD,
    owner: OWNER,
    phase: 'creating',
    name: 'web0',
    netns: null,
    peer: { name: 'eth0', netns: 'blue' },
    ...changes,
  });

  test('a pair that was being made under other names is cleared', async () => {
    const kernel = await withPair({ name: 'old0', peer: { name: 'old1' } });
    kernel.records = [record({ name: 'old0', phase: 'creating' })];
    const { steps } = planPair(pair({}, NEW), look(kernel));
    expect(lines(steps).slice(0, 3)).toEqual([
      'ip link delete old0',
      'forget a',
      'record b creating',
    ]);
  });

  test('a pair without a mark is known by its birth group', () => {
    const kernel = new FakeKernel();
    withStranger(kernel).primary.group = birthGroup(OLD);
    kernel.records = [record({})];
    const { steps } = planPair(pair({}, NEW), look(kernel));
    expect(lines(steps).slice(0, 2)).toEqual(['ip link delete web0', 'forget a']);
  });

  test('a pair of another group under the name of a half-made one is a stranger', () => {
    const kernel = new FakeKernel();
    withStranger(kernel);
    kernel.records = [record({})];
    expect(refusal(() => planPair(pair({}, NEW), look(kernel))).code).toBe('device-taken');
  });

  test('a record of nothing is forgotten', () => {
    const kernel = new FakeKernel();
    kernel.records = [record({})];
    const { steps } = planPair(pair({}, NEW), look(kernel));
    expect(lines(steps).slice(0, 2)).toEqual(['forget a', 'record b creating']);
  });

  test('a finished pair of the same owner is taken over, not made anew', async () => {
    const kernel = await withPair();
    const { steps, adopts } = planPair(pair({}, NEW), look(kernel));
    expect(lines(steps).filter((line) => !line.includes('property'))).toEqual([
      'record b made',
      'forget a',
    ]);
    expect(adopts).toBeUndefined();
  });

  test('a finished pair of the same owner that differs in what is fixed is deleted and made anew', async () => {
    const kernel = await withPair();
    const { steps } = planPair(pair({ mode: 'l2' }, NEW), look(kernel, { mode: 'l2' }));
    const plan = lines(steps);
    expect(plan.slice(0, 3)).toEqual(['ip link delete web0', 'forget a', 'record b creating']);
    expect(plan[3]).toContain('mode l2');
  });

  test('two records of one pair delete it once', async () => {
    const kernel = await withPair();
    const other = incarnation('c');
    kernel.device(null, 'web0').altNames.push(altNameOf(other, 'primary'));
    kernel.records.push(record({ incarnation: other, phase: 'made' }));
    const { steps } = planPair(pair({ mode: 'l2' }, NEW), look(kernel, { mode: 'l2' }));
    expect(lines(steps).slice(0, 4)).toEqual([
      'ip link delete web0',
      'forget a',
      'forget c',
      'record b creating',
    ]);
  });

  test('a finished pair of the same owner elsewhere is the one to be replaced, and stays', async () => {
    const kernel = await withPair({ name: 'old0', peer: { name: 'old1' } });
    const { steps } = planPair(pair({}, NEW), look(kernel));
    expect(lines(steps)[0]).toBe('record b creating');
  });

  test("a finished pair elsewhere that holds the peer's name is in the way", async () => {
    const kernel = await withPair({ name: 'old0' });
    expect(refusal(() => planPair(pair({}, NEW), look(kernel)))).toMatchObject({
      code: 'device-taken',
      path: 'peer.name',
    });
  });
});

test.each([
  { netns: 'red', peer: {}, path: 'netns' },
  { netns: 'blue', peer: { netns: 'red' }, path: 'peer.netns' },
])('a namespace that is not there is refused at $path', ({ path, ...changes }) => {
  const refused = refusal(() => planPair(pair(changes, NEW), look(new FakeKernel(), changes)));
  expect(refused).toMatchObject({ code: 'netns-missing', path });
  expect(refused.text).toContain('there is no network namespace "red"');
});
