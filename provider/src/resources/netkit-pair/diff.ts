/** What changed between the state of a pair and its inputs. Pure. */
import { canonicalAddress, canonicalRoute } from '../../check/ip.js';
import { containsUnknown } from '../../check/unknown.js';
import type { NetkitPairChecked, RouteChecked } from '../../generated/types.js';
import { SCHEMA } from '../../generated/schema.js';
import { diffByKeys, type Diff } from '../diff.js';
import { isSameRoute } from './end-steps.js';
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
  return diffByKeys('NetkitPair', keys, recorded, desired, isSame);
}

const KEYS = [
  ...Object.keys(SCHEMA.resources['netkit:index:NetkitPair']?.inputProperties ?? {}).filter(
    (key) => key !== 'peer',
  ),
  ...Object.keys(SCHEMA.types['netkit:index:Peer']?.properties ?? {})
    .filter((key) => key !== 'incarnation')
    .map((key) => `peer.${key}`),
];

function isSame(path: string, recorded: unknown, desired: unknown): boolean {
  if (containsUnknown(desired)) return false;
  if (path.endsWith('addresses')) {
    const canonical = (list: unknown): string =>
      (list as string[]).map(canonicalAddress).sort().join(' ');
    return canonical(recorded) === canonical(desired);
  }
  if (path.endsWith('routes')) {
    const [is, want] = [recorded, desired].map((list) =>
      (list as RouteChecked[]).map(canonicalRoute),
    );
    return (
      is?.length === want?.length &&
      (want ?? []).every((route) => (is ?? []).some((other) => isSameRoute(other, route)))
    );
  }
  if (path.endsWith('mac')) return String(recorded).toLowerCase() === String(desired).toLowerCase();
  return recorded === desired;
}
