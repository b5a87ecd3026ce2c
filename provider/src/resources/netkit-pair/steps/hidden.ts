/** Ends in a network namespace that no name leads to any more, while processes keep it alive. Pure. */
import {
  canonicalAddress,
  canonicalRoute,
  type DeviceView,
  type End,
  type Netns,
  type PairAnswer,
  type PairView,
} from '@pulumi-netkit/contract';
import { netnsOf, type PairState } from '../state.js';

/**
 * The pair as a refresh reports it. An end whose namespace was named by a process that ended, or by a path that is gone, is still where
 * it was put. Nothing here can bring that name back, so a replacement would delete a living pair and then fail to make it again.
 * A name under /run/netns is different: the run may make a namespace of that name, and the pair belongs into it.
 */
export function asDeclared(
  recorded: PairState,
  view: PairView,
  missing: PairAnswer['missingNetns'],
): PairView {
  const end = (which: End, device: DeviceView): DeviceView => {
    const netns = netnsOf(recorded, which);
    const isHidden = device.netns?.startsWith('nsid:') ?? false;
    if (!isHidden || !missing[which] || isMadeHere(netns)) return device;
    const { addresses, routes } = which === 'primary' ? recorded : recorded.peer;
    return {
      ...device,
      netns,
      // What is in a namespace that cannot be entered is not seen.
      addresses: addresses.map(canonicalAddress),
      routes: routes.map(canonicalRoute),
    };
  };
  return { ...view, primary: end('primary', view.primary), peer: end('peer', view.peer) };
}

function isMadeHere(netns: Netns): boolean {
  if (netns?.startsWith('pid:')) return false;
  return !netns?.startsWith('/') || /^(\/var)?\/run\/netns\//.test(netns);
}
