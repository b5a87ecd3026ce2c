/** What to do so that a hook shows the chain that is desired. Pure: from an observation to steps. */
import {
  type AttachmentAnswer,
  attachmentRecordId,
  type AttachmentRef,
  type BpfAttachmentChecked,
  type DeclaredChain,
  NetkitError,
  type ObjectLoad,
  type PinView,
  type Plan,
  sameJson,
  type Step,
} from '@pulumi-netkit/contract';
import { declaredOf } from './chain/declared.js';
import { type ChainStep, orderHook } from './chain/hook-order.js';
import { assertRoom, assertSolved, CHAIN_LIMIT } from './chain/refusals.js';
import { configOf, groupsOf, digestOf } from './chain/programs.js';

/** The id of the record there is, which an earlier release may have given; else of the one to be written. */
export function recordIdOf(attachment: AttachmentRef, { record }: AttachmentAnswer): string {
  return record?.incarnation ?? attachmentRecordId(attachment);
}

/** Who and where: the address of an attachment. */
export function refOf(
  declared: Pick<BpfAttachmentChecked, 'name' | 'attachType' | 'target'>,
): AttachmentRef {
  const { name, attachType, target } = declared;
  return {
    name,
    attachType,
    target: {
      name: target.name,
      netns: target.netns ?? null,
      ...(target.incarnation === undefined ? {} : { incarnation: target.incarnation }),
    },
  };
}

/**
 * Plans one round. Loads what is new, changed or to be moved, swaps programs in place, puts the chain in order, detaches what
 * is no longer wanted. A chain that is built where the policy drops is kept shut until it is whole: its first link runs the
 * gate so long. What a killed run left shut lets nothing pass, so it is taken away, and the next round begins anew.
 * A replacement gives each program that stands another link, program and maps, in its place.
 * @throws NetkitError when the hook is not there or too full.
 */
export function planAttachment(
  desired: BpfAttachmentChecked,
  answer: AttachmentAnswer,
  isReplacement = false,
): Plan {
  if (answer.noHook) throw hookMissing(answer.noHook);
  const attachment = refOf(desired);
  const { revision: expect, chain } = answer;
  if (hasGate(answer)) return takeDown(attachment, answer);
  const pins = new Map(
    answer.pins.filter((pin) => isStanding(pin, answer)).map((pin) => [pin.name, pin]),
  );
  const wanted = desired.programs.map(({ name }) => name);
  const { solved, steps: ordered } = orderHook(desired, answer);
  assertSolved(solved.unmet, desired);
  const script = isReplacement ? [...ordered, ...inPlace(chain, ordered)] : ordered;
  const changed = desired.programs.filter((program) => {
    const pin = pins.get(program.name);
    if (pin === undefined) return false;
    return isReplacement || pin.config !== configOf(desired, program);
  });

  const swapped = new Set(changed.map(({ name }) => name));
  const ofStep = (kind: ChainStep['step']): Set<string> =>
    new Set(
      script.flatMap((one) => (one.step === kind && 'own' in one.entry ? one.entry.own : [])),
    );
  const [attached, moved] = [ofStep('attach'), ofStep('move')];
  // A program that moves and changes is attached anew and needs no swap. One that only moves stays the one it is.
  const loading = new Set([...swapped, ...attached]);
  const swaps = changed.filter(({ name }) => !moved.has(name));
  // Nothing passes now; so nothing shall until the last program stands. One alone stands in one step.
  const shuts = answer.isClosedWhenEmpty && chain.length === 0 && attached.size > 1;
  assertRoom(answer, script, wanted);

  const steps = [...ownSteps(desired, answer), ...leftOvers(attachment, answer)];
  const standing = desired.programs.filter(({ name }) => pins.has(name) && !loading.has(name));
  for (const load of groupsOf(desired)) {
    const programs = load.programs.filter(({ name }) => loading.has(name));
    const [beside, apart] = [true, false].map((isSame) =>
      standing.filter((one) => (digestOf(one) === load.digest) === isSame).map(({ name }) => name),
    ) as [string[], string[]];
    if (programs.length > 0)
      steps.push(
        loadStep(desired, attachment, {
          ...load,
          programs,
          beside,
          apart,
          ...(isReplacement ? { isReplacement } : {}),
        }),
      );
  }
  for (const { name } of swaps) {
    const old = pins.get(name)?.programId ?? 0;
    steps.push({
      op: { op: 'chain.swap', attachment, name, old, expect },
      undo: { op: 'chain.swapBack', attachment, name },
      path: pathOf(wanted, name),
    });
  }
  const placing = script.map((one) => chainStep(attachment, one, expect, wanted));
  steps.push(...(shuts ? shut(placing) : placing));
  const declared = declaredOf(desired);
  const known = answer.record;
  if ((known !== undefined || loading.size > 0) && !sameJson(known?.declared, declared))
    steps.push(declareStep(attachment, declared, known?.declared));
  // Last: until then all can be taken back.
  if (loading.size > 0 || answer.hasFreshMaps)
    steps.push({ op: { op: 'maps.commit', attachment } });
  return steps;
}

/** Makes the record that of this resource: it was another's, or has another URN since. */
function ownSteps({ owner }: BpfAttachmentChecked, { record }: AttachmentAnswer): Step[] {
  if (!record || record.owner === owner) return [];
  const write = { op: 'record.write', record: { ...record, owner } } as const;
  return [{ op: write, undo: { op: 'record.write', record } }];
}

/** Steps that put a copy into the place of each program that stands and is not moved anyway. A full hook has no place for one. */
function inPlace(
  chain: AttachmentAnswer['chain'],
  ordered: readonly ChainStep[],
): readonly ChainStep[] {
  const added = ordered.filter(({ step }) => step === 'attach').length;
  if (chain.length + added >= CHAIN_LIMIT) return [];
  const placed = new Set(ordered.flatMap(({ entry }) => ('own' in entry ? entry.own : [])));
  return chain.flatMap(({ name }) =>
    name === undefined || placed.has(name)
      ? []
      : [{ step: 'move', entry: { own: name }, place: { before: { own: name } } }],
  );
}

/** Steps that attach a chain, first to run first, with the gate in the first's link until the last stands. */
function shut(steps: readonly Step[]): readonly Step[] {
  const [first, ...rest] = steps;
  if (first?.op.op !== 'chain.attach') return steps;
  const { attachment, name, expect } = first.op;
  return [
    { ...first, op: { ...first.op, op: 'gate.attach' } },
    ...rest,
    {
      ...first,
      op: { op: 'gate.open', attachment, name, expect },
      undo: { op: 'chain.swapBack', attachment, name },
    },
  ];
}

/**
 * The steps that take an attachment away, by its pins: whatever its device is called, and wherever it is. Shut while more than one
 * program goes and the policy behind them drops.
 */
export function deleteSteps(declared: BpfAttachmentChecked, answer: AttachmentAnswer): Plan {
  const attachment = refOf(declared);
  const { revision: expect, chain } = answer;
  const isOurs = chain.every(({ name }) => name !== undefined);
  const [first] = chain;
  const shuts = answer.isClosedWhenEmpty && isOurs && chain.length > 1 && !hasGate(answer);
  return [
    // In its link, for which even a full hook has a place.
    ...(shuts && first?.name !== undefined
      ? [{ op: { op: 'gate.close', attachment, name: first.name, expect } } satisfies Step]
      : []),
    ...shutUnseen(attachment, answer),
    ...takeDown(attachment, answer),
    { op: { op: 'attachment.forget', attachment } },
    { op: { op: 'record.remove', incarnation: recordIdOf(attachment, answer) } },
  ];
}

/**
 * Steps that shut a chain that cannot be read, in a namespace that neither a name nor a process leads to. Which program runs first
 * and what the policy is are not known; so each of them is swapped for the gate, which never lets pass what the whole chain would not.
 */
function shutUnseen(attachment: AttachmentRef, answer: AttachmentAnswer): Step[] {
  if (!attachment.attachType.startsWith('netkit/')) return [];
  const unseen = answer.pins.filter(
    (pin) => pin.role === 'program' && !pin.isDefunct && !isStanding(pin, answer),
  );
  if (unseen.length < 2) return [];
  return unseen
    .filter(({ isGate }) => !isGate)
    .map(({ name }): Step => {
      return { op: { op: 'gate.close', attachment, name, expect: answer.revision } };
    });
}

/** Takes ours out of the chain, the first to run last: it may be the gate. */
function takeDown(attachment: AttachmentRef, answer: AttachmentAnswer): Step[] {
  const { revision: expect, chain } = answer;
  return [
    ...leftOvers(attachment, answer),
    ...chain
      .flatMap(({ name }) => (name === undefined ? [] : [name]))
      .toReversed()
      .map((name): Step => ({ op: { op: 'chain.detach', attachment, name, expect } })),
  ];
}

function leftOvers(attachment: AttachmentRef, answer: AttachmentAnswer): Step[] {
  return answer.pins
    .filter((pin) => !isStanding(pin, answer))
    .map(({ pin }): Step => ({ op: { op: 'pin.drop', attachment, pin, expect: answer.revision } }));
}

function hasGate(answer: AttachmentAnswer): boolean {
  return answer.pins.some((pin) => pin.isGate && isStanding(pin, answer));
}

/**
 * Whether a pin holds a program of the chain. One that does not is of no use: a copy, a defunct link, or one on another device
 * by now, which is ours all the same.
 */
function isStanding({ linkId }: PinView, { chain }: AttachmentAnswer): boolean {
  return chain.some((entry) => entry.linkId === linkId);
}

function loadStep(
  desired: BpfAttachmentChecked,
  attachment: AttachmentRef,
  load: ObjectLoad,
): Step {
  const [first] = load.programs;
  const wanted = desired.programs.map(({ name }) => name);
  // Of several, the one at fault is known only when the kernel has refused it.
  const programs =
    load.programs.length === 1
      ? load.programs
      : load.programs.map((one) => ({ ...one, path: `${pathOf(wanted, one.name)}.program` }));
  return {
    op: {
      op: 'object.load',
      attachment,
      owner: desired.owner,
      load: { ...load, programs },
    },
    undo: { op: 'object.unload', attachment },
    path: `${pathOf(wanted, first?.name ?? '')}.object`,
  };
}

function declareStep(
  attachment: AttachmentRef,
  declared: DeclaredChain,
  before: DeclaredChain | undefined,
): Step {
  const op = { op: 'attachment.declare', attachment } as const;
  return {
    op: { ...op, declared },
    ...(before === undefined ? {} : { undo: { ...op, declared: before } }),
  };
}

function chainStep(
  attachment: AttachmentRef,
  one: ChainStep,
  expect: string,
  wanted: readonly string[],
): Step {
  const { entry } = one;
  // A move that is done is as good as before: the order is nobody's loss, so nothing takes it back.
  if ('other' in entry && one.step === 'move') {
    const { other, name } = entry;
    return { op: { op: 'chain.moveOther', attachment, other, name, place: one.place, expect } };
  }
  if (!('own' in entry)) throw new NetkitError('internal', `a plan to ${one.step} what is foreign`);
  const name = entry.own;
  const path = pathOf(wanted, name);
  switch (one.step) {
    case 'attach':
      return {
        op: { op: 'chain.attach', attachment, name, place: one.place, expect },
        undo: { op: 'chain.detach', attachment, name, expect },
        path,
      };
    case 'move':
      return { op: { op: 'chain.move', attachment, name, place: one.place, expect }, path };
    case 'detach':
      return { op: { op: 'chain.detach', attachment, name, expect } };
  }
}

function pathOf(wanted: readonly string[], name: string): string {
  const index = wanted.indexOf(name);
  return index < 0 ? 'programs' : `programs[${index}]`;
}

function hookMissing(why: NonNullable<AttachmentAnswer['noHook']>): NetkitError {
  return new NetkitError(why.code, why.summary, { path: 'target', ...why.details });
}
