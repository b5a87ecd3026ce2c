/** Turns what the kernel answered into words: what it means here, and what to do. */
import { NetnsError, SyscallError, UntrustedError } from '@pulumi-netkit/linux-ffi';
import { BpfError, type BpfErrorCode } from '@pulumi-netkit/libbpf-ts';
import { RtnetlinkError } from '@pulumi-netkit/rtnetlink';
import {
  asNetkitError,
  describeOp,
  type ErrorCode,
  type ErrorDetails,
  NetkitError,
  type Op,
} from '@pulumi-netkit/contract';

/** How long one request waits for the others on the host. */
export const LOCK_LIMIT_MS = 300_000;

/** Any error of the layers below as a {@link NetkitError}; `op` is what was being done. */
export function explain(error: unknown, op?: Op): NetkitError {
  if (error instanceof NetnsError) return explainNetns(error);
  if (error instanceof RtnetlinkError) return explainNetlink(error, op);
  if (error instanceof BpfError) return explainBpf(error, op);
  if (error instanceof SyscallError) return explainSyscall(error, op);
  if (error instanceof UntrustedError) return explainUntrusted(error);
  if (isFileError(error)) return explainFile(error);
  return asNetkitError(error);
}

const OF_NETNS =
  'Give the file of a network namespace, such as /run/netns/NAME or /proc/PID/ns/net';

function explainNetns(error: NetnsError): NetkitError {
  const { ref } = error;
  // Whether such a file exists is not for everybody who may start the helper to know.
  if (ref.startsWith('/') && error.code !== 'netns-no-permission') {
    return new NetkitError(
      'netns-missing',
      `there is no network namespace at "${ref}"`,
      { advice: OF_NETNS },
      error,
    );
  }
  switch (error.code) {
    case 'netns-missing':
      return new NetkitError(
        'netns-missing',
        `there is no network namespace "${ref}"`,
        {
          advice: 'Declare a NetworkNamespace and use its name, or make it before',
        },
        error,
      );
    case 'netns-not-a-namespace':
      return new NetkitError(
        'netns-not-a-namespace',
        `"${ref}" exists and is not a network namespace`,
        { advice: OF_NETNS },
        error,
      );
    case 'netns-pid-dead':
      return new NetkitError(
        'netns-pid-dead',
        `there is no process ${ref.replace('pid:', '')}, so "${ref}" names no namespace`,
        {
          advice: 'Use a named namespace, or the pid of a process that runs now',
        },
        error,
      );
    case 'netns-no-permission':
      return noPermission(`enter network namespace "${ref}"`, 'CAP_SYS_ADMIN', error);
  }
}

// Nothing of it was opened: whoever put it there could make the helper write or remove what is not theirs.
function explainUntrusted(error: UntrustedError): NetkitError {
  const user = process.geteuid?.() ?? 0;
  return new NetkitError(
    'untrusted-path',
    `the helper does not use ${error.path}: it ${error.reason}`,
    {
      advice: `Remove it, or give it to uid ${user} alone (chown -h, chmod go-w), or run the helper as its owner`,
    },
    error,
  );
}

function explainNetlink(error: RtnetlinkError, op: Op | undefined): NetkitError {
  const doing = (op && describeOp(op)) ?? error.request;
  const details: ErrorDetails = {
    errno: error.code,
    ...(error.extack === undefined ? {} : { extack: error.extack }),
  };
  if (error.code === 'EPERM') return noPermission(doing, 'CAP_NET_ADMIN', error);
  if (error.code === 'EOPNOTSUPP' && error.extack === 'Unknown device type') {
    return new NetkitError(
      'netkit-missing',
      'this kernel has no netkit',
      {
        ...details,
        advice: 'It needs Linux 6.7 or newer, built with CONFIG_NETKIT',
      },
      error,
    );
  }
  if (op?.op === 'pair.create' && error.code === 'EEXIST') {
    return new NetkitError(
      'device-taken',
      `a device named "${op.pair.primary.name}" or "${op.pair.peer.name}" came into being while the pair was made; it was left untouched`,
      { ...details, advice: 'Run up again to see whose it is' },
      error,
    );
  }
  const attribute = error.attribute === undefined ? '' : `, attribute ${error.attribute}`;
  return new NetkitError(
    'kernel-refused',
    `the kernel refused "${doing}"${attribute}`,
    {
      ...details,
      ...advise(error, op),
    },
    error,
  );
}

function advise(error: RtnetlinkError, op: Op | undefined): { advice?: string } {
  if (op?.op === 'route.add') {
    const { route } = op;
    if (error.code === 'ENETUNREACH') {
      return {
        advice: `Add a route to the gateway ${route.gateway ?? ''} or an address that covers it, or set onLink: true`,
      };
    }
    if (error.extack?.includes('prefsrc') || error.extack?.includes('source address')) {
      return { advice: `The source ${route.source} must be an address of this namespace` };
    }
    if (error.code === 'EEXIST') {
      return {
        advice: `A route to ${route.destination} exists in table ${route.table}; give another metric or table`,
      };
    }
    if (error.code === 'ENETDOWN')
      return { advice: 'The device went down while it was being set up; run up again' };
  }
  if (error.code === 'EADDRNOTAVAIL' && op?.op !== 'address.add')
    return { advice: 'The MAC address must be unicast and not all zero' };
  return {};
}

const OF_NAMESPACES: ReadonlySet<string> = new Set(['setns', 'unshare', 'mount', 'umount2']);

function explainSyscall(error: SyscallError, op: Op | undefined): NetkitError {
  const doing = (op && describeOp(op)) ?? error.syscall;
  if (error.syscall === 'flock' && error.code === 'ETIMEDOUT') {
    return new NetkitError(
      'host-busy',
      `another helper on this host kept ${error.path ?? 'the lock'} for ${LOCK_LIMIT_MS / 1000} s`,
      {
        advice:
          'Nothing was done. Wait for the other run, or see who holds it: fuser -v, then run up again',
      },
      error,
    );
  }
  if (error.code === 'EPERM' || error.code === 'EACCES') {
    return noPermission(
      doing,
      OF_NAMESPACES.has(error.syscall) ? 'CAP_SYS_ADMIN' : 'CAP_NET_ADMIN',
      error,
    );
  }
  return new NetkitError(
    'kernel-refused',
    `"${doing}" failed in ${error.syscall}`,
    { errno: error.code },
    error,
  );
}

type FileError = NodeJS.ErrnoException & { readonly code: string; readonly syscall: string };

function isFileError(error: unknown): error is FileError {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

// Records under /run/pulumi-netkit, and the files under /run/netns: root's, and on a disk that can be full.
function explainFile(error: FileError): NetkitError {
  const doing = `${error.syscall} ${error.path ?? 'a file'}`;
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    const user = process.geteuid?.() ?? '?';
    return noPermission(doing, `CAP_DAC_OVERRIDE, or to be its owner (uid ${user} is not)`, error);
  }
  const [why, advice] = UNWRITABLE[error.code] ?? [];
  if (why !== undefined) {
    return new NetkitError(
      'kernel-refused',
      `cannot write ${error.path ?? 'a file'}: its file system is ${why}`,
      { errno: error.code, ...(advice === undefined ? {} : { advice }) },
      error,
    );
  }
  return new NetkitError('kernel-refused', `"${doing}" failed`, { errno: error.code }, error);
}

const FULL = ['full', 'Free space on it, then run up again'] as const;
const UNWRITABLE: Readonly<Record<string, readonly [why: string, advice: string] | undefined>> = {
  EROFS: ['mounted read-only', 'Look why (dmesg, mount), remount it read-write, then run up again'],
  ENOSPC: FULL,
  EDQUOT: FULL,
};

function noPermission(doing: string, capability: string, cause: Error): NetkitError {
  return new NetkitError(
    'no-permission',
    `no right to ${doing}: it needs ${capability}`,
    {
      errno: errnoOf(cause),
      advice:
        'Run the helper as root, with {"sudo": true} in netkit:connection or sudo: true of the host, or give its user that right',
    },
    cause,
  );
}

function errnoOf(cause: Error): string {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'EACCES' ? code : 'EPERM';
}

// libbpf-ts says what, why and what to do by itself; here it gets the code that users of a provider match on.
function explainBpf(error: BpfError, op: Op | undefined): NetkitError {
  const doing = op && describeOp(op);
  const summary = `${doing === undefined ? '' : `${doing}: `}${wordsOf(error)}`;
  const log = error.log?.text ?? '';
  const path = atFault(error, op);
  const details: ErrorDetails = {
    ...(path === undefined ? {} : { path }),
    ...(error.errnoName === undefined ? {} : { errno: error.errnoName }),
    ...(log === '' ? {} : { log }),
  };
  return new NetkitError(bpfCode(error.code, op), summary, details, error);
}

/** The property of the program that was refused, of several that were loaded together. */
function atFault({ program }: BpfError, op: Op | undefined): string | undefined {
  if (program === undefined || op?.op !== 'object.load') return undefined;
  return op.load.programs.find((one) => one.program === program)?.path;
}

// Its code and errno are told at the end of ours.
function wordsOf({ message, code, errnoName }: BpfError): string {
  const words = message
    .replace(` [${code}]`, '')
    .replace('; the whole log is in error.log.text', '')
    .replace(/\.$/, '');
  return errnoName === undefined ? words : words.replace(` (${errnoName})`, '');
}

const BPF_CODES: Partial<Record<BpfErrorCode, ErrorCode>> = {
  'chain-moved': 'chain-moved',
  'anchor-missing': 'chain-moved',
  'program-changed': 'chain-moved',
  'chain-full': 'chain-full',
  'program-rejected': 'program-rejected',
  'library-missing': 'libbpf-missing',
  'no-permission': 'no-permission',
  'hook-unsupported': 'hook-missing',
  'hook-not-netkit': 'hook-missing',
  'hook-is-peer': 'hook-missing',
  'hook-single': 'hook-missing',
  'device-missing': 'hook-missing',
  'pin-not-bpffs': 'bpffs-missing',
  'map-mismatch': 'map-changed',
  'no-btf': 'object-invalid',
};

// Between the look and the step somebody took away a pin, a program or the whole link.
const VANISHED: readonly BpfErrorCode[] = ['pin-missing', 'id-missing', 'link-defunct'];

function bpfCode(code: BpfErrorCode, op: Op | undefined): ErrorCode {
  if (op && /^(chain|gate)\./.test(op.op) && VANISHED.includes(code)) return 'chain-moved';
  const isOfObject = code.startsWith('object-') || code.startsWith('program-');
  return BPF_CODES[code] ?? (isOfObject ? 'object-invalid' : 'bpf-refused');
}
