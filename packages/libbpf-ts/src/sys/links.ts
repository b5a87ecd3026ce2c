/** The link commands, the older attach calls and the query. Device numbers: of the thread's namespace. */
import { bpf, SyscallError, type Fd } from '@pulumi-netkit/linux-ffi';
import { call, callForFd } from './call';
import {
  LINK_CREATE,
  LINK_DETACH,
  LINK_UPDATE,
  PROG_ATTACH,
  PROG_DETACH,
  PROG_QUERY,
} from './layouts';

/** What LINK_CREATE takes, in the kernel's numbers. */
export interface LinkCreateArguments {
  readonly programFd: number;
  readonly ifindex: number;
  readonly attachType: number;
  readonly flags: number;
  /** A descriptor or an id, by the flags. */
  readonly relative: number;
  /** 0: any. */
  readonly expectedRevision: bigint;
}

export function linkCreate(args: LinkCreateArguments): Fd {
  const values = {
    prog_fd: args.programFd,
    target_ifindex: args.ifindex,
    attach_type: args.attachType,
    flags: args.flags,
    relative: args.relative,
    expected_revision: args.expectedRevision,
  };
  return callForFd(LINK_CREATE, values, `link on ${args.ifindex}`);
}

export function linkUpdate(
  linkFd: number,
  programFd: number,
  flags: number,
  oldProgramFd: number,
): void {
  const values = { link_fd: linkFd, new_prog_fd: programFd, flags, old_prog_fd: oldProgramFd };
  call(LINK_UPDATE, values);
}

export function linkDetach(linkFd: number): void {
  call(LINK_DETACH, { link_fd: linkFd });
}

export function progAttach(args: LinkCreateArguments): void {
  call(PROG_ATTACH, attachValues(args));
}

export function progDetach(args: LinkCreateArguments): void {
  call(PROG_DETACH, attachValues(args));
}

const attachValues = (args: LinkCreateArguments) => ({
  target_ifindex: args.ifindex,
  attach_bpf_fd: args.programFd,
  attach_type: args.attachType,
  attach_flags: args.flags,
  relative: args.relative,
  expected_revision: args.expectedRevision,
});

/** What PROG_QUERY answered. With ENOSPC `count` says how many there are. */
export interface QueryAnswer {
  readonly revision: bigint;
  readonly count: number;
  readonly programIds: readonly number[];
  readonly linkIds: readonly number[];
  readonly truncated: boolean;
}

export function progQuery(ifindex: number, attachType: number, room: number): QueryAnswer {
  const programs = Buffer.alloc(4 * room);
  const links = Buffer.alloc(4 * room);
  const { bytes, pointers } = PROG_QUERY.encode({
    target_ifindex: ifindex,
    attach_type: attachType,
    prog_ids: programs,
    link_ids: links,
    count: room,
  });
  let truncated = false;
  try {
    bpf(PROG_QUERY, bytes, pointers);
  } catch (error) {
    // ENOSPC: the arrays are filled as far as they go, and count and revision are right.
    if (!(error instanceof SyscallError) || error.code !== 'ENOSPC') throw error;
    truncated = true;
  }
  const count = PROG_QUERY.u32(bytes, 'count');
  const filled = Math.min(count, room);
  const read = (array: Buffer): number[] =>
    Array.from({ length: filled }, (_, index) => array.readUInt32LE(4 * index));
  return {
    revision: PROG_QUERY.u64(bytes, 'revision'),
    count,
    programIds: read(programs),
    linkIds: read(links),
    truncated,
  };
}
