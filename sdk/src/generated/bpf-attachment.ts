// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { AttachType, Placement } from './enums.js';
import type { TargetArgs, ProgramArgs } from './inputs.js';
import type { Target, Program, ProgramState } from './outputs.js';

/** What to declare of a BpfAttachment. */
export interface BpfAttachmentArgs {
  /** The attachment's name on its hook, part of its pins' path. Absent: the resource's own name. */
  readonly name?: pulumi.Input<string> | undefined;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: pulumi.Input<TargetArgs>;
  /** Which hook of the device. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The programs, first to run first. A hook holds at most 63, programs of others counted. @default [] */
  readonly programs: pulumi.Input<pulumi.Input<ProgramArgs>[]>;
  /** Where they go in a chain that holds none of them yet. @default "before-foreign" */
  readonly placement?: pulumi.Input<Placement> | undefined;
}

/** What a BpfAttachment has once it is made: every property as read back. */
export class BpfAttachmentOutputs extends pulumi.CustomResource {
  /** The attachment's name on its hook. */
  declare readonly name: pulumi.Output<string>;
  /** The device. */
  declare readonly target: pulumi.Output<Target>;
  /** Which hook of the device. */
  declare readonly attachType: pulumi.Output<AttachType>;
  /** The programs as declared, in the order of the chain. */
  declare readonly programs: pulumi.Output<Program[]>;
  /** Where they go in a chain that holds none of them yet. */
  declare readonly placement: pulumi.Output<Placement>;
  /** The programs as read back, in the order they run. */
  declare readonly attached: pulumi.Output<ProgramState[]>;
  /** The order of this attachment's programs, by name. */
  declare readonly chain: pulumi.Output<string[]>;
  /** The hook's revision when it was last read, a decimal string. */
  declare readonly revision: pulumi.Output<string>;
  /** What the last update did on the host, one line an operation. */
  declare readonly changes: pulumi.Output<string[]>;
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  declare readonly kernel: pulumi.Output<string>;
}

/** Every output of a BpfAttachment. The engine fills in those that a program names. */
export const BPF_ATTACHMENT_OUTPUTS = [
  "name",
  "target",
  "attachType",
  "programs",
  "placement",
  "attached",
  "chain",
  "revision",
  "changes",
  "kernel"
] as const;
