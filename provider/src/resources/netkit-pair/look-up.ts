/** Finds a pair that exists by name alone, for imports and look-ups, and says what is there when it is none. Asks, and changes nothing. */
import {
  type Host,
  NetkitError,
  type NetkitPairChecked,
  type Netns,
  type Occupant,
  type PairView,
  parseAltName,
  VALUE_FORMATS,
} from '@pulumi-netkit/contract';
import { declaredEnd, pairId, pairState, type PairState } from './state.js';

/** A pair that was found. */
export interface FoundPair {
  readonly state: PairState;
  /** Whether a mark of ours is on it; else its incarnation is made of where it stands. */
  readonly isMarked: boolean;
}

/** The pair whose primary has this name. @throws NetkitError: nothing is there, a peer, or a device of another kind */
export async function lookUpPair(host: Host, name: string, netns: Netns): Promise<FoundPair> {
  const isName = VALUE_FORMATS['device-name'](name) === undefined;
  const isNetns = netns === null || VALUE_FORMATS.netns(netns) === undefined;
  if (!isName || !isNetns) throw missing(name, netns);
  const { occupants, missingNetns } = await host.observe({
    kind: 'pair',
    incarnation: '',
    name,
    netns,
    peer: { name: '', netns },
  });
  const { primary: found } = occupants;
  if (found?.device.name !== name) throw missing(name, netns, missingNetns.primary?.summary);
  const pair = pairOf(found);
  const mark = [...pair.primary.altNames, ...pair.peer.altNames]
    .map(parseAltName)
    .find((one) => one !== undefined);
  const incarnation = mark?.incarnation ?? found.unmarked ?? '';
  const declared = declarationOf(pair, incarnation, found.record?.owner ?? '');
  const history = { adopted: mark === undefined, changes: [] };
  return {
    state: pairState(declared, pair, await host.facts(), history),
    isMarked: mark !== undefined,
  };
}

/** The inputs that would declare what is there. */
export function declarationOf(
  pair: PairView,
  incarnation: string,
  owner: string,
): NetkitPairChecked {
  return {
    incarnation,
    owner,
    adopt: false,
    ...declaredEnd(pair.primary),
    mode: pair.mode,
    policy: pair.policy,
    peerPolicy: pair.peerPolicy,
    scrub: pair.scrub ?? 'default',
    peerScrub: pair.peerScrub ?? 'default',
    headroom: pair.headroom ?? 0,
    tailroom: pair.tailroom ?? 0,
    peer: { ...declaredEnd(pair.peer), incarnation },
  };
}

function pairOf({ device, pair }: Occupant): PairView {
  const what = `"${device.name}" ${placed(device.netns)}`;
  if (device.kind !== 'netkit') {
    const kind = device.kind === undefined ? 'no virtual device' : `of kind ${device.kind}`;
    throw new NetkitError('device-not-netkit', `${what} is ${kind}, and not a netkit device`, {
      advice: 'Name the primary of a netkit pair',
    });
  }
  if (!pair) {
    throw new NetkitError('device-not-netkit', `${what} is a netkit device without a peer to see`, {
      advice: 'Name the primary of a pair; a single device has no peer',
    });
  }
  const { primary } = pair;
  if (primary.ifindex === device.ifindex && primary.netns === device.netns) return pair;
  const isHidden = primary.netns?.startsWith('nsid:') ?? false;
  const id = pairId({ name: primary.name, netns: primary.netns ?? undefined });
  throw new NetkitError(
    'device-is-peer',
    `${what} is the peer of its pair, whose primary is "${primary.name}" ${placed(primary.netns)}`,
    {
      advice: isHidden
        ? "Give the primary's namespace a name with ip netns attach, and name the primary"
        : `Name the primary: "${id}"`,
    },
  );
}

function missing(name: string, netns: Netns, why?: string): NetkitError {
  const id = pairId({ name, netns: netns ?? undefined });
  const because = why === undefined ? '' : `: ${why}`;
  return new NetkitError('does-not-exist', `there is no netkit primary "${id}"${because}`, {
    advice:
      'Give the primary as NAME or NETNS/NAME, with HOST: in front when it is on another host',
  });
}

function placed(netns: Netns): string {
  return netns === null ? 'on the host' : `in ${netns}`;
}
