/** BpfAttachment: the six verbs. README.md in this folder tells its life. */
import {
  asNetkitError,
  type AttachmentAnswer,
  type AttachmentQuery,
  type BpfAttachmentChecked,
  describePlan,
  type Hold,
  type Host,
  NetkitError,
  type ObjectFiles,
  type Plan,
  type Step,
} from '@pulumi-netkit/contract';
import { converge, unlessMoved } from '../common/converge.js';
import { assertImportable, assertNotTaken, ownerIs, tookOver } from '../common/owner.js';
import { previewOutputs } from '../common/preview.js';
import {
  leftUnseen,
  PartialError,
  type Json,
  type Made,
  type Resource,
  type Run,
} from '../common/resource.js';
import { assertReadable, isLookUp } from '../common/state.js';
import { diffAttachment } from './diff.js';
import { isSameDevice, moveSteps } from './chain/follow.js';
import { checkAttachment } from './inputs.js';
import { lookUpAttachment } from './look-up.js';
import { deleteSteps, planAttachment, refOf } from './plan.js';
import { inputOrder } from './chain/declared.js';
import { foreseen } from './chain/foresee.js';
import { digestOf } from './chain/programs.js';
import { cycleFailures } from './rules/anchor-rules.js';
import { mapFailures } from './rules/map-rules.js';
import { objectFailures } from './rules/object-rules.js';
import {
  attachmentId,
  attachmentState,
  observedInputs,
  readInputs,
  type AttachmentState,
} from './state.js';

const room: Resource<Host, BpfAttachmentChecked & Json, AttachmentState> = {
  kind: 'BpfAttachment',
  check: checkAttachment,

  async inspect(inputs, outlineOf, recorded) {
    const failures = await objectFailures(inputs, outlineOf);
    if (failures.length > 0) return failures;
    return mapFailures(inputs, recorded, outlineOf);
  },

  claims(inputs) {
    return [{ property: 'name', what: `attachment ${attachmentId(inputs)}` }];
  },

  together: {
    group(inputs) {
      const { attachType, target, host } = inputs;
      return JSON.stringify([host ?? null, target.netns ?? null, target.name, attachType]);
    },
    failures: cycleFailures,
  },

  device({ target }) {
    return target.netns === undefined ? target.name : undefined;
  },

  diff(recorded, desired) {
    assertReadable(recorded);
    return diffAttachment(recorded, desired);
  },

  preview: (recorded, desired) =>
    previewOutputs('BpfAttachment', recorded, desired, ['attached', 'revision', 'changes']),

  async foresee(host, desired) {
    const answer = await host.observe(attachmentQuery(desired));
    return answer.noHook ? undefined : foreseen(desired, answer);
  },

  async create(host, desired, run) {
    const id = attachmentId(desired);
    return { id, ...(await apply(host, id, desired, undefined, [], run)) };
  },

  async read(host, id, recorded) {
    assertReadable(recorded);
    if (isLookUp(recorded)) {
      const found = await lookUpAttachment(host, id);
      assertImportable('attachment-taken', found, recorded);
      return { id, state: { ...found }, inputs: { ...observedInputs(found) } };
    }
    const declared = observedInputs(recorded);
    const answer = await host.observe(attachmentQuery(declared));
    // While a pin or a record is left, as of a device that somebody deleted, it is there with an empty chain: what the engine
    // takes for gone it never deletes, and the leftovers would stay for ever.
    if (answer.pins.length === 0 && !answer.record) return undefined;
    // What was declared on the host, since the state says only what of it held at the last look.
    const wish = answer.record?.declared ? inputOrder(answer.record.declared) : {};
    const seen = {
      ...attachmentState({ ...declared, ...wish }, answer, await host.facts(), recorded.changes),
      inputsDigest: recorded.inputsDigest,
    };
    return {
      id,
      state: { ...seen },
      inputs: readInputs(seen),
    };
  },

  async update(host, id, recorded, desired) {
    assertReadable(recorded);
    if (recorded.target.name === desired.target.name) return apply(host, id, desired, recorded);
    return applyElsewhere(host, id, desired, recorded);
  },

  async delete(host, _id, recorded, owner) {
    assertReadable(recorded);
    await remove(host, observedInputs(recorded), owner);
  },
};

/** The resource `netkit:index:BpfAttachment`. */
export const bpfAttachment: Resource = room;

async function remove(host: Host, declared: BpfAttachmentChecked, owner?: string): Promise<void> {
  await unlessMoved(async () => {
    const answer = await host.observe({ ...attachmentQuery(declared), byLinks: true });
    if (isReplaced(declared, answer)) return;
    assertNotTaken('attachment-taken', declared, answer.record, owner);
    await host.run(deleteSteps(declared, answer));
  });
}

/** An update whose target has another name: of the same device, or another device, which gets the programs first. */
async function applyElsewhere(
  host: Host,
  id: string,
  desired: BpfAttachmentChecked,
  recorded: AttachmentState,
): Promise<Made<AttachmentState>> {
  const [from, to] = [refOf(recorded), refOf(desired)];
  assertFree({ ...desired, adopt: false }, await host.observe(attachmentQuery(desired)));
  const answer = await host.observe({ ...attachmentQuery(recorded), byLinks: true });
  assertNotTaken('attachment-taken', recorded, answer.record, desired.owner, desired.adopt);
  if (!isReplaced(recorded, answer) && isSameDevice(answer, to)) {
    const steps = moveSteps(from, to, answer);
    await host.run(steps);
    return apply(host, id, desired, { ...recorded, target: desired.target }, steps);
  }
  const made = await apply(host, id, desired, recorded);
  await remove(host, observedInputs(recorded), desired.owner);
  return made;
}

/**
 * Whose the programs are that stand at the address, when they are another resource's and are taken over.
 * @throws NetkitError `attachment-taken` when they are not to be
 */
function assertFree(
  desired: BpfAttachmentChecked,
  { record, chain }: AttachmentAnswer,
): string | undefined {
  const isTaken = record !== undefined && record.owner !== desired.owner;
  if (!isTaken || chain.every(({ name }) => name === undefined)) return undefined;
  if (desired.adopt) return record.owner;
  const { words, advice } = ownerIs(record.owner, desired.owner);
  throw new NetkitError(
    'attachment-taken',
    `attachment "${attachmentId(desired)}" exists and ${words}; it was left untouched`,
    { path: 'name', advice: `${advice}, or set adopt: true to take it over` },
  );
}

/**
 * Whether a create replaces what stands: the state of the run names it, or may name it. A state that was lost or is an older one
 * does not, and then the create goes on with what stands.
 */
function isForced(
  desired: BpfAttachmentChecked,
  answer: AttachmentAnswer,
  run: Run | undefined,
): boolean {
  if (!isReplaced(desired, answer)) return false;
  return !run?.knowsStanding || run.standing === answer.record?.declared?.incarnation;
}

/**
 * Whether what stands at an address is of another incarnation. A forced replacement makes the new one first, and its create finds
 * the old one; it deletes the old one last, and that delete finds the new one.
 */
function isReplaced(
  { incarnation }: { readonly incarnation: string },
  { record }: AttachmentAnswer,
): boolean {
  const standing = record?.declared?.incarnation;
  return Boolean(incarnation) && Boolean(standing) && incarnation !== standing;
}

function attachmentQuery(
  declared: Pick<BpfAttachmentChecked, 'name' | 'attachType' | 'target'>,
): AttachmentQuery {
  return { kind: 'attachment', name: declared.name, attachment: refOf(declared) };
}

/** Whether steps of a create left programs in place that an earlier run of the resource had attached. */
function leavesPrograms({ programs }: BpfAttachmentChecked, done: Plan): boolean {
  const ops = done.map(({ op }) => op);
  if (ops.some((op) => op.op === 'object.load' && op.load.isReplacement)) return false;
  const attached = ops.flatMap((op) =>
    op.op === 'chain.attach' || op.op === 'gate.attach' ? [op.name] : [],
  );
  return programs.some(({ name }) => !attached.includes(name));
}

async function apply(
  host: Host,
  id: string,
  desired: BpfAttachmentChecked,
  recorded: AttachmentState | undefined,
  before: readonly Step[] = [],
  run?: Run,
): Promise<Made<AttachmentState>> {
  let planned = 0;
  let adopts: string | undefined;
  try {
    const { answer, done } = await converge(
      host,
      attachmentQuery(desired),
      (seen) => {
        const { owner, adopt } = desired;
        if (recorded) assertNotTaken('attachment-taken', recorded, seen.record, owner, adopt);
        else adopts ??= assertFree(desired, seen);
        const steps = planAttachment(
          desired,
          seen,
          !recorded && !adopts && isForced(desired, seen, run),
        );
        planned += steps.length;
        return steps;
      },
      // A round that ran is a chain that is good in itself; what follows it only compares.
      () => [],
      filesOf(desired),
      (_planned, seen) => (recorded ? undefined : holdOf(desired, seen)),
    );
    const said = adopts === undefined ? [] : [`adopted ${id}, made by ${adopts}`];
    // A plain create says nothing: what it did is what was declared.
    const changes = recorded || adopts ? [...said, ...describePlan([...before, ...done])] : [];
    const isTakenOver = !recorded && adopts === undefined && leavesPrograms(desired, done);
    return {
      state: await stateOf(host, desired, answer, changes),
      ...(isTakenOver ? { said: tookOver(`attachment "${id}"`) } : {}),
    };
  } catch (error) {
    const reason = asNetkitError(error);
    // What was refused before anything was done is as it was.
    const isRefused = recorded !== undefined || reason.code === 'attachment-taken';
    if (isRefused && planned === 0 && before.length === 0) throw reason;
    const unseen = planned > 0 && !recorded ? leftUnseen(id, desired, reason) : reason;
    throw await settle(host, id, desired, recorded, before.length > 0, reason, unseen);
  }
}

/** A failure as the engine must hear it: with the state of what is left of ours, if it is not what it was. */
async function settle(
  host: Host,
  id: string,
  desired: BpfAttachmentChecked,
  recorded: AttachmentState | undefined,
  hasMoved: boolean,
  reason: NetkitError,
  unseen: Error,
): Promise<Error> {
  try {
    const answer = await host.observe(attachmentQuery(desired));
    if (!answer.chain.some(({ name }) => name !== undefined)) return reason;
    const state = await stateOf(host, recorded ? observedInputs(recorded) : desired, answer, []);
    const isAsBefore =
      recorded && !hasMoved && diffAttachment(recorded, observedInputs(state)).changes === false;
    return isAsBefore ? reason : new PartialError(id, state, reason);
  } catch {
    return unseen;
  }
}

/** How an attachment that no engine has heard of is taken away again. One that stood before is not this run's to take. */
function holdOf(desired: BpfAttachmentChecked, seen: AttachmentAnswer): Hold | undefined {
  if (seen.record || seen.pins.length > 0 || !desired.incarnation) return undefined;
  const chain = desired.programs.map(({ name }, at) => ({
    name,
    programName: name,
    programId: 0,
    tag: '',
    linkId: at + 1,
  }));
  return {
    key: desired.incarnation,
    undo: deleteSteps(desired, { ...seen, chain, revision: '0' }),
  };
}

async function stateOf(
  host: Host,
  declared: BpfAttachmentChecked,
  answer: AttachmentAnswer,
  changes: readonly string[],
): Promise<AttachmentState> {
  return attachmentState(declared, answer, await host.facts(), changes);
}

function filesOf({ programs }: BpfAttachmentChecked): ObjectFiles {
  return Object.fromEntries(
    programs.flatMap((program) =>
      program.object.path === undefined ? [] : [[digestOf(program), program.object.path]],
    ),
  );
}
