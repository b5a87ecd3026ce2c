/** What every resource's state has in common. Pure. */
import { createHash } from 'node:crypto';
import { isAsset, NetkitError } from '@pulumi-netkit/contract';

/** The layout of what we store. Raised when an older release could not read it. */
export const STATE_VERSION = 1;

/** Outputs as stored: with our own marks beside them. */
export type Stored<Outputs> = Outputs & {
  readonly stateVersion: number;
  /** Digest of the inputs as last declared. It tells drift (same inputs, other outputs) from a change of the program. */
  readonly inputsDigest: string;
  /** The resource that this belongs to, a URN. */
  readonly owner: string;
};

/** Refuses state that a newer release wrote. */
export function assertReadable(state: { readonly stateVersion?: unknown }): void {
  if (typeof state.stateVersion === 'number' && state.stateVersion > STATE_VERSION) {
    throw new NetkitError(
      'state-version',
      `the state has version ${state.stateVersion}; this release reads up to ${STATE_VERSION}`,
      { advice: 'Install the release of pulumi-netkit that wrote it, or a newer one' },
    );
  }
}

/** Whether it is no state yet: an import, or a `get`, knows an id and at most some inputs. */
export function isLookUp({ stateVersion }: { readonly stateVersion?: unknown }): boolean {
  return stateVersion === undefined;
}

const INTERNAL = new Set(['__provider', 'owner', 'incarnation', 'secretPaths', 'stateVersion']);

/** A short digest of declared inputs, blind to key order and to what only we put there. */
export function digest(inputs: object): string {
  const declared = Object.entries(inputs).filter(([key]) => !INTERNAL.has(key));
  return digestJson(
    Object.fromEntries(
      declared.map(([key, value]: [string, unknown]) => [
        key,
        // What `check` puts beside a peer's own keys.
        key === 'peer' && isRecord(value) ? { ...value, incarnation: undefined } : value,
      ]),
    ),
  );
}

/** A short digest of any JSON, blind to key order. Of an asset its content counts, not its path. */
export function digestJson(value: unknown): string {
  return createHash('sha256').update(sortedJson(value)).digest('hex').slice(0, 16);
}

/** Any JSON as one text, whatever the order of its keys. Of an asset its content counts, not its path. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (isAsset(value)) return { asset: value.hash };
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object without some of its keys. */
export function omit<T extends object, K extends keyof T>(
  value: T,
  keys: readonly K[],
): Omit<T, K> {
  const dropped: readonly PropertyKey[] = keys;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => !dropped.includes(key)),
  ) as Omit<T, K>;
}

/** The observed list, each item in the words and at the place it was declared in; what nobody declared comes last. */
export function keepSpelling<D>(
  declared: readonly D[],
  observed: readonly D[],
  meaningOf: (item: D) => string,
): D[] {
  const [isDeclared, isThere] = [
    new Set(declared.map(meaningOf)),
    new Set(observed.map(meaningOf)),
  ];
  return [
    ...declared.filter((item) => isThere.has(meaningOf(item))),
    ...observed.filter((item) => !isDeclared.has(meaningOf(item))),
  ];
}
