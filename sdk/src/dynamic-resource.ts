/** What makes a resource class of ours a dynamic resource for the engine. */
import * as pulumi from '@pulumi/pulumi';

/**
 * The provider texts. They stand in the state of every stack and are evaluated by releases to come, so they never change:
 * one constant line a kind, written by hand, which requires this package by its own name and captures nothing.
 */
const PROVIDER_TEXTS = {
  NetkitPair: 'exports.handler = () => require("pulumi-netkit/dynamic").NetkitPair;',
  NetworkNamespace: 'exports.handler = () => require("pulumi-netkit/dynamic").NetworkNamespace;',
  BpfAttachment: 'exports.handler = () => require("pulumi-netkit/dynamic").BpfAttachment;',
} as const;

/** The kinds there are. */
export type Kind = keyof typeof PROVIDER_TEXTS;

/** The type token of a kind. State format too. */
export function typeToken<K extends Kind>(kind: K): `pulumi-nodejs:dynamic/netkit:${K}` {
  return `pulumi-nodejs:dynamic/netkit:${kind}`;
}

/**
 * The properties of a resource to be: every output by name, so that the engine's answer fills it in, then the arguments.
 * A look-up (`opts.id`) has no owner: it declares nothing.
 */
export function resourceProps(
  kind: Kind,
  name: string,
  outputs: readonly string[],
  args: object,
  opts: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  const unset = Object.fromEntries(outputs.map((key) => [key, undefined]));
  const owner = { owner: pulumi.createUrn(name, typeToken(kind), opts.parent) };
  return {
    ...unset,
    ...args,
    ...(opts.id === undefined ? owner : {}),
    __provider: PROVIDER_TEXTS[kind],
  };
}

/**
 * Names are unique on a host, so the old one goes first. As an option, because a forced replacement (`--replace`, a taint)
 * never asks the provider for the order.
 */
export function resourceOptions(
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ deleteBeforeReplace: true }, opts);
}

/** Whether an object is a resource of a kind, of this copy of the package or another. */
export function isKind(kind: Kind, object: unknown): boolean {
  if (typeof object !== 'object' || object === null) return false;
  return '__pulumiType' in object && object.__pulumiType === typeToken(kind);
}
