/** Programs in the kernel. Loading one from an object is in object.ts. */
import type { Fd } from '@pulumi-netkit/linux-ffi';
import { Btf, nameIn, PROGRAM_TYPE, type ProgramType } from '@pulumi-netkit/bpf-object';
import { explained } from './objects/kernel-refusal';
import { attachTypeNumber, type AttachType } from './links/hook';
import type { MapId, ProgramId } from './ids';
import { openPin, pinObject } from './pin';
import { BTF_INFO, PROG_INFO } from './sys/layouts';
import { btfGetFdById, btfInfo, getInfo, nameAt, progGetFdById, progInfo } from './sys/objects';
import { progLoad } from './sys/programs';

/** What the kernel says about a program. */
export interface ProgramInfo {
  readonly id: ProgramId;
  readonly type: ProgramType | `unknown ${number}`;
  /** The hash of its instructions, 16 hex digits: equal code has equal tags, whatever its maps hold. */
  readonly tag: string;
  /** As the kernel keeps it: 15 bytes. */
  readonly kernelName: string;
  /** The function's name in full when the program has BTF, else the kernel's. */
  readonly name: string;
  readonly mapIds: readonly MapId[];
  /** Nanoseconds since boot. */
  readonly loadedAt: bigint;
}

/** A program in the kernel, held by a descriptor: it goes when neither this, a link nor a pin holds it. */
export class LoadedProgram implements Disposable {
  readonly fd: Fd;
  readonly id: ProgramId;
  readonly tag: string;
  /** The function's name, in full. */
  readonly name: string;

  /** @internal */
  constructor(fd: Fd, name?: string) {
    this.fd = fd;
    const info = programInfo(fd.number, name === undefined);
    this.id = info.id;
    this.tag = info.tag;
    this.name = name ?? info.name;
  }

  /** Opens a program by id; ids restart at reboot. Needs CAP_SYS_ADMIN. */
  static byId(id: ProgramId): LoadedProgram {
    return owning(
      explained(
        `program ${id}`,
        { ENOENT: ['id-missing', 'there is no such program (any more); query again'] },
        () => progGetFdById(id),
      ),
    );
  }

  /** Opens a pinned program. */
  static open(path: string): LoadedProgram {
    return owning(openPin(path, 'program'));
  }

  /** Loads instructions as they are, for programs too small for an object. The kernel keeps 15 bytes of the name. */
  static fromInstructions(program: {
    readonly type: ProgramType;
    readonly name: string;
    readonly instructions: Uint8Array;
    /** The hook it is for, where the kernel compares it: in tables of tail calls, from 6.18 on. Absent: none. */
    readonly expectedAttachType?: AttachType;
  }): LoadedProgram {
    const { type, name, instructions, expectedAttachType } = program;
    const hook = expectedAttachType === undefined ? 0 : attachTypeNumber(expectedAttachType);
    return owning(
      explained(`program ${name}`, {}, () =>
        progLoad(PROGRAM_TYPE[type], instructions, name, hook),
      ),
    );
  }

  info(): ProgramInfo {
    return programInfo(this.fd.number, true);
  }

  /** Keeps the program without a process; see pinObject(). */
  pin(path: string): void {
    pinObject(this.fd, path);
  }

  close(): void {
    this.fd.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function owning(fd: Fd): LoadedProgram {
  try {
    return new LoadedProgram(fd);
  } catch (error) {
    fd.close();
    throw error;
  }
}

/** @internal */
export function programInfo(fd: number, wantsFullName = false): ProgramInfo {
  const info = explained('read a program', {}, () => {
    const count = progInfo(fd).readUInt32LE(PROG_INFO.nr_map_ids);
    const asked = Buffer.alloc(PROG_INFO.size);
    asked.writeUInt32LE(count, PROG_INFO.nr_map_ids);
    const mapIds = Buffer.alloc(4 * count);
    getInfo(fd, asked, [[PROG_INFO.map_ids, mapIds]]);
    return { bytes: asked, mapIds };
  });
  const { bytes, mapIds } = info;
  const kernelName = nameAt(bytes, PROG_INFO.name);
  return {
    id: bytes.readUInt32LE(PROG_INFO.id) as ProgramId,
    type: nameIn(PROGRAM_TYPE, bytes.readUInt32LE(PROG_INFO.type)),
    tag: bytes.toString('hex', PROG_INFO.tag, PROG_INFO.tag + 8),
    kernelName,
    name: (wantsFullName ? fullName(fd, bytes, kernelName) : undefined) ?? kernelName,
    mapIds: Array.from(
      { length: mapIds.length / 4 },
      (_, i) => mapIds.readUInt32LE(4 * i) as MapId,
    ),
    loadedAt: bytes.readBigUInt64LE(PROG_INFO.load_time),
  };
}

/** Only a name that the kernel cut is looked up: the first function's, in the BTF loaded with it. */
function fullName(fd: number, info: Buffer, kernelName: string): string | undefined {
  const btfId = info.readUInt32LE(PROG_INFO.btf_id);
  if (kernelName.length < 15 || btfId === 0) return undefined;
  try {
    const asked = Buffer.alloc(PROG_INFO.size);
    const record = Buffer.alloc(8);
    asked.writeUInt32LE(record.length, PROG_INFO.func_info_rec_size);
    asked.writeUInt32LE(1, PROG_INFO.nr_func_info);
    getInfo(fd, asked, [[PROG_INFO.func_info, record]]);
    const btf = kernelBtf(btfId);
    const name = btf.type(record.readUInt32LE(4))?.name;
    return name?.startsWith(kernelName) === true ? name : undefined;
  } catch {
    // A nicety: without the right to ask for BTF the kernel's name has to do.
    return undefined;
  }
}

function kernelBtf(id: number): Btf {
  using fd = btfGetFdById(id);
  const bytes = Buffer.alloc(btfInfo(fd.number).readUInt32LE(BTF_INFO.btf_size));
  const asked = Buffer.alloc(BTF_INFO.size);
  asked.writeUInt32LE(bytes.length, BTF_INFO.btf_size);
  getInfo(fd.number, asked, [[BTF_INFO.btf, bytes]]);
  return Btf.parse(bytes);
}
