/**
 * Which inputs a refresh may write: what was observed, as long as `check` accepts it. The engine hands them in again under
 * `ignoreChanges`, so what check refuses would fail each run from then on. Pure.
 */
import { valueAt } from '../../identity/incarnation.js';
import { isObject, sameJson } from '@pulumi-netkit/contract';
import type { Json, Resource } from './resource.js';

/** Values by their path, `programs`, `peer.routes`: those that were last accepted, in place of observed ones. */
type Kept = Readonly<Record<string, unknown>>;

/**
 * The inputs to write, and what of them is not as it was observed: state keeps that for the next refresh, which sees the state
 * and not the inputs. `recorded` is the state of the last deployment or refresh.
 */
export function acceptable(
  { check }: Pick<Resource, 'check'>,
  observed: Json,
  recorded: Json,
): { readonly inputs: Json; readonly kept: Kept } {
  const before = isObject(recorded['kept']) ? recorded['kept'] : {};
  const last = (path: string): unknown => before[path] ?? valueAt(recorded, path);
  let inputs = observed;
  let kept: Kept = {};
  for (;;) {
    const { failures } = check(inputs, inputs, () => '');
    if (failures.length === 0) break;
    const refused = failures.map(({ property }) => /^(peer\.)?\w+/.exec(property)?.[0] ?? '');
    const fresh = refused.filter((path) => !(path in kept));
    // One that is right by itself may not go with another. What was accepted together does.
    const paths = fresh.length > 0 ? fresh : pathsOf(observed).filter((path) => !(path in kept));
    if (paths.length === 0) break;
    kept = { ...kept, ...Object.fromEntries(paths.map((path) => [path, last(path)])) };
    inputs = Object.entries(kept).reduce<Json>(
      (all, [path, value]) => withValue(all, path, value),
      observed,
    );
  }
  const other = Object.entries(kept).filter(
    ([path, value]) => value !== undefined && !sameJson(value, valueAt(observed, path)),
  );
  return { inputs, kept: Object.fromEntries(other) };
}

function pathsOf(inputs: Json): string[] {
  return Object.entries(inputs).flatMap(([key, value]) =>
    key === 'peer' && isObject(value) ? Object.keys(value).map((inner) => `peer.${inner}`) : [key],
  );
}

function withValue(inputs: Json, path: string, value: unknown): Json {
  const [key = '', ...rest] = path.split('.');
  const inner = inputs[key];
  const set =
    rest.length === 0 || !isObject(inner) ? value : withValue(inner, rest.join('.'), value);
  const { [key]: _, ...others } = inputs;
  return set === undefined ? others : { ...others, [key]: set };
}
