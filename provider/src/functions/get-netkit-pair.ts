/** getNetkitPair: a pair that exists, whoever made it. */
import { lookUpPair } from '../resources/netkit-pair/look-up.js';
import { omit } from '../resources/common/state.js';
import { lookingFunction } from './function.js';

interface Args {
  readonly name: string;
  readonly netns?: string;
}

/** The function `netkit:index:getNetkitPair`. */
export const getNetkitPair = lookingFunction('getNetkitPair', async (host, args) => {
  const { name, netns = null } = args as unknown as Args;
  const { state, isMarked } = await lookUpPair(host, name, netns);
  const outputs = omit(state, [
    'adopt',
    'adopted',
    'changes',
    'hasMac',
    'inputsDigest',
    'owner',
    'stateVersion',
  ]);
  const incarnation = isMarked ? state.incarnation : '';
  return { ...outputs, incarnation, peer: { ...outputs.peer, incarnation } };
});
