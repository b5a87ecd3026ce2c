/** The resources as those of the plugin. */
import type * as pulumi from '@pulumi/pulumi';

import { AnyBpfAttachment } from '../resources/bpf-attachment.js';
import { isKind, LOOK } from './door.js';
import type {
  BpfAttachmentArgs,
  NetkitPairArgs,
  NetworkNamespaceArgs,
} from '../generated/index.js';
import { AnyNetkitPair } from '../resources/netkit-pair.js';
import { AnyNetworkNamespace } from '../resources/network-namespace.js';
import { PLUGIN } from './plugin-door.js';

/**
 * A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes
 * into a pod's network namespace.
 */
export class NetkitPair extends AnyNetkitPair {
  constructor(name: string, args: NetkitPairArgs, opts?: pulumi.CustomResourceOptions) {
    super(PLUGIN, name, args, opts);
  }

  /** Whether an object is a NetkitPair, of this copy of the package or another. */
  static override isInstance(object: unknown): object is NetkitPair {
    return isKind(PLUGIN, 'NetkitPair', object);
  }
}

/** A named network namespace, as `ip netns add` makes them: a mount under `/run/netns`, with `lo` up. */
export class NetworkNamespace extends AnyNetworkNamespace {
  constructor(name: string, args: NetworkNamespaceArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(PLUGIN, name, args, opts);
  }

  /** Whether an object is a NetworkNamespace, of this copy of the package or another. */
  static override isInstance(object: unknown): object is NetworkNamespace {
    return isKind(PLUGIN, 'NetworkNamespace', object);
  }
}

/**
 * An ordered list of BPF programs on one hook of a device: of a netkit pair, whose primary holds the programs of both ends, or
 * of any device's tcx hooks.
 */
export class BpfAttachment extends AnyBpfAttachment {
  constructor(name: string, args: BpfAttachmentArgs, opts?: pulumi.CustomResourceOptions) {
    super(PLUGIN, name, args, opts);
  }

  /**
   * Looks up an attachment that exists, by its id: `DEVICE/ATTACH TYPE/NAME`, `web0/netkit/peer/web-egress`, before it the
   * namespace and a `/`; with a host in `args`, on that one. Nothing is managed.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
    args: Pick<BpfAttachmentArgs, 'host'> = {},
  ): BpfAttachment {
    return new BpfAttachment(name, { ...args, ...LOOK } as BpfAttachmentArgs, { ...opts, id });
  }

  /** Whether an object is a BpfAttachment, of this copy of the package or another. */
  static override isInstance(object: unknown): object is BpfAttachment {
    return isKind(PLUGIN, 'BpfAttachment', object);
  }
}
