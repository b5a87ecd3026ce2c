/**
 * Linux netkit device pairs and the network namespaces they live in, as Pulumi resources. Only the classes are here: what
 * touches a kernel is loaded by the engine's provider process, from `pulumi-netkit/dynamic`.
 */
export { NetkitPair } from './netkit-pair.js';
export { NetworkNamespace } from './network-namespace.js';
export { Mode, Policy, Scrub } from './generated/index.js';
export type {
  NetkitPairArgs,
  NetworkNamespaceArgs,
  PeerArgs,
  PeerState,
  Route,
  RouteArgs,
} from './generated/index.js';
export type { DeviceHandle } from './device-handle.js';
