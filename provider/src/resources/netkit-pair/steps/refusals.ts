/** Why a plan cannot be made, in words. Pure. */
import {
  type End,
  type ErrorJson,
  NetkitError,
  type NetkitPairChecked,
  type PairAnswer,
  type PairView,
} from '@pulumi-netkit/contract';
import { ownerIs } from '../../common/owner.js';
import { netnsOf } from '../state.js';

/** A property that is fixed at creation and is not what is desired. */
export interface FixedDifference {
  readonly path: string;
  readonly desired: string | number;
  /** Undefined: this kernel does not know the attribute. */
  readonly observed: string | number | undefined;
}

/** Where an existing pair differs in what no later message can change. */
export function fixedDifferences(
  desired: NetkitPairChecked,
  observed: PairView,
): FixedDifference[] {
  const differences: FixedDifference[] = [];
  const expect = (
    path: string,
    want: string | number,
    is: string | number | undefined,
    same = want === is,
  ): void => {
    if (!same) differences.push({ path, desired: want, observed: is });
  };
  expect('mode', desired.mode, observed.mode);
  // A kernel without these attributes behaves as their default says.
  expect('scrub', desired.scrub, observed.scrub, desired.scrub === (observed.scrub ?? 'default'));
  expect(
    'peerScrub',
    desired.peerScrub,
    observed.peerScrub,
    desired.peerScrub === (observed.peerScrub ?? 'default'),
  );
  // Bridges may raise the headroom of what they hold: more than asked for is as good.
  expect(
    'headroom',
    desired.headroom,
    observed.headroom,
    (observed.headroom ?? 0) >= desired.headroom,
  );
  expect(
    'tailroom',
    desired.tailroom,
    observed.tailroom,
    (observed.tailroom ?? 0) >= desired.tailroom,
  );
  const place = (path: string, end: End): void => {
    const [want, is] = [netnsOf(desired, end), observed[end].netns];
    expect(path, want ?? "the host's own", is ?? "the host's own");
  };
  place('netns', 'primary');
  place('peer.netns', 'peer');
  return differences;
}

const SINCE: Readonly<Record<string, string>> = {
  scrub: '6.13 (or 6.12 stable)',
  peerScrub: '6.13 (or 6.12 stable)',
  headroom: '6.14',
  tailroom: '6.14',
};

/** A pair of ours shows something else than what it was told at birth. */
export function unsupported(
  desired: NetkitPairChecked,
  differences: readonly FixedDifference[],
): NetkitError {
  const [first] = differences as readonly [FixedDifference];
  const since = SINCE[first.path];
  if (since !== undefined && (first.observed === undefined || first.observed === 0)) {
    return new NetkitError(
      'feature-missing',
      `this kernel took ${first.path} ${first.desired} without a word and ignored it; it needs Linux ${since}`,
      { path: first.path, advice: `Leave ${first.path} out, or run a newer kernel` },
    );
  }
  return new NetkitError(
    'readback-mismatch',
    `${desired.name} shows ${list(differences)}, which cannot be changed in place`,
    { path: first.path, advice: 'Run pulumi refresh, then up: the pair is replaced' },
  );
}

/** An existing pair differs in what is fixed at creation. */
export function adoptMismatch(
  desired: NetkitPairChecked,
  differences: readonly FixedDifference[],
): NetkitError {
  return new NetkitError(
    'adopt-mismatch',
    `${desired.name} exists and cannot be taken over: it shows ${list(differences)}, fixed at creation`,
    { path: differences[0]?.path ?? 'adopt', advice: 'Declare what it has, or delete it first' },
  );
}

/** A stranger has a name we want; a pair that exists cannot take one over. */
export function taken(
  desired: NetkitPairChecked,
  occupants: PairAnswer['occupants'],
  isUpdate = false,
): NetkitError {
  const end: End = occupants.primary ? 'primary' : 'peer';
  const occupant = occupants.primary ?? occupants.peer;
  if (!occupant) return new NetkitError('internal', `nobody is in the way of ${desired.name}`);
  const { device, pair, record } = occupant;
  const path = end === 'primary' ? 'name' : 'peer.name';
  const where = device.netns === null ? 'on the host' : `in ${device.netns}`;
  const kind = device.kind ?? 'no virtual device';
  const wanted = end === 'primary' ? desired.name : desired.peer.name;
  // A namespace holds each name once, alternative names included.
  const what =
    device.name === wanted
      ? `"${wanted}" exists ${where} (ifindex ${device.ifindex}, ${kind})`
      : `"${wanted}" is an alternative name of "${device.name}" ${where} (ifindex ${device.ifindex}, ${kind}), which`;
  const remove =
    device.name === wanted
      ? 'delete it yourself'
      : `remove the alternative name with "ip link property del dev ${device.name} altname ${wanted}"`;
  if (device.kind !== 'netkit') {
    const not = device.name === wanted ? 'and is not' : 'is not';
    return new NetkitError('device-not-netkit', `${what} ${not} a netkit device`, {
      path,
      errno: 'EEXIST',
      advice: `Choose another name, or ${remove}`,
    });
  }
  const { words: whose, advice: other } = record
    ? ownerIs(record.owner, desired.owner)
    : { words: 'was not made by this resource', advice: `Choose another name, ${remove}` };
  const advice = isUpdate
    ? record
      ? other
      : `Choose another name, or ${remove}`
    : pair && desired.adopt
      ? 'Its pair is another one than declared: name both ends of the pair to adopt'
      : `${other}, or set adopt: true to take it over`;
  return new NetkitError(
    'device-taken',
    `${what} ${device.name === wanted ? 'and ' : ''}${whose}; it was left untouched`,
    { path, errno: 'EEXIST', advice },
  );
}

/** The namespace of one end cannot be entered. */
export function netnsUnusable(end: End, error: ErrorJson): NetkitError {
  return new NetkitError(error.code, error.summary, {
    ...error.details,
    path: end === 'primary' ? 'netns' : 'peer.netns',
  });
}

function list(differences: readonly FixedDifference[]): string {
  return differences
    .map(
      ({ path, desired, observed }) =>
        `${path} ${observed ?? 'unknown to this kernel'} (declared: ${desired})`,
    )
    .join(', ');
}
