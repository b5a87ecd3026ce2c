/**
 * Judges the inputs of an attachment and completes them: their shape by schema.json, then what its programs mean together.
 * What is in the objects is not known here; the loader judges that. Pure; a rule that touches an unknown value says nothing.
 */
import { checkShape } from '../../check.js';
import type { Failure, Json } from '../../check.js';
import { isObject } from '../../check/json.js';
import { nameAttachment, unnamed, type Naming } from '../../check/naming.js';
import { UNKNOWN } from '../../check/unknown.js';
import { programRules } from './program-rules.js';

/**
 * Checked inputs: defaults filled in, and the chain by name beside the programs, so that a preview shows the order before and
 * after. An attachment has no incarnation of its own: it hangs on its target's.
 */
export function checkAttachment(
  inputs: unknown,
  recorded?: Readonly<Record<string, unknown>>,
  _newIncarnation?: () => string,
  naming?: Naming,
): { readonly inputs: Record<string, Json>; readonly failures: readonly Failure[] } {
  const { inputs: checked, failures } = checkShape('BpfAttachment', nameAttachment(inputs, recorded, naming));
  const { programs } = checked;
  return {
    inputs: { ...checked, chain: chainOf(programs) },
    failures: [
      ...failures,
      ...unnamed(checked),
      ...(Array.isArray(programs) ? programRules(programs) : []),
    ],
  };
}

function chainOf(programs: unknown): Json {
  if (!Array.isArray(programs)) return UNKNOWN;
  return programs.map((program: unknown) => {
    const name = isObject(program) ? program['name'] : undefined;
    return typeof name === 'string' ? name : UNKNOWN;
  });
}
