/**
 * The instruction set: what can be done to a host, as plain JSON. A plan holds no handle, index or closure, so it can be
 * printed, compared in a test, undone in reverse and sent to another machine.
 */
import { ENDS } from '../mark.js';
import {
  alias,
  anyIncarnation,
  decimal,
  destination,
  deviceName,
  identifier,
  incarnation,
  ip,
  knownName,
  mac,
  netns,
  netnsName,
  ownAltName,
  pinName,
  prefix,
  programName,
  sha256,
  shortDigest,
  u32,
  words,
} from '../names.js';
import { MOST_STEPS } from './limits.js';
import {
  attachmentRef,
  declaredChain,
  globals,
  maps,
  MOST_PROGRAMS,
  ownerRecord,
} from './record.js';
import { flag, list, object, oneOf, optional, tagged, type TypeOf } from './schema.js';

const device = object({ netns, name: deviceName }, { altName: knownName, newborn: oneOf(...ENDS) });

/**
 * A device, never by its name: by an alternative name that only we give, or as the end that `pair.create` has just
 * made in the same plan. `name` is for people alone.
 */
export type DeviceRef = TypeOf<typeof device>;

// gso_max_size up to 65536 drags gso_ipv4_max_size along (and gro likewise), so the IPv4 ones follow. kernel-facts.md#gso
const sizes = {
  gsoMaxSize: u32,
  gsoIpv4MaxSize: u32,
  groMaxSize: u32,
  groIpv4MaxSize: u32,
};

/** The largest packets that a device sends and receives in one piece. */
export type Sizes = { readonly [K in keyof typeof sizes]: number };

/** The keys of {@link Sizes}, in the order in which they are to be set. */
export const SIZES = Object.keys(sizes) as readonly (keyof Sizes)[];

/** The sizes of a device; 0 for one that the kernel does not report. */
export function sizesOf(device: { readonly [K in keyof Sizes]?: number }): Sizes {
  return Object.fromEntries(SIZES.map((key) => [key, device[key] ?? 0])) as Sizes;
}

const settings = {
  name: deviceName,
  mtu: u32,
  mac,
  up: flag,
  group: u32,
  alias,
  txQueueLength: u32,
  ...sizes,
};

/** Generic attributes of a device that are changed in place. */
export type LinkSettings = { readonly [K in keyof typeof settings]: TypeOf<(typeof settings)[K]> };

const linkSetting = object({}, settings);

/** Exactly one setting: the kernel half-applies a message that fails on its second (kernel-facts.md#partial). */
export type LinkSetting = TypeOf<typeof linkSetting>;

const endCreation = object({
  name: deviceName,
  netns,
  mtu: u32,
  mac: optional(mac),
  group: u32,
  txQueueLength: u32,
  ...sizes,
});

/** What an end is born with. */
export type EndCreation = TypeOf<typeof endCreation>;

const policy = oneOf('pass', 'drop');
const scrub = oneOf('default', 'none');

const pairCreation = object({
  mode: oneOf('l2', 'l3'),
  policy,
  peerPolicy: policy,
  scrub,
  peerScrub: scrub,
  headroom: u32,
  tailroom: u32,
  primary: endCreation,
  peer: endCreation,
});

/** A pair to be made in one message. Both ends are born down. */
export type PairCreation = TypeOf<typeof pairCreation>;

const route = object({
  destination,
  gateway: optional(ip),
  source: optional(ip),
  metric: optional(u32),
  table: u32,
  onLink: flag,
});

/** A route through a device, canonical. */
export type RouteSetting = TypeOf<typeof route>;

const neighbour = object(
  {},
  {
    /** A program of the same attachment, by its name there. */
    own: programName,
    /** A program of another attachment on the hook. */
    other: object({ attachment: attachmentRef, name: programName }),
    /** The link of a foreign program, by its id. */
    link: u32,
    /** A foreign program that was attached without a link, by its id. */
    program: u32,
  },
);

/** A program in a chain that another one is put beside. */
export type Neighbour = TypeOf<typeof neighbour>;

const place = object({}, { at: oneOf('head', 'tail'), before: neighbour, after: neighbour });

/** Where a program is put in a chain: at an end, or beside another one. */
export type Place = TypeOf<typeof place>;

const objectLoad = object({
  /** SHA-256 of the object, under which the helper holds its bytes. */
  digest: sha256,
  /** Programs of the same object and settings that stay as they are: their maps and variables are shared. */
  beside: list(programName, MOST_PROGRAMS),
  /** Programs of the attachment's other objects, whose maps are not to be taken for this one's. */
  apart: list(programName, MOST_PROGRAMS),
  /** Nothing that was there before is taken over, but maps that are to be kept: the attachment is replaced. */
  isReplacement: optional(flag),
  programs: list(
    object({
      /** The name in the attachment. */
      name: programName,
      /** The function; absent: the only one there is. */
      program: optional(identifier),
      /** Digest of all that makes this program what it is. */
      config: shortDigest,
      /** The property it was declared in, for errors. Absent: those of the step. */
      path: optional(words),
    }),
    MOST_PROGRAMS,
  ),
  globals,
  maps,
});

/** Programs of one object, loaded together so that they share its maps and variables. */
export type ObjectLoad = TypeOf<typeof objectLoad>;

const inChain = { attachment: attachmentRef };
/** `expect` is the revision it was planned on; later ones of the same plan follow on from it. */
const onRevision = { ...inChain, expect: decimal };
const onProgram = { ...onRevision, name: programName };
const atPlace = { ...onProgram, place };

const CHAIN_OPS = {
  'object.load': { ...inChain, owner: words, load: objectLoad },
  /** Takes back what loading left: maps that no attached program uses; folder and record, if there is nothing else. */
  'object.unload': inChain,
  /** Attaches a program that drops everything where `name` is to stand; `gate.open` puts `name` into its link. */
  'gate.attach': atPlace,
  /** Puts a program that drops everything into the link of `name`. */
  'gate.close': onProgram,
  'gate.open': onProgram,
  'chain.attach': atPlace,
  'chain.move': atPlace,
  /** Moves a program of another attachment on the hook, which stays as it is. */
  'chain.moveOther': { ...atPlace, other: attachmentRef },
  'chain.swap': { ...onProgram, old: u32 },
  /** Puts back the program that `chain.swap` or `gate.open` took out in the same plan. */
  'chain.swapBack': { ...inChain, name: programName },
  'chain.detach': onProgram,
  /** A pin without meaning: of a defunct link, of one elsewhere, or a copy that a killed move left. */
  'pin.drop': { ...onRevision, pin: pinName },
  /** Moves all that is pinned to the address that its device has now. No link and no map changes. */
  'pins.move': { ...inChain, to: attachmentRef },
  /** Puts the maps that were loaded in place of those of the same name, and drops those that nothing uses. */
  'maps.commit': inChain,
  /** Keeps in its record what was declared. */
  'attachment.declare': { ...inChain, declared: declaredChain },
  /** The attachment's maps and folders. */
  'attachment.forget': inChain,
};

const onDevice = { device };
const named = { name: netnsName };
const marked = { ...onDevice, altName: ownAltName };
const addressed = { ...onDevice, address: prefix };
const routed = { ...onDevice, route };

const op = tagged('op', {
  'record.write': { record: ownerRecord },
  'record.remove': { incarnation: anyIncarnation },
  'pair.create': { pair: pairCreation },
  'pair.delete': onDevice,
  'altName.add': marked,
  'altName.delete': marked,
  'link.set': { ...onDevice, set: linkSetting },
  'policy.set': { ...onDevice, set: object({}, { policy, peerPolicy: policy }) },
  'address.add': addressed,
  'address.delete': addressed,
  'route.add': routed,
  'route.delete': routed,
  'netns.touch': named,
  'netns.bind': named,
  'netns.loUp': named,
  'netns.delete': named,
  ...CHAIN_OPS,
});

/** One operation. */
export type Op = TypeOf<typeof op>;

/** An operation on a chain. */
export type ChainOp = Extract<Op, { readonly op: keyof typeof CHAIN_OPS }>;

const step = object({
  op,
  /** What takes it back when a later one fails. */
  undo: optional(op),
  /** The property this step serves, for the error message. */
  path: optional(words),
});

/** An operation, and what takes it back when a later one fails. */
export type Step = TypeOf<typeof step>;

export const plan = list(step, MOST_STEPS);

/** Steps in their order. */
export type Plan = readonly Step[];

export const hold = object({
  /** An incarnation. Plans that are held under one key are settled together. */
  key: incarnation,
  undo: plan,
});

/** Steps that take a plan back, for the case that the run ends before the engine knows what the plan did. */
export type Hold = TypeOf<typeof hold>;
