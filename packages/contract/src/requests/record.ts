/** The records that the helper keeps on a host of what each resource made there. */
import {
  anyIncarnation,
  attachmentName,
  decimal,
  deviceName,
  identifier,
  incarnation,
  netns,
  netnsName,
  pinPath,
  programName,
  sha256,
  shortDigest,
  tag,
  targetIncarnation,
  u32,
  words,
} from '../names.js';
import {
  checked,
  dictionary,
  flag,
  list,
  object,
  oneOf,
  optional,
  tagged,
  type TypeOf,
} from './schema.js';
import type { Json } from '../values/json.js';
import { valueProblem } from '../values/variable.js';

/** Programs on a hook: the kernel allows 63. */
export const MOST_PROGRAMS = 63;

export const attachType = oneOf('netkit/primary', 'netkit/peer', 'tcx/ingress', 'tcx/egress');

export const target = object({
  name: deviceName,
  netns,
  /** The pair the device must belong to. */
  incarnation: optional(targetIncarnation),
});

export const attachmentRef = object({ name: attachmentName, attachType, target });

/** One attachment on one hook: where its pins are, and which device its links belong on. */
export type AttachmentRef = TypeOf<typeof attachmentRef>;

export const globals = dictionary(identifier, checked<Json>(valueProblem));

export const maps = dictionary(
  identifier,
  object({
    maxEntries: optional(u32),
    pinned: optional(pinPath),
    keep: optional(flag),
    /** Whether all attachments of the stack use one map; absent: as the object says. */
    shared: optional(flag),
    /** Functions by slot, of a prog array. */
    slots: optional(dictionary(decimal, identifier)),
  }),
);

/** The priority of an attachment that declares none. */
export const DEFAULT_PRIORITY = 500;

const anchors = list(
  object({
    /** The attachment on the same hook that is meant, by its name there. */
    attachment: optional(attachmentName),
    /** Whose attachment is meant, `project/stack` or a URN: one name can stand for several on one hook. */
    owner: optional(words),
    /** The foreign program that is meant, by its name; the kernel keeps 15 bytes of one. */
    program: optional(identifier),
    /** The foreign program that is meant, by its tag. */
    tag: optional(tag),
    required: optional(flag),
  }),
  MOST_PROGRAMS,
);

/** What an attachment is to run before or after. */
export type Anchor = TypeOf<typeof anchors>[number];

const wish = {
  placement: oneOf('before-foreign', 'after-foreign'),
  /** Absent: {@link DEFAULT_PRIORITY}; an older release wrote none. */
  priority: optional(u32),
  before: optional(anchors),
  after: optional(anchors),
};

export const declaredChain = object({
  /** Of the attachment that stands there now. Absent: an older release made it. */
  incarnation: optional(anyIncarnation),
  ...wish,
  programs: list(
    object({
      name: programName,
      /** SHA-256 of the object. */
      digest: sha256,
      /** The object's file where the engine runs, as it was written. It is not opened on the host. */
      path: optional(words),
      program: optional(identifier),
      anySection: optional(flag),
      globals: optional(globals),
      maps: optional(maps),
      /** Digests of what is secret, and not kept: of `globals`, `maps` or `path`. Absent: nothing is. */
      secret: optional(dictionary(identifier, shortDigest)),
    }),
    MOST_PROGRAMS,
  ),
});

/** What was declared of an attachment and no chain shows, so that an import can say it again. */
export type DeclaredChain = TypeOf<typeof declaredChain>;

const filledSlots = dictionary(decimal, list(u32, 0xffffffff));

/**
 * The slots that loads of an attachment filled, by the id of the prog array. Later only these are read: the kernel cannot say
 * which slots of a table hold a program, and reading 65,536 empty ones takes seconds.
 */
export type FilledSlots = TypeOf<typeof filledSlots>;

const base = {
  incarnation,
  owner: words,
  /** `creating` until every step of the create has run. */
  phase: oneOf('creating', 'made'),
};

export const ownerRecord = tagged('kind', {
  pair: { ...base, name: deviceName, netns, peer: object({ name: deviceName, netns }) },
  netns: { ...base, name: netnsName },
  attachment: {
    ...base,
    attachment: attachmentRef,
    /** Which configuration each loaded program has, by program id: what a chain shows is recognised by it. */
    loaded: dictionary(decimal, shortDigest),
    /** Absent: an older release wrote it, or a run was killed before it could. */
    declared: optional(declaredChain),
    /** Absent: an older release wrote it. */
    filled: optional(filledSlots),
  },
});

/** Who made what, kept under /run/pulumi-netkit: it recognises a half-made thing after a crash. */
export type OwnerRecord = TypeOf<typeof ownerRecord>;

/** The record of an attachment. */
export type AttachmentRecord = Extract<OwnerRecord, { readonly kind: 'attachment' }>;
