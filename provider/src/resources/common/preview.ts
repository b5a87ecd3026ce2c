/** What a resource's outputs will be, as far as it is known before anything is done. Pure. */
import type { Kind } from '../../check/schema.js';
import { outputKeys } from '../../check/schema.js';
import { UNKNOWN } from '@pulumi-netkit/contract';
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
  // Absent before an update, absent after it: a device of mode l3 has no MAC.
  const kept = [...inputs, ...computed]
    .filter((key) => recorded?.[key] !== undefined)
    .map((key) => [key, recorded?.[key]]);
  const drawn = computed
    .filter((key) => !recorded || changing.includes(key))
    .map((key) => [key, UNKNOWN]);
  return { ...Object.fromEntries([...kept, ...drawn]), ...desired } as Json;
}
