/** A named network namespace, of either door. */
import type * as pulumi from '@pulumi/pulumi';

import { LOOK, registration } from '../doors/door.js';
import type { Door } from '../doors/door.js';
import {
  NETWORK_NAMESPACE_OUTPUTS,
  NetworkNamespaceOutputs,
} from '../generated/network-namespace.js';
import type { NetworkNamespaceArgs } from '../generated/network-namespace.js';

/** A class of namespaces, as programs see it. */
type NetworkNamespaceClass<T> = new (
  name: string,
  args?: NetworkNamespaceArgs,
  opts?: pulumi.CustomResourceOptions,
) => T;

/**
 * Deleting refuses a namespace that this resource did not make, or that still holds devices or processes of others, unless
 * `force` is set.
 */
export class AnyNetworkNamespace extends NetworkNamespaceOutputs {
  constructor(
    door: Door,
    name: string,
    args: NetworkNamespaceArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(...registration(door, 'NetworkNamespace', name, NETWORK_NAMESPACE_OUTPUTS, args, opts));
  }

  /** Looks up a namespace that exists, by its name under `/run/netns`; with a host in `args`, on that one. Nothing is managed. */
  static get<T>(
    this: NetworkNamespaceClass<T>,
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
    args: Pick<NetworkNamespaceArgs, 'host'> = {},
  ): T {
    return new this(name, { ...args, ...LOOK }, { ...opts, id });
  }
}
