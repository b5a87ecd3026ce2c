/** What a pair's state holds, made of what was read back. Pure. State of any earlier release stays readable here. */
import {
  canonicalAddress,
  canonicalRoute,
  type DeviceView,
  type End,
  type HostFacts,
  type NetkitPairChecked,
  type NetkitPairOutputs,
  type Netns,
  type PairQuery,
  type PairView,
  type PeerChecked,
  type RouteChecked,
  sizesOf,
} from '@pulumi-netkit/contract';
import { digest, keepSpelling, omit, STATE_VERSION, type Stored } from '../common/state.js';
import { routeIdentity } from './steps/end-steps.js';

/** A pair in the state file: the outputs, and what only we read. */
export type PairState = Stored<NetkitPairOutputs> & {
  /** Whether `mac` was declared; else it is what the kernel drew, and no input. */
  readonly hasMac: boolean;
};

/** The id, enough to find the pair by: `web0`, `blue/web0`. */
export function pairId({
  name,
  netns,
}: {
  readonly name: string;
  readonly netns?: string | undefined;
}): string {
  return netns === undefined ? name : `${netns}/${name}`;
}

/** The name and namespace that an id tells. */
export function parsePairId(id: string): { name: string; netns: Netns } {
  const slash = id.lastIndexOf('/');
  return slash < 0
    ? { name: id, netns: null }
    : { name: id.slice(slash + 1), netns: id.slice(0, slash) };
}

/** Where one end is declared to be. */
export function netnsOf(pair: Pick<NetkitPairChecked, 'netns' | 'peer'>, end: End): Netns {
  return (end === 'primary' ? pair.netns : pair.peer.netns) ?? null;
}

/** The question that finds this pair. With `owner`, what that owner left half-made counts too. */
export function pairQuery(
  pair: Pick<NetkitPairChecked, 'name' | 'netns' | 'incarnation'> & {
    peer: Pick<PeerChecked, 'name' | 'netns'>;
  },
  owner?: string,
): PairQuery {
  return {
    kind: 'pair',
    incarnation: pair.incarnation,
    ...(owner === undefined ? {} : { owner }),
    name: pair.name,
    netns: pair.netns ?? null,
    peer: { name: pair.peer.name, netns: pair.peer.netns ?? null },
  };
}

/**
 * The state of a pair. Every value comes from `view`; `declared` only lends its spelling where it means the same, and
 * `adopt`.
 */
export function pairState(
  declared: NetkitPairChecked | PairState,
  view: PairView,
  facts: HostFacts,
  history: { readonly adopted: boolean; readonly changes: readonly string[] },
): PairState {
  const { primary, peer } = view;
  return {
    ...endState(declared, primary),
    ...(primary.mac === undefined ? {} : { mac: primary.mac }),
    mode: view.mode,
    policy: view.policy,
    peerPolicy: view.peerPolicy,
    scrub: view.scrub ?? 'default',
    peerScrub: view.peerScrub ?? 'default',
    headroom: room(declared.headroom, view.headroom),
    tailroom: room(declared.tailroom, view.tailroom),
    adopt: declared.adopt,
    peer: { ...endState(declared.peer, peer), incarnation: declared.incarnation },
    ifindex: primary.ifindex,
    operstate: primary.operstate,
    peerIfindex: peer.ifindex,
    ...(peer.mac === undefined ? {} : { peerMac: peer.mac }),
    peerOperstate: peer.operstate,
    incarnation: declared.incarnation,
    adopted: history.adopted,
    changes: [...history.changes],
    kernel: facts.kernel,
    owner: declared.owner,
    stateVersion: STATE_VERSION,
    inputsDigest: digest(declared),
    hasMac: 'hasMac' in declared ? declared.hasMac : declared.mac !== undefined,
  };
}

/** The inputs that would declare what was observed: what refresh puts into the state beside the outputs. */
export function observedInputs(state: PairState): NetkitPairChecked {
  const inputs = omit(state, [
    'ifindex',
    'operstate',
    'peerIfindex',
    'peerMac',
    'peerOperstate',
    'adopted',
    'changes',
    'kernel',
    'stateVersion',
    'inputsDigest',
    'hasMac',
  ]);
  return state.hasMac ? inputs : omit(inputs, ['mac']);
}

/** One end as inputs that declare what is there; without its MAC, which may be the kernel's choice. */
export function declaredEnd(device: DeviceView): Declared {
  const { addresses, routes } = device;
  return endState({ ...settingsOf(device), addresses, routes }, device);
}

function settingsOf(device: DeviceView): Omit<Declared, 'addresses' | 'routes'> {
  return {
    name: device.name,
    ...(device.netns === null ? {} : { netns: device.netns }),
    mtu: device.mtu,
    up: device.up,
    group: device.group,
    txQueueLength: device.txQueueLength,
    ...sizesOf(device),
    alias: device.alias,
  };
}

function endState(declared: Declared, device: DeviceView): Declared {
  return {
    ...settingsOf(device),
    // A MAC nobody declared is told at the top (mac, peerMac) and is no input to compare with.
    ...(declared.mac === undefined || device.mac === undefined ? {} : { mac: device.mac }),
    addresses: keepSpelling(declared.addresses, device.addresses, canonicalAddress),
    routes: keepSpelling<RouteChecked>(declared.routes, device.routes, (route) =>
      routeIdentity(canonicalRoute(route)),
    ),
  };
}

type Declared = Omit<PeerChecked, 'incarnation'>;

// Others may raise what is reserved; that is no drift. kernel-facts.md#headroom
function room(declared: number, observed = 0): number {
  return observed >= declared ? declared : observed;
}
