// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import * as pulumi from '@pulumi/pulumi';

/** What to declare of a NetworkNamespace. */
export interface NetworkNamespaceArgs {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. */
  readonly name: pulumi.Input<string>;
  /** Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: pulumi.Input<boolean> | undefined;
  /** Delete the namespace even when it was adopted or still holds devices or processes of others. @default false */
  readonly force?: pulumi.Input<boolean> | undefined;
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
  "kernel"
] as const;
