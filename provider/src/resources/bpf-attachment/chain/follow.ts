/**
 * What becomes of an attachment whose target has another name. Pure. The device may be the same, as when its pair was renamed in
 * place: then what is pinned moves to the address of that name, and no packet misses a program. docs/decisions/0012
 */
import {
  type AttachmentAnswer,
  attachmentRecordId,
  type AttachmentRef,
  type Plan,
  type Step,
} from '@pulumi-netkit/contract';
import { recordIdOf } from '../plan.js';

/** Whether the chain that was found is on the device that the target names now. */
export function isSameDevice({ device }: AttachmentAnswer, { target }: AttachmentRef): boolean {
  return device?.name === target.name && device.netns === target.netns;
}

/** The steps that move what is pinned, and its record, to another address. Killed at any of them, the next run continues. */
export function moveSteps(from: AttachmentRef, to: AttachmentRef, answer: AttachmentAnswer): Plan {
  const incarnation = attachmentRecordId(to);
  const { record } = answer;
  const steps: Step[] = [];
  if (record) {
    steps.push({
      op: { op: 'record.write', record: { ...record, incarnation, attachment: to } },
      undo: { op: 'record.remove', incarnation },
    });
  }
  steps.push({
    op: { op: 'pins.move', attachment: from, to },
    undo: { op: 'pins.move', attachment: to, to: from },
    path: 'target.name',
  });
  if (record) {
    steps.push({
      op: { op: 'record.remove', incarnation: recordIdOf(from, answer) },
      undo: { op: 'record.write', record },
    });
  }
  return steps;
}
