/** Programs on a hook, of either door. */
import * as pulumi from '@pulumi/pulumi';

import { handleOf, hostOf } from './device-handle.js';
import { registration } from '../doors/door.js';
import type { Door } from '../doors/door.js';
import { BPF_ATTACHMENT_OUTPUTS, BpfAttachmentOutputs } from '../generated/bpf-attachment.js';
import type { BpfAttachmentArgs } from '../generated/bpf-attachment.js';
import { objectAsset } from './object-path.js';

/**
 * A changed program is swapped in place and a changed order is made with the fewest moves, so that no packet passes the hook
 * without its programs. Programs of others keep their place. When the pair is replaced, its attachments are replaced around it.
 *
 * `object` is an ELF file, by its path or as a `FileAsset`; a relative path begins at the project's folder, its `main` if it has
 * one, or the `workDir` of an inline program. The engine reads the file: a preview compares contents, not paths.
 */
export class AnyBpfAttachment extends BpfAttachmentOutputs {
  constructor(
    door: Door,
    name: string,
    args: BpfAttachmentArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    const declared = {
      ...args,
      target: handleOf(args.target),
      host: args.host ?? hostOf(args.target),
      programs: withAssets(args.programs, `BpfAttachment "${name}"`),
    };
    super(...registration(door, 'BpfAttachment', name, BPF_ATTACHMENT_OUTPUTS, declared, opts));
  }
}

// What is no list of objects stays as it is: `check` has the words for it.
function withAssets(programs: unknown, what: string): unknown {
  return mapInput(programs, (list) =>
    Array.isArray(list)
      ? list.map((program, at) => withAsset(program, `${what}: programs[${at}].object`))
      : list,
  );
}

function withAsset(program: unknown, where: string): unknown {
  return mapInput(program, (one) => {
    if (typeof one !== 'object' || one === null || !('object' in one)) return one;
    // The engine reads assets, and hands on the digest of what it read.
    return { ...one, object: mapInput(one.object, (object) => objectAsset(object, where)) };
  });
}

/** Changes a value now if it is there, else once it is; all in one `apply` would make one unknown value hide the others. */
function mapInput(input: unknown, change: (value: unknown) => unknown): unknown {
  const isLater = pulumi.Output.isInstance(input) || input instanceof Promise;
  return isLater ? pulumi.output(input as Promise<object>).apply(change) : change(input);
}
