/** getHook: the programs on a hook, ours and those of others. */
import type { AttachType, Target } from '../generated/types.js';
import { lookingFunction } from './function.js';

/** The function `netkit:index:getHook`. */
export const getHook = lookingFunction<{
  readonly target: Target;
  readonly attachType: AttachType;
}>('getHook', async (host, { target, attachType }) => {
  const { netns = null, ...device } = target;
  const [{ kind: _kind, ...seen }, { kernel }] = [
    await host.observe({ kind: 'hook', attachType, target: { ...device, netns } }),
    await host.facts(),
  ];
  return { ...seen, kernel };
});
