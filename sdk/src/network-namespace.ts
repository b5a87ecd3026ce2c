import type * as pulumi from '@pulumi/pulumi';

import { isKind, resourceOptions, resourceProps, typeToken } from './dynamic-resource.js';
import {
  NETWORK_NAMESPACE_OUTPUTS,
  NetworkNamespaceOutputs,
} from './generated/network-namespace.js';
import type { NetworkNamespaceArgs } from './generated/network-namespace.js';

/**
 * A named network namespace, as `ip netns add` makes them: a mount under `/run/netns`, with `lo` up.
 *
 * Deleting refuses a namespace that this resource did not make, or that still holds devices or processes of others, unless
 * `force` is set.
 */
export class NetworkNamespace extends NetworkNamespaceOutputs {
  constructor(name: string, args: NetworkNamespaceArgs, opts?: pulumi.CustomResourceOptions) {
    const options = resourceOptions(opts);
    const props = resourceProps('NetworkNamespace', name, NETWORK_NAMESPACE_OUTPUTS, args, options);
    super(typeToken('NetworkNamespace'), name, props, options);
  }

  /** Looks up a namespace that exists, by its name under `/run/netns`; with a host in `args`, on that one. Nothing is managed. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
    args: Pick<NetworkNamespaceArgs, 'host'> = {},
  ): NetworkNamespace {
    return new NetworkNamespace(name, args as NetworkNamespaceArgs, { ...opts, id });
  }

  /** Whether an object is a NetworkNamespace, of this copy of the package or another. */
  static override isInstance(object: unknown): object is NetworkNamespace {
    return isKind('NetworkNamespace', object);
  }
}
