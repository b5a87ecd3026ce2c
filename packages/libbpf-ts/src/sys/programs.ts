/** PROG_LOAD by hand, for probes and tests: objects go through libbpf. */
import type { Fd } from '@pulumi-netkit/linux-ffi';
import { callForFd, cString } from './call';
import { PROG_LOAD } from './layouts';

/** Loads instructions as they are. */
export function progLoad(type: number, instructions: Uint8Array, license = 'GPL'): Fd {
  const values = {
    prog_type: type,
    insn_cnt: instructions.length / 8,
    insns: instructions,
    license: cString(license, 'license'),
  };
  return callForFd(PROG_LOAD, values, 'program');
}
