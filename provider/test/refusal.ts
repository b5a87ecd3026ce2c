/** How work failed that had to fail. */
import { asNetkitError, type NetkitError } from '@pulumi-netkit/contract';

/** The error of work that is refused. Rejects when it was not. */
export async function refusal(work: Promise<unknown>): Promise<NetkitError> {
  return work.then((value) => {
    throw new Error(`nothing was refused: ${JSON.stringify(value)}`);
  }, asNetkitError);
}
