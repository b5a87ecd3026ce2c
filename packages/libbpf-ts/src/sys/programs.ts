/** PROG_LOAD by hand, for probes and tests: objects go through libbpf. */
import type { Fd } from '@pulumi-netkit/linux-ffi';
import { callForFd, cString } from './call';
import { PROG_LOAD } from './layouts';

/** Loads instructions as they are. The kernel keeps 15 bytes of the name. */
export function progLoad(
  type: number,
  instructions: Uint8Array,
  name = '',
  expectedAttachType = 0,
): Fd {
  const named = Buffer.alloc(16);
  named.write(name, 0, 15, 'latin1');
  const values = {
    prog_type: type,
    insn_cnt: instructions.length / 8,
    insns: instructions,
    license: cString('GPL', 'license'),
    prog_name: named.readBigUInt64LE(0),
    prog_name_rest: named.readBigUInt64LE(8),
    expected_attach_type: expectedAttachType,
  };
  return callForFd(PROG_LOAD, values, `program ${name}`);
}
