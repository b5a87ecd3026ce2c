/**
 * Finds an attachment that exists by its address alone, for imports: from its pins and its record of this boot. Asks, and
 * changes nothing.
 */
import {
  type AttachmentAnswer,
  type AttachmentRef,
  type AttachType,
  type Host,
  listed,
  NetkitError,
  VALUE_FORMATS,
} from '@pulumi-netkit/contract';
import { digest } from '../common/state.js';
import { inputsOf } from './chain/declared.js';
import { configOf } from './chain/programs.js';
import { attachmentState, observedInputs, type AttachmentState } from './state.js';

const ATTACH_TYPES: readonly AttachType[] = [
  'netkit/primary',
  'netkit/peer',
  'tcx/ingress',
  'tcx/egress',
];

/**
 * Reads `web0/netkit/peer/egress` and `/run/x/web0/tcx/ingress/count`: from behind, since a namespace may be a path.
 * Undefined: it is no address of an attachment.
 */
export function parseAttachmentId(id: string): AttachmentRef | undefined {
  const parts = id.split('/');
  const [device = '', family = '', side = '', name = ''] = parts.slice(-4);
  const attachType = ATTACH_TYPES.find((one) => one === `${family}/${side}`);
  const netns = parts.length > 4 ? parts.slice(0, -4).join('/') : null;
  const isWrong =
    VALUE_FORMATS['attachment-name'](name) ??
    VALUE_FORMATS['device-name'](device) ??
    (netns === null ? undefined : VALUE_FORMATS.netns(netns));
  return attachType && !isWrong ? { name, attachType, target: { name: device, netns } } : undefined;
}

/** The attachment of an id. @throws NetkitError when it is not there, or cannot be told in full */
export async function lookUpAttachment(host: Host, id: string): Promise<AttachmentState> {
  const attachment = parseAttachmentId(id);
  if (!attachment) {
    throw new NetkitError('does-not-exist', `"${id}" is not the id of an attachment`, {
      advice:
        'Give it as DEVICE/ATTACH TYPE/NAME, web0/netkit/peer/egress, with NETNS/ in front of a device in a namespace',
    });
  }
  const { name } = attachment;
  const answer = await host.observe({ kind: 'attachment', name, attachment, lookUp: true });
  const { record, chain, pins } = answer;
  if (!chain.some((entry) => entry.name !== undefined)) throw missing(id, answer);
  if (record?.kind !== 'attachment' || !record.declared)
    throw notImportable(id, 'the release that attached it kept no record of what was declared');
  for (const { name: own, secret } of record.declared.programs) {
    if (secret === undefined) continue;
    const what = Object.keys(secret).join(', ');
    throw notImportable(
      id,
      `what was declared of "${own}" is secret (${what}), so the host keeps only a digest of it`,
    );
  }
  const declared = inputsOf(record.attachment, record.declared, record.owner);
  for (const { name: own, role, config } of pins) {
    const program = declared.programs.find((one) => one.name === own);
    if (role !== 'program' || !program || config !== configOf(declared, program))
      throw notImportable(id, `"${own}" runs something else than was declared`);
  }
  const state = attachmentState(declared, answer, await host.facts(), []);
  return { ...state, inputsDigest: digest(observedInputs(state)) };
}

function missing(id: string, { noHook, chain }: AttachmentAnswer): NetkitError {
  const others = chain.map(({ programName }) => programName);
  const why =
    noHook?.summary ??
    (others.length > 0 ? `the hook holds programs of others: ${listed(others, 5)}` : undefined);
  return new NetkitError(
    'does-not-exist',
    `there is no attachment "${id}"${why === undefined ? '' : `: ${why}`}`,
    {
      advice:
        others.length > 0
          ? 'What others attached is not imported; declare an attachment of your own beside it'
          : 'See with bpftool net what is attached, and where',
    },
  );
}

function notImportable(id: string, why: string): NetkitError {
  return new NetkitError('not-importable', `attachment "${id}" cannot be imported: ${why}`, {
    advice:
      'Run up where it is declared, then import it; or declare it under the URN that made it: what is attached is found and kept',
  });
}
