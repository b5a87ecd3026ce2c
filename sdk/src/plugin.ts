/**
 * The same resources by the plugin `pulumi-resource-netkit`, which can import, cancel, show a precise diff and repair in a plain
 * `pulumi up`. To move there, change the import to `pulumi-netkit/plugin` and name the plugin in Pulumi.yaml: the resources stay
 * what they are.
 */
export { BpfAttachment, NetkitPair, NetworkNamespace } from './doors/plugin-resources.js';
export { Provider } from './provider.js';
export {
  getHook,
  getHookOutput,
  getKernelSupport,
  getKernelSupportOutput,
  getNetkitPair,
  getNetkitPairOutput,
} from './functions.js';
export { FeatureState } from './generated/index.js';
export type {
  GetHookArgs,
  GetHookOutputArgs,
  GetHookResult,
  GetKernelSupportArgs,
  GetKernelSupportOutputArgs,
  GetKernelSupportResult,
  GetNetkitPairArgs,
  GetNetkitPairOutputArgs,
  GetNetkitPairResult,
  HookEntry,
  KernelFeature,
  ProviderArgs,
} from './generated/index.js';
export * from './resources/shared.js';
