/** Resources that are registered with the engine's mocks. */
import * as pulumi from '@pulumi/pulumi';
import type { MockResourceArgs } from '@pulumi/pulumi/runtime';
import type { BpfAttachment } from '../index.js';
import type { BpfAttachmentArgs, NetkitPairArgs, ProgramArgs } from '../index.js';

export interface Registration extends MockResourceArgs {
  readonly inputs: Record<string, unknown>;
}

export const registered: Registration[] = [];

/** Answers as the engine does: with the checked inputs, and in an update with the outputs too. */
export async function mock(isPreview: boolean): Promise<void> {
  registered.length = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        const inputs = { ...(args.inputs as Record<string, unknown>) };
        delete inputs['__provider'];
        const peer = inputs['peer'] as object | undefined;
        const checked = {
          ...inputs,
          incarnation: 'i-1',
          ...(peer ? { peer: { ...peer, incarnation: 'i-1' } } : {}),
        };
        return {
          id: isPreview ? '' : 'x',
          state: isPreview ? checked : { ...checked, ifindex: 7 },
        };
      },
      call: () => ({}),
    },
    'proj',
    'dev',
    isPreview,
  );
}

export const args: NetkitPairArgs = { name: 'web0', peer: { name: 'eth0', netns: 'blue' } };

export const guard: ProgramArgs = { name: 'guard', object: './policy.o' };
export const attachmentArgs: BpfAttachmentArgs = {
  target: { name: 'eth0' },
  attachType: 'tcx/ingress',
  programs: [guard],
};

export async function settle(...outputs: pulumi.Output<unknown>[]): Promise<void> {
  await new Promise((resolve) => pulumi.all(outputs).apply(resolve));
}

/** An output's value, or `unknown` when a preview does not know it. */
export async function known(output: pulumi.Output<unknown>): Promise<unknown> {
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<unknown> };
  return (await inner.isKnown) ? inner.promise() : 'unknown';
}

export async function registrationOf(resource: pulumi.CustomResource): Promise<Registration> {
  await settle(resource.urn);
  const last = registered.at(-1);
  if (!last) throw new Error('nothing was registered');
  return last;
}

export function fileAsset(): pulumi.asset.FileAsset {
  return new pulumi.asset.FileAsset('./policy.o');
}

// Assets reach the mocks as such, what they hold still a promise.
export async function objectsOf(attachment: BpfAttachment): Promise<unknown[]> {
  const { inputs } = await registrationOf(attachment);
  const objects = (inputs['programs'] as { object: Record<string, unknown> }[]).map(
    ({ object }) => object,
  );
  return Promise.all(
    objects.map(async ({ path, text, uri }) => ({
      path: await path,
      text: await text,
      uri: await uri,
    })),
  );
}

// The engine's monitor, to see the options that the mocks' own interface leaves out.
export function spyOnRequests(): {
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
}[] {
  const requests: ReturnType<typeof spyOnRequests> = [];
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: (typeof requests)[number], callback: unknown): unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.push(request);
    return register(request, callback);
  };
  return requests;
}
