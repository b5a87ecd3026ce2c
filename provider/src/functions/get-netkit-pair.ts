/** getNetkitPair: a pair that exists, whoever made it. */
import { lookUpPair } from '../resources/netkit-pair/look-up.js';
import { omit } from '../resources/state.js';
import { lookingFunction } from './function.js';

/** The function `netkit:index:getNetkitPair`. */
export const getNetkitPair = lookingFunction<{ readonly name: string; readonly netns?: string }>(
  'getNetkitPair',
  async (host, { name, netns = null }) => {
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
  },
);
