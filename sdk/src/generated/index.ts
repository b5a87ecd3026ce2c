// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

export { Mode, Policy, Scrub, AttachType, Placement, FeatureState } from './enums.js';
export type { GetNetkitPairArgs, GetNetkitPairOutputArgs, GetNetkitPairResult, GetHookArgs, GetHookOutputArgs, GetHookResult, GetKernelSupportArgs, GetKernelSupportOutputArgs, GetKernelSupportResult } from './functions.js';
export type { ProviderArgs } from './provider.js';
export type { JsonArgs, RouteArgs, PeerArgs, AnchorArgs, TargetArgs, MapSettingsArgs, ProgramArgs, HostArgs, ConnectionArgs } from './inputs.js';
export type { Json, Route, PeerState, Anchor, Target, MapSettings, Program, ProgramState, Host, HookEntry, KernelFeature } from './outputs.js';
export type { NetworkNamespaceArgs } from './network-namespace.js';
export type { NetkitPairArgs } from './netkit-pair.js';
export type { BpfAttachmentArgs } from './bpf-attachment.js';
