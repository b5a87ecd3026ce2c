/** What a resource's outputs will be, as far as it is known before anything is done. Pure. */
import type { Kind } from '../check/schema.js';
import { outputKeys } from '../check/schema.js';
import { UNKNOWN } from '../check/unknown.js';
import type { Json } from './resource.js';

/**
 * The outputs of a preview: what is declared, what an update leaves as it is, and for all else the unknown. `changing` are the
 * outputs that an update may change by itself.
 */
export function previewOutputs(
  kind: Kind,
  recorded: Json | undefined,
  desired: Json,
  changing: readonly string[],
): Json {
  const { inputs, computed } = outputKeys(kind);
  const outputs: Record<string, unknown> = {};
  for (const key of computed) {
    // Absent before an update, absent after it: a device of mode l3 has no MAC.
    if (recorded && !changing.includes(key)) {
      if (recorded[key] !== undefined) outputs[key] = recorded[key];
    } else outputs[key] = UNKNOWN;
  }
  for (const key of inputs) {
    const value = desired[key] ?? recorded?.[key];
    if (value !== undefined) outputs[key] = value;
  }
  return { ...outputs, ...desired };
}
