import { attachment } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import {
  create,
  HOOK,
  json,
  kernelWithPair,
  remove,
  shown,
  update,
  web0,
} from '../../../test/hooks.js';
import { bpfAttachment } from './index.js';
import { abc, failure, kernelWithObjects } from './testing/attached.js';

describe('when others change the chain between look and plan', () => {
  test('looks and plans again', async () => {
    const kernel = kernelWithPair();
    let times = 3;
    kernel.outsider = () => {
      if (times-- > 0) kernel.chains.addForeign(web0(kernel), HOOK, `X${times}`);
    };
    // An empty netkit chain tells no revision, so somebody is there from the start.
    kernel.chains.addForeign(web0(kernel), HOOK, 'F');
    const state = await create(kernel, abc);
    expect(state['chain']).toEqual(['a', 'b', 'c']);
    expect(shown(kernel)).toEqual(['a', 'b', 'c', 'X0', 'X1', 'X2', 'F']);
  });

  test('gives up after the ninth, with nothing left', async () => {
    const kernel = kernelWithPair();
    kernel.chains.addForeign(web0(kernel), HOOK, 'F');
    kernel.outsider = () => kernel.chains.addForeign(web0(kernel), HOOK, 'X');
    const host = new FakeHost(kernel);
    const error = await failure(bpfAttachment.create(host, json(abc)));
    expect(error.code).toBe('chain-moved');
    expect(shown(kernel).filter((label) => label === 'X')).toHaveLength(9);
    expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
  });

  test('a delete looks again too', async () => {
    const kernel = kernelWithPair('drop');
    const state = await create(kernel, abc);
    let times = 1;
    kernel.outsider = () => {
      if (times-- > 0) kernel.chains.addForeign(web0(kernel), HOOK, 'X');
    };
    await remove(kernel, state);
    expect(shown(kernel)).toEqual(['X']);
  });

  test('somebody who swapped our program out is met by a new plan', async () => {
    const kernel = kernelWithObjects();
    const state = await create(kernel, abc);
    let times = 1;
    kernel.outsider = () => {
      if (times-- > 0) kernel.chains.exchange(web0(kernel), HOOK, 'b');
    };
    const after = await update(kernel, state, attachment('a b@b c'));
    expect(after).toMatchObject({ chain: ['a', 'b', 'c'] });
  });
});
