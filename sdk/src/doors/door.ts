/** What the two doors of a resource class share: how one is registered with the engine, by whichever provider it has. */
import * as pulumi from '@pulumi/pulumi';

/** The kinds there are. */
export type Kind = 'BpfAttachment' | 'NetkitPair' | 'NetworkNamespace';

/** What a `get` hands in: a read by the id alone is an import, which is refused for what another stack made. */
export const LOOK = { adopt: false } as const;

/** The way of a resource class to its provider. */
export interface Door {
  /** The type token of a kind. State format. */
  typeToken(kind: Kind): string;
  /** What the provider takes beside the arguments. */
  extraProps(
    kind: Kind,
    name: string,
    opts: pulumi.CustomResourceOptions,
    args: object,
  ): pulumi.Inputs;
  /** What the engine must be told of a resource of a kind. */
  options(kind: Kind): pulumi.CustomResourceOptions;
}

/**
 * What the constructor of a resource takes. Every output is among the properties by name, so that the engine's answer fills it
 * in; then the arguments.
 */
export function registration(
  door: Door,
  kind: Kind,
  name: string,
  outputs: readonly string[],
  args: object,
  opts: pulumi.CustomResourceOptions = {},
): [string, string, pulumi.Inputs, pulumi.CustomResourceOptions] {
  const unset = Object.fromEntries(outputs.map((key) => [key, undefined]));
  const props = { ...unset, ...args, ...door.extraProps(kind, name, opts, args) };
  // Names are unique on a host, so the old one goes first. As an option, because a forced replacement (`--replace`, a taint)
  // never asks the provider for the order.
  const own = pulumi.mergeOptions({ deleteBeforeReplace: true }, door.options(kind));
  return [door.typeToken(kind), name, props, pulumi.mergeOptions(own, opts)];
}

/** Whether an object is a resource of a kind, of this copy of the package or another. */
export function isKind(door: Door, kind: Kind, object: unknown): boolean {
  if (typeof object !== 'object' || object === null) return false;
  return '__pulumiType' in object && object.__pulumiType === door.typeToken(kind);
}
