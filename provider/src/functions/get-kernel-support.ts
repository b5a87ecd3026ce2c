/** getKernelSupport: what a host can do of what resources need. */
import { lookingFunction } from './function.js';

/** The function `netkit:index:getKernelSupport`. */
export const getKernelSupport = lookingFunction('getKernelSupport', async (host) => {
  const [{ kind: _kind, ...seen }, { kernel }] = [
    await host.observe({ kind: 'support' }),
    await host.facts(),
  ];
  return { ...seen, kernel };
});
