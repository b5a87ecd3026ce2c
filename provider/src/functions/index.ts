/** The functions of the package, by token. */
import { getHook } from './get-hook.js';
import { getKernelSupport } from './get-kernel-support.js';
import { getNetkitPair } from './get-netkit-pair.js';
import type { NetkitFunction } from './function.js';

export type { NetkitFunction } from './function.js';

/** What a door serves. */
export const functions: Readonly<Record<string, NetkitFunction>> = {
  'netkit:index:getHook': getHook,
  'netkit:index:getKernelSupport': getKernelSupport,
  'netkit:index:getNetkitPair': getNetkitPair,
};
