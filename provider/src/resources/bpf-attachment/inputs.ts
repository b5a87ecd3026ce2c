/**
 * Judges the inputs of an attachment and completes them: their shape by schema.json, then what its programs mean together.
 * What is in the objects is not known here; the loader judges that. Pure; a rule that touches an unknown value says nothing.
 */
import { checkShape } from '../../check/shape.js';
import type { Failure, Json } from '../../check/shape.js';
import { incarnationOf } from '../../identity/incarnation.js';
import { isObject, UNKNOWN } from '@pulumi-netkit/contract';
import { nameAttachment, unnamed, type Naming } from '../../identity/naming.js';
import { anchorRules } from './rules/anchor-rules.js';
import { programRules } from './rules/program-rules.js';

/**
 * Checked inputs: defaults filled in, and the chain by name beside the programs, so that a preview shows the order before and
 * after. Its incarnation tells a delete that comes late (a forced replacement makes the new one first) that what stands there
 * is not its own any more.
 */
export function checkAttachment(
  inputs: unknown,
  recorded?: Readonly<Record<string, unknown>>,
  newIncarnation: () => string = () => '',
  naming?: Naming,
): { readonly inputs: Record<string, Json>; readonly failures: readonly Failure[] } {
  const { inputs: checked, failures } = checkShape(
    'BpfAttachment',
    nameAttachment(inputs, recorded, naming),
  );
  const { programs } = checked;
  const incarnation = incarnationOf('BpfAttachment', checked, recorded, newIncarnation);
  return {
    inputs: { ...checked, incarnation, chain: chainOf(programs) },
    failures: [
      ...failures,
      ...unnamed(checked),
      ...anchorRules(checked),
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
