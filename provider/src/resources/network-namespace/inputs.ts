/** Judges the inputs of a network namespace and completes them. Pure; unknown values pass. */
import { checkShape } from '../../check/shape.js';
import type { Failure, Json } from '../../check/shape.js';
import { incarnationOf } from '../../identity/incarnation.js';
import { nameNetns, unnamed, type Naming } from '../../identity/naming.js';

/** Checked inputs: defaults filled in, and the incarnation kept from `recorded` while the name stays. */
export function checkNetworkNamespace(
  inputs: unknown,
  recorded: Readonly<Record<string, unknown>> | undefined,
  newIncarnation: () => string,
  naming?: Naming,
): { readonly inputs: Record<string, Json>; readonly failures: readonly Failure[] } {
  const checked = checkShape('NetworkNamespace', nameNetns(inputs, recorded, naming));
  const incarnation = incarnationOf('NetworkNamespace', checked.inputs, recorded, newIncarnation);
  return {
    inputs: { ...checked.inputs, incarnation },
    failures: [...checked.failures, ...unnamed(checked.inputs)],
  };
}
