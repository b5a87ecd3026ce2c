import * as pulumi from '@pulumi/pulumi';

import { rememberHost, type DeviceHandle } from './device-handle.js';
import { isKind, resourceOptions, resourceProps, typeToken } from './dynamic-resource.js';
import { NETKIT_PAIR_OUTPUTS, NetkitPairOutputs } from './generated/netkit-pair.js';
import type { HostArgs } from './generated/inputs.js';
import type { NetkitPairArgs } from './generated/netkit-pair.js';

/**
 * A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which
 * goes into a pod's network namespace.
 *
 * Both ends are born in their namespaces, configured while down, and set up last. Everything is read back from the kernel
 * before it is reported. Names are unique in a namespace, so a replacement deletes first.
 */
export class NetkitPair extends NetkitPairOutputs {
  readonly #netns: pulumi.Output<string | undefined>;
  readonly #host: NetkitPairArgs['host'];

  constructor(name: string, args: NetkitPairArgs, opts?: pulumi.CustomResourceOptions) {
    const options = resourceOptions(opts);
    const props = resourceProps('NetkitPair', name, NETKIT_PAIR_OUTPUTS, args, options);
    super(typeToken('NetkitPair'), name, props, options);
    // An output that the program leaves out is unknown in every preview, even when it will be absent.
    const isDeclared = options.id === undefined;
    this.#netns = isDeclared ? pulumi.output(args.netns) : this.netns;
    this.#host = isDeclared ? args.host : (this.host as pulumi.Output<HostArgs>);
    rememberHost(this.peer, this.#host);
  }

  /** The primary, to hang other resources on. Like `peer` it is known in previews. */
  get primary(): pulumi.Output<DeviceHandle> {
    // Not by `apply`: what is not known of one of them would hide the others.
    const primary = pulumi.output({
      name: this.name,
      netns: this.#netns,
      host: this.#host,
      incarnation: this.incarnation,
    }) as pulumi.Output<DeviceHandle>;
    rememberHost(primary, this.#host);
    return primary;
  }

  /**
   * Looks up a pair that exists, by its id: the primary's `NAME`, or `NETNS/NAME`; with a host in `args`, on that one. Nothing
   * is managed.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
    args: Pick<NetkitPairArgs, 'host'> = {},
  ): NetkitPair {
    return new NetkitPair(name, args as NetkitPairArgs, { ...opts, id });
  }

  /** Whether an object is a NetkitPair, of this copy of the package or another. */
  static override isInstance(object: unknown): object is NetkitPair {
    return isKind('NetkitPair', object);
  }
}
