// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { AttachType, Placement } from './enums.js';
import type { AnchorArgs, TargetArgs, ProgramArgs, HostArgs } from './inputs.js';
import type { Anchor, Target, Program, ProgramState, Host } from './outputs.js';

/** What to declare of a BpfAttachment. */
export interface BpfAttachmentArgs {
  /** The name of the attachment on its hook, at most 64 bytes. It is part of the path of its pins. A change replaces the attachment. Absent: the name of the resource. */
  readonly name?: pulumi.Input<string | undefined>;
  /** The device that holds the hook. For both netkit hooks, this is the primary of the pair. */
  readonly target: pulumi.Input<TargetArgs>;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The programs, in the order in which they run. A hook holds at most 63 programs, including foreign programs. A change is made in place. */
  readonly programs: pulumi.Input<pulumi.Input<ProgramArgs>[]>;
  /** Whether the programs run before or after the foreign programs on the hook. A foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook (`before`, `after`) has precedence. A change is made in place. @default "before-foreign" */
  readonly placement?: pulumi.Input<Placement | undefined>;
  /** The priority among the attachments of a hook, 0 to 1000. The attachment with the lowest number runs first. Attachments with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place. @default 500 */
  readonly priority?: pulumi.Input<number | undefined>;
  /** The attachments or foreign programs on the same hook that the programs run before. A change is made in place. @default [] */
  readonly before?: pulumi.Input<pulumi.Input<AnchorArgs>[] | undefined>;
  /** The attachments or foreign programs on the same hook that the programs run after. A change is made in place. @default [] */
  readonly after?: pulumi.Input<pulumi.Input<AnchorArgs>[] | undefined>;
  /** Whether to take over an existing attachment of this name on this hook, even if another stack made it. It is changed in place. Programs that do not belong to an attachment stay as they are. @default false */
  readonly adopt?: pulumi.Input<boolean | undefined>;
  /** Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused. */
  readonly mayDisconnect?: pulumi.Input<boolean | undefined>;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What a BpfAttachment has once it is made: every property as read back. */
export class BpfAttachmentOutputs extends pulumi.CustomResource {
  /** The attachment's name on its hook. */
  declare readonly name: pulumi.Output<string>;
  /** The device that holds the hook. */
  declare readonly target: pulumi.Output<Target>;
  /** The hook of the device. */
  declare readonly attachType: pulumi.Output<AttachType>;
  /** The programs as declared, in the order of the chain. */
  declare readonly programs: pulumi.Output<Program[]>;
  /** Whether the programs run before or after the foreign programs on the hook. A refresh sets it to what it finds. */
  declare readonly placement: pulumi.Output<Placement>;
  /** The priority among the attachments of a hook. The attachment with the lowest number runs first. */
  declare readonly priority: pulumi.Output<number>;
  /** The attachments or foreign programs on the same hook that the programs run before. A refresh removes the anchors that do not hold. */
  declare readonly before: pulumi.Output<Anchor[] | undefined>;
  /** The attachments or foreign programs on the same hook that the programs run after. A refresh removes the anchors that do not hold. */
  declare readonly after: pulumi.Output<Anchor[] | undefined>;
  /** Whether an existing attachment may be taken over. */
  declare readonly adopt: pulumi.Output<boolean>;
  /** Whether the device may be one that carries the connection between the engine and the host. */
  declare readonly mayDisconnect: pulumi.Output<boolean | undefined>;
  /** The programs as read back from the kernel, in the order in which they run. */
  declare readonly attached: pulumi.Output<ProgramState[]>;
  /** The names of this attachment's programs, in order. */
  declare readonly chain: pulumi.Output<string[]>;
  /** The kernel's count of changes to the chain when it was last read, as a decimal string. */
  declare readonly revision: pulumi.Output<string>;
  /** The operations of the last update on the host, one in each entry. */
  declare readonly changes: pulumi.Output<string[]>;
  /** The kernel release of the host, as `uname -r` prints it. */
  declare readonly kernel: pulumi.Output<string>;
  /** The machine that the resource is on, as declared. */
  declare readonly host: pulumi.Output<Host | undefined>;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
  declare readonly machine: pulumi.Output<string | undefined>;
}

/** Every output of a BpfAttachment. The engine fills in those that a program names. */
export const BPF_ATTACHMENT_OUTPUTS = [
  "name",
  "target",
  "attachType",
  "programs",
  "placement",
  "priority",
  "before",
  "after",
  "adopt",
  "mayDisconnect",
  "attached",
  "chain",
  "revision",
  "changes",
  "kernel",
  "host",
  "machine"
] as const;
