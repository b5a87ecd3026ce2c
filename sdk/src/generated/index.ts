// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

export { Mode, Policy, Scrub } from './enums';
export type { RouteArgs, PeerArgs } from './inputs';
export type { Route, PeerState } from './outputs';
export type { NetworkNamespaceArgs } from './network-namespace';
export type { NetkitPairArgs } from './netkit-pair';
