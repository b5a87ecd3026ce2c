/**
 * The one family of errors. *What: why; what to do.* Callers match on `code`, never on `instanceof`: two copies of this
 * package can be loaded, and errors travel from the helper as JSON.
 */

/** Every code there is, with its cause. docs/errors.md is generated from this table. */
export const ERROR_CODES = {
  'adopt-mismatch':
    'An existing pair cannot be taken over because it differs in what is fixed at creation.',
  'anchor-ambiguous': 'An anchor of an attachment means several on the hook.',
  'anchor-missing': 'A required anchor of an attachment is not on the hook.',
  'attachment-taken':
    'An attachment of that name on that hook belongs to another resource or stack.',
  'bad-connection': 'The setting `netkit:connection` is not valid.',
  'bpf-refused': 'The kernel or libbpf refused a request about a program, map or link.',
  'bpffs-missing': 'No BPF file system is mounted to pin links on.',
  cancelled: 'The run was cancelled (^C) before this was done.',
  'carries-connection':
    'A program is to be attached to the device that carries the connection between engine and host.',
  'chain-full': 'A hook holds at most 63 programs.',
  'chain-moved': 'Others changed the chain of a hook while we did.',
  'connection-lost': 'The connection to a host broke in the middle of its work.',
  'device-gone': 'A device of ours vanished while it was being changed.',
  'device-is-peer': 'A device is the peer of its pair, which goes by its primary.',
  'device-not-netkit': 'A device of the wanted name exists and is of another kind.',
  'device-taken':
    'A device of the wanted name exists and is not ours, or another stack owns the pair.',
  'does-not-exist': 'No such object is on the host.',
  'feature-missing': 'This kernel ignores or refuses an attribute that a newer one knows.',
  'helper-died': 'The helper process ended in the middle of its work.',
  'helper-not-started': 'The helper process could not be started.',
  'helper-protocol': 'The helper process speaks another version of the protocol.',
  'hook-missing': 'The kernel or the device does not have this hook.',
  'host-busy': 'Other runs worked on a host for longer than one waits for them.',
  'host-key-changed': "A host's key is another one than the known one.",
  'host-key-unknown': "A host's key is not among the known ones.",
  'host-refused': 'A host did not let the user in.',
  'host-silent': 'A host did not answer in time.',
  'host-unreachable': 'A host could not be connected to.',
  'host-unsupported': 'The host is not Linux, or its native library cannot be loaded.',
  'kernel-refused': 'The kernel refused a request.',
  'name-conflict': 'Two resources of one program want the same name in the same namespace.',
  'libbpf-missing': 'The host has no libbpf, which loads BPF objects.',
  'map-changed': 'The definition of a map changed, and its entries would be lost.',
  'netkit-missing': 'This kernel has no netkit.',
  'netns-busy': 'A namespace still holds devices or processes of others.',
  'netns-missing': 'No such network namespace.',
  'netns-not-a-namespace': 'The path exists and is not a network namespace.',
  'netns-not-ours':
    'A namespace exists and was not made by this resource, or another stack owns it.',
  'netns-pid-dead': 'The process that a namespace was named by is gone.',
  'no-permission': 'A capability is missing.',
  'not-importable':
    'What is there cannot be imported: it is not ours, or too little is recorded of it.',
  'not-served': 'The plugin has no resource or function of that name.',
  'object-changed': 'The content of an object is not what it was when its digest was taken.',
  'object-invalid': 'A file is not a BPF object that can be loaded.',
  'object-missing': 'The file of an object cannot be read.',
  'object-too-large': 'The file of an object has more than 64 MiB.',
  offline: 'The setting `netkit:offline` forbids to contact a host.',
  'order-cycle': 'The constraints of the attachments on a hook contradict each other.',
  'other-machine': 'Another machine answers than the one that a resource is on.',
  'other-user': 'Another user of the machine connected to the port of the plugin.',
  'program-rejected': "The kernel's verifier refused a program.",
  'readback-mismatch': 'The kernel accepted a value and reports another.',
  'request-refused':
    'The helper received a request that it does not know or that is not well-formed.',
  'ssh-missing': 'There is no `ssh` on the machine that runs the engine.',
  'untrusted-path':
    'Another user owns or can change a file or folder that the helper would use, so the helper does not open it.',
  'timed-out': 'A resource took longer than its `customTimeouts` allow.',
  'state-version': 'The state was written by a newer release.',
  internal: 'A defect of this provider.',
} as const;

/** A stable error code, one of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What a {@link NetkitError} says beside its message. All of it survives JSON. */
export interface ErrorDetails {
  /** The host it happened on, as the program calls it. */
  readonly host?: string;
  /** The property the user wrote that is the cause, `peer.mtu`. */
  readonly path?: string;
  /** The kernel's answer by name, `EEXIST`. */
  readonly errno?: string;
  /** The kernel's own words, when it had any. */
  readonly extack?: string;
  /** What the kernel's verifier said, at length. The client puts it in a file, and its path into the advice. */
  readonly log?: string;
  /** What to do now: a sentence. */
  readonly advice?: string;
}

/** An error with a stable code and an advice. `message` is one self-contained line. */
export class NetkitError extends Error {
  override readonly name = 'NetkitError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** *What: why*, without advice and code. */
  readonly summary: string;

  constructor(code: ErrorCode, summary: string, details: ErrorDetails = {}, cause?: unknown) {
    super(phrase(code, summary, details), { cause });
    this.code = code;
    this.summary = summary;
    this.details = details;
  }

  toJSON(): ErrorJson {
    return { code: this.code, summary: this.summary, details: this.details };
  }
}

/** A {@link NetkitError} on the wire. */
export interface ErrorJson {
  readonly code: ErrorCode;
  readonly summary: string;
  readonly details: ErrorDetails;
}

/** Makes an error again of what {@link NetkitError.toJSON} gave. */
export function errorFromJson(json: ErrorJson): NetkitError {
  return new NetkitError(json.code, json.summary, json.details);
}

/** Any thrown thing as a {@link NetkitError}; what is not one is a defect, and keeps its message. */
export function asNetkitError(thrown: unknown): NetkitError {
  if (thrown instanceof NetkitError) return thrown;
  if (isOfOtherCopy(thrown))
    return new NetkitError(thrown.code, thrown.summary, thrown.details, thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new NetkitError('internal', message, { advice: 'Please report it' }, thrown);
}

/** Two copies of this package can be loaded; the class of the one is not that of the other. */
function isOfOtherCopy(thrown: unknown): thrown is NetkitError {
  if (!(thrown instanceof Error) || thrown.name !== 'NetkitError') return false;
  return 'code' in thrown && 'summary' in thrown && 'details' in thrown;
}

function phrase(
  code: ErrorCode,
  summary: string,
  { host, path, errno, extack, advice }: ErrorDetails,
): string {
  const kernel = [errno, extack && `"${extack}"`].filter(Boolean).join(' ');
  const what = `${host ? `${host}: ` : ''}${path ? `${path}: ` : ''}${summary}${kernel ? ` (${kernel})` : ''}`;
  return `${what}.${advice ? ` ${advice}.` : ''} [${code}]`;
}
