/** What programs use with the resources of either door. */
export { Host } from '../host.js';
export { AttachType, Mode, Placement, Policy, Scrub } from '../generated/index.js';
export type {
  BpfAttachmentArgs,
  ConnectionArgs,
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
} from '../generated/index.js';
export type { DeviceHandle } from './device-handle.js';
