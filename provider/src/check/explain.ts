/** Turns ajv's errors into failures in our words. */
import type { ErrorObject } from 'ajv';

import {
  failure,
  type Failure,
  isObject,
  isUnknown,
  objectProblem,
  quote,
  valueProblem,
} from '@pulumi-netkit/contract';
import { FORMATS } from './formats.js';
import type { Shape } from './schema.js';
import { knownKeys, ownerName, purpose } from './schema.js';
import { didYouMean } from './suggest.js';

/** Words for the types of JSON. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** How to write what a text was given for. */
const EXAMPLES: Readonly<Record<string, (text: string) => string>> = {
  Target: (text) => `{ name: ${quote(text)} }`,
  Program: (text) => `{ name: "guard", object: ${quote(text)} }`,
};

/** Limits that are lower than the kernel's, and why. kernel-facts.md#headroom */
const OUR_LIMITS: Readonly<Record<string, string>> = {
  headroom:
    'is taken here: Linux takes up to 65535, but some crash at the first packet from 65500 on',
  tailroom: 'is taken here, as of headroom: Linux takes up to 65535',
};

/** What an error of ajv means to the user; undefined when the value is just not known yet. */
export function explain(kind: Shape, error: ErrorObject): Failure | undefined {
  const { data, keyword } = error;
  // Why a key is none is said below, with the key.
  if (isUnknown(data) || error.propertyName !== undefined) return undefined;
  const keys = pointerKeys(error.instancePath);
  const params = error.params as Record<string, unknown>;
  const path = propertyPath(keys);
  switch (keyword) {
    case 'required':
      return missing(kind, keys, String(params['missingProperty']));
    case 'additionalProperties':
      return unwanted(kind, keys, String(params['additionalProperty']));
    case 'type':
      return wrongType(path, data, String(params['type']), ownerName(kind, names(keys)));
    case 'propertyNames':
      return noSlot(keys, String(params['propertyName']));
    case 'enum':
      return wrongValue(path, data, params['allowedValues'] as readonly string[]);
    case 'minimum':
      return outOfRange(keys, data, 'below', 'least', params['limit']);
    case 'maximum':
      return outOfRange(keys, data, 'above', 'most', params['limit']);
    case 'minItems':
      return failure(path, 'list-empty', `${quote(data)} is empty; at least one item is wanted`);
    case 'maxItems':
      return tooLong(path, data as readonly unknown[], params['limit']);
    case 'minLength':
      return failure(path, 'function-name-empty', `${quote(data)} is empty. Omit it, or name it`);
    case 'object':
      return wrongObject(path, data);
    case 'value':
      return wrongValueOfVariable(keys, data);
    case 'format':
      return wrongFormat(path, data, params['format'] as keyof typeof FORMATS);
    default:
      return failure(path, 'bad-value', `${quote(data)} is not allowed here`);
  }
}

/** `['peer', 'routes', '0']` as `peer.routes[0]`. */
export function propertyPath(keys: readonly string[]): string {
  return keys.reduce((path, key) => {
    if (/^\d+$/.test(key)) return `${path}[${key}]`;
    if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');
}

function missing(kind: Shape, keys: readonly string[], key: string): Failure {
  const what = purpose(kind, names(keys), key).replace(/\.$/, '');
  return failure(propertyPath([...keys, key]), 'missing', `is missing: ${lowerFirst(what)}`);
}

function unwanted(kind: Shape, keys: readonly string[], key: string): Failure {
  const path = names(keys);
  const hint = elsewhere(kind, path, key) ?? didYouMean(key, knownKeys(kind, path));
  const words = `${quote(key)} is not a property of a ${ownerName(kind, path)}${hint}`;
  return failure(propertyPath([...keys, key]), 'unknown-property', words);
}

/** `peerMtu` where `peer.mtu` is meant, and `peer.policy` where `peerPolicy` is. */
function elsewhere(kind: Shape, path: readonly string[], key: string): string | undefined {
  if (kind !== 'NetkitPair') return undefined;
  if (path.length === 0 && key.startsWith('peer')) {
    const nested = lowerFirst(key.slice('peer'.length));
    return knownKeys(kind, ['peer']).includes(nested) ? `; write it as peer.${nested}` : undefined;
  }
  if (path.length !== 1 || path[0] !== 'peer') return undefined;
  const flat = `peer${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  if (knownKeys(kind).includes(flat)) return `; write it as ${flat}, beside peer`;
  return knownKeys(kind).includes(key)
    ? `; write ${key} beside peer, it holds for both`
    : undefined;
}

function wrongType(path: string, data: unknown, type: string, owner: string): Failure {
  const wanted = TYPE_WORDS[type] ?? type;
  const example =
    typeof data === 'string' && type === 'object' ? EXAMPLES[owner]?.(data) : undefined;
  const hint = example === undefined ? '' : `, ${example}`;
  const words = `${quote(data)} is ${typeWords(data)}; ${wanted} is wanted${hint}`;
  return failure(path, 'wrong-type', words);
}

// Slots of a map are the one object whose keys have a form.
function noSlot(keys: readonly string[], key: string): Failure {
  const words = `${quote(key)} is not the number of a slot. Slots are numbered "0", "1" and so on`;
  return failure(`${propertyPath(keys)}[${JSON.stringify(key)}]`, 'slot-not-a-number', words);
}

function wrongValue(path: string, data: unknown, allowed: readonly string[]): Failure | undefined {
  if (typeof data !== 'string') return undefined; // the type has been complained of
  const list = allowed.map((one) => `"${one}"`).join(' or ');
  const words = `${quote(data)} is not ${list}${didYouMean(data, allowed)}`;
  return failure(path, 'unknown-value', words);
}

function outOfRange(
  keys: readonly string[],
  data: unknown,
  side: string,
  end: string,
  limit: unknown,
): Failure {
  const whose = side === 'above' ? OUR_LIMITS[names(keys).at(-1) ?? ''] : undefined;
  const words = `${quote(data)} is ${side} ${quote(limit)}, the ${end} that ${whose ?? 'Linux allows'}`;
  return failure(propertyPath(keys), 'out-of-range', words);
}

function tooLong(path: string, data: readonly unknown[], limit: unknown): Failure {
  const words = `has ${data.length} items; Linux allows ${quote(limit)} on one hook. Remove some`;
  return failure(path, 'list-too-long', words);
}

function wrongObject(path: string, data: unknown): Failure | undefined {
  const problem = objectProblem(data);
  return problem && failure(path, problem.code, problem.reason);
}

function wrongValueOfVariable(keys: readonly string[], data: unknown): Failure | undefined {
  const problem = valueProblem(data);
  return problem && failure(propertyPath([...keys, ...problem.keys]), problem.code, problem.reason);
}

function wrongFormat(path: string, data: unknown, name: keyof typeof FORMATS): Failure | undefined {
  const problem = FORMATS[name](String(data));
  return problem && failure(path, problem.code, problem.reason);
}

function typeWords(data: unknown): string {
  if (data === null) return 'nothing';
  if (Array.isArray(data)) return 'a list';
  if (isObject(data)) return 'an object';
  if (typeof data === 'number') return Number.isInteger(data) ? 'a number' : 'not whole';
  return typeof data === 'boolean' ? 'a boolean' : `a ${typeof data}`;
}

function pointerKeys(pointer: string): string[] {
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function names(keys: readonly string[]): string[] {
  return keys.filter((key) => !/^\d+$/.test(key));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
