/** Values for an object's variables. What type each variable has is in the object, which the loader reads. Pure. */
import { quote } from '../errors/failure.js';
import type { FormatProblem } from '../formats.js';
import { isObject } from './json.js';
import { SIGNATURE_KEY } from './asset.js';
import { isUnknown } from './unknown.js';

/** Why a value is none of a variable, and where in it. */
export interface ValueProblem extends FormatProblem {
  readonly keys: readonly string[];
}

/** The first thing in a value that is no number, text, boolean, list or object; undefined when there is none. */
export function valueProblem(value: unknown): ValueProblem | undefined {
  if (isUnknown(value) || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return numberProblem(value);
  if (!Array.isArray(value) && !isObject(value)) {
    return not(
      `${quote(value)} is not a value. Write a number, a text, a boolean, a list or an object`,
    );
  }
  if (SIGNATURE_KEY in value)
    return not('is an asset, or something else of Pulumi’s. Write its value');
  for (const [key, item] of Object.entries(value)) {
    const problem = valueProblem(item);
    if (problem) return { ...problem, keys: [key, ...problem.keys] };
  }
  return undefined;
}

function numberProblem(value: number): ValueProblem | undefined {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return undefined;
  const words = `${quote(value)} is more than a number holds exactly. Write it as a text of digits`;
  return { keys: [], code: 'number-not-exact', reason: words };
}

function not(reason: string): ValueProblem {
  return { keys: [], code: 'value-not-plain', reason };
}
