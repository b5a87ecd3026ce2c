/** The four hooks, by libbpf's section names, and what the kernel means by its refusals there. */
import type { Explanation } from '../objects/kernel-refusal';
import { BPF_ATTACH_TYPE } from '../sys/uapi';

/** Where a chain of SCHED_CLS programs hangs. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

const NUMBER: Readonly<Record<AttachType, number>> = {
  'netkit/primary': BPF_ATTACH_TYPE.BPF_NETKIT_PRIMARY,
  'netkit/peer': BPF_ATTACH_TYPE.BPF_NETKIT_PEER,
  'tcx/ingress': BPF_ATTACH_TYPE.BPF_TCX_INGRESS,
  'tcx/egress': BPF_ATTACH_TYPE.BPF_TCX_EGRESS,
};

/** All hooks. */
export const ATTACH_TYPES = Object.keys(NUMBER) as readonly AttachType[];

/** The kernel's number of a hook. @internal */
export const attachTypeNumber = (attachType: AttachType): number => NUMBER[attachType];

/** The hook of a kernel's number, if it is one of ours. @internal */
export function attachTypeName(number: number): AttachType | undefined {
  return ATTACH_TYPES.find((name) => NUMBER[name] === number);
}

/** `"netkit/peer" of device 7`, for errors. @internal */
export const hookName = (attachType: AttachType, ifindex: number): string =>
  `"${attachType}" of device ${ifindex}`;

/** The kernel release that brought the hook. @internal */
export const hookSince = (attachType: AttachType): string =>
  attachType.startsWith('netkit/') ? '6.7' : '6.6';

/** What attach and query refuse alike, because of the device or the hook. @internal */
export function hookRefusals(
  attachType: AttachType,
): Readonly<Record<string, Explanation | undefined>> {
  const [option] = attachType.startsWith('netkit/') ? ['CONFIG_NETKIT'] : ['CONFIG_NET_XGRESS'];
  return {
    ENODEV: [
      'device-missing',
      'no device of that index is in this network namespace; ifindexes are per namespace, so ask in the device’s own',
    ],
    ENXIO: ['hook-not-netkit', 'the device is no netkit device; use tcx/ingress or tcx/egress'],
    EACCES: [
      'hook-is-peer',
      'the device is the peer of its pair, and a pair is managed through its primary alone; use the primary’s ifindex',
    ],
    EOPNOTSUPP: [
      'hook-single',
      'the device is a single netkit without a peer, which takes no netkit programs; use tcx/ingress or tcx/egress',
    ],
    EINVAL: [
      'hook-unsupported',
      `this kernel has no such hook; it takes Linux ${hookSince(attachType)} with ${option}`,
    ],
  };
}
