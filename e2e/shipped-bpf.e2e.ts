/** The life of example 02 on a kernel as a distribution ships it, with its BPF JIT: the engine here, the helper in the guest. */
import { BpfAttachment, NetkitPair, NetworkNamespace } from '../sdk/src/index.js';
import { bpfResidue, compile, names, POLICY } from './harness/bpf.js';
import { Scenario } from './harness/engine.js';
import { pings, residue, startGuest } from './harness/guest.js';

let scenario: Scenario;

beforeAll(async () => {
  startGuest();
  scenario = await Scenario.open();
}, 300_000);

const object = compile(POLICY);
const guard = (allowed_range: number): object => ({
  name: 'guard',
  object,
  program: 'guard',
  globals: { allowed_range },
});
const count = { name: 'count', object, program: 'count' };

function program(...programs: readonly object[]): () => void {
  return () => {
    const green = new NetworkNamespace('green', { name: 'green' });
    const pair = new NetkitPair('pod', {
      name: 'pod0',
      peerPolicy: 'drop',
      addresses: ['10.0.0.1/32', '10.0.0.3/32'],
      routes: [{ destination: '10.0.0.2/32' }],
      peer: {
        name: 'eth0',
        netns: green.name,
        addresses: ['10.0.0.2/32'],
        routes: [{ destination: '10.0.0.1/32' }, { destination: '10.0.0.3/32' }],
      },
    });
    new BpfAttachment('egress', {
      target: pair.primary,
      attachType: 'netkit/peer',
      programs: programs as { name: string; object: string }[],
    });
  };
}

const reaches = async (): Promise<boolean[]> => [
  await pings('green', '10.0.0.1'),
  await pings('green', '10.0.0.3'),
];
const seen = (): Promise<string[]> => names('pod0', 'netkit/peer');

test('example 02 is made, kept, tuned, put in another order and removed', async () => {
  expect((await scenario.up(program(guard(1), count))).changes).toEqual({ create: 4 });
  expect([await seen(), await reaches()]).toEqual([
    ['guard', 'count'],
    [true, false],
  ]);
  expect((await scenario.up(program(guard(1), count))).changes).toEqual({ same: 4 });
  expect((await scenario.up(program(guard(3), count))).changes).toEqual({ same: 3, update: 1 });
  expect(await reaches()).toEqual([true, true]);
  expect((await scenario.up(program(count, guard(1)))).changes).toEqual({ same: 3, update: 1 });
  expect([await seen(), await reaches()]).toEqual([
    ['count', 'guard'],
    [true, false],
  ]);
  await scenario[Symbol.asyncDispose]();
  expect([await residue(), await bpfResidue()]).toEqual([[], []]);
}, 500_000);
