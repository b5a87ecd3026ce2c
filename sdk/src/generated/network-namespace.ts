// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';
import type { HostArgs } from './inputs.js';
import type { Host } from './outputs.js';

/** What to declare of a NetworkNamespace. */
export interface NetworkNamespaceArgs {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name?: pulumi.Input<string> | undefined;
  /** Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: pulumi.Input<boolean> | undefined;
  /** Delete the namespace even when it was adopted or still holds devices or processes of others. @default false */
  readonly force?: pulumi.Input<boolean> | undefined;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: pulumi.Input<HostArgs> | undefined;
}

/** What a NetworkNamespace has once it is made: every property as read back. */
export class NetworkNamespaceOutputs extends pulumi.CustomResource {
  /** The name under `/run/netns`. */
  declare readonly name: pulumi.Output<string>;
  /** Whether an existing namespace may be taken over. */
  declare readonly adopt: pulumi.Output<boolean>;
  /** Whether it is deleted whatever it holds. */
  declare readonly force: pulumi.Output<boolean>;
  /** Where it is mounted, `/run/netns/NAME`. */
  declare readonly path: pulumi.Output<string>;
  /** The namespace's inode number, which identifies it until the host reboots. A decimal string. */
  declare readonly inode: pulumi.Output<string>;
  /** Whether it existed before this resource did. */
  declare readonly adopted: pulumi.Output<boolean>;
  /** The id of this very namespace, drawn anew at each replacement. */
  declare readonly incarnation: pulumi.Output<string>;
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  declare readonly kernel: pulumi.Output<string>;
  /** The machine it is on, as declared. */
  declare readonly host: pulumi.Output<Host | undefined>;
  /** Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none. */
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
