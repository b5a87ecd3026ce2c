/**
 * Messages about inputs that are partly secret. A text is shown only when it is made without the secrets: by a check of the
 * same inputs with unknown values in their place, or of a fixed sentence. No text is searched for what should not be in it.
 * Pure.
 */
import { propertyPath } from '../../check/explain.js';
import {
  asNetkitError,
  ERROR_CODES,
  type ErrorCode,
  FAILURE_CODES,
  type FailureCode,
  isObject,
  NetkitError,
  UNKNOWN,
} from '@pulumi-netkit/contract';
import { groupBy } from '../../check/repeated.js';
import type { Json } from '../../resources/common/resource.js';

/** Where a secret is in the inputs. */
export type SecretPath = readonly (string | number)[];

/** One failure of a check. */
export interface Said {
  readonly property: string;
  readonly reason: string;
  readonly code?: string;
}

// Their texts are made before the helper got a request: they can only tell of the way to the host.
const OF_THE_WAY: ReadonlySet<ErrorCode> = new Set([
  'bad-connection',
  'helper-not-started',
  'helper-protocol',
  'host-key-changed',
  'host-key-unknown',
  'host-refused',
  'host-unreachable',
  'ssh-missing',
]);

/** What is secret of one resource's inputs. */
export class Secrecy {
  readonly #paths: readonly SecretPath[];
  /** The same, each as a message names it, once. */
  readonly #written: ReadonlySet<string>;

  constructor(paths: readonly SecretPath[] = []) {
    this.#paths = paths;
    this.#written = new Set(paths.map((path) => propertyPath(path.map(String))));
  }

  /** Whether something is secret. */
  get isAny(): boolean {
    return this.#paths.length > 0;
  }

  /** Whether the value at a path is, holds, or is part of a secret. */
  covers(path: SecretPath): boolean {
    return this.#paths.some((secret) => isOnWay(secret, path));
  }

  /** The same value with the unknown at each secret place. */
  masked(value: Json): Json {
    return this.isAny ? (maskedAt(value, this.#paths) as Json) : value;
  }

  /** A property's path down to the first secret on the way: what is below is a part of it. */
  publicPath(path: string): string {
    for (const { index } of path.matchAll(/[.[]/g)) {
      const above = path.slice(0, index);
      if (this.#written.has(above)) return above;
    }
    return path;
  }

  /** Failures as they may be shown. `known` are those of the same inputs, masked. */
  failures(all: readonly Said[], known: readonly Said[]): readonly Said[] {
    if (!this.isAny) return all;
    const safe = new Set(known.map(({ property, reason }) => JSON.stringify([property, reason])));
    return all.map((said) => {
      const { property, reason, code } = said;
      if (safe.has(JSON.stringify([property, reason]))) return said;
      const cause = Object.hasOwn(FAILURE_CODES, code ?? '')
        ? FAILURE_CODES[code as FailureCode]
        : Object.hasOwn(ERROR_CODES, code ?? '')
          ? ERROR_CODES[code as ErrorCode]
          : 'The value is not valid.';
      const words = `${cause} The value is secret, so it is not shown`;
      const tail = code === undefined ? '' : ` [${code}]`;
      return { ...said, property: this.publicPath(property), reason: `${words}${tail}` };
    });
  }

  /** An error as it may be shown, without the verifier's log, which quotes values. */
  error(thrown: unknown): NetkitError {
    const error = asNetkitError(thrown);
    if (!this.isAny) return error;
    const { code, details } = error;
    const isHostSecret = this.covers(['host']);
    if (OF_THE_WAY.has(code) && !isHostSecret) return error;
    const { host, path, errno } = details;
    const secret = [...this.#written];
    const list = secret.length > 5 ? `${secret.slice(0, 5).join(', ')}, …` : secret.join(', ');
    return new NetkitError(code, ERROR_CODES[code].replace(/\.$/, ''), {
      ...(host === undefined || isHostSecret ? {} : { host }),
      ...(path === undefined ? {} : { path: this.publicPath(path) }),
      ...(errno === undefined ? {} : { errno }),
      advice: `Inputs of this resource are secret (${list}), so the details are not shown. docs/errors.md explains the code`,
    });
  }
}

/** Whether one of two paths leads through the other. */
function isOnWay(one: SecretPath, other: SecretPath): boolean {
  return one.every((key, at) => at >= other.length || String(other[at]) === String(key));
}

function maskedAt(value: unknown, paths: readonly SecretPath[]): unknown {
  if (paths.some((path) => path.length === 0)) return UNKNOWN;
  const below = groupBy(paths, ([key]) => String(key));
  const item = (key: string, one: unknown): unknown => {
    const deeper = below.get(key);
    return deeper
      ? maskedAt(
          one,
          deeper.map((path) => path.slice(1)),
        )
      : one;
  };
  if (Array.isArray(value)) return value.map((one, at) => item(String(at), one));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, item(key, one)]));
}
