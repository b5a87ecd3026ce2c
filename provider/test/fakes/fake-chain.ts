/**
 * Chains of programs in the memory of a fake kernel: bpf_mprog, links, pins on bpffs, maps, and what the helper does with
 * them. Written a second time, from kernel-facts and not from src/host.
 *
 * Rules of honesty, each taught because the code above leans on it:
 * - revision. Each attach, detach and change of a program is one more. The empty chain of a netkit hook tells none (0: any);
 *             that of a tcx hook begins anew. Another revision than the expected one is refused (ESTALE).
 * - full.     A hook holds 63 (ERANGE).
 * - once.     A loaded program stands in a chain once (EEXIST); loaded again it is another one.
 * - anchors.  A neighbour that is not in the chain is refused (ENOENT).
 * - swap.     Keeps link, place and pin; refused when the program is not the one that was expected (EPERM).
 * - pins.     A path is taken once (EEXIST); a rename over it lets go of the link it led to.
 * - defunct.  With its device a link loses its hook for ever, its pin stays; to detach it again does nothing.
 * - rename.   A device that is renamed takes its chains along. A link leads to its device, unless no name leads to the namespace.
 * - move.     A folder of pins takes another name in one step, where none of that name is (ENOTEMPTY).
 * - loading.  An object gives maps of its own, and takes those of the same name and definition as helper/src/chains says:
 *             those its programs use, never another object's. A pinned map that no program uses goes with the next commit.
 * - mover.    A program is moved without loading it again: the new link runs a mover, which jumps to it, until the old link is
 *             gone. A kill may leave the mover in the link; the next plan on that attachment puts the program there.
 * - kill.     Not between operations only: also within one, between two of its system calls.
 *
 * It does not know: sections, the verifier, BTF, tail calls, contents of maps, programs that run.
 */ import {
  attachmentRecordId,
  type AttachmentRef,
  type ChainOp,
  type Neighbour,
  NetkitError,
  type Place,
} from '@pulumi-netkit/contract';
import { inFolder } from './fake-maps.js';
import { FakeChainAnswers } from './fake-chain-answers.js';
import { COPY, type FakeEntry, type FakeLink, GATE, keyOf, refusal } from './fake-chain-state.js';

export type { FakeEntry, FakeHook } from './fake-chain-state.js';

type Session = Map<string, SessionOf>;

/** What one plan holds of one attachment. */
interface SessionOf {
  readonly loaded: Map<string, number>;
  readonly swappedOut: Map<string, number>;
  readonly made: Set<string>;
  revision: number | undefined;
}

const LIMIT = 63;

/** See the top of this file. */
export class FakeChains extends FakeChainAnswers {
  /** What each mover jumps to. */
  readonly #movers = new Map<number, number>();

  /** Does one operation. `session` lives as long as the plan. */
  perform(op: ChainOp, session: Session): void {
    const { attachment } = op;
    const key = keyOf(attachment);
    let held = session.get(key);
    if (!held) {
      held = { loaded: new Map(), swappedOut: new Map(), made: new Set(), revision: undefined };
      session.set(key, held);
      this.#finishMoves(attachment);
    }
    if (op.op === 'chain.moveOther') this.#finishMoves(op.other);
    if ('expect' in op) held.revision ??= Number(op.expect);
    const pins = this.pinsOf(attachment);
    switch (op.op) {
      case 'object.load':
        this.#load(op, held);
        return;
      case 'object.unload':
        this.#unload(attachment);
        return;
      case 'gate.attach': {
        const gate = this.newProgram(GATE, {});
        held.swappedOut.set(op.name, gate);
        this.#attach(attachment, gate, op.name, op.place, op.name, held);
        return;
      }
      case 'gate.close': {
        const link = pins.get(op.name);
        if (!link) throw moved(`the pin of ${op.name} is gone`);
        this.#swap(link, this.newProgram(GATE, {}), held);
        return;
      }
      case 'gate.open':
        this.#exchange(attachment, op.name, held.swappedOut.get(op.name) ?? 0, held);
        return;
      case 'chain.attach':
        this.#attach(attachment, loadedOf(held, op.name), op.name, op.place, op.name, held);
        return;
      case 'chain.move':
        this.#moveProgram(attachment, op, held, held.loaded.get(op.name));
        return;
      case 'chain.moveOther':
        this.#moveProgram(op.other, op, held);
        return;
      case 'chain.swap':
        this.#exchange(attachment, op.name, op.old, held);
        return;
      case 'chain.swapBack': {
        const [link, before] = [pins.get(op.name), held.swappedOut.get(op.name)];
        if (!link || before === undefined) throw internal(`nothing was swapped out of ${op.name}`);
        this.#swap(link, before, held);
        return;
      }
      case 'chain.detach':
        this.#remove(attachment, op.name, held);
        return;
      case 'pin.drop':
        this.#remove(attachment, op.pin, held);
        return;
      case 'pins.move':
        this.#move(key, keyOf(op.to));
        return;
      case 'maps.commit':
        this.maps.commit(key, this.runningMaps(attachment).values(), held.made);
        return;
      case 'attachment.declare':
        this.kernel.records = this.kernel.records.map((record) =>
          record === this.recordOf(attachment) ? { ...record, declared: op.declared } : record,
        );
        return;
      case 'attachment.forget':
        this.mapPins.delete(key);
        this.breathe();
        if (pins.size === 0) this.pins.delete(key);
        return;
    }
  }

  /** What was loaded takes the new place; else, by way of the mover, the program that runs in the old one. */
  #moveProgram(
    attachment: AttachmentRef,
    { name, place, attachment: by }: Extract<ChainOp, { op: 'chain.move' | 'chain.moveOther' }>,
    held: SessionOf,
    loaded?: number,
  ): void {
    const pins = this.pinsOf(attachment);
    const old = pins.get(name);
    if (!old) throw moved(`the pin of ${name} is gone`);
    const runs = old.programId;
    const copy = name + COPY;
    this.#remove(attachment, copy, held);
    this.#attach(attachment, loaded ?? this.#newMover(runs), name, place, copy, held, by);
    this.breathe();
    const link = pins.get(copy) ?? old;
    pins.set(name, link);
    pins.delete(copy);
    this.#detach(old, held);
    if (loaded !== undefined) return;
    this.breathe();
    this.#swap(link, runs, held);
  }

  /** Finishes the moves that a kill left: the link runs the program itself again. */
  #finishMoves(attachment: AttachmentRef): void {
    for (const [pin, link] of this.pinsOf(attachment)) {
      const runs = this.#movers.get(link.programId);
      if (runs === undefined || pin.endsWith(COPY) || !link.hook) continue;
      link.programId = runs;
      this.setProgram(link.hook, link.id, runs);
    }
  }

  #newMover(runs: number): number {
    const id = this.newProgram('mover', this.programs.get(runs)?.maps ?? {});
    this.#movers.set(id, runs);
    return id;
  }

  #move(from: string, to: string): void {
    if (inFolder(this.pins, to).size > 0 || inFolder(this.mapPins, to).size > 0)
      throw refused('ENOTEMPTY');
    for (const pins of [this.pins, this.mapPins] as Map<string, Map<string, never>>[]) {
      pins.set(to, inFolder(pins, from));
      pins.delete(from);
    }
  }

  #load(
    { attachment, load, owner }: Extract<ChainOp, { op: 'object.load' }>,
    held: SessionOf,
  ): void {
    if (!this.kernel.objectsKept.has(load.digest))
      throw internal(`object ${load.digest} was not sent to the helper`);
    if (this.rejected.has(load.digest))
      throw refusal('program-rejected', 'the verifier refused it');
    const running = this.runningMaps(attachment);
    const maps = this.maps.load(keyOf(attachment), load, running, held.made);
    this.breathe();
    for (const { name } of load.programs) held.loaded.set(name, this.newProgram(name, maps));
    const records = this.kernel.records;
    const before = this.recordOf(attachment);
    const alive = new Set([
      ...[...this.pinsOf(attachment).values()].map(({ programId }) => programId),
      ...held.loaded.values(),
    ]);
    const known = Object.entries(before?.loaded ?? {});
    const configs = load.programs.map(
      ({ name, config }) => [String(held.loaded.get(name)), config] as const,
    );
    this.kernel.records = [
      ...records.filter((record) => record !== before),
      {
        kind: 'attachment',
        incarnation: before?.incarnation ?? attachmentRecordId(attachment),
        owner,
        phase: 'made',
        attachment,
        loaded: Object.fromEntries([...known.filter(([id]) => alive.has(Number(id))), ...configs]),
        ...(before?.declared ? { declared: before.declared } : {}),
      },
    ];
  }

  #unload(attachment: AttachmentRef): void {
    const key = keyOf(attachment);
    const isBare = this.maps.unload(key, this.runningMaps(attachment).values());
    if (!isBare || this.pinsOf(attachment).size > 0) return;
    this.pins.delete(key);
    this.mapPins.delete(key);
    const record = this.recordOf(attachment);
    this.kernel.records = this.kernel.records.filter((one) => one !== record);
  }

  #attach(
    attachment: AttachmentRef,
    programId: number,
    label: string,
    place: Place,
    pin: string,
    held: SessionOf,
    by = attachment,
  ): void {
    const hook = this.find(attachment);
    const pins = this.pinsOf(attachment);
    const { entries } = hook;
    const at = this.#indexOf(by, entries, place);
    if (held.revision && held.revision !== hook.revision)
      throw moved(`revision ${held.revision}, now ${hook.revision}`);
    if (entries.some((entry) => entry.programId === programId)) throw refused('EEXIST');
    if (at < 0) throw moved('the neighbour is gone');
    if (entries.length === LIMIT) throw refusal('chain-full', `the hook holds ${LIMIT}`);
    if (pins.has(pin)) throw refused('EEXIST');
    const link = { id: this.newId(), programId, hook };
    entries.splice(at, 0, { linkId: link.id, programId, label });
    pins.set(pin, link);
    this.changed(hook);
    // 0 was "any"; now it is told.
    held.revision = held.revision ? held.revision + 1 : hook.revision;
  }

  #indexOf(attachment: AttachmentRef, entries: readonly FakeEntry[], place: Place): number {
    if ('at' in place) {
      return place.at === 'tail' ? entries.length : 0;
    }
    const isBefore = 'before' in place;
    const neighbour = isBefore ? place.before : place.after;
    const index = this.#neighbourAt(attachment, entries, neighbour);
    return index < 0 || isBefore ? index : index + 1;
  }

  #neighbourAt(
    attachment: AttachmentRef,
    entries: readonly FakeEntry[],
    neighbour: Neighbour,
  ): number {
    if ('program' in neighbour)
      return entries.findIndex(({ programId }) => programId === neighbour.program);
    const link =
      'link' in neighbour
        ? neighbour.link
        : 'own' in neighbour
          ? this.pinsOf(attachment).get(neighbour.own)?.id
          : this.pinsOf(neighbour.other.attachment).get(neighbour.other.name)?.id;
    return entries.findIndex(({ linkId }) => linkId !== 0 && linkId === link);
  }

  #exchange(attachment: AttachmentRef, name: string, old: number, held: SessionOf): void {
    const link = this.pinsOf(attachment).get(name);
    if (!link?.hook) throw moved(`the link of ${name} is gone`);
    if (link.programId !== old) throw moved(`${name} runs another program`);
    held.swappedOut.set(name, old);
    this.#swap(link, loadedOf(held, name), held);
  }

  #swap(link: FakeLink, programId: number, held: SessionOf): void {
    const { hook } = link;
    if (!hook) throw moved('the link is defunct');
    if (hook.entries.some((entry) => entry.programId === programId)) throw refused('EEXIST');
    link.programId = programId;
    this.setProgram(hook, link.id, programId);
    if (held.revision) held.revision++;
  }

  #remove(attachment: AttachmentRef, pin: string, held: SessionOf): void {
    const pins = this.pinsOf(attachment);
    const link = pins.get(pin);
    if (!link) return;
    this.#detach(link, held);
    this.breathe();
    pins.delete(pin);
  }

  #detach(link: FakeLink, held: SessionOf): void {
    const { hook } = link;
    if (!hook) return;
    delete link.hook;
    hook.entries = hook.entries.filter(({ linkId }) => linkId !== link.id);
    this.changed(hook);
    if (held.revision) held.revision++;
  }
}

function loadedOf({ loaded }: SessionOf, name: string): number {
  const id = loaded.get(name);
  if (id === undefined) throw internal(`"${name}" was not loaded`);
  return id;
}

const moved = (summary: string): NetkitError => refusal('chain-moved', summary);
const internal = (summary: string): NetkitError => refusal('internal', summary);
const refused = (errno: string): NetkitError =>
  new NetkitError('bpf-refused', `the kernel refused it`, { errno });
