// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { AttachType, Placement } from './enums.js';
import type { TargetArgs, ProgramArgs, HostArgs } from './inputs.js';
import type { Target, Program, ProgramState, Host } from './outputs.js';

/** What to declare of a BpfAttachment. */
export interface BpfAttachmentArgs {
  /** The attachment's name on its hook, part of its pins' path. Absent: the resource's own name. */
  readonly name?: pulumi.Input<string> | undefined;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: pulumi.Input<TargetArgs>;
  /** Which hook of the device. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The programs, first to run first. A hook holds at most 63, programs of others counted. */
  readonly programs: pulumi.Input<pulumi.Input<ProgramArgs>[]>;
  /** Where they go in a chain that holds none of them yet. @default "before-foreign" */
  readonly placement?: pulumi.Input<Placement> | undefined;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: pulumi.Input<HostArgs> | undefined;
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
  /** The machine it is on, as declared. */
  declare readonly host: pulumi.Output<Host | undefined>;
  /** Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none. */
  declare readonly machine: pulumi.Output<string | undefined>;
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
  "kernel",
  "host",
  "machine"
] as const;
