/** What can be asked of a host. No question changes anything there. */
import {
  anyIncarnation,
  attachmentName,
  deviceNameOrNone,
  netns,
  netnsName,
  words,
} from '../names.js';
import { attachmentRef, attachType, target } from './record.js';
import { flag, object, optional, tagged, type TypeOf } from './schema.js';

export const query = tagged('kind', {
  pair: {
    incarnation: anyIncarnation,
    /** Set by create alone: whose leftovers count. */
    owner: optional(words),
    name: deviceNameOrNone,
    netns,
    peer: object({ name: deviceNameOrNone, netns }),
  },
  netns: {
    name: netnsName,
    incarnation: anyIncarnation,
    owner: optional(words),
    /** Whether to look for devices and processes of others in it: for a delete. */
    contents: optional(flag),
  },
  attachment: {
    name: attachmentName,
    attachment: attachmentRef,
    /** Nothing but the address is known: which pair the device must be of is in the record. */
    lookUp: optional(flag),
    /** The chain is looked for where the pinned links are, whatever that device is called now and wherever it is. */
    byLinks: optional(flag),
  },
  hook: { attachType, target },
  support: {},
});

/** Any question. */
export type Query = TypeOf<typeof query>;
type OfKind<K extends Query['kind']> = Extract<Query, { readonly kind: K }>;

/** Which pair is asked for. */
export type PairQuery = OfKind<'pair'>;
/** Which namespace is asked for. */
export type NetnsQuery = OfKind<'netns'>;
/** Which attachment is asked for. */
export type AttachmentQuery = OfKind<'attachment'>;
/** Which hook is asked for, whoever's programs are on it. */
export type HookQuery = OfKind<'hook'>;
/** What the host can do is asked for. */
export type SupportQuery = OfKind<'support'>;
