/** What to do so that the host shows the pair that is desired. Pure: from an observation to steps. */
import {
  altNameOf,
  birthGroup,
  type DeviceRef,
  type DeviceView,
  type End,
  type EndCreation,
  type Hold,
  macOf,
  type NetkitPairChecked,
  type Occupant,
  type OwnerRecord,
  type PairAnswer,
  type PairCreation,
  type PairView,
  parseAltName,
  type Plan,
  sizesOf,
  type Step,
} from '@pulumi-netkit/contract';
import type { Run } from '../common/resource.js';
import { endSteps, setPolicySteps } from './steps/end-steps.js';
import {
  adoptMismatch,
  fixedDifferences,
  netnsUnusable,
  taken,
  unsupported,
} from './steps/refusals.js';
import { netnsOf } from './state.js';
import { freeName, withoutStanding } from './steps/way.js';

/** The steps of one round, and what is said about them. */
export interface PairPlan {
  readonly steps: Plan;
  /** Set when the steps are to be taken back at the end of the run, unless another resource goes on from them. */
  readonly hold?: Hold;
  /** Set when an existing pair is taken over: whose it was. */
  readonly adopts?: string;
}

/**
 * Plans one round: finishes or clears what a killed run left, takes over, creates, or changes in place. After it ran, a
 * fresh look that plans no step is the proof that the kernel shows what is desired.
 * @throws NetkitError when a stranger is in the way or this kernel cannot do it.
 */
export function planPair(desired: NetkitPairChecked, seen: PairAnswer, run?: Run): PairPlan {
  const { answer, replaced } = withoutStanding(desired, seen, run?.standing);
  const freeing = freeName(desired, answer, run);
  if (freeing) return { steps: [freeing.step], hold: freeing.hold };
  if (answer.ours) {
    const { primary, peer } = answer.occupants;
    if (primary || peer) throw taken(desired, answer.occupants, true);
    return {
      steps: [...planUpdate(desired, answer.ours), ...settleRecord(desired, answer.record)],
    };
  }
  for (const end of ['primary', 'peer'] as const) {
    const missing = answer.missingNetns[end];
    if (missing) throw netnsUnusable(end, missing);
  }
  // What this owner made elsewhere and knows of may be the pair that this one replaces: it is not ours to clear.
  const [mine, elsewhere] = split(
    answer.leftovers,
    ({ record }) =>
      record.incarnation !== run?.retained &&
      (record.phase === 'creating' || isSamePlace(record, desired)),
  );
  const kept = mine.find(
    ({ record, pair }) =>
      record.phase === 'made' && pair && fixedDifferences(desired, pair).length === 0,
  );
  const clear = clearSteps(
    mine.filter((leftover) => leftover !== kept),
    kept?.pair,
  );
  if (replaced) clear.push(deleteStep(replaced), ...forgetAll([run?.standing ?? '']));
  if (kept?.pair) return { steps: [...clear, ...takeOver(desired, kept.pair, kept.record)] };
  const occupants = { ...occupantsOf(elsewhere, desired), ...answer.occupants };
  const { primary, peer } = occupants;
  if (!primary && !peer) return { steps: [...clear, ...createSteps(desired)] };
  const pair = primary?.pair;
  if (
    !desired.adopt ||
    !pair ||
    !isOneDevice(primary.device, pair.primary) ||
    (peer && !isOneDevice(peer.device, pair.peer))
  ) {
    throw taken(desired, occupants);
  }
  const differences = fixedDifferences(desired, pair);
  if (differences.length > 0) throw adoptMismatch(desired, differences);
  return {
    steps: [...clear, ...takeOver(desired, pair, primary.record)],
    adopts: primary.record?.owner ?? 'nobody we know',
  };
}

/** The steps that remove the pair of one incarnation; none but the record's when it is already gone. */
export function deleteSteps(incarnation: string, ours: PairView | undefined): Plan {
  const forget: Step = { op: { op: 'record.remove', incarnation } };
  return ours ? [deleteStep(ours), forget] : [forget];
}

/** The undo of steps that ran in earlier plans, in reverse, with slots resolved to names. */
export function undoSteps(done: Plan, desired: NetkitPairChecked): Plan {
  return done
    .flatMap(({ undo }) => (undo ? [{ op: undo }] : []))
    .reverse()
    .map(({ op }) =>
      'device' in op && 'newborn' in op.device
        ? { op: { ...op, device: ownRef(desired, op.device.newborn) } }
        : { op },
    );
}

/** The steps that change a pair of ours in place. @throws NetkitError when it differs in what is fixed at creation */
export function planUpdate(desired: NetkitPairChecked, ours: PairView): Plan {
  const differences = fixedDifferences(desired, ours);
  if (differences.length > 0) throw unsupported(desired, differences);
  const refs = markRefs(desired, ours);
  return [
    ...missingAltNames(desired.incarnation, ours),
    ...staleMarks(desired, ours),
    ...changeSteps(desired, ours, refs),
  ];
}

// A helper that died between the last change and the note that all is made; a program whose resource got another URN.
function settleRecord(desired: NetkitPairChecked, record: OwnerRecord | undefined): Plan {
  if (record?.phase === 'made' && record.owner === desired.owner) return [];
  return [{ op: { op: 'record.write', record: recordOf(desired, 'made') } }];
}

// An alternative name that somebody removed is given back while the other end still tells who this is.
function missingAltNames(incarnation: string, pair: PairView): Plan {
  return (
    (['primary', 'peer'] as const)
      .filter((end) => !pair[end].altNames.includes(altNameOf(incarnation, end)))
      // A namespace that nobody named cannot be entered; the other end tells enough.
      .filter((end) => !pair[end].netns?.startsWith('nsid:'))
      .map((end) => ({
        op: { op: 'altName.add', device: refOf(pair[end]), altName: altNameOf(incarnation, end) },
      }))
  );
}

// Another incarnation's names on a pair that carries ours: a take-over was killed in between.
function staleMarks(desired: NetkitPairChecked, pair: PairView): Plan {
  const refs = markRefs(desired, pair);
  const marks = (['primary', 'peer'] as const).flatMap((end) =>
    othersMarks(pair[end], desired.incarnation).map((mark) => ({ ...mark, end })),
  );
  return [
    ...forgetAll(marks.map(({ incarnation }) => incarnation)),
    ...marks.map(({ altName, end }) => dropMark(refs[end], altName)),
  ];
}

function othersMarks(
  { altNames }: DeviceView,
  incarnation: string,
): { readonly altName: string; readonly incarnation: string }[] {
  return altNames.flatMap((altName) => {
    const mark = parseAltName(altName);
    return mark && mark.incarnation !== incarnation
      ? [{ altName, incarnation: mark.incarnation }]
      : [];
  });
}

function forgetAll(incarnations: readonly string[]): Step[] {
  return [...new Set(incarnations)].map((incarnation) => ({
    op: { op: 'record.remove', incarnation },
  }));
}

/** Removes what earlier tries left, each pair once: two records may tell of one when a take-over was killed in between. */
function clearSteps(leftovers: PairAnswer['leftovers'], kept: PairView | undefined): Step[] {
  const cleared = kept ? [kept] : [];
  return leftovers.flatMap(({ record, pair }) => {
    const forget: Step = { op: { op: 'record.remove', incarnation: record.incarnation } };
    if (!pair || cleared.some(({ primary }) => isOneDevice(primary, pair.primary))) return [forget];
    cleared.push(pair);
    return [deleteStep(pair), forget];
  });
}

function occupantsOf(
  leftovers: PairAnswer['leftovers'],
  desired: NetkitPairChecked,
): PairAnswer['occupants'] {
  const occupants: Partial<Record<End, Occupant>> = {};
  for (const { record, pair } of leftovers) {
    for (const device of pair ? [pair.primary, pair.peer] : []) {
      for (const end of ['primary', 'peer'] as const) {
        const { name } = end === 'primary' ? desired : desired.peer;
        const isThere = device.name === name && device.netns === netnsOf(desired, end);
        if (isThere && pair) occupants[end] = { device, pair, record };
      }
    }
  }
  return occupants;
}

function createSteps(desired: NetkitPairChecked): Plan {
  const slots = {
    primary: { newborn: 'primary', netns: netnsOf(desired, 'primary'), name: desired.name },
    peer: { newborn: 'peer', netns: netnsOf(desired, 'peer'), name: desired.peer.name },
  } as const;
  return [
    {
      op: { op: 'record.write', record: recordOf(desired, 'creating') },
      undo: { op: 'record.remove', incarnation: desired.incarnation },
    },
    {
      op: { op: 'pair.create', pair: creationOf(desired) },
      undo: { op: 'pair.delete', device: slots.primary },
    },
    ...(['primary', 'peer'] as const).map((end): Step => ({
      op: { op: 'altName.add', device: slots[end], altName: altNameOf(desired.incarnation, end) },
    })),
    ...changeSteps(desired, newborn(desired), slots),
    { op: { op: 'record.write', record: recordOf(desired, 'made') } },
  ];
}

// The previous record goes before the previous names: killed in between, the names still tell that there was one.
function takeOver(
  desired: NetkitPairChecked,
  pair: PairView,
  previous: OwnerRecord | undefined,
): Plan {
  const ends = ['primary', 'peer'] as const;
  const marks = ends.flatMap((end) =>
    othersMarks(pair[end], desired.incarnation).map((mark) => ({ ...mark, end })),
  );
  const refs = markRefs(desired, pair);
  const known = previous?.incarnation;
  const others = marks.map(({ incarnation }) => incarnation).filter((one) => one !== known);
  return [
    {
      op: { op: 'record.write', record: recordOf(desired, 'made') },
      undo: { op: 'record.remove', incarnation: desired.incarnation },
    },
    ...ends.map((end): Step => {
      const [device, altName] = [refOf(pair[end]), altNameOf(desired.incarnation, end)];
      return {
        op: { op: 'altName.add', device, altName },
        undo: { op: 'altName.delete', device, altName },
      };
    }),
    ...(previous
      ? [
          {
            op: { op: 'record.remove', incarnation: previous.incarnation },
            undo: { op: 'record.write', record: previous },
          } satisfies Step,
        ]
      : []),
    ...forgetAll(others),
    ...marks.map(({ altName, end }) => dropMark(refs[end], altName)),
  ];
}

function dropMark(device: DeviceRef, altName: string): Step {
  return {
    op: { op: 'altName.delete', device, altName },
    undo: { op: 'altName.add', device, altName },
  };
}

/** Everything that is changed in place: what closes comes first, what opens last. */
function changeSteps(
  desired: NetkitPairChecked,
  from: PairView,
  refs: Record<End, DeviceRef>,
): Plan {
  const primary = endSteps('', desired, from.primary, refs.primary);
  const peer = endSteps('peer.', desired.peer, from.peer, refs.peer);
  const policies = setPolicySteps(desired, from, refs.primary);
  return [
    ...policies.close,
    ...primary.down,
    ...peer.down,
    ...primary.settings,
    ...peer.settings,
    ...primary.addresses,
    ...peer.addresses,
    ...peer.up,
    ...primary.up,
    ...primary.routes,
    ...peer.routes,
    ...policies.open,
  ];
}

/** A device by a name only we gave it; before we gave one (adoption), by whatever alternative or plain name it has. */
function refOf(device: DeviceView): DeviceRef {
  const own = device.altNames.find((name) => parseAltName(name) !== undefined);
  return { netns: device.netns, altName: own ?? device.name, name: device.name };
}

/** Deletes both ends through the one that can be reached: a namespace that nobody named cannot be entered. */
function deleteStep({ primary, peer }: PairView): Step {
  const device = primary.netns?.startsWith('nsid:') ? peer : primary;
  return { op: { op: 'pair.delete', device: refOf(device) } };
}

function isOneDevice(a: DeviceView, b: DeviceView): boolean {
  return a.ifindex === b.ifindex && a.netns === b.netns;
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Both ends by the marks of the desired incarnation, wherever they are and whatever they are called now. */
function markRefs({ incarnation }: NetkitPairChecked, pair: PairView): Record<End, DeviceRef> {
  const ref = (end: End): DeviceRef => {
    const { netns, name } = pair[end];
    return { netns, name, altName: altNameOf(incarnation, end) };
  };
  return { primary: ref('primary'), peer: ref('peer') };
}

function ownRef(desired: NetkitPairChecked, end: End): DeviceRef {
  const { name } = end === 'primary' ? desired : desired.peer;
  return { netns: netnsOf(desired, end), altName: altNameOf(desired.incarnation, end), name };
}

function isSamePlace(record: OwnerRecord, desired: NetkitPairChecked): boolean {
  return (
    record.kind === 'pair' &&
    record.name === desired.name &&
    record.netns === netnsOf(desired, 'primary')
  );
}

function recordOf(desired: NetkitPairChecked, phase: OwnerRecord['phase']): OwnerRecord {
  return {
    kind: 'pair',
    incarnation: desired.incarnation,
    owner: desired.owner,
    phase,
    name: desired.name,
    netns: netnsOf(desired, 'primary'),
    peer: { name: desired.peer.name, netns: netnsOf(desired, 'peer') },
  };
}

function creationOf(desired: NetkitPairChecked): PairCreation {
  const { mode, policy, peerPolicy, scrub, peerScrub, headroom, tailroom } = desired;
  return {
    mode,
    policy,
    peerPolicy,
    scrub,
    peerScrub,
    headroom,
    tailroom,
    primary: birth(desired, 'primary'),
    peer: birth(desired, 'peer'),
  };
}

function birth(desired: NetkitPairChecked, end: End): EndCreation {
  const from = end === 'primary' ? desired : desired.peer;
  const { mac = desired.mode === 'l2' ? macOf(desired.incarnation, end) : undefined } = from;
  return {
    name: from.name,
    netns: netnsOf(desired, end),
    mtu: from.mtu,
    ...(mac === undefined ? {} : { mac }),
    group: birthGroup(desired.incarnation),
    txQueueLength: from.txQueueLength,
    ...sizesOf(from),
  };
}

/** The pair as the create call leaves it: down, bare, in its birth group. */
function newborn(desired: NetkitPairChecked): PairView {
  const device = (end: End): DeviceView => ({
    ...birth(desired, end),
    ifindex: 0,
    up: false,
    operstate: 'down',
    alias: '',
    altNames: [],
    addresses: [],
    routes: [],
  });
  return { ...creationOf(desired), primary: device('primary'), peer: device('peer') };
}
