/** Does the operations of one plan on one hook: holds what was loaded until it is attached, and follows the revision. */
import { existsSync } from 'node:fs';
import { withNetns } from '@pulumi-netkit/linux-ffi';
import {
  afterLink,
  afterProgram,
  beforeLink,
  beforeProgram,
  BpfError,
  BpfMap,
  ensurePinDirectory,
  head,
  Link,
  LoadedProgram,
  queryChain,
  renamePin,
  tail,
  unpin,
  type Anchor,
  type LinkId,
  type MapId,
  type ProgramId,
} from '@pulumi-netkit/libbpf-ts';
import { join } from 'node:path';
import {
  type AttachmentRecord,
  attachmentRecordId,
  type AttachmentRef,
  type ChainOp,
  type FilledSlots,
  type Neighbour,
  NetkitError,
  type Place,
} from '@pulumi-netkit/contract';
import type { Registry } from '../../store/registry.js';
import type { Sockets } from '../../sockets.js';
import { loadGate } from './gate.js';
import { findHook } from '../hook.js';
import { loadObject, type ObjectStore } from './load.js';
import { attachedPrograms, commitMaps, dropUnusedMaps } from '../maps/maps.js';
import { finishMoves, Mover } from './mover.js';
import { assertTrusted, copyOf, folderOf, isBare, movePins, pinOf, removeFolder } from '../pins.js';
import { recordOf } from '../records.js';
import { dropUnusedShares } from '../maps/shared-maps.js';

/** One hook, for the length of one plan. */
export class ChainSession implements Disposable {
  readonly #sockets: Sockets;
  readonly #registry: Registry;
  readonly #objects: ObjectStore;
  readonly #attachment: AttachmentRef;
  readonly #held: { close(): void }[] = [];
  readonly #loaded = new Map<string, LoadedProgram>();
  /** Pins of the maps that were made for what was loaded, or taken over. */
  readonly #made = new Set<string>();
  /** What ran, or still runs, where the loaded one of that name is to run. */
  readonly #swappedOut = new Map<string, LoadedProgram>();
  /** What the kernel must still be at; undefined until the first change says what it was planned on. */
  #revision: bigint | undefined;
  #isBegun = false;

  constructor(
    sockets: Sockets,
    registry: Registry,
    objects: ObjectStore,
    attachment: AttachmentRef,
  ) {
    this.#sockets = sockets;
    this.#registry = registry;
    this.#objects = objects;
    this.#attachment = attachment;
  }

  /** Does one operation. */
  perform(op: ChainOp): void {
    const attachment = this.#attachment;
    if (!this.#isBegun) finishMoves(attachment);
    this.#isBegun = true;
    if ('expect' in op) this.#revision ??= BigInt(op.expect);
    switch (op.op) {
      case 'object.load':
        this.#load(op);
        return;
      case 'object.unload':
        this.#unload();
        return;
      case 'gate.attach':
        this.#attach(this.#gateFor(op.name), op.place, pinOf(attachment, op.name)).close();
        return;
      case 'gate.close':
        this.#close(op.name);
        return;
      case 'gate.open':
        this.#swap(op.name, this.#outOf(op.name));
        return;
      case 'chain.attach':
        this.#attach(this.#programOf(op.name), op.place, pinOf(attachment, op.name)).close();
        return;
      case 'chain.move':
        this.#move(attachment, op.name, op.place);
        return;
      case 'chain.moveOther':
        assertTrusted(op.other);
        finishMoves(op.other);
        this.#move(op.other, op.name, op.place);
        return;
      case 'chain.swap':
        this.#swap(op.name, LoadedProgram.byId(op.old as ProgramId));
        return;
      case 'chain.swapBack':
        this.#swapBack(op.name);
        return;
      case 'chain.detach':
        this.#remove(pinOf(attachment, op.name));
        return;
      case 'pin.drop':
        this.#remove(join(folderOf(attachment), op.pin));
        return;
      case 'pins.move':
        movePins(attachment, op.to);
        return;
      case 'maps.commit':
        commitMaps(attachment, this.#filled(), this.#made);
        return;
      case 'attachment.declare':
        this.#declare(op);
        return;
      case 'attachment.forget':
        removeFolder(attachment);
        dropUnusedShares();
        return;
    }
  }

  [Symbol.dispose](): void {
    for (const held of [...this.#held, ...this.#swappedOut.values()]) held.close();
  }

  #load({ load, owner }: Extract<ChainOp, { op: 'object.load' }>): void {
    const attachment = this.#attachment;
    const before = this.#record();
    const already = before?.filled ?? {};
    const { programs, held, filled } = loadObject(
      this.#objects,
      attachment,
      owner,
      load,
      already,
      this.#made,
    );
    this.#held.push(...held);
    for (const [name, program] of programs) this.#loaded.set(name, program);
    const inUse = new Set([
      ...attachedPrograms(attachment).map(({ id }) => String(id)),
      ...[...this.#loaded.values()].map(({ id }) => String(id)),
    ]);
    const known = Object.entries(before?.loaded ?? {});
    const configs = load.programs.flatMap(({ name, config }) => {
      const program = this.#loaded.get(name);
      return program ? [[String(program.id), config] as const] : [];
    });
    // Written before anything is attached: whatever the chain shows from now on, we know what it was loaded as.
    this.#registry.write({
      kind: 'attachment',
      incarnation: before?.incarnation ?? attachmentRecordId(attachment),
      owner,
      phase: 'made',
      attachment,
      loaded: Object.fromEntries([...known.filter(([id]) => inUse.has(id)), ...configs]),
      ...(before?.declared ? { declared: before.declared } : {}),
      filled: together(already, filled),
    });
  }

  #record(): AttachmentRecord | undefined {
    return recordOf(this.#registry, this.#attachment);
  }

  #filled(): FilledSlots {
    return this.#record()?.filled ?? {};
  }

  #declare({ declared }: Extract<ChainOp, { op: 'attachment.declare' }>): void {
    const record = this.#record();
    if (!record) throw new NetkitError('internal', 'there is no record to note a declaration in');
    this.#registry.write({ ...record, declared });
  }

  #unload(): void {
    const attachment = this.#attachment;
    const record = this.#record();
    dropUnusedMaps(attachment, record?.filled ?? {});
    if (!isBare(attachment)) return;
    removeFolder(attachment);
    dropUnusedShares();
    if (record) this.#registry.remove(record.incarnation);
  }

  #attach(program: LoadedProgram, place: Place, pin: string): Link {
    const link = this.#create(program, this.#anchorOf(place));
    try {
      link.pin(pin);
      if (this.#revision === 0n) this.#revision = this.#read();
      else this.#changed();
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  /** What was loaded for this name takes the new place; else the program that runs in the old one. */
  #move(attachment: AttachmentRef, name: string, place: Place): void {
    const [pin, copy] = [pinOf(attachment, name), copyOf(attachment, name)];
    this.#remove(copy); // Of a move that was killed.
    using old = Link.open(pin);
    const loaded = attachment === this.#attachment ? this.#loaded.get(name) : undefined;
    const replace = (program: LoadedProgram): Link => {
      const link = this.#attach(program, place, copy);
      renamePin(copy, pin);
      // The pin let go of the old link, which would be taken out a little later only. kernel-facts.md#links
      old.detach();
      this.#changed();
      return link;
    };
    if (loaded) {
      replace(loaded).close();
      return;
    }
    using moved = LoadedProgram.byId(old.info().programId);
    using mover = new Mover(moved, attachment, name);
    using link = replace(mover.program);
    link.update(moved.fd);
    this.#changed();
    mover.finish();
  }

  #gateFor(name: string): LoadedProgram {
    const gate = loadGate();
    this.#swappedOut.set(name, gate);
    return gate;
  }

  #close(name: string): void {
    using gate = loadGate();
    using link = Link.open(pinOf(this.#attachment, name));
    link.update(gate.fd);
    this.#changed();
  }

  #create(program: LoadedProgram, anchor: Anchor): Link {
    const { netns } = this.#attachment.target;
    const { link } = findHook(this.#sockets, this.#attachment);
    ensurePinDirectory(folderOf(this.#attachment));
    const expectedRevision = this.#revision ?? 0n;
    return withNetns(this.#sockets.fd(netns), () =>
      Link.create({
        program: program.fd,
        ifindex: link.index,
        attachType: this.#attachment.attachType,
        anchor,
        // 0 is "any": an empty netkit chain tells no revision. kernel-facts.md#revision
        ...(expectedRevision === 0n ? {} : { expectedRevision }),
      }),
    );
  }

  #swap(name: string, old: LoadedProgram): void {
    this.#swappedOut.set(name, old);
    using link = Link.open(pinOf(this.#attachment, name));
    link.update(this.#programOf(name).fd, { old: old.fd });
    this.#changed();
  }

  #swapBack(name: string): void {
    using link = Link.open(pinOf(this.#attachment, name));
    link.update(this.#outOf(name).fd);
    this.#changed();
  }

  #remove(pin: string): void {
    if (!existsSync(pin)) return;
    using link = Link.open(pin);
    const { isDefunct } = link.info();
    // Detached first: an unlinked pin lets go of its link a little later only, and the policy is to decide at once.
    link.detach();
    unpin(pin);
    if (!isDefunct) this.#changed();
  }

  /** Each change of ours is one revision; a difference at the next one is somebody else's. 0, any, stays. */
  #changed(): void {
    if (this.#revision !== undefined && this.#revision > 0n) this.#revision += 1n;
  }

  #read(): bigint {
    const { link, netns } = findHook(this.#sockets, this.#attachment);
    return withNetns(this.#sockets.fd(netns), () =>
      queryChain(link.index, this.#attachment.attachType),
    ).revision;
  }

  #programOf(name: string): LoadedProgram {
    const program = this.#loaded.get(name);
    if (!program)
      throw new NetkitError('internal', `program "${name}" was not loaded before it was attached`);
    return program;
  }

  #outOf(name: string): LoadedProgram {
    const program = this.#swappedOut.get(name);
    if (!program) throw new NetkitError('internal', `no program was taken out of "${name}"`);
    return program;
  }

  #anchorOf(place: Place): Anchor {
    if ('at' in place) return place.at === 'tail' ? tail() : head();
    const isBefore = 'before' in place;
    const neighbour = isBefore ? place.before : place.after;
    if ('program' in neighbour) {
      const id = neighbour.program as ProgramId;
      return isBefore ? beforeProgram(id) : afterProgram(id);
    }
    const id = this.#linkOf(neighbour);
    return isBefore ? beforeLink(id) : afterLink(id);
  }

  #linkOf(neighbour: Exclude<Neighbour, { readonly program: number }>): LinkId {
    if ('link' in neighbour) return neighbour.link as LinkId;
    if ('own' in neighbour) return linkIdAt(pinOf(this.#attachment, neighbour.own));
    const { attachment, name } = neighbour.other;
    assertTrusted(attachment);
    return linkIdAt(pinOf(attachment, name));
  }
}

/** Both, of the tables that are still there. */
function together(before: FilledSlots, now: FilledSlots): FilledSlots {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return Object.fromEntries(
    ids.filter(isThere).map((id) => {
      return [id, [...new Set([...(before[id] ?? []), ...(now[id] ?? [])])]];
    }),
  );
}

function isThere(table: string): boolean {
  try {
    BpfMap.byId(Number(table) as MapId).close();
    return true;
  } catch (error) {
    if (error instanceof BpfError && error.code === 'id-missing') return false;
    throw error;
  }
}

function linkIdAt(pin: string): LinkId {
  using link = Link.open(pin);
  return link.id;
}
