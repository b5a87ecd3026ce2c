/** What changed between the state of a pair and its inputs. Pure. */
import {
  canonicalAddress,
  canonicalRoute,
  containsUnknown,
  type NetkitPairChecked,
  routeKey,
  type RouteLike,
  sameJson,
} from '@pulumi-netkit/contract';
import { SCHEMA } from '../../generated/schema.js';
import { differencesAt, type ListRule } from '../common/details.js';
import { diffByKeys, type Diff } from '../common/diff.js';
import type { PairState } from './state.js';

/** The diff of a pair. */
export function diffPair(recorded: PairState, desired: NetkitPairChecked): Diff {
  // A MAC that is not declared is the kernel's choice, at either end: nothing to compare.
  const keys = KEYS.filter(
    (path) =>
      !(path === 'mac' && desired.mac === undefined) &&
      !(
        path === 'peer.mac' &&
        (desired.peer as Partial<NetkitPairChecked['peer']>).mac === undefined
      ),
  );
  return diffByKeys('NetkitPair', keys, recorded, desired, isSame, LISTS);
}

const KEYS = [
  ...Object.keys(SCHEMA.resources['netkit:index:NetkitPair']?.inputProperties ?? {}).filter(
    (key) => key !== 'peer',
  ),
  ...Object.keys(SCHEMA.types['netkit:index:Peer']?.properties ?? {})
    .filter((key) => key !== 'incarnation')
    .map((key) => `peer.${key}`),
];

const ADDRESSES: ListRule = { meaning: (address) => canonicalAddress(address as string) };

/** The kernel has no order of routes, and tells them apart by their key. */
const ROUTES: ListRule = {
  meaning: (route) => canonicalRoute(route as RouteLike),
  nameOf: (route) => (containsUnknown(route) ? undefined : routeKey(route as RouteLike)),
};

const LISTS: Readonly<Record<string, ListRule>> = {
  addresses: ADDRESSES,
  routes: ROUTES,
  'peer.addresses': ADDRESSES,
  'peer.routes': ROUTES,
};

function isSame(path: string, recorded: unknown, desired: unknown): boolean {
  const list = LISTS[path];
  if (list)
    return sameJson(recorded, desired) || differencesAt([], recorded, desired, list).length === 0;
  if (path.endsWith('mac')) return String(recorded).toLowerCase() === String(desired).toLowerCase();
  return recorded === desired;
}
