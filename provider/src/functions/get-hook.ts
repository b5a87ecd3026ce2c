/** getHook: the programs on a hook, ours and those of others. */
import type { AttachType, Target } from '@pulumi-netkit/contract';
import { lookingFunction } from './function.js';

interface Args {
  readonly target: Target;
  readonly attachType: AttachType;
}

/** The function `netkit:index:getHook`. */
export const getHook = lookingFunction('getHook', async (host, args) => {
  const { target, attachType } = args as unknown as Args;
  const { netns = null, ...device } = target;
  const [{ kind: _kind, ...seen }, { kernel }] = [
    await host.observe({ kind: 'hook', attachType, target: { ...device, netns } }),
    await host.facts(),
  ];
  return { ...seen, kernel };
});
