import * as pulumi from '@pulumi/pulumi';

import type { HostArgs, TargetArgs } from '../generated/inputs.js';

/** One very device: what hangs on it is replaced with it, as the incarnation says when it is another. */
export interface DeviceHandle {
  /** The device's name. */
  readonly name: string;
  /** Its network namespace. Absent: the host's own. */
  readonly netns?: string;
  /** The machine it is on. Absent: the one that the settings name. */
  readonly host?: pulumi.Unwrap<HostArgs> | undefined;
  /** The id of the pair it belongs to, drawn anew at each replacement. */
  readonly incarnation: string;
}

// By the output that is the end: a peer is what the provider answers, whose resources know of no host; and what goes through
// an output loses, in a preview, all it has when one part is not known.
const hostOfEnd = new WeakMap<object, pulumi.Input<HostArgs | undefined>>();

/** Remembers the host that a pair was declared to be on, for whoever is given one of its ends. @internal */
export function rememberHost(end: object, host: pulumi.Input<HostArgs | undefined>): void {
  hostOfEnd.set(end, host);
}

/** The host of a target: of the pair that it is an end of, else what the handle tells. @internal */
export function hostOf(
  target: pulumi.Input<TargetArgs> | undefined,
): pulumi.Input<HostArgs | undefined> {
  if (typeof target === 'object' && hostOfEnd.has(target)) return hostOfEnd.get(target);
  const isLater = pulumi.Output.isInstance(target) || target instanceof Promise;
  const handle = isLater ? pulumi.output(target) : target;
  return (handle as { readonly host?: pulumi.Input<HostArgs> } | undefined)?.host;
}

/**
 * What tells the device, and nothing else that a pair's end has: a changed address is no other target. Each by itself, so that
 * a preview knows the ones it can. @internal
 */
export function handleOf(target: pulumi.Input<TargetArgs> | undefined): pulumi.Inputs | undefined {
  // A look-up has none; what is not an object stays as it is, for `check` to name.
  if (typeof target !== 'object') return target;
  const { name, netns, incarnation } = pulumi.output(target);
  return { name, netns, incarnation };
}
