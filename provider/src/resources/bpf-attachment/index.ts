/** BpfAttachment: the six verbs. README.md in this folder tells its life. */
import { asNetkitError, NetkitError } from '../../errors.js';
import type { BpfAttachmentChecked } from '../../generated/types.js';
import type { AttachmentAnswer, AttachmentQuery, Host, ObjectFiles } from '../../host/host.js';
import { describePlan } from '../../plan/describe.js';
import { converge, unlessMoved } from '../converge.js';
import { previewOutputs } from '../preview.js';
import { leftUnseen, PartialError, type Json, type Resource } from '../resource.js';
import { assertReadable } from '../state.js';
import { diffAttachment } from './diff.js';
import { checkAttachment } from './inputs.js';
import { lookUpAttachment } from './look-up.js';
import { deleteSteps, planAttachment, refOf } from './plan.js';
import { hashOf } from './programs.js';
import { slotFailures } from './slot-rules.js';
import { attachmentId, attachmentState, observedInputs, type AttachmentState } from './state.js';

/** The resource `netkit:index:BpfAttachment`. */
export const bpfAttachment: Resource = {
  check: checkAttachment,

  inspect: (inputs, outlineOf) =>
    slotFailures(inputs as unknown as BpfAttachmentChecked, outlineOf),

  claims(inputs) {
    const declared = inputs as unknown as BpfAttachmentChecked;
    return [{ property: 'name', what: `attachment ${attachmentId(declared)}` }];
  },

  diff(recorded, desired) {
    assertReadable(recorded);
    return diffAttachment(
      recorded as unknown as AttachmentState,
      desired as unknown as BpfAttachmentChecked,
    );
  },

  preview: (recorded, desired) =>
    previewOutputs('BpfAttachment', recorded, desired, ['attached', 'revision', 'changes']),

  async create(host, inputs) {
    const desired = inputs as unknown as BpfAttachmentChecked;
    const id = attachmentId(desired);
    const { record, chain } = await host.observe(attachmentQuery(desired));
    if (record && record.owner !== desired.owner && chain.some(({ name }) => name !== undefined)) {
      throw new NetkitError(
        'attachment-taken',
        `attachment "${id}" exists and belongs to ${record.owner}; it was left untouched`,
        { path: 'name', advice: 'Choose another name for one of them' },
      );
    }
    return { id, state: await apply(host, id, desired, undefined) };
  },

  async read(host, id, recorded) {
    assertReadable(recorded);
    if (recorded['stateVersion'] === undefined) {
      const found = await lookUpAttachment(host, id);
      return { id, state: { ...found }, inputs: { ...observedInputs(found) } };
    }
    const state = recorded as unknown as AttachmentState;
    const declared = observedInputs(state);
    const answer = await host.observe(attachmentQuery(declared));
    // While a pin or a record is left, as of a device that somebody deleted, it is there with an empty chain: what the engine
    // takes for gone it never deletes, and the leftovers would stay for ever.
    if (answer.pins.length === 0 && !answer.record) return undefined;
    const seen = {
      ...attachmentState(declared, answer, await host.facts(), state.changes),
      inputsDigest: state.inputsDigest,
    };
    return { id, state: seen as unknown as Json, inputs: observedInputs(seen) as unknown as Json };
  },

  async update(host, id, recorded, inputs) {
    assertReadable(recorded);
    const desired = inputs as unknown as BpfAttachmentChecked;
    return { state: await apply(host, id, desired, recorded as unknown as AttachmentState) };
  },

  async delete(host, _id, recorded) {
    assertReadable(recorded);
    const declared = observedInputs(recorded as unknown as AttachmentState);
    await unlessMoved(async () => {
      const answer = await host.observe(attachmentQuery(declared));
      if (!isReplaced(declared, answer)) await host.run(deleteSteps(declared, answer));
    });
  },
};

/** A forced replacement makes the new one first, of the same pins, and deletes the old one last. */
function isReplaced({ incarnation }: BpfAttachmentChecked, { record }: AttachmentAnswer): boolean {
  const standing = record?.kind === 'attachment' ? record.declared?.incarnation : undefined;
  return Boolean(incarnation) && Boolean(standing) && incarnation !== standing;
}

function attachmentQuery(declared: BpfAttachmentChecked): AttachmentQuery {
  return { kind: 'attachment', name: declared.name, attachment: refOf(declared) };
}

async function apply(
  host: Host,
  id: string,
  desired: BpfAttachmentChecked,
  recorded: AttachmentState | undefined,
): Promise<Json> {
  let planned = 0;
  try {
    const { answer, done } = await converge(
      host,
      attachmentQuery(desired),
      (seen) => {
        const steps = planAttachment(desired, seen);
        planned += steps.length;
        return steps;
      },
      // A round that ran is a chain that is good in itself; what follows it only compares.
      () => [],
      filesOf(desired),
    );
    return await stateOf(host, desired, answer, recorded ? describePlan(done) : []);
  } catch (error) {
    const reason = asNetkitError(error);
    const unseen = planned > 0 && !recorded ? leftUnseen(id, desired, reason) : reason;
    throw await settle(host, id, desired, recorded, reason, unseen);
  }
}

/** A failure as the engine must hear it: with the state of what is left of ours, if it is not what it was. */
async function settle(
  host: Host,
  id: string,
  desired: BpfAttachmentChecked,
  recorded: AttachmentState | undefined,
  reason: NetkitError,
  unseen: Error,
): Promise<Error> {
  try {
    const answer = await host.observe(attachmentQuery(desired));
    if (!answer.chain.some(({ name }) => name !== undefined)) return reason;
    const state = await stateOf(host, recorded ? observedInputs(recorded) : desired, answer, []);
    const now = state as unknown as AttachmentState;
    const isAsBefore = recorded && diffAttachment(recorded, observedInputs(now)).changes === false;
    return isAsBefore ? reason : new PartialError(id, state, reason);
  } catch {
    return unseen;
  }
}

async function stateOf(
  host: Host,
  declared: BpfAttachmentChecked,
  answer: AttachmentAnswer,
  changes: readonly string[],
): Promise<Json> {
  return attachmentState(declared, answer, await host.facts(), changes);
}

function filesOf({ programs }: BpfAttachmentChecked): ObjectFiles {
  return Object.fromEntries(
    programs.flatMap((program) =>
      program.object.path === undefined ? [] : [[hashOf(program), program.object.path]],
    ),
  );
}
