import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { otherKind, sectionKind } from './sections';

const known = readFileSync(join(__dirname, '../testdata/section-names.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => /^([^+~ ]+)([+~]?) (\w+)$/.exec(line)?.slice(1) ?? [line]);

test.each(known)('sectionKind() knows SEC("%s")%s of libbpf as %s', (name, more, type) => {
  const spellings: string[] = [name, `?${name}`, `${name}/more`];
  if (more === '~') spellings.push(`${name}_more`, `${name}1`, `${name}-more`);
  expect(spellings.map((one) => [one, sectionKind(one)?.type])).toEqual(
    spellings.map((one) => [one, type]),
  );
});

test.each([
  ['tc', 'sched_cls'],
  ['?tc', 'sched_cls'],
  ['tc/ingress', 'sched_cls'],
  ['tc/from-container', 'sched_cls'],
  ['tc_main', 'sched_cls'],
  ['tcx/egress', 'sched_cls'],
  ['netkit/peer', 'sched_cls'],
  ['classifier', 'sched_cls'],
  ['classifier/7', 'sched_cls'],
  ['action', 'sched_act'],
  ['xdp', 'xdp'],
  ['?xdp', 'xdp'],
  ['xdp.frags', 'xdp'],
  ['xdp/cpumap', 'xdp'],
  ['xdp.frags/devmap', 'xdp'],
  ['xdp_drop', 'xdp'],
  ['xdp1', 'xdp'],
  ['kprobe/do_unlinkat', 'kprobe'],
  ['kprobe.multi/tcp_*', 'kprobe'],
  ['kretprobe.multi', 'kprobe'],
  ['kprobe.session/x', 'kprobe'],
  ['uprobe.s//bin/sh:main', 'kprobe'],
  ['uprobe.multi.s//bin/sh:main', 'kprobe'],
  ['uretprobe//bin/sh:main', 'kprobe'],
  ['usdt.s/x:y:z', 'kprobe'],
  ['ksyscall/unlinkat', 'kprobe'],
  ['tracepoint/sched/sched_switch', 'tracepoint'],
  ['tp/sched/sched_switch', 'tracepoint'],
  ['raw_tp/sched_switch', 'raw_tracepoint'],
  ['raw_tracepoint.w/x', 'raw_tracepoint_writable'],
  ['tp_btf/sched_switch', 'tracing'],
  ['fentry/vfs_read', 'tracing'],
  ['fentry.s/vfs_read', 'tracing'],
  ['fexit/vfs_read', 'tracing'],
  ['fmod_ret/x', 'tracing'],
  ['iter/task', 'tracing'],
  ['iter.s/bpf_map', 'tracing'],
  ['freplace/f', 'ext'],
  ['lsm/file_open', 'lsm'],
  ['lsm.s/bpf', 'lsm'],
  ['lsm_cgroup/x', 'lsm'],
  ['struct_ops/init', 'struct_ops'],
  ['struct_ops.s/init', 'struct_ops'],
  ['syscall', 'syscall'],
  ['socket', 'socket_filter'],
  ['socket/http', 'socket_filter'],
  ['sk_reuseport/migrate', 'sk_reuseport'],
  ['sk_lookup', 'sk_lookup'],
  ['sk_skb/stream_verdict', 'sk_skb'],
  ['sk_msg', 'sk_msg'],
  ['sockops', 'sock_ops'],
  ['cgroup_skb/ingress', 'cgroup_skb'],
  ['cgroup/skb', 'cgroup_skb'],
  ['cgroup/sock', 'cgroup_sock'],
  ['cgroup/sock_create', 'cgroup_sock'],
  ['cgroup/post_bind4', 'cgroup_sock'],
  ['cgroup/connect6', 'cgroup_sock_addr'],
  ['cgroup/sendmsg_unix', 'cgroup_sock_addr'],
  ['cgroup/dev', 'cgroup_device'],
  ['cgroup/sysctl', 'cgroup_sysctl'],
  ['cgroup/getsockopt', 'cgroup_sockopt'],
  ['perf_event', 'perf_event'],
  ['lwt_seg6local', 'lwt_seg6local'],
  ['lwt_xmit', 'lwt_xmit'],
  ['lirc_mode2', 'lirc_mode2'],
  ['flow_dissector', 'flow_dissector'],
  ['netfilter', 'netfilter'],
  ['policy', undefined],
  ['my own/section.name', undefined],
  ['tcp_filter', undefined],
  ['2/1', undefined],
  ['ingress', undefined],
  ['constructor', undefined],
  ['cgroup', undefined],
  ['cgroup/other', undefined],
  ['cgroup/bind', undefined],
  ['socketed', undefined],
  ['raw_tp_x', undefined],
])('sectionKind() of SEC("%s") is %s', (section, type) => {
  expect(sectionKind(section)?.type).toBe(type);
});

test('otherKind() says what a section is for, and what to write instead', () => {
  expect(otherKind({ name: 'pass_all', section: 'xdp' }, 'sched_cls')).toBe(
    'program "pass_all" is in SEC("xdp"), for XDP programs, which run in a network driver; write a tc program: SEC("tc"), struct __sk_buff *, and TCX_NEXT, TCX_PASS or TCX_DROP; XDP_PASS is 2, which drops packets here',
  );
  expect(otherKind({ name: 'a', section: 'tc' }, 'sched_cls')).toBeUndefined();
  expect(otherKind({ name: 'a', section: 'policy' }, 'sched_cls')).toBeUndefined();
  expect(otherKind({ name: 'a', section: 'tc' }, 'xdp')).toContain('load it as sched_cls');
});
