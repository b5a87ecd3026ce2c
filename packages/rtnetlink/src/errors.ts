import { errnoName, errnoSentence } from '@pulumi-netkit/linux-ffi';
import type { AttributePolicy } from './codec/extack';

/** What the transport, not the kernel's rules, did to a request. */
export type TransportErrorCode =
  /** The dump changed under us, every time we tried. */
  | 'dump-interrupted'
  /** The kernel dropped messages (ENOBUFS) or cut them, every time we tried a question. */
  | 'answer-overrun'
  /** The answer to a change was dropped or cut: the change may or may not have been made. */
  | 'answer-lost'
  /** No answer within the time limit: the change may or may not have been made. */
  | 'answer-timeout';

/** What is known about a refusal. */
export interface Refusal {
  readonly errno: number;
  readonly extack?: string | undefined;
  readonly attributePath?: readonly string[] | undefined;
  readonly policy?: AttributePolicy | undefined;
}

const SENTENCE: Record<TransportErrorCode, string> = {
  'dump-interrupted': 'the table changed during each attempt to read it; try again',
  'answer-overrun': 'the kernel dropped part of the answer each time; try again',
  'answer-lost': 'the acknowledgement was dropped; read back whether the change was made',
  'answer-timeout': 'no acknowledgement in time; read back whether the change was made',
};

/** A request that failed. Match on `code`; two copies of this package may be loaded. */
export class RtnetlinkError extends Error {
  override readonly name = 'RtnetlinkError';
  /** The errno's name when the kernel refused ('ENODEV'), else what happened to the answer. */
  readonly code: string;
  /** 0 when the kernel did not refuse. */
  readonly errno: number;
  /** The message type that was sent: 'RTM_NEWLINK'. */
  readonly request: string;
  /** The kernel's own sentence. Many refusals come without. */
  declare readonly extack?: string;
  /** The innermost attribute the kernel objected to: 'IFLA_NETKIT_POLICY'. */
  declare readonly attribute?: string;
  /** From the outermost attribute to that one. */
  declare readonly attributePath?: readonly string[];
  /** What the kernel would have taken. */
  declare readonly policy?: AttributePolicy;

  constructor(request: string, failure: Refusal | TransportErrorCode) {
    super(describe(request, failure));
    this.request = request;
    if (typeof failure === 'string') {
      this.code = failure;
      this.errno = 0;
      return;
    }
    this.errno = failure.errno;
    this.code = errnoName(failure.errno);
    const { extack, attributePath, policy } = failure;
    const attribute = attributePath?.at(-1);
    if (extack !== undefined) this.extack = extack;
    if (attribute !== undefined) this.attribute = attribute;
    if (attributePath !== undefined) this.attributePath = attributePath;
    if (policy !== undefined) this.policy = policy;
  }
}

function describe(request: string, failure: Refusal | TransportErrorCode): string {
  if (typeof failure === 'string') return `${request}: ${SENTENCE[failure]} [${failure}]`;
  const where = failure.attributePath?.at(-1);
  const why = failure.extack ?? errnoSentence(failure.errno);
  const bounds = Object.entries(failure.policy ?? {}).map(([key, value]) => `${key} ${value}`);
  const details = [errnoName(failure.errno), ...bounds].join(', ');
  return `${request}${where === undefined ? '' : ` ${where}`}: ${why} (${details})`;
}
