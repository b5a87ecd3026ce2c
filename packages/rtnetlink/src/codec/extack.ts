/** NLMSG_ERROR and NLMSG_DONE: the errno and the extended acknowledgement behind it. */
import { NL_POLICY, NLM_F, NLMSG, NLMSGERR } from '../uapi';
import { align } from './attribute';
import { DecodeError } from './decode-error';
import { HEADER_LENGTH, type Message } from './header';
import { attribute, decodeTable, encodeTable, nest, type Table, type Values } from './table';
import { ofPayload, u32, zstring, type Codec } from './values';

const u64: Codec<bigint> = {
  encode(value): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return bytes;
  },
  decode: ofPayload((payload) => (payload.length === 8 ? payload.readBigUInt64LE() : undefined)),
};

const s64: Codec<bigint> = {
  encode(value): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  decode: ofPayload((payload) => (payload.length === 8 ? payload.readBigInt64LE() : undefined)),
};

const policyTable = {
  type: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_TYPE', u32),
  minSigned: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MIN_VALUE_S', s64),
  maxSigned: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MAX_VALUE_S', s64),
  minUnsigned: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MIN_VALUE_U', u64),
  maxUnsigned: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MAX_VALUE_U', u64),
  minLength: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MIN_LENGTH', u32),
  maxLength: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MAX_LENGTH', u32),
  mask: attribute(NL_POLICY, 'NL_POLICY_TYPE_ATTR_MASK', u64),
} satisfies Table;

const extackTable = {
  text: attribute(NLMSGERR, 'NLMSGERR_ATTR_MSG', zstring),
  offset: attribute(NLMSGERR, 'NLMSGERR_ATTR_OFFS', u32),
  policy: attribute(
    NLMSGERR,
    'NLMSGERR_ATTR_POLICY',
    nest(() => policyTable),
  ),
  missingType: attribute(NLMSGERR, 'NLMSGERR_ATTR_MISS_TYPE', u32),
  missingNest: attribute(NLMSGERR, 'NLMSGERR_ATTR_MISS_NEST', u32),
} satisfies Table;

/** What the kernel would have accepted. A bound beyond 2^53 is left out. */
export interface AttributePolicy {
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** An acknowledgement. */
export interface Ack {
  /** 0, or the errno as a positive number. */
  readonly errno: number;
  /** The kernel's sentence: an error's reason, or a warning when errno is 0. */
  readonly text?: string;
  /** Offset from the start of the request's header. */
  readonly offset?: number;
  readonly policy?: AttributePolicy;
}

/** Decodes an NLMSG_ERROR or NLMSG_DONE message. */
export function decodeAck(message: Message): Ack {
  const { payload } = message;
  if (payload.length < 4)
    throw new DecodeError('nlmsgerr', `takes 4 bytes, there are ${payload.length}`);
  const errno = Math.abs(payload.readInt32LE(0));
  if ((message.flags & NLM_F.NLM_F_ACK_TLVS) === 0) return { errno };
  const start = message.type === NLMSG.NLMSG_DONE ? 4 : 4 + echoedLength(message, errno);
  const { text, offset, policy } = decodeTable(extackTable, payload.subarray(start), 'extack');
  return {
    errno,
    ...(text === undefined ? {} : { text }),
    ...(offset === undefined ? {} : { offset }),
    ...(policy === undefined ? {} : { policy: toPolicy(policy) }),
  };
}

/** The ack repeats the request's header, and its body too when it failed and NETLINK_CAP_ACK is off. */
function echoedLength({ flags, payload }: Message, errno: number): number {
  if (payload.length < 4 + HEADER_LENGTH)
    throw new DecodeError(
      'nlmsgerr',
      `takes ${4 + HEADER_LENGTH} bytes, there are ${payload.length}`,
    );
  if (errno === 0 || (flags & NLM_F.NLM_F_CAPPED) !== 0) return HEADER_LENGTH;
  const length = payload.readUInt32LE(4);
  if (length < HEADER_LENGTH || length > payload.length - 4)
    throw new DecodeError(
      'nlmsgerr',
      `repeats ${length} bytes of request, there are ${payload.length - 4}`,
    );
  return align(length);
}

function toPolicy(policy: Values<typeof policyTable>): AttributePolicy {
  const safe = (key: 'min' | 'max', value: bigint | undefined): AttributePolicy =>
    value !== undefined && Number.isSafeInteger(Number(value)) ? { [key]: Number(value) } : {};
  return {
    ...safe('min', policy.minUnsigned ?? policy.minSigned),
    ...safe('max', policy.maxUnsigned ?? policy.maxSigned),
    ...(policy.minLength === undefined ? {} : { minLength: policy.minLength }),
    ...(policy.maxLength === undefined ? {} : { maxLength: policy.maxLength }),
  };
}

/** The bytes of an acknowledgement's attributes, for scripted kernels in tests. */
export function encodeExtack(values: Values<typeof extackTable>): Buffer {
  return encodeTable(extackTable, values);
}
