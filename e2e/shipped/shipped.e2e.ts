/** The life of example 01 on a kernel as a distribution ships it: the engine here, the helper in the guest. */
import { NetkitPair, NetworkNamespace } from '../../sdk/src/index.js';
import { Scenario } from '../harness/drivers/engine.js';
import { pings, residue, startGuest } from '../harness/guests/guest.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import { WEB } from '../harness/inputs/pods.js';

let scenario: Scenario;

beforeAll(async () => {
  startGuest();
  scenario = await Scenario.open();
}, 300_000);

function program(mtu?: number): () => void {
  return () => {
    const blue = new NetworkNamespace('blue', { name: 'blue' });
    new NetkitPair('web', {
      ...WEB,
      ...(mtu === undefined ? {} : { mtu }),
      peer: { ...WEB.peer, netns: blue.name },
    });
  };
}

test('example 01 is made, kept, changed and removed', async () => {
  expect((await scenario.up(program())).changes).toEqual({ create: 3 });
  await expectAgreement(scenario.outputs('web'));
  expect([await pings(null, '10.0.0.2'), await pings('blue', '10.0.0.1')]).toEqual([true, true]);
  expect((await scenario.up(program())).changes).toEqual({ same: 3 });
  expect((await scenario.up(program(1400))).changes).toEqual({ same: 2, update: 1 });
  await expectAgreement(scenario.outputs('web'));
  await scenario[Symbol.asyncDispose]();
  expect(await residue()).toEqual([]);
}, 300_000);
