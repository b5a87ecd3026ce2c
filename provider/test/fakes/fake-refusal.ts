/** How a fake kernel refuses an operation. */
import { describeOp, NetkitError, type Op } from '@pulumi-netkit/contract';

/** See the top of this file. */
export function refused(op: Op, errno: string, extack?: string): NetkitError {
  const details = extack === undefined ? { errno } : { errno, extack };
  return new NetkitError(
    'kernel-refused',
    `the kernel refused "${describeOp(op) ?? op.op}"`,
    details,
  );
}
