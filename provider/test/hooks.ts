/** A host with a pair and attachments on it, for the tests of attachments. */
import type { AttachType, BpfAttachmentChecked, Policy } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../src/resources/bpf-attachment/index.js';
import type { Json } from '../src/resources/common/resource.js';
import { FakeHost } from './fakes/fake-host.js';
import { PLAIN, type Device } from './fakes/fake-device.js';
import { FakeKernel } from './fakes/fake-kernel.js';

/** The hook of `attachment()`. */
export const HOOK: AttachType = 'netkit/peer';

/** A kernel with the pair web0, whose peer drops or passes while no program is attached. */
export function kernelWithPair(peerPolicy: Policy = 'pass'): FakeKernel {
  const kernel = new FakeKernel();
  kernel.addPair({
    peerPolicy,
    primary: { ...PLAIN, name: 'web0', netns: null },
    peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
  });
  return kernel;
}

/** The device that attachments are for. */
export const web0 = (kernel: FakeKernel): Device => kernel.device(null, 'web0');

/** The labels of the chain. */
export const shown = (kernel: FakeKernel): string[] => kernel.chains.labels(web0(kernel), HOOK);

/** Attaches; answers the state. */
export async function create(kernel: FakeKernel, declared: BpfAttachmentChecked): Promise<Json> {
  return (await bpfAttachment.create(new FakeHost(kernel), json(declared))).state;
}

/** Changes what is attached; answers the state. */
export async function update(
  kernel: FakeKernel,
  state: Json,
  declared: BpfAttachmentChecked,
): Promise<Json> {
  return (await bpfAttachment.update(new FakeHost(kernel), 'id', state, json(declared))).state;
}

/** Takes all away. */
export function remove(kernel: FakeKernel, state: Json): Promise<void> {
  return bpfAttachment.delete(new FakeHost(kernel), 'id', state);
}

/** As the doors hand it over. */
export const json = (declared: BpfAttachmentChecked): Json => ({ ...declared });
