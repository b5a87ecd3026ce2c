/** What to do so that a hook shows the chain that is desired. Pure: from an observation to steps. */
import type { BpfAttachmentChecked } from '../../generated/types.js';
import { NetkitError } from '../../errors.js';
import type { AttachmentAnswer, PinView } from '../../host/host.js';
import type { AttachmentRef, ObjectLoad, Plan, Step } from '../../plan/op.js';
import { order, type ChainStep } from './order.js';
import { configOf, groupsOf, hashOf, incarnationOf } from './programs.js';

const CHAIN_LIMIT = 63;

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
 * is no longer wanted; a chain that is built where the policy drops is kept shut until it is whole.
 * @throws NetkitError when the hook is not there or too full.
 */
export function planAttachment(desired: BpfAttachmentChecked, answer: AttachmentAnswer): Plan {
  if (answer.noHook) throw hookMissing(answer.noHook);
  const attachment = refOf(desired);
  const { revision: expect, chain } = answer;
  const pins = new Map(
    answer.pins.filter((pin) => isStanding(pin, answer)).map((pin) => [pin.name, pin]),
  );
  const wanted = desired.programs.map(({ name }) => name);
  const script = order(chain, wanted, desired.placement);
  const changed = desired.programs.filter((program) => {
    const pin = pins.get(program.name);
    return pin !== undefined && pin.config !== configOf(desired, program);
  });

  const swapped = new Set(changed.map(({ name }) => name));
  const placed = new Set(script.filter(({ step }) => step !== 'detach').map(({ name }) => name));
  // A program that moves is attached anew and needs no swap; both need a fresh copy, since a list takes a program once.
  const loading = new Set([...swapped, ...placed]);
  const swaps = changed.filter(({ name }) => !placed.has(name));
  const gate = answer.pins.find(({ role }) => role === 'gate');
  const isShut = gate !== undefined && !gate.isDefunct;
  // Nothing passes now; so nothing shall until the last program stands. One alone stands in one step.
  const shuts = !isShut && answer.isClosedWhenEmpty && chain.length === 0 && placed.size > 1;
  assertRoom(chain, script, wanted, shuts || isShut);

  const steps: Step[] = [];
  for (const pin of answer.pins)
    if (isLeftOver(pin, answer)) steps.push(drop(attachment, pin, expect));
  const standing = desired.programs.filter(
    ({ name }) => pins.has(name) && !swapped.has(name) && !placed.has(name),
  );
  for (const load of groupsOf(desired)) {
    const programs = load.programs.filter(({ name }) => loading.has(name));
    const [beside, apart] = [true, false].map((isSame) =>
      standing.filter((one) => (hashOf(one) === load.hash) === isSame).map(({ name }) => name),
    ) as [string[], string[]];
    if (programs.length > 0)
      steps.push(loadStep(desired, attachment, { ...load, programs, beside, apart }));
  }
  if (shuts) {
    steps.push({
      op: { op: 'gate.close', attachment, expect },
      undo: { op: 'gate.open', attachment, expect },
    });
  }
  for (const { name } of swaps) {
    const old = pins.get(name)?.programId ?? 0;
    steps.push({
      op: { op: 'chain.swap', attachment, name, old, expect },
      undo: { op: 'chain.swapBack', attachment, name },
      path: pathOf(wanted, name),
    });
  }
  for (const one of script) steps.push(chainStep(attachment, one, expect, wanted));
  if (shuts || isShut) steps.push({ op: { op: 'gate.open', attachment, expect } });
  // Last: until then all can be taken back.
  if (loading.size > 0 || answer.hasFreshMaps)
    steps.push({ op: { op: 'maps.commit', attachment } });
  return steps;
}

/** The steps that take an attachment away, shut while more than one program goes and the policy behind them drops. */
export function deleteSteps(declared: BpfAttachmentChecked, answer: AttachmentAnswer): Plan {
  const attachment = refOf(declared);
  const { revision: expect, chain } = answer;
  const live = chain.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const hasGate = answer.pins.some(({ role, isDefunct }) => role === 'gate' && !isDefunct);
  const shuts =
    answer.isClosedWhenEmpty &&
    live.length > 1 &&
    live.length === chain.length &&
    // A full hook has no place for a gate.
    live.length < CHAIN_LIMIT &&
    !hasGate;
  const gone = answer.pins.filter((pin) => isLeftOver(pin, answer));
  return [
    ...gone.map((pin) => drop(attachment, pin, expect)),
    ...(shuts ? [{ op: { op: 'gate.close', attachment, expect } } satisfies Step] : []),
    ...live
      .toReversed()
      .map((name): Step => ({ op: { op: 'chain.detach', attachment, name, expect } })),
    ...(shuts || hasGate ? [{ op: { op: 'gate.open', attachment, expect } } satisfies Step] : []),
    { op: { op: 'attachment.forget', attachment } },
    { op: { op: 'record.remove', incarnation: incarnationOf(attachment) } },
  ];
}

/** Whether a pin is of no use: a copy, a defunct link, or one on another device by now, which is ours all the same. */
function isLeftOver(pin: PinView, answer: AttachmentAnswer): boolean {
  return pin.isDefunct || (pin.role !== 'gate' && !isStanding(pin, answer));
}

/** Whether a pin holds a program of the chain; not a copy, a defunct link, or one that is somewhere else. */
function isStanding({ role, isDefunct, linkId }: PinView, { chain }: AttachmentAnswer): boolean {
  return role === 'program' && !isDefunct && chain.some((entry) => entry.linkId === linkId);
}

function loadStep(
  desired: BpfAttachmentChecked,
  attachment: AttachmentRef,
  load: ObjectLoad,
): Step {
  const [first] = load.programs;
  return {
    op: {
      op: 'object.load',
      attachment,
      owner: desired.owner,
      incarnation: incarnationOf(attachment),
      load,
    },
    undo: { op: 'object.unload', attachment, incarnation: incarnationOf(attachment) },
    path: `${pathOf(
      desired.programs.map(({ name }) => name),
      first?.name ?? '',
    )}.object`,
  };
}

function chainStep(
  attachment: AttachmentRef,
  one: ChainStep,
  expect: string,
  wanted: readonly string[],
): Step {
  const path = pathOf(wanted, one.name);
  switch (one.step) {
    case 'attach':
      return {
        op: { op: 'chain.attach', attachment, name: one.name, place: one.place, expect },
        undo: { op: 'chain.detach', attachment, name: one.name, expect },
        path,
      };
    // A move that is done is as good as before: the order is nobody's loss, so nothing takes it back.
    case 'move':
      return {
        op: { op: 'chain.move', attachment, name: one.name, place: one.place, expect },
        path,
      };
    case 'detach':
      return { op: { op: 'chain.detach', attachment, name: one.name, expect } };
  }
}

function drop(attachment: AttachmentRef, { pin }: PinView, expect: string): Step {
  return { op: { op: 'pin.drop', attachment, pin, expect } };
}

function pathOf(wanted: readonly string[], name: string): string {
  const index = wanted.indexOf(name);
  return index < 0 ? 'programs' : `programs[${index}]`;
}

// Each new program takes a slot before those that go give theirs back; a move needs one for the copy, and so does a gate.
function assertRoom(
  chain: AttachmentAnswer['chain'],
  script: readonly ChainStep[],
  wanted: readonly string[],
  hasGate: boolean,
): void {
  const added = script.filter(({ step }) => step === 'attach').length;
  const moves = script.some(({ step }) => step === 'move') ? 1 : 0;
  const gates = hasGate && added + moves > 0 ? 1 : 0;
  if (chain.length + added + moves + gates <= CHAIN_LIMIT) return;
  const foreign = chain
    .filter(({ name }) => name === undefined)
    .map(({ programName }) => programName);
  const ours = chain.length - foreign.length;
  const others = foreign.length > 0 ? `: ${foreign.slice(0, 5).join(', ')}` : '';
  const why = [
    ...(moves > 0 ? ['a program that is moved needs a free place for its copy'] : []),
    ...(gates > 0 ? ['one place keeps the hook shut until its chain is whole'] : []),
  ];
  throw new NetkitError(
    'chain-full',
    `${wanted.length} programs are wanted, ${added} of them new, on a hook that holds ${chain.length} (${ours} of this attachment, ${foreign.length} of others${others}); ${[`a hook holds at most ${CHAIN_LIMIT}`, ...why].join(', and ')}`,
    {
      path: 'programs',
      advice:
        moves > 0
          ? 'Declare fewer programs; remove some first, in an up of its own, to make room for a move'
          : 'Declare fewer programs',
    },
  );
}

function hookMissing(why: NonNullable<AttachmentAnswer['noHook']>): NetkitError {
  return new NetkitError(why.code, why.summary, { path: 'target', ...why.details });
}
