/** A pair of netkit devices, of either door. */
import * as pulumi from '@pulumi/pulumi';

import { rememberHost } from './device-handle.js';
import type { DeviceHandle } from './device-handle.js';
import { LOOK, registration } from '../doors/door.js';
import type { Door } from '../doors/door.js';
import { NETKIT_PAIR_OUTPUTS, NetkitPairOutputs } from '../generated/netkit-pair.js';
import type { NetkitPairArgs } from '../generated/netkit-pair.js';

/** A class of pairs, as programs see it. */
type NetkitPairClass<T> = new (
  name: string,
  args: NetkitPairArgs,
  opts?: pulumi.CustomResourceOptions,
) => T;

/**
 * Both ends are born in their namespaces, configured while down, and set up last. Everything is read back from the kernel
 * before it is reported. Names are unique in a namespace, so a replacement deletes first.
 */
export class AnyNetkitPair extends NetkitPairOutputs {
  readonly #netns: pulumi.Output<string | undefined>;
  readonly #host: NetkitPairArgs['host'];

  constructor(door: Door, name: string, args: NetkitPairArgs, opts?: pulumi.CustomResourceOptions) {
    super(...registration(door, 'NetkitPair', name, NETKIT_PAIR_OUTPUTS, args, opts));
    // An output that the program leaves out is unknown in every preview, even when it will be absent.
    const isDeclared = opts?.id === undefined;
    this.#netns = isDeclared ? pulumi.output(args.netns) : this.netns;
    this.#host = isDeclared ? args.host : this.host;
    rememberHost(this.peer, this.#host);
  }

  /** The primary, to hang other resources on. A preview knows its name; of a pair that is made by the run, not its incarnation. */
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
  static get<T>(
    this: NetkitPairClass<T>,
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
    args: Pick<NetkitPairArgs, 'host'> = {},
  ): T {
    return new this(name, { ...args, ...LOOK } as NetkitPairArgs, { ...opts, id });
  }
}
