/**
 * What the name of a program's section means: libbpf's own table (section_defs of libbpf.c, to 1.8; testdata/section-names.txt), by
 * the part before the first "/". Pure. A leading "?" only keeps a program from being loaded unasked; ".s" only lets it sleep.
 */
import type { ProgramType } from './types';

/** The kind of program a section is for. */
export interface SectionKind {
  readonly type: ProgramType;
  /** In words, as 'XDP programs, which run in a network driver'. */
  readonly words: string;
}

const tracing = (what: string): SectionKind => ({
  type: 'tracing',
  words: `programs that trace ${what}`,
});
const probe = (what: string): SectionKind => ({
  type: 'kprobe',
  words: `programs that probe ${what}`,
});
const ofCgroup = (type: ProgramType, what: string): SectionKind => ({
  type,
  words: `programs of a cgroup, which decide about ${what}`,
});
const tc: SectionKind = { type: 'sched_cls', words: 'tc programs, which run on a network device' };
const tunnel = (type: ProgramType): SectionKind => ({
  type,
  words: 'programs of a route (lightweight tunnels)',
});
const tracepoint = (type: ProgramType): SectionKind => ({
  type,
  words: 'programs that run at a tracepoint',
});
const socketStream: SectionKind = { type: 'sk_skb', words: 'programs that redirect streams' };

/** By the name alone, whatever follows a "/". */
const FAMILIES: Readonly<Record<string, SectionKind | undefined>> = {
  tc,
  tcx: tc,
  netkit: tc,
  classifier: tc,
  action: { type: 'sched_act', words: 'actions of a tc filter, which is no chain' },
  xdp: { type: 'xdp', words: 'XDP programs, which run in a network driver' },
  'xdp.frags': { type: 'xdp', words: 'XDP programs, which run in a network driver' },
  socket: { type: 'socket_filter', words: 'filters of a socket' },
  sk_reuseport: { type: 'sk_reuseport', words: 'programs that choose a socket of a group' },
  sk_lookup: { type: 'sk_lookup', words: 'programs that choose a socket for a connection' },
  sk_skb: socketStream,
  sk_msg: { type: 'sk_msg', words: 'programs that redirect messages of sockets' },
  sockops: { type: 'sock_ops', words: 'programs that follow the life of TCP sockets' },
  kprobe: probe('kernel functions'),
  kretprobe: probe('kernel functions'),
  'kprobe.multi': probe('kernel functions'),
  'kretprobe.multi': probe('kernel functions'),
  'kprobe.session': probe('kernel functions'),
  ksyscall: probe('system calls'),
  kretsyscall: probe('system calls'),
  uprobe: probe('functions of processes'),
  uretprobe: probe('functions of processes'),
  'uprobe.multi': probe('functions of processes'),
  'uretprobe.multi': probe('functions of processes'),
  'uprobe.session': probe('functions of processes'),
  usdt: probe('processes'),
  tracepoint: tracepoint('tracepoint'),
  tp: tracepoint('tracepoint'),
  raw_tracepoint: tracepoint('raw_tracepoint'),
  raw_tp: tracepoint('raw_tracepoint'),
  'raw_tracepoint.w': tracepoint('raw_tracepoint_writable'),
  'raw_tp.w': tracepoint('raw_tracepoint_writable'),
  tp_btf: tracing('kernel tracepoints'),
  fentry: tracing('kernel functions'),
  fexit: tracing('kernel functions'),
  fsession: tracing('kernel functions'),
  'fentry.multi': tracing('kernel functions'),
  'fexit.multi': tracing('kernel functions'),
  'fsession.multi': tracing('kernel functions'),
  fmod_ret: tracing('kernel functions and change what they return'),
  iter: tracing('lists of kernel objects'),
  freplace: { type: 'ext', words: 'functions that replace one of another program' },
  lsm: { type: 'lsm', words: 'security hooks of the kernel' },
  lsm_cgroup: { type: 'lsm', words: 'security hooks of the kernel' },
  struct_ops: { type: 'struct_ops', words: 'functions of a kernel structure (struct_ops)' },
  syscall: { type: 'syscall', words: 'programs that a process runs' },
  perf_event: { type: 'perf_event', words: 'programs that run at a performance event' },
  lwt_in: tunnel('lwt_in'),
  lwt_out: tunnel('lwt_out'),
  lwt_xmit: tunnel('lwt_xmit'),
  lwt_seg6local: tunnel('lwt_seg6local'),
  lirc_mode2: { type: 'lirc_mode2', words: 'decoders of an infrared receiver' },
  flow_dissector: { type: 'flow_dissector', words: 'flow dissectors' },
  netfilter: { type: 'netfilter', words: 'programs of a netfilter hook' },
  cgroup_skb: ofCgroup('cgroup_skb', 'packets'),
};

/** Families whose members are of several types, by the part behind the "/". */
const OF_CGROUPS: readonly (readonly [RegExp, SectionKind])[] = [
  [/^skb/, ofCgroup('cgroup_skb', 'packets')],
  [/^sock(?![a-z])|^post_bind[46]/, ofCgroup('cgroup_sock', 'sockets')],
  [/^dev/, ofCgroup('cgroup_device', 'devices')],
  [/^sysctl/, ofCgroup('cgroup_sysctl', 'sysctls')],
  [/^[gs]etsockopt/, ofCgroup('cgroup_sockopt', 'options of sockets')],
  [
    /^(bind|connect|sendmsg|recvmsg|get(peer|sock)name)(4|6|_unix)/,
    ofCgroup('cgroup_sock_addr', 'addresses of sockets'),
  ],
];

/**
 * Names that libbpf before 1.0 took by their beginning alone, as "xdp_drop" for XDP. Programs of that age still have them,
 * and mean that.
 */
const OLD =
  /^(xdp|tc|classifier|action|socket|sockops|sk_skb|sk_msg|sk_lookup|sk_reuseport|syscall|perf_event|lwt_(?:in|out|xmit|seg6local)|lirc_mode2|flow_dissector|cgroup_skb)(?=[_\d-])/;

/** The kind that a section is for; undefined when its name means nothing to libbpf. */
export function sectionKind(section: string): SectionKind | undefined {
  const [family = '', ...rest] = section.replace(/^\?/, '').split('/');
  if (family === 'cgroup') {
    const behind = rest.join('/');
    return OF_CGROUPS.find(([pattern]) => pattern.test(behind))?.[1];
  }
  const name = Object.hasOwn(FAMILIES, family) ? family : family.replace(/\.s$/, '');
  if (Object.hasOwn(FAMILIES, name)) return FAMILIES[name];
  return FAMILIES[OLD.exec(family)?.[1] ?? ''];
}

/** Why a program cannot be loaded as `type`, by its section; undefined when it can, or when its section says nothing. */
export function otherKind(
  program: { readonly name: string; readonly section: string },
  type: ProgramType,
): string | undefined {
  const kind = sectionKind(program.section);
  if (kind === undefined || kind.type === type) return undefined;
  const what = `program "${program.name}" is in SEC("${program.section}"), for ${kind.words}`;
  if (type !== 'sched_cls') return `${what}; load it as ${kind.type}`;
  const values = kind.type === 'xdp' ? '; XDP_PASS is 2, which drops packets here' : '';
  return `${what}; write a tc program: SEC("tc"), struct __sk_buff *, and TCX_NEXT, TCX_PASS or TCX_DROP${values}`;
}
