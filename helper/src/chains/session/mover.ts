/**
 * Moves a program to another place of its chain, without loading it again. A chain takes a program once, and a link keeps its
 * place; so for a moment the new link runs the mover, which jumps to the program, while the old link still runs it. No packet
 * misses the program, its maps and its id stay. Tail calls: kernel-facts.md#moves
 */
import { existsSync } from 'node:fs';
import {
  ATTACH_TYPES,
  type AttachType,
  BpfError,
  BpfMap,
  Link,
  LoadedProgram,
  type ProgramId,
  unpin,
} from '@pulumi-netkit/libbpf-ts';
import type { AttachmentRef } from '@pulumi-netkit/contract';
import { listMoves, moveOf, pinOf } from '../pins.js';

/** Its name in the kernel. */
const MOVER = 'netkit_mover';
const SLOT = Buffer.alloc(4);

/** What jumps to a program, until its link runs the program itself. */
export class Mover implements Disposable {
  readonly program: LoadedProgram;
  readonly #slots: BpfMap;
  readonly #pin: string;

  /** Pins its slot: while a process or a pin holds the table, it keeps what is in it. */
  constructor(moved: LoadedProgram, attachment: AttachmentRef, name: string) {
    this.#pin = moveOf(attachment, name);
    this.#slots = BpfMap.create({
      type: 'prog_array',
      keySize: 4,
      valueSize: 4,
      maxEntries: 1,
    });
    try {
      const value = Buffer.alloc(4);
      value.writeInt32LE(moved.fd.number);
      this.#slots.update(SLOT, value);
      this.#slots.pin(this.#pin);
      this.program = loadMover(this.#slots);
    } catch (error) {
      this.#slots.close();
      throw error;
    }
  }

  /** The link runs the program itself by now. */
  finish(): void {
    unpin(this.#pin);
  }

  [Symbol.dispose](): void {
    this.program.close();
    this.#slots.close();
  }
}

/** Finishes the moves of an attachment that a killed run left. */
export function finishMoves(attachment: AttachmentRef): void {
  for (const name of listMoves(attachment)) {
    const [path, pin] = [moveOf(attachment, name), pinOf(attachment, name)];
    using slots = BpfMap.open(path);
    const id = slots.lookup(SLOT)?.readUInt32LE();
    if (id !== undefined && existsSync(pin)) runItself(pin, id as ProgramId);
    unpin(path);
  }
}

function runItself(pin: string, id: ProgramId): void {
  using link = Link.open(pin);
  const { isDefunct, programId } = link.info();
  if (isDefunct) return;
  using runs = LoadedProgram.byId(programId);
  if (runs.name !== MOVER) return;
  using program = LoadedProgram.byId(id);
  link.update(program.fd);
}

/** From 6.18 on the kernel wants the attach type that the program was loaded with, which it does not report. */
function loadMover(slots: BpfMap): LoadedProgram {
  const instructions = jumpOr(slots.fd.number);
  let refusal: unknown;
  for (const expectedAttachType of [undefined, ...ATTACH_TYPES] as (AttachType | undefined)[]) {
    try {
      return LoadedProgram.fromInstructions({
        type: 'sched_cls',
        name: MOVER,
        instructions,
        ...(expectedAttachType === undefined ? {} : { expectedAttachType }),
      });
    } catch (error) {
      if (!(error instanceof BpfError)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** r2 = slots, r3 = 0, tail_call; if there is nothing in the slot, r0 = TCX_DROP (2), which is NETKIT_DROP, too. */
function jumpOr(slots: number): Buffer {
  const code = Buffer.from(
    '1812000000000000' + // r2 = the map of this descriptor
      '0000000000000000' +
      'b703000000000000' + // r3 = 0
      '850000000c000000' + // call bpf_tail_call
      'b700000002000000' + // r0 = 2
      '9500000000000000', // exit
    'hex',
  );
  code.writeInt32LE(slots, 4);
  return code;
}
