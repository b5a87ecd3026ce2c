/**
 * Judges the inputs of a pair and completes them: their shape by schema.json, then what they mean together. What the kernel
 * would refuse is refused here, in a preview, with the cause. Pure; a rule that touches an unknown value says nothing.
 */
import { checkShape } from '../../check/shape.js';
import type { Failure, Json } from '../../check/shape.js';
import { incarnationOf } from '../../identity/incarnation.js';
import { isObject } from '@pulumi-netkit/contract';
import { namePair, unnamed, type Naming } from '../../identity/naming.js';
import { readPair } from './rules/ends.js';
import { addressRules, nameRules, macRules } from './rules/pair-rules.js';
import { routeRules } from './rules/route-rules.js';

/** Checked inputs: defaults filled in, and the incarnation kept from `recorded` while no key that replaces differs. */
export function checkPair(
  inputs: unknown,
  recorded: Readonly<Record<string, unknown>> | undefined,
  newIncarnation: () => string,
  naming?: Naming,
): { readonly inputs: Record<string, Json>; readonly failures: readonly Failure[] } {
  const { inputs: checked, failures } = checkShape(
    'NetkitPair',
    namePair(inputs, recorded, naming),
  );
  const pair = readPair(checked);
  const incarnation = incarnationOf('NetkitPair', checked, recorded, newIncarnation);
  const { peer } = checked;
  return {
    inputs: {
      ...checked,
      ...(isObject(peer) ? { peer: { ...peer, incarnation } } : {}),
      incarnation,
    },
    failures: [
      ...failures,
      ...unnamed(checked),
      ...(isObject(peer) ? unnamed(peer, 'peer.') : []),
      ...nameRules(pair),
      ...macRules(pair),
      ...addressRules(pair),
      ...pair.ends.flatMap(routeRules),
    ],
  };
}
