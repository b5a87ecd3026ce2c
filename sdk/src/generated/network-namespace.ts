// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { HostArgs } from './inputs.js';
import type { Host } from './outputs.js';

/** What to declare of a NetworkNamespace. */
export interface NetworkNamespaceArgs {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change replaces the namespace. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: pulumi.Input<string | undefined>;
  /** Whether to take over an existing namespace of that name, even if another stack made it. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: pulumi.Input<boolean | undefined>;
  /** Whether to delete the namespace even if it was adopted or still has foreign devices or processes. @default false */
  readonly force?: pulumi.Input<boolean | undefined>;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: pulumi.Input<HostArgs | undefined>;
}

/** What a NetworkNamespace has once it is made: every property as read back. */
export class NetworkNamespaceOutputs extends pulumi.CustomResource {
  /** The name under `/run/netns`. */
  declare readonly name: pulumi.Output<string>;
  /** Whether an existing namespace may be taken over. */
  declare readonly adopt: pulumi.Output<boolean>;
  /** Whether the namespace is deleted even if it was adopted or still has foreign devices or processes. */
  declare readonly force: pulumi.Output<boolean>;
  /** The path of the mount, `/run/netns/NAME`. */
  declare readonly path: pulumi.Output<string>;
  /** The namespace's inode number, as a decimal string. It identifies the namespace until the host reboots. */
  declare readonly inode: pulumi.Output<string>;
  /** Whether the namespace existed before this resource. */
  declare readonly adopted: pulumi.Output<boolean>;
  /** A random id of this namespace. Each replacement gets a new one. */
  declare readonly incarnation: pulumi.Output<string>;
  /** The kernel release of the host, as `uname -r` prints it. */
  declare readonly kernel: pulumi.Output<string>;
  /** The machine that the resource is on, as declared. */
  declare readonly host: pulumi.Output<Host | undefined>;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
  declare readonly machine: pulumi.Output<string | undefined>;
}

/** Every output of a NetworkNamespace. The engine fills in those that a program names. */
export const NETWORK_NAMESPACE_OUTPUTS = [
  "name",
  "adopt",
  "force",
  "path",
  "inode",
  "adopted",
  "incarnation",
  "kernel",
  "host",
  "machine"
] as const;
