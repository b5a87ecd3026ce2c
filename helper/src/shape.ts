/** Rules for JSON from outside: what it may be, to the last key. A rule answers where and why a value is not, or nothing. Pure. */
import { isObject, quote } from '@pulumi-netkit/contract';

/** What is wrong with a value, and where in it: `plan[2].op.device.netns`. */
export interface Problem {
  readonly at: string;
  readonly words: string;
}

/** Judges a value. Undefined: nothing is wrong. */
export type Rule = (value: unknown) => Problem | undefined;

/** A key that may be left out. */
export interface Optional {
  readonly optional: Rule;
}

/** The rule of each key of T; the compiler asks for a rule when T gets another key. */
export type Fields<T> = { readonly [K in keyof T]-?: Rule | Optional };

/** Says no. */
export function problem(words: string): Problem {
  return { at: '', words };
}

/** A key that may be left out; null is not "left out". */
export function optional(rule: Rule): Optional {
  return { optional: rule };
}

/** Null, or what `rule` says. */
export function nullable(rule: Rule): Rule {
  return (value) => (value === null ? undefined : rule(value));
}

/** A text for which `isRight` holds, called `what` when it does not. */
export function text(what: string, isRight: (text: string) => boolean): Rule {
  return (value) =>
    typeof value === 'string' && isRight(value)
      ? undefined
      : problem(`${quote(value)} is no ${what}`);
}

/** A whole number from 0 to `max`. */
export function whole(max: number): Rule {
  return (value) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max
      ? undefined
      : problem(`${quote(value)} is no whole number from 0 to ${max}`);
}

/** True or false. */
export const flag: Rule = (value) =>
  typeof value === 'boolean' ? undefined : problem(`${quote(value)} is neither true nor false`);

/** One of these texts. */
export function oneOf(...values: readonly string[]): Rule {
  return (value) =>
    typeof value === 'string' && values.includes(value)
      ? undefined
      : problem(`${quote(value)} is none of ${values.join(', ')}`);
}

/** A list of at most `most` items. */
export function list(item: Rule, most: number): Rule {
  return (value) => {
    if (!Array.isArray(value)) return problem(`${quote(value)} is no list`);
    if (value.length > most) return problem(`${value.length} items are more than ${most}`);
    return first(value.map((one, at) => [`[${at}]`, one, item] as const));
  };
}

/** An object that maps any key of the rule `key`. */
export function dictionary(key: Rule, item: Rule): Rule {
  return (value) => {
    if (!isObject(value)) return problem(`${quote(value)} is no object`);
    return (
      first(Object.keys(value).map((name) => ['', name, key] as const)) ??
      first(Object.entries(value).map(([name, one]) => [`.${name}`, one, item] as const))
    );
  };
}

/** An object with just these keys. With `one`, exactly one key of those beside them. */
export function object<T>(fields: Fields<T>, one: Readonly<Record<string, Rule>> = {}): Rule {
  const known = new Map(Object.entries<Rule | Optional>(fields));
  const choices = new Map(Object.entries(one));
  return (value) => {
    if (!isObject(value)) return problem(`${quote(value)} is no object`);
    const stranger = Object.keys(value).find((key) => !known.has(key) && !choices.has(key));
    if (stranger !== undefined) return problem(`${quote(stranger)} is no key of it`);
    const chosen = [...choices.keys()].filter((key) => Object.hasOwn(value, key));
    if (choices.size > 0 && chosen.length !== 1)
      return problem(`it needs one of ${[...choices.keys()].join(', ')}`);
    for (const [key, field] of [...known, ...choices]) {
      if (Object.hasOwn(value, key)) {
        const found = within(`.${key}`, value[key], 'optional' in field ? field.optional : field);
        if (found) return found;
      } else if (!('optional' in field) && !choices.has(key)) {
        return problem(`it has no "${key}"`);
      }
    }
    return undefined;
  };
}

/** An object whose `key` says which rule it is to follow. */
export function tagged(key: string, rules: Readonly<Record<string, Rule>>): Rule {
  const known = new Map(Object.entries(rules));
  return (value) => {
    if (!isObject(value)) return problem(`${quote(value)} is no object`);
    const tag = Object.hasOwn(value, key) ? value[key] : undefined;
    const rule = typeof tag === 'string' ? known.get(tag) : undefined;
    return rule ? rule(value) : { at: `.${key}`, words: `${quote(tag)} is unknown` };
  };
}

/** The literal that a tag is; `tagged` has looked at it. */
export const tag: Rule = () => undefined;

function first(parts: readonly (readonly [at: string, value: unknown, rule: Rule])[]) {
  for (const [at, value, rule] of parts) {
    const found = within(at, value, rule);
    if (found) return found;
  }
  return undefined;
}

function within(at: string, value: unknown, rule: Rule): Problem | undefined {
  const found = rule(value);
  return found && { at: `${at}${found.at}`, words: found.words };
}
