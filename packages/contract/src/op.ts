/**
 * The instruction set: what can be done to a host, as plain JSON. A plan holds no handle, index or closure, so it can be
 * printed, compared in a test, undone in reverse and sent to another machine. Types only.
 */
import type {
  AttachType,
  Mode,
  Placement,
  Policy,
  ProgramChecked,
  Scrub,
} from './generated/types.js';

/** A network namespace as the user names it (name, path or `pid:N`); `null` is the host's own. */
export type Netns = string | null;

/** One of the two ends of a pair. */
export type End = 'primary' | 'peer';

/**
 * A device, never by its name: by an alternative name that only we give, or by the slot that `pair.create` fills with the
 * device it has just made. `name` is for people alone.
 */
export type DeviceRef = { readonly netns: Netns; readonly name: string } & (
  { readonly altName: string } | { readonly slot: End }
);

/** Generic attributes of a device that are changed in place. */
export interface LinkSettings {
  readonly name: string;
  readonly mtu: number;
  readonly mac: string;
  readonly up: boolean;
  readonly group: number;
  readonly alias: string;
  readonly txQueueLength: number;
  readonly gsoMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groMaxSize: number;
  readonly groIpv4MaxSize: number;
}

/** Exactly one setting: the kernel half-applies a message that fails on its second (kernel-facts.md#partial). */
export type LinkSetting = {
  [K in keyof LinkSettings]: Readonly<Record<K, LinkSettings[K]>>;
}[keyof LinkSettings];

/** What an end is born with. */
export interface EndCreation {
  readonly name: string;
  readonly netns: Netns;
  readonly mtu: number;
  readonly mac?: string;
  readonly group: number;
  readonly txQueueLength: number;
  readonly gsoMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groMaxSize: number;
  readonly groIpv4MaxSize: number;
}

/** A pair to be made in one message. Both ends are born down. */
export interface PairCreation {
  readonly mode: Mode;
  readonly policy: Policy;
  readonly peerPolicy: Policy;
  readonly scrub: Scrub;
  readonly peerScrub: Scrub;
  readonly headroom: number;
  readonly tailroom: number;
  readonly primary: EndCreation;
  readonly peer: EndCreation;
}

/** A route through a device, canonical. */
export interface RouteSetting {
  readonly destination: string;
  readonly gateway?: string;
  readonly source?: string;
  readonly metric?: number;
  readonly table: number;
  readonly onLink: boolean;
}

/** Who made what, kept under /run/pulumi-netkit: it recognises a half-made thing after a crash. */
export type OwnerRecord = {
  readonly incarnation: string;
  readonly owner: string;
  /** `creating` until every step of the create has run. */
  readonly phase: 'creating' | 'made';
} & (
  | {
      readonly kind: 'pair';
      readonly name: string;
      readonly netns: Netns;
      readonly peer: { readonly name: string; readonly netns: Netns };
    }
  | { readonly kind: 'netns'; readonly name: string }
  | {
      readonly kind: 'attachment';
      readonly attachment: AttachmentRef;
      /** Which configuration each loaded program has, by program id: what a chain shows is told by it. */
      readonly loaded: Readonly<Record<string, string>>;
      /** Absent: an older release wrote it, or a run was killed before it could. */
      readonly declared?: DeclaredChain;
      /** Absent: an older release wrote it. */
      readonly filled?: FilledSlots;
    }
);

/**
 * The slots that loads of an attachment filled, by the id of the prog array. Later only these are read: the kernel cannot say
 * which slots of a table hold a program, and reading 65,536 empty ones takes seconds.
 */
export type FilledSlots = Readonly<Record<string, readonly number[]>>;

/** What was declared of an attachment and no chain shows, so that an import can say it again. */
export interface DeclaredChain {
  /** Of the attachment that stands there now. Absent: an older release made it. */
  readonly incarnation?: string;
  readonly placement: Placement;
  readonly programs: readonly (Omit<ProgramChecked, 'object'> & {
    /** SHA-256 of the object. */
    readonly hash: string;
    /** The object's file where the engine runs, as it was written. */
    readonly path?: string;
    /** Digests of what is secret, and not kept: of `globals`, `maps` or `path`. Absent: nothing is. */
    readonly secret?: Readonly<Record<string, string>>;
  })[];
}

/** One attachment on one hook: where its pins are, and which device its links belong on. */
export interface AttachmentRef {
  readonly name: string;
  readonly attachType: AttachType;
  readonly target: {
    readonly name: string;
    readonly netns: Netns;
    /** The pair the device must belong to. */
    readonly incarnation?: string;
  };
}

/** Where a program is put in a chain: at an end, or beside another program of the same attachment. */
export type Place =
  | { readonly at: 'head' }
  | { readonly at: 'tail' }
  | { readonly before: string }
  | { readonly after: string };

/** Programs of one object, loaded together so that they share its maps and variables. */
export interface ObjectLoad {
  /** SHA-256 of the object, under which the helper holds its bytes. */
  readonly hash: string;
  /** Programs of the same object and settings that stay as they are: their maps and variables are shared. */
  readonly beside: readonly string[];
  /** Nothing that was there before is taken over, but maps that are to be kept: the attachment is replaced. */
  readonly isReplacement?: boolean;
  /** Programs of the attachment's other objects, whose maps are not to be taken for this one's. */
  readonly apart: readonly string[];
  readonly programs: readonly {
    /** The name in the attachment. */
    readonly name: string;
    /** The function; absent: the only one there is. */
    readonly program?: string;
    /** Digest of all that makes this program what it is. */
    readonly config: string;
    /** The property it was declared in, for errors. Absent: those of the step. */
    readonly path?: string;
  }[];
  readonly globals: Readonly<Record<string, unknown>>;
  readonly maps: Readonly<
    Record<
      string,
      {
        readonly maxEntries?: number;
        readonly pinned?: string;
        readonly keep?: boolean;
        /** Whether it is one for all attachments of the stack; absent: as the object says. */
        readonly shared?: boolean;
        /** Functions by slot, of a prog array. */
        readonly slots?: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** One operation. */
export type Op =
  | { readonly op: 'record.write'; readonly record: OwnerRecord }
  | { readonly op: 'record.remove'; readonly incarnation: string }
  | { readonly op: 'pair.create'; readonly pair: PairCreation }
  | { readonly op: 'pair.delete'; readonly device: DeviceRef }
  | {
      readonly op: 'altName.add' | 'altName.delete';
      readonly device: DeviceRef;
      readonly altName: string;
    }
  | { readonly op: 'link.set'; readonly device: DeviceRef; readonly set: LinkSetting }
  | {
      readonly op: 'policy.set';
      readonly device: DeviceRef;
      readonly set: { readonly policy: Policy } | { readonly peerPolicy: Policy };
    }
  | {
      readonly op: 'address.add' | 'address.delete';
      readonly device: DeviceRef;
      readonly address: string;
    }
  | {
      readonly op: 'route.add' | 'route.delete';
      readonly device: DeviceRef;
      readonly route: RouteSetting;
    }
  | { readonly op: 'netns.touch'; readonly name: string }
  | { readonly op: 'netns.bind'; readonly name: string }
  | { readonly op: 'netns.loUp'; readonly name: string }
  | { readonly op: 'netns.delete'; readonly name: string }
  | ChainOp;

/** What is done to a chain. `expect` is the revision it was planned on; later ones of the same plan follow on from it. */
export type ChainOp = { readonly attachment: AttachmentRef } & (
  | {
      readonly op: 'object.load';
      readonly owner: string;
      readonly incarnation: string;
      readonly load: ObjectLoad;
    }
  /** Takes back what loading left: maps that no attached program uses; folder and record, if there is nothing else. */
  | { readonly op: 'object.unload'; readonly incarnation: string }
  /** Attaches a program that drops everything where `name` is to stand; `gate.open` puts `name` into its link. */
  | {
      readonly op: 'gate.attach';
      readonly name: string;
      readonly place: Place;
      readonly expect: string;
    }
  /** Puts a program that drops everything into the link of `name`. */
  | { readonly op: 'gate.close' | 'gate.open'; readonly name: string; readonly expect: string }
  | {
      readonly op: 'chain.attach' | 'chain.move';
      readonly name: string;
      readonly place: Place;
      readonly expect: string;
    }
  | {
      readonly op: 'chain.swap';
      readonly name: string;
      readonly old: number;
      readonly expect: string;
    }
  /** Puts back the program that `chain.swap` or `gate.open` took out in the same plan. */
  | { readonly op: 'chain.swapBack'; readonly name: string }
  | { readonly op: 'chain.detach'; readonly name: string; readonly expect: string }
  /** A pin without meaning: of a defunct link, of one elsewhere, or a copy that a killed move left. */
  | { readonly op: 'pin.drop'; readonly pin: string; readonly expect: string }
  /** Moves all that is pinned to the address that its device has now. No link and no map changes. */
  | { readonly op: 'pins.move'; readonly to: AttachmentRef }
  /** Puts the maps that were loaded in place of those of the same name, and drops those that nothing uses. */
  | { readonly op: 'maps.commit' }
  /** Keeps in its record what was declared. */
  | {
      readonly op: 'attachment.declare';
      readonly incarnation: string;
      readonly declared: DeclaredChain;
    }
  /** The attachment's maps and folders. */
  | { readonly op: 'attachment.forget' }
);

/** An operation, and what takes it back when a later one fails. */
export interface Step {
  readonly op: Op;
  readonly undo?: Op;
  /** The property this step serves, for the error message. */
  readonly path?: string;
}

/** Steps in their order. */
export type Plan = readonly Step[];
