/** Links: attachments of programs to tcx and netkit hooks, by raw bpf(2), since libbpf before 1.3 has none. */
import { SyscallError, type Fd } from '@pulumi-netkit/linux-ffi';
import { describeAnchor, positionOf, tail, type Anchor } from './anchor';
import { type BpfError, nameIn } from '@pulumi-netkit/bpf-object';
import { explain, explained, type Explanation } from '../objects/kernel-refusal';
import { attachTypeName, attachTypeNumber, hookName, hookRefusals, type AttachType } from './hook';
import type { HasFd, LinkId, ProgramId } from '../ids';
import { openPin, pinObject } from '../pin';
import { LoadedProgram, programInfo } from '../program';
import { CHAIN_LIMIT, queryChain } from '../query';
import { probeHook } from '../features';
import { LINK_INFO } from '../sys/layouts';
import { linkCreate, linkDetach, linkUpdate } from '../sys/links';
import { kindOfFd, linkGetFdById, linkGetNextId, linkInfo } from '../sys/objects';
import { BPF_F, BPF_LINK_TYPE } from '../sys/uapi';

/** What to attach, and where. */
export interface LinkOptions {
  /** A loaded SCHED_CLS program. The same loaded program can be once in a chain; load it again for more. */
  readonly program: HasFd;
  /**
   * The device, by its index in the calling thread's network namespace. For both netkit hooks the
   * primary's.
   */
  readonly ifindex: number;
  readonly attachType: AttachType;
  /** @default tail() */
  readonly anchor?: Anchor;
  /** Attach only if the chain still has this revision. 0n: any. @default 0n */
  readonly expectedRevision?: bigint;
}

/** What the kernel says about a link. */
export interface LinkInfo {
  readonly id: LinkId;
  readonly programId: ProgramId;
  readonly type: 'tcx' | 'netkit' | 'other';
  /** Undefined for a link of another kind than these hooks'. */
  readonly attachType: AttachType | undefined;
  /**
   * The device's index in *its* namespace; for netkit/peer the peer's, not the primary's. 0 when the
   * link is defunct.
   */
  readonly ifindex: number;
  /** The device is gone or the link was detached: it runs nothing and can only be unpinned and made anew. */
  readonly isDefunct: boolean;
}

/**
 * An attachment, held by a descriptor. **Closing the last descriptor of a link without a pin detaches
 * it**: pin it before this process ends.
 */
export class Link implements Disposable {
  readonly fd: Fd;
  readonly id: LinkId;

  /** @internal */
  constructor(fd: Fd) {
    this.fd = fd;
    this.id = infoOf(fd).id;
  }

  /**
   * Attaches a program. One atomic step per packet; it waits for running packets, which takes some
   * milliseconds. The kernel asks for no capability here: whoever holds the program may attach it.
   */
  static create(options: LinkOptions): Link {
    const { program, ifindex, attachType, anchor = tail(), expectedRevision = 0n } = options;
    const position = positionOf(anchor);
    try {
      const request = {
        programFd: program.number,
        ifindex,
        attachType: attachTypeNumber(attachType),
        expectedRevision,
        ...position,
      };
      return owning(linkCreate(request));
    } catch (error) {
      if (!(error instanceof SyscallError)) throw error;
      throw explainCreate(error, { ...options, anchor, expectedRevision });
    }
  }

  /** Opens a pinned link. */
  static open(path: string): Link {
    return owning(openPin(path, 'link'));
  }

  /** Opens a link by id; ids restart at reboot. Needs CAP_SYS_ADMIN. */
  static byId(id: LinkId): Link {
    return owning(
      explained(
        `link ${id}`,
        { ENOENT: ['id-missing', 'there is no such link (any more); query again'] },
        () => linkGetFdById(id),
      ),
    );
  }

  /** The ids of all links of the machine, of every kind, rising. Needs CAP_SYS_ADMIN. */
  static *ids(): Generator<LinkId, void> {
    for (let id = next(0); id !== undefined; id = next(id)) yield id as LinkId;
  }

  /** What the kernel says now. */
  info(): LinkInfo {
    return infoOf(this.fd);
  }

  /**
   * Exchanges the program in place: position, id and pins stay, no packet runs without one. With `old`
   * only if that is the program now. The same program again changes nothing.
   */
  update(program: HasFd, options: { readonly old?: HasFd } = {}): void {
    const { old } = options;
    const flags = old === undefined ? 0 : BPF_F.BPF_F_REPLACE;
    const what = `update link ${this.id}`;
    explained(
      what,
      {
        ...LINK_REFUSALS,
        EEXIST: [
          'already-attached',
          'this loaded program is in the chain already; load the object again for a second copy',
        ],
        // The kernel's answer to a wrong old program, not to missing rights: update asks for none.
        EPERM: [
          'program-changed',
          'the link runs another program than the one given as old; read it again',
        ],
        EINVAL: [
          'program-type',
          'the new program has another type, or is no program; load it as sched_cls',
        ],
      },
      () => linkUpdate(this.fd.number, program.number, flags, old?.number ?? 0),
    );
  }

  /**
   * Takes the program out of the chain, now, and leaves a defunct link: unpin and close it. Detaching
   * twice, or when the device is gone, does nothing.
   */
  detach(): void {
    explained(`detach link ${this.id}`, LINK_REFUSALS, () => linkDetach(this.fd.number));
  }

  /** Keeps the attachment without a process; see pinObject(). */
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

const LINK_REFUSALS: Readonly<Record<string, Explanation>> = {
  ENOLINK: [
    'link-defunct',
    'its device is gone or it was detached, which is for ever; unpin it and attach anew',
  ],
};

const next = (id: number): number | undefined =>
  explained('list links', {}, () => linkGetNextId(id));

function owning(fd: Fd): Link {
  try {
    return new Link(fd);
  } catch (error) {
    fd.close();
    throw error;
  }
}

function infoOf(fd: Fd): LinkInfo {
  const bytes = explained('read a link', {}, () => linkInfo(fd.number));
  const typeNumber = bytes.readUInt32LE(LINK_INFO.type);
  const name = nameIn(BPF_LINK_TYPE, typeNumber);
  const type =
    name === 'BPF_LINK_TYPE_TCX' ? 'tcx' : name === 'BPF_LINK_TYPE_NETKIT' ? 'netkit' : 'other';
  // The union's members mean something else for other types.
  const ifindex = type === 'other' ? 0 : bytes.readUInt32LE(LINK_INFO.ifindex);
  return {
    id: bytes.readUInt32LE(LINK_INFO.id) as LinkId,
    programId: bytes.readUInt32LE(LINK_INFO.prog_id) as ProgramId,
    type,
    attachType:
      type === 'other' ? undefined : attachTypeName(bytes.readUInt32LE(LINK_INFO.attach_type)),
    ifindex,
    isDefunct: type !== 'other' && ifindex === 0,
  };
}

function explainCreate(error: SyscallError, options: Required<LinkOptions>): BpfError {
  const { ifindex, attachType, anchor, expectedRevision } = options;
  const what = `attach to ${hookName(attachType, ifindex)}`;
  const words: Record<string, Explanation | undefined> = {
    ...hookRefusals(attachType),
    EBADF: [
      'program-missing',
      'the program, or the anchor, is not an open descriptor; open it first',
    ],
    ESTALE: [
      'chain-moved',
      `the chain is not at revision ${String(expectedRevision)} any more; query it again and decide anew`,
    ],
    EEXIST: [
      'already-attached',
      'this loaded program is in the chain already; load the object again for a second copy',
    ],
    ENOENT: [
      'anchor-missing',
      `the place is "${describeAnchor(anchor)}", which is not in this chain; query it again`,
    ],
  };
  if (error.code === 'ERANGE') words['ERANGE'] = explainRange(options);
  // The kernel says EINVAL both for a hook it has not and for a program that does not fit.
  if (error.code === 'EINVAL' && probeHook(attachType).state !== 'absent')
    words['EINVAL'] = explainInvalid(options);
  return explain(what, error, words);
}

function explainInvalid({ program, anchor }: Required<LinkOptions>): Explanation {
  const kind = kindOfFd(program.number);
  if (kind !== 'program')
    return ['program-type', `what was given as program is a ${kind}; give a loaded program`];
  const { type } = programInfo(program.number);
  if (type !== 'sched_cls')
    return [
      'program-type',
      `the program was loaded as ${type}; this hook takes sched_cls. Choose it with type "sched_cls"`,
    ];
  return [
    'anchor-conflict',
    `the place "${describeAnchor(anchor)}" is not one: the anchor is of another kind or type than given`,
  ];
}

/** A full chain, or an anchor on both sides at once. Says whose the programs are, as far as it may look. */
function explainRange({ ifindex, attachType, anchor }: Required<LinkOptions>): Explanation {
  try {
    const { entries } = queryChain(ifindex, attachType);
    if (entries.length >= CHAIN_LIMIT) {
      const names = new Map<string, number>();
      for (const { programId } of entries) {
        using program = LoadedProgram.byId(programId);
        names.set(program.name, (names.get(program.name) ?? 0) + 1);
      }
      const who = [...names].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name));
      return [
        'chain-full',
        `${entries.length} programs are there (${who.join(', ')}) and ${CHAIN_LIMIT} fit; detach one`,
      ];
    }
  } catch {
    // Without the right to look, the general words have to do.
  }
  return [
    'chain-full',
    `the chain is full (${CHAIN_LIMIT} programs fit) or "${describeAnchor(anchor)}" is no place in it; query it`,
  ];
}
