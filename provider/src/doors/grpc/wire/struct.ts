/**
 * Property values on the wire ⇄ plain JSON. A secret comes wrapped, and is unwrapped here; where it stood is remembered, and
 * what stands there in an answer is wrapped again. Unknown values are the engine's sentinels on both sides.
 */
import { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import { isObject, sameJson } from '@pulumi-netkit/contract';
import { groupBy } from '../../../check/repeated.js';
import type { Json } from '../../../resources/common/resource.js';

// sdk/go/common/resource/properties.go: SigKey and SecretSig.
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** A value that must not be shown, and where it stood. */
export interface Secret {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** A value from the wire. */
export interface Decoded {
  readonly value: Json;
  readonly secrets: readonly Secret[];
}

/** Reads a message's properties; absent ones are none. */
export function decode(struct: Struct | undefined): Decoded {
  const secrets: Secret[] = [];
  const value = unwrap(struct?.toJavaScript() ?? {}, [], secrets);
  return { value: value as Json, secrets };
}

/** Writes properties. What is a secret, or stands where one stood, is wrapped. */
export function encode(value: Json, secrets: readonly Secret[] = []): Struct {
  // A key whose value is undefined is "Unexpected struct type" on the wire.
  const plain = JSON.parse(JSON.stringify(value)) as unknown;
  const wrapped = wrapAll(plain, secrets) as Record<string, unknown>;
  return Struct.fromJavaScript(wrapped as Parameters<typeof Struct.fromJavaScript>[0]);
}

function unwrap(value: unknown, path: readonly (string | number)[], secrets: Secret[]): unknown {
  if (Array.isArray(value)) return value.map((item, at) => unwrap(item, [...path, at], secrets));
  if (!isObject(value)) return value;
  if (value[SIGNATURE_KEY] === SECRET) {
    const plain = unwrap(value['value'], path, []);
    secrets.push({ path, value: plain });
    return plain;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, unwrap(item, [...path, key], secrets)]),
  );
}

/** Wraps what is at the end of each path, in one walk: a list may hold as many secrets as it has items. */
function wrapAll(value: unknown, secrets: readonly Secret[]): unknown {
  if (secrets.length === 0 || value === undefined || isWrapped(value)) return value;
  if (secrets.some(({ path }) => path.length === 0)) return wrap(value);
  const inside = groupBy(secrets, ({ path: [key] }) => key);
  const below = (key: string | number): Secret[] =>
    (inside.get(key) ?? []).map(({ path, value: hidden }) => ({
      path: path.slice(1),
      value: hidden,
    }));
  if (Array.isArray(value)) {
    // A list that was put in another order may hold it anywhere.
    const isThere = secrets.every(({ path: [key = '', ...rest], value: hidden }) => {
      return typeof key === 'number' && sameJson(valueAt(value[key], rest), hidden);
    });
    return isThere ? value.map((item: unknown, at) => wrapAll(item, below(at))) : wrap(value);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, wrapAll(item, below(key))]),
  );
}

function wrap(value: unknown): unknown {
  return value === undefined || isWrapped(value) ? value : { [SIGNATURE_KEY]: SECRET, value };
}

function isWrapped(value: unknown): boolean {
  return isObject(value) && value[SIGNATURE_KEY] === SECRET;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[key];
  }
  return here;
}
