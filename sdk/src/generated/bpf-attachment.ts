// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { AttachType, Placement } from './enums.js';
import type { AnchorArgs, TargetArgs, ProgramArgs, HostArgs } from './inputs.js';
import type { Anchor, Target, Program, ProgramState, Host } from './outputs.js';

/** What to declare of a BpfAttachment. */
export interface BpfAttachmentArgs {
  /** The name of the attachment on its hook, at most 64 bytes, part of the path of its pins. A change replaces the attachment. Absent: the name of the resource. */
  readonly name?: pulumi.Input<string | undefined>;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: pulumi.Input<TargetArgs>;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: pulumi.Input<AttachType>;
  /** The programs, in the order in which they run. A hook holds at most 63, with foreign programs counted. A change is made in place. */
  readonly programs: pulumi.Input<pulumi.Input<ProgramArgs>[]>;
  /** Whether the programs run before or after the foreign programs on the hook. It is kept: a foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook has precedence. A change is made in place. @default "before-foreign" */
  readonly placement?: pulumi.Input<Placement | undefined>;
  /** The order among the attachments of a hook: the one with the lowest number runs first. Those with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place. @default 500 */
  readonly priority?: pulumi.Input<number | undefined>;
  /** What the programs run before: other attachments or foreign programs on the same hook. A change is made in place. @default [] */
  readonly before?: pulumi.Input<pulumi.Input<AnchorArgs>[] | undefined>;
  /** What the programs run after: other attachments or foreign programs on the same hook. A change is made in place. @default [] */
  readonly after?: pulumi.Input<pulumi.Input<AnchorArgs>[] | undefined>;
  /** Whether to take over an existing attachment of this name on this hook, also one of another stack. It is changed in place. Programs that belong to no attachment stay as they are. @default false */
  readonly adopt?: pulumi.Input<boolean | undefined>;
  /** Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused. */
  readonly mayDisconnect?: pulumi.Input<boolean | undefined>;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What a BpfAttachment has once it is made: every property as read back. */
export class BpfAttachmentOutputs extends pulumi.CustomResource {
  /** The attachment's name on its hook. */
  declare readonly name: pulumi.Output<string>;
  /** The device. */
  declare readonly target: pulumi.Output<Target>;
  /** The hook of the device. A change replaces the attachment. */
  declare readonly attachType: pulumi.Output<AttachType>;
  /** The programs as declared, in the order of the chain. */
  declare readonly programs: pulumi.Output<Program[]>;
  /** Where the programs run relative to foreign programs. After a refresh: where they were found. */
  declare readonly placement: pulumi.Output<Placement>;
  /** The order among the attachments of a hook: the one with the lowest number runs first. */
  declare readonly priority: pulumi.Output<number>;
  /** What the programs run before. After a refresh: without the anchors that were found not to hold. */
  declare readonly before: pulumi.Output<Anchor[] | undefined>;
  /** What the programs run after. After a refresh: without the anchors that were found not to hold. */
  declare readonly after: pulumi.Output<Anchor[] | undefined>;
  /** Whether an existing attachment may be taken over. */
  declare readonly adopt: pulumi.Output<boolean>;
  /** Whether the device may be one that carries the connection between the engine and the host. */
  declare readonly mayDisconnect: pulumi.Output<boolean | undefined>;
  /** The programs as read back from the kernel, in the order in which they run. */
  declare readonly attached: pulumi.Output<ProgramState[]>;
  /** The names of this attachment's programs, in order. */
  declare readonly chain: pulumi.Output<string[]>;
  /** The hook's revision when it was last read, a decimal string. */
  declare readonly revision: pulumi.Output<string>;
  /** The operations of the last update on the host, one in each line. */
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
