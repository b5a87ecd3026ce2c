/** The boundary: what a resource may ask of the machine whose kernel it drives. JSON in, JSON out. */
import type { ErrorJson } from './errors/errors.js';
import type {
  Host as DeclaredHost,
  KernelFeature,
  Mode,
  Policy,
  Scrub,
} from './generated/types.js';
import type { Netns } from './names.js';
import type { End } from './mark.js';
import type { Hold, Plan, RouteSetting, Sizes } from './requests/op.js';
import type { Query } from './requests/query.js';
import type {
  AttachmentRecord,
  AttachmentRef,
  DeclaredChain,
  OwnerRecord,
} from './requests/record.js';

/** What never changes while a host is up. */
export interface HostFacts {
  /** `uname -r`. */
  readonly kernel: string;
  /** /proc/sys/kernel/random/boot_id. */
  readonly bootId: string;
  /** The machine's own id, 32 hex digits, made for us alone of /etc/machine-id. Absent: it has none that could be told. */
  readonly machineId?: string;
  /** The network that the helper is in: boot and namespace. Two processes with the same one share `lo`. Absent: unknown. */
  readonly network?: string;
  /** Devices of the host's own namespace that carry the connection between the engine and the helper, where that is known. */
  readonly carriers?: readonly string[];
}

/** One device as the kernel reports it now. */
export interface DeviceView extends Sizes {
  readonly name: string;
  /** Where it is, in the words it was asked for; a namespace that nobody named reads `nsid:N`. */
  readonly netns: Netns;
  readonly ifindex: number;
  /** `netkit`, `veth`, …; absent for plain hardware. */
  readonly kind?: string;
  readonly mtu: number;
  readonly mac?: string;
  readonly up: boolean;
  readonly operstate: string;
  readonly group: number;
  readonly alias: string;
  readonly txQueueLength: number;
  readonly altNames: readonly string[];
  /** Permanent ones, canonical, without the kernel's own link-local ones. */
  readonly addresses: readonly string[];
  /** Those made by hand (`proto static` or `boot`), canonical, without the local table. */
  readonly routes: readonly RouteSetting[];
}

/** A netkit pair as the kernel reports it now. */
export interface PairView {
  readonly primary: DeviceView;
  readonly peer: DeviceView;
  readonly mode: Mode;
  readonly policy: Policy;
  readonly peerPolicy: Policy;
  /** Absent on a kernel that does not know it. */
  readonly scrub?: Scrub;
  readonly peerScrub?: Scrub;
  readonly headroom?: number;
  readonly tailroom?: number;
}

/** A device that sits on a name we want. */
export interface Occupant {
  readonly device: DeviceView;
  /** Its whole pair, when it is a netkit primary with a peer that we can see. */
  readonly pair?: PairView;
  /** The incarnation of its pair while neither end carries a mark of ours: made of where it stands. */
  readonly unmarked?: string;
  /** Our record of it, when another resource or stack made it. */
  readonly record?: OwnerRecord;
}

/** What was seen of a pair. */
export interface PairAnswer {
  readonly kind: 'pair';
  /** The pair of that incarnation, wherever it is now. */
  readonly ours?: PairView;
  /** The record of that incarnation. */
  readonly record?: OwnerRecord;
  /** What the same owner made under another incarnation and nobody finished, or whose making nobody heard of. */
  readonly leftovers: readonly { readonly record: OwnerRecord; readonly pair?: PairView }[];
  /** Devices on the wanted names that are none of the above. */
  readonly occupants: Readonly<Partial<Record<End, Occupant>>>;
  /** Namespaces that are not there, each with the reason. One that cannot be entered is an error, never "missing". */
  readonly missingNetns: Readonly<Partial<Record<End, ErrorJson>>>;
}

/** What was seen of a namespace. */
export interface NetnsAnswer {
  readonly kind: 'netns';
  /** `file`: the name is there and nothing is mounted on it, as a killed create leaves it. */
  readonly state: 'absent' | 'file' | 'namespace';
  /** Decimal; of the namespace only. */
  readonly inode?: string;
  readonly loUp: boolean;
  readonly record?: OwnerRecord;
  readonly leftovers: readonly OwnerRecord[];
  /** With `contents`: devices in it that are not the kernel's own and not ours. */
  readonly foreignDevices: readonly string[];
  /** With `contents`: what resources of ours have in it, devices and attachments, by name. */
  readonly ownContents?: readonly string[];
  /** With `contents`: processes in it, `pid (name)`. */
  readonly processes: readonly string[];
}

/** One entry of a chain, in the order they run. */
export interface ChainView {
  readonly programId: number;
  /** 0: attached without a link. */
  readonly linkId: number;
  /** The name in the attachment; absent: another attachment's, or foreign. */
  readonly name?: string;
  /** The program of another attachment that it is. */
  readonly other?: {
    /** Index in {@link AttachmentAnswer.neighbours}. */
    readonly at: number;
    readonly name: string;
  };
  /** What the kernel calls the program, in full where that is known. */
  readonly programName: string;
  readonly tag: string;
}

/** Another attachment on the same hook. */
export interface NeighbourView {
  readonly attachment: AttachmentRef;
  readonly owner: string;
  /** What was declared of it, without its programs' settings. Absent: an older release made it; it is not moved. */
  readonly declared?: Pick<DeclaredChain, 'placement' | 'priority' | 'before' | 'after'> & {
    readonly programs: readonly string[];
  };
}

/** One pin of an attachment. */
export interface PinView {
  /** The pin's own name: a program's, or one with a `%` suffix while something is being done. */
  readonly pin: string;
  /** The program's name in the attachment. */
  readonly name: string;
  /** `program`; or a copy on its way to a new place. */
  readonly role: 'program' | 'copy';
  readonly linkId: number;
  readonly programId: number;
  readonly tag: string;
  readonly mapIds: readonly number[];
  /** The configuration it was loaded with; absent: not by us. */
  readonly config?: string;
  /** Whether it runs the program that drops everything, which keeps a chain shut while it comes or goes. */
  readonly isGate: boolean;
  /** Its device is gone, or it was detached: it runs nothing. */
  readonly isDefunct?: boolean;
}

/** What was seen of an attachment. */
export interface AttachmentAnswer {
  readonly kind: 'attachment';
  /**
   * Why the target leads to no hook: device or namespace gone, another pair's device, a kernel without it. The chain is reported
   * all the same while links of the attachment live on a device that has another name now, or is elsewhere.
   */
  readonly noHook?: ErrorJson;
  /** The device whose chain this is; absent when there is none. */
  readonly device?: { readonly name: string; readonly netns: Netns };
  /** Decimal. `0`: an empty netkit chain, whose revision the kernel does not tell. */
  readonly revision: string;
  readonly chain: readonly ChainView[];
  /** The other attachments that have programs in the chain. */
  readonly neighbours: readonly NeighbourView[];
  /** Whether nothing passes this hook while its chain is empty: a netkit end whose policy is drop. */
  readonly isClosedWhenEmpty: boolean;
  readonly pins: readonly PinView[];
  /** Whether a killed run left maps that wait to take their place, maps that no program reaches, or a move to finish. */
  readonly hasFreshMaps: boolean;
  readonly record?: AttachmentRecord;
}

/** What was seen of a hook. A hook that is not there is an error. */
export interface HookAnswer {
  readonly kind: 'hook';
  /** As in {@link AttachmentAnswer}. */
  readonly revision: string;
  readonly isClosedWhenEmpty: boolean;
  readonly chain: readonly ChainView[];
  /** Every attachment that has programs in the chain. */
  readonly neighbours: readonly NeighbourView[];
}

/** What was found, by questions without side effects. */
export interface SupportAnswer {
  readonly kind: 'support';
  /** Absent: there is none. */
  readonly libbpf?: string;
  readonly features: readonly KernelFeature[];
}

/** The answer to a question. */
export type Answer<Q extends Query> = {
  readonly pair: PairAnswer;
  readonly netns: NetnsAnswer;
  readonly attachment: AttachmentAnswer;
  readonly hook: HookAnswer;
  readonly support: SupportAnswer;
}[Q['kind']];

/** Files that hold objects, by the SHA-256 of their content: read here, sent to the helper when it has not got them. */
export type ObjectFiles = Readonly<Record<string, string>>;

/** The machine whose kernel we drive. Errors are {@link NetkitError}s. */
export interface Host {
  facts(): Promise<HostFacts>;
  observe<Q extends Query>(query: Q): Promise<Answer<Q>>;
  /** Runs all steps in order; when one fails, undoes those before it in reverse and throws. */
  run(plan: Plan, objects?: ObjectFiles, hold?: Hold): Promise<void>;
  /** Keeps for good what was run under this hold. Absent: this host takes nothing back at its end. */
  settle?(key: string): Promise<void>;
}

/** The hosts there are. */
export interface Hosts {
  /**
   * The one that is reached this way; without a way, the one that the settings name. A host that the program declares by
   * another way now is reached by that one. Nothing is started yet.
   */
  at(declared: DeclaredHost | undefined): Host;
  /** The program of this run declares a host: a resource whose state has another way to it is reached by this one. */
  declare?(host: DeclaredHost): void;
  /** Whether it is the machine that runs the engine, as far as the way to it shows. */
  isHere?(declared: DeclaredHost | undefined): boolean;
}
