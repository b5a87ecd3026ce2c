/** Attachments on a fake host, and how they fail. */
import { attachment } from '../../../../test/desired.js';
import { FakeHost } from '../../../../test/fakes/fake-host.js';
import type { FakeKernel } from '../../../../test/fakes/fake-kernel.js';
import { kernelWithPair } from '../../../../test/hooks.js';
import type { Json } from '../../common/resource.js';
import { bpfAttachment } from '../index.js';

export const abc = attachment('a b c');

/** A NetkitError, or a PartialError with one inside. */
export interface Failed {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly details: { readonly path?: string };
  readonly state: Json;
  readonly reason: { readonly code: string };
}

export async function failure(work: Promise<unknown>): Promise<Failed> {
  return work.then(
    () => {
      throw new Error('nothing failed');
    },
    (error: unknown) => error as Failed,
  );
}

/** A kernel for which object b has no maps, so that it goes with any other. */
export function kernelWithObjects(policy?: 'drop'): FakeKernel {
  const kernel = kernelWithPair(policy);
  kernel.chains.objects.set(attachment('b@b').programs[0]?.object.hash ?? '', {});
  return kernel;
}

export async function read(kernel: FakeKernel, state: Json): Promise<Json | undefined> {
  return (await bpfAttachment.read(new FakeHost(kernel), 'id', state))?.state;
}
