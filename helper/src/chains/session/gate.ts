/** The gate: a program that drops everything, in the first link of a chain of ours while that comes or goes. */
import { LoadedProgram } from '@pulumi-netkit/libbpf-ts';

/** Its name in the kernel, which tells it from what somebody else put in. */
export const GATE = 'netkit_gate';

// return TCX_DROP (2), which is NETKIT_DROP too: mov r0, 2; exit
const DROP_ALL = Buffer.from('b700000002000000' + '9500000000000000', 'hex');

/** Loads it. The caller closes it; a link that runs it keeps it. */
export function loadGate(): LoadedProgram {
  return LoadedProgram.fromInstructions({
    type: 'sched_cls',
    name: GATE,
    instructions: DROP_ALL,
  });
}
