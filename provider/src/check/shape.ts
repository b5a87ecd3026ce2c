/**
 * Judges the shape of the inputs of a resource or function by schema.json and fills in its defaults. What several properties mean together
 * is judged by the resource itself (`resources/<kind>/inputs.ts`). Pure; unknown values pass.
 */
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';

import { explain } from './explain.js';
import {
  copyPresent,
  failure,
  type Failure,
  isObject,
  type Json,
  objectProblem,
  quote,
  valueProblem,
} from '@pulumi-netkit/contract';
import { FORMATS } from './formats.js';
import { inputSchema } from './schema.js';
import type { Kind, Shape } from './schema.js';

export type { Failure } from '@pulumi-netkit/contract';
export type { Json, JsonObject } from '@pulumi-netkit/contract';
export type { Kind } from './schema.js';
export { replaceKeys } from './schema.js';
export { containsUnknown, isUnknown, UNKNOWN } from '@pulumi-netkit/contract';

/** Inputs with their defaults, and what is wrong with them. */
export interface CheckedShape {
  readonly inputs: Record<string, Json>;
  readonly failures: Failure[];
}

/** Of resources: keys that the program, the SDK or `check` itself adds; no schema has them, and no user writes them. */
const INTERNAL: Readonly<
  Record<Kind, readonly string[]> & Partial<Record<Shape, readonly string[]>>
> = {
  NetkitPair: ['__provider', 'owner', 'incarnation', 'secretPaths'],
  NetworkNamespace: ['__provider', 'owner', 'incarnation', 'secretPaths'],
  BpfAttachment: ['__provider', 'owner', 'incarnation', 'secretPaths', 'chain'],
};

/**
 * Checks types, ranges, formats, enums and keys, and fills in defaults, on a deep copy. A key whose value is `undefined` or
 * `null` counts as absent. Never throws.
 */
export function checkShape(kind: Shape, inputs: unknown): CheckedShape {
  if (!isObject(inputs)) {
    const words = `${quote(inputs)} is not an object; write the properties of a ${kind}`;
    return { inputs: {}, failures: [failure('', 'wrong-type', words)] };
  }
  const copy = copyPresent(inputs) as Record<string, unknown>;
  const internal = take(copy, INTERNAL[kind] ?? []);
  const peer = isObject(copy['peer']) ? copy['peer'] : undefined;
  const peerInternal = peer ? take(peer, ['incarnation']) : {};

  const validate = validator(kind);
  validate(copy);
  const failures = (validate.errors ?? []).flatMap((error) => explain(kind, error) ?? []);

  if (peer) {
    const isSound = !failures.some(({ property }) => property === 'mtu');
    if (isSound && peer['mtu'] === undefined) peer['mtu'] = copy['mtu'];
    Object.assign(peer, peerInternal);
  }
  return { inputs: { ...copy, ...internal } as Record<string, Json>, failures };
}

const compiled = new Map<Shape, ValidateFunction>();

/** Compiled on first use: some 20 ms, once a process; twice that where ajv also judges and tidies what it compiles. */
function validator(kind: Shape): ValidateFunction {
  let validate = compiled.get(kind);
  if (!validate) {
    const formats = Object.entries(FORMATS).map(([name, format]) => {
      return [name, (text: string) => format(text) === undefined] as const;
    });
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      useDefaults: true,
      ownProperties: true,
      // Of our own schemas: schema.test.ts has them judged.
      meta: false,
      validateSchema: false,
      code: { optimize: false },
      formats: Object.fromEntries(formats),
    });
    ajv.addKeyword({
      keyword: 'object',
      validate: (_: true, data: unknown) => !objectProblem(data),
    });
    ajv.addKeyword({ keyword: 'value', validate: (_: true, data: unknown) => !valueProblem(data) });
    validate = ajv.compile(inputSchema(kind));
    compiled.set(kind, validate);
  }
  return validate;
}

/** Takes keys out of an object; what was there is returned. */
function take(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const key of keys) {
    if (!Object.hasOwn(from, key)) continue;
    taken[key] = from[key];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy of ours, with keys of a fixed list
    delete from[key];
  }
  return taken;
}
