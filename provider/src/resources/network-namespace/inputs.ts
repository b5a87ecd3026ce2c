/** Judges the inputs of a network namespace and completes them. Pure; unknown values pass. */
import { checkShape } from '../../check.js';
import type { Failure, Json } from '../../check.js';
import { incarnationOf } from '../../check/incarnation.js';
import { nameNetns, unnamed, type Naming } from '../../check/naming.js';

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
