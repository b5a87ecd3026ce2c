/** What the provider texts in the state require: forwards to the provider. Not for programs. */
import * as provider from '@pulumi-netkit/provider';
import type { dynamic } from '@pulumi/pulumi';

/** The provider of NetkitPair. */
export const NetkitPair: dynamic.ResourceProvider = provider.NetkitPair;
/** The provider of NetworkNamespace. */
export const NetworkNamespace: dynamic.ResourceProvider = provider.NetworkNamespace;
/** The provider of BpfAttachment. */
export const BpfAttachment: dynamic.ResourceProvider = provider.BpfAttachment;
