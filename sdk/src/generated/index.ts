// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

export { Mode, Policy, Scrub } from './enums.js';
export type { RouteArgs, PeerArgs } from './inputs.js';
export type { Route, PeerState } from './outputs.js';
export type { NetworkNamespaceArgs } from './network-namespace.js';
export type { NetkitPairArgs } from './netkit-pair.js';
