/**
 * Judges the inputs of an attachment and completes them: their shape by schema.json, then what its programs mean together.
 * What is in the objects is not known here; the loader judges that. Pure; a rule that touches an unknown value says nothing.
 */
import { checkShape } from '../../check.js';
import type { Failure, Json } from '../../check.js';
import { failure } from '../../check/failure.js';
import { isObject } from '../../check/json.js';
import { UNKNOWN } from '../../check/unknown.js';
import { programRules } from './program-rules.js';

/**
 * Checked inputs: defaults filled in, and the chain by name beside the programs, so that a preview shows the order before and
 * after. An attachment has no incarnation of its own: it hangs on its target's.
 */
export function checkAttachment(
  inputs: unknown,
  _recorded?: Readonly<Record<string, unknown>>,
  _newIncarnation?: () => string,
): { readonly inputs: Record<string, Json>; readonly failures: readonly Failure[] } {
  const { inputs: checked, failures } = checkShape('BpfAttachment', inputs);
  const { programs } = checked;
  return {
    inputs: { ...checked, chain: chainOf(programs) },
    failures: [
      ...failures,
      ...nameRules(checked),
      ...(Array.isArray(programs) ? programRules(programs) : []),
    ],
  };
}

// Optional in the schema: a front door has a name for it, the resource's own.
function nameRules({ name }: Record<string, Json>): Failure[] {
  if (name !== undefined) return [];
  return [failure('name', 'missing', "is missing: the attachment's name on its hook")];
}

function chainOf(programs: unknown): Json {
  if (!Array.isArray(programs)) return UNKNOWN;
  return programs.map((program: unknown) => {
    const name = isObject(program) ? program['name'] : undefined;
    return typeof name === 'string' ? name : UNKNOWN;
  });
}
