/**
 * Linux netkit device pairs, the BPF programs on them and the network namespaces they live in, as Pulumi resources. Only the classes are here: what
 * touches a kernel is loaded by the engine's provider process, from `pulumi-netkit/dynamic`.
 */
export { BpfAttachment } from './bpf-attachment.js';
export { Host } from './host.js';
export type { ConnectionArgs } from './host.js';
export { NetkitPair } from './netkit-pair.js';
export { NetworkNamespace } from './network-namespace.js';
export { AttachType, Mode, Placement, Policy, Scrub } from './generated/index.js';
export type {
  BpfAttachmentArgs,
  HostArgs,
  Json,
  JsonArgs,
  MapSettings,
  MapSettingsArgs,
  NetkitPairArgs,
  NetworkNamespaceArgs,
  PeerArgs,
  PeerState,
  Program,
  ProgramArgs,
  ProgramState,
  Route,
  RouteArgs,
  Target,
  TargetArgs,
} from './generated/index.js';
export type { DeviceHandle } from './device-handle.js';
