/** What both doors do with a resource's inputs before the engine goes on: the resource's own checks, its objects, and names wanted twice. */
import { createHash, randomBytes } from 'node:crypto';
import type { Naming } from '../check/naming.js';
import { containsUnknown } from '../check/unknown.js';
import { outlineOf } from '../host/object-outline.js';
import type { Json, Resource } from '../resources/resource.js';

/** Who wants a name, by what is wanted. */
export type Claims = Map<string, string>;

/** Checked inputs, and what is wrong with them. */
export interface Checked {
  readonly inputs: Json;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** What the engine says beside the inputs. */
export interface Asked {
  readonly naming?: Naming | undefined;
  /** The engine's randomness: the same again when a saved plan is carried out. Empty or absent: there is none. */
  readonly seed?: Uint8Array;
}

/** Checks the inputs of a resource, `owner` among them. The files of objects whose slots are declared are read. */
export async function checkInputs(
  resource: Pick<Resource, 'check' | 'claims' | 'inspect'>,
  inputs: Json,
  recorded: Json | undefined,
  claimed: Claims,
  { naming, seed = new Uint8Array() }: Asked = {},
): Promise<Checked> {
  const checked = resource.check(inputs, recorded, () => newIncarnation(seed), naming);
  const misfits =
    checked.failures.length > 0
      ? []
      : ((await resource.inspect?.(checked.inputs, outlineOf)) ?? []);
  const wrong = [...checked.failures, ...misfits];
  const conflicts = wrong.length > 0 ? [] : conflictsOf(resource, checked.inputs, claimed);
  const failures = [...wrong, ...conflicts].map(({ property, reason }) => ({ property, reason }));
  return { inputs: checked.inputs, failures };
}

function newIncarnation(seed: Uint8Array): string {
  if (seed.length === 0) return randomBytes(12).toString('hex');
  return createHash('sha256').update(seed).digest('hex').slice(0, 24);
}

/** Two resources of one program that want one name: the second is told at preview. */
function conflictsOf(
  resource: Pick<Resource, 'claims'>,
  inputs: Json,
  claimed: Claims,
): { property: string; reason: string }[] {
  if (containsUnknown(inputs)) return [];
  const owner = String(inputs['owner']);
  return resource.claims(inputs).flatMap(({ property, what }) => {
    const other = claimed.get(what);
    if (other === undefined) claimed.set(what, owner);
    return other === undefined || other === owner
      ? []
      : [
          {
            property,
            reason: `${what} is declared by ${other} as well; give one of them another name [name-conflict]`,
          },
        ];
  });
}
