/** What hooks, links, pins and programs a fake kernel holds, and what strangers do to them. See fake-chain.ts. */
import {
  altNameOf,
  type AttachmentRecord,
  type AttachmentRef,
  type AttachType,
  type ErrorCode,
  NetkitError,
} from '@pulumi-netkit/contract';
import { unmarked } from './fake-answers.js';
import type { Device } from './fake-device.js';
import type { FakeKernel } from './fake-kernel.js';
import { FakeMaps, inFolder, type NamedMaps } from './fake-maps.js';

/** One place of a chain. */
export interface FakeEntry {
  /** 0: attached without a link. */
  readonly linkId: number;
  programId: number;
  /** The name in an attachment, or what a stranger called it. */
  readonly label: string;
}

/** One hook of one device. */
export interface FakeHook {
  readonly device: Device;
  readonly attachType: AttachType;
  revision: number;
  entries: FakeEntry[];
}

export interface FakeLink {
  readonly id: number;
  programId: number;
  hook?: FakeHook;
}

export interface FakeProgram {
  readonly id: number;
  readonly name: string;
  readonly maps: NamedMaps;
}

export const [COPY, GATE] = ['%copy', 'gate'];

/** The base of `FakeChains`. */
export class FakeChainState {
  protected readonly kernel: FakeKernel;
  protected readonly breathe: () => void;
  protected readonly programs = new Map<number, FakeProgram>();
  protected readonly maps: FakeMaps;
  #lastId = 100;
  hooks: FakeHook[] = [];
  /** Links by attachment and pin. */
  readonly pins = new Map<string, Map<string, FakeLink>>();
  /** Digests of objects that the kernel refuses to load. */
  readonly rejected = new Set<string>();
  /** What each hook showed after each change: labels, first to run first; `gate` where that runs. */
  history: string[][] = [];

  /** `breathe` is called between two system calls of one operation, and may kill. */
  constructor(kernel: FakeKernel, breathe: () => void) {
    this.kernel = kernel;
    this.breathe = breathe;
    this.maps = new FakeMaps(() => this.newId(), breathe);
  }

  /** Ids of maps by attachment and pin. */
  get mapPins(): FakeMaps['pins'] {
    return this.maps.pins;
  }

  /** As {@link FakeMaps.objects}. */
  get objects(): FakeMaps['objects'] {
    return this.maps.objects;
  }

  /** The hook of a device, made when it is asked for first. */
  hook(device: Device, attachType: AttachType): FakeHook {
    let hook = this.hooks.find((one) => one.device === device && one.attachType === attachType);
    if (!hook) this.hooks.push((hook = { device, attachType, revision: 1, entries: [] }));
    return hook;
  }

  /** The labels of a chain, in order. */
  labels(device: Device, attachType: AttachType): string[] {
    return this.hook(device, attachType).entries.map(({ label }) => label);
  }

  /** A stranger's program, at a place of the chain; without a link by the older call. */
  addForeign(
    device: Device,
    attachType: AttachType,
    label: string,
    { at = 0, hasLink = true }: { readonly at?: number; readonly hasLink?: boolean } = {},
  ): FakeEntry {
    const hook = this.hook(device, attachType);
    const programId = this.newProgram(label, {});
    const linkId = hasLink ? this.newId() : 0;
    const entry = { linkId, programId, label };
    hook.entries.splice(at, 0, entry);
    this.changed(hook);
    return entry;
  }

  /** A stranger takes an entry out, whosever it is. */
  removeEntry(device: Device, attachType: AttachType, label: string): void {
    const hook = this.hook(device, attachType);
    const entry = hook.entries.find((one) => one.label === label);
    const link = [...this.pins.values()]
      .flatMap((pins) => [...pins.values()])
      .find(({ id }) => id === entry?.linkId);
    if (link) delete link.hook;
    hook.entries = hook.entries.filter((one) => one !== entry);
    this.changed(hook);
  }

  /** A stranger puts another program into an entry of ours. */
  exchange(device: Device, attachType: AttachType, label: string): void {
    const hook = this.hook(device, attachType);
    const entry = hook.entries.find((one) => one.label === label);
    if (!entry) throw new Error(`the test expects ${label} in the chain`);
    this.setProgram(hook, entry.linkId, this.newProgram('other', {}));
  }

  /** What a device takes along when it goes. */
  dropDevice(device: Device): void {
    for (const pins of this.pins.values())
      for (const link of pins.values()) if (link.hook?.device === device) delete link.hook;
    this.hooks = this.hooks.filter((hook) => hook.device !== device);
  }

  /** Every pin there is, of links and maps, as paths; for "nothing is left over". */
  everyPin(): string[] {
    const paths = (
      of: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
      below: string,
    ): string[] =>
      [...of].flatMap(([folder, pins]) =>
        [...pins.keys()].map((pin) => `${folder}/${below}${pin}`),
      );
    return [...paths(this.pins, ''), ...paths(this.mapPins, '%maps/')].sort();
  }

  /** The ids of the maps that the program of an entry uses, by name. */
  mapsOf(entry: FakeEntry | undefined): NamedMaps {
    return this.programs.get(entry?.programId ?? 0)?.maps ?? {};
  }

  protected recordOf(attachment: AttachmentRef): AttachmentRecord | undefined {
    return this.kernel.records
      .filter((record) => record.kind === 'attachment')
      .find((record) => keyOf(record.attachment) === keyOf(attachment));
  }

  /** The maps of the programs that are pinned, by pin. */
  protected runningMaps(attachment: AttachmentRef): ReadonlyMap<string, NamedMaps> {
    return new Map(
      [...this.pinsOf(attachment)].map(([pin, { programId }]) => [
        pin,
        this.programs.get(programId)?.maps ?? {},
      ]),
    );
  }

  protected setProgram(hook: FakeHook, linkId: number, programId: number): void {
    for (const entry of hook.entries) if (entry.linkId === linkId) entry.programId = programId;
    for (const pins of this.pins.values())
      for (const link of pins.values()) if (link.id === linkId) link.programId = programId;
    this.changed(hook);
  }

  protected changed(hook: FakeHook): void {
    const isGone = hook.entries.length === 0 && hook.attachType.startsWith('tcx/');
    hook.revision = isGone ? 1 : hook.revision + 1;
    const shown = ({ programId, label }: FakeEntry): string =>
      this.programs.get(programId)?.name === GATE ? GATE : label;
    this.history.push(hook.entries.map(shown));
  }

  protected find({ target, attachType }: Pick<AttachmentRef, 'attachType' | 'target'>): FakeHook {
    const { name, netns, incarnation } = target;
    if (netns !== null && this.kernel.namespaces.get(netns)?.state !== 'namespace')
      throw refusal('netns-missing', `there is no network namespace "${netns}"`);
    const marks =
      incarnation === undefined
        ? []
        : (['primary', 'peer'] as const).map((end) => altNameOf(incarnation, end));
    const named = this.kernel.find(netns, name);
    const isNamed =
      marks.length === 0 ||
      (named &&
        (marks.some((mark) => this.kernel.find(netns, mark) === named) ||
          unmarked(this.kernel, named) === incarnation));
    const ends = marks.map((mark) => this.kernel.find(netns, mark)).filter((end) => end);
    const isPrimary = attachType.startsWith('netkit/');
    const device = isNamed ? named : isPrimary || ends.length === 1 ? ends[0] : undefined;
    if (!device) throw refusal('hook-missing', `there is no device "${name}"`);
    return this.hook(device, attachType);
  }

  protected pinsOf(attachment: AttachmentRef): Map<string, FakeLink> {
    return inFolder(this.pins, keyOf(attachment));
  }

  protected newProgram(name: string, maps: NamedMaps): number {
    const id = this.newId();
    this.programs.set(id, { id, name, maps });
    return id;
  }

  protected newId(): number {
    return ++this.#lastId;
  }
}

export function keyOf({ name, attachType, target }: AttachmentRef): string {
  return [target.netns ?? '%host', target.name, attachType, name].join('/');
}

export const refusal = (code: ErrorCode, summary: string): NetkitError =>
  new NetkitError(code, summary);
