/**
 * What of a release others rely on: the schema, the layout of the state and the protocol between provider and helper. From
 * two releases' contracts follows how much the version must grow at least (docs/releasing.md).
 */
import semver from 'semver';

/** The contracts of one commit. */
export interface Contracts {
  readonly version: string;
  readonly schema: Schema;
  readonly stateVersion: number;
  readonly protocol: number;
}

/** What of Pulumi's schema is compared. */
export interface Schema {
  readonly resources: Readonly<Record<string, Members>>;
  readonly functions?: Readonly<Record<string, FunctionMembers>>;
  readonly types?: Readonly<Record<string, Members>>;
}
interface Members {
  readonly inputProperties?: Properties;
  readonly properties?: Properties;
  readonly requiredInputs?: readonly string[];
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly value: unknown }[];
}
interface FunctionMembers {
  readonly inputs?: Members;
  readonly outputs?: Members;
}
type Properties = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** `breaking`: programs or hosts of the release before no longer work. `feature`: new ones do. `fix`: neither. */
export type Size = 'fix' | 'feature' | 'breaking';

/** One difference, in words. */
export interface Difference {
  readonly size: Size;
  readonly text: string;
}

/** All differences that others notice, in the order of the schema. */
export function differences(before: Contracts, after: Contracts): Difference[] {
  const found: Difference[] = [];
  if (after.stateVersion !== before.stateVersion)
    found.push({
      size: 'breaking',
      text: `stateVersion went from ${before.stateVersion} to ${after.stateVersion}: an older provider does not read the state`,
    });
  if (after.protocol !== before.protocol)
    found.push({
      size: 'feature',
      text: `protocol went from ${before.protocol} to ${after.protocol}: an installed helper must be updated with the provider`,
    });
  const [old, fresh] = [shapes(before.schema), shapes(after.schema)];
  for (const [path, shape] of old) {
    const now = fresh.get(path);
    if (now === undefined) found.push({ size: 'breaking', text: `${path} was removed` });
    else if (shape === `${now}${REQUIRED}`)
      found.push({ size: 'feature', text: `${path} is no longer required` });
    else if (now !== shape)
      found.push({ size: 'breaking', text: `${path} went from ${shape} to ${now}` });
  }
  for (const [path, shape] of fresh) {
    if (old.has(path)) continue;
    const isDemand =
      shape.endsWith(REQUIRED) && [...old.keys()].some((one) => one === parent(path));
    found.push({ size: isDemand ? 'breaking' : 'feature', text: `${path} is new` });
  }
  return found;
}

/** The smallest version that may follow `current` after changes of this size. In 0.x the minor number counts as the major one. */
export function smallestAfter(current: string, size: Size): string {
  const isBeginning = semver.major(current) === 0;
  const part =
    size === 'breaking'
      ? isBeginning
        ? 'minor'
        : 'major'
      : size === 'feature' && !isBeginning
        ? 'minor'
        : 'patch';
  const next = semver.inc(current, part);
  if (next === null) throw new Error(`"${current}" is not a version`);
  return next;
}

/** The greatest size among differences. */
export function sizeOf(found: readonly Difference[]): Size {
  const sizes = new Set(found.map(({ size }) => size));
  return sizes.has('breaking') ? 'breaking' : sizes.has('feature') ? 'feature' : 'fix';
}

const REQUIRED = ', required';
const parent = (path: string): string => path.slice(0, path.lastIndexOf(' '));

/** Each thing that a program can name, and its type; a group before its members. */
function shapes({ resources, functions = {}, types = {} }: Schema): Map<string, string> {
  const found = new Map<string, string>();
  const add = (
    path: string,
    { properties, required, ...rest }: Members,
    isInput: boolean,
  ): void => {
    found.set(path, 'group');
    for (const [name, property] of Object.entries(properties ?? {})) {
      const { description: _, ...type } = property;
      const ending = isInput && required?.includes(name) ? REQUIRED : '';
      found.set(`${path} ${name}`, `${typeText(type)}${ending}`);
    }
    for (const { value } of rest.enum ?? []) found.set(`${path} ${String(value)}`, 'value');
  };
  for (const [token, { inputProperties, requiredInputs, ...outputs }] of Object.entries(
    resources,
  )) {
    const inputs = { properties: inputProperties ?? {}, required: requiredInputs ?? [] };
    add(`inputs of ${token}`, inputs, true);
    add(`outputs of ${token}`, outputs, false);
  }
  for (const [token, { inputs = {}, outputs = {} }] of Object.entries(functions)) {
    add(`inputs of ${token}`, inputs, true);
    add(`outputs of ${token}`, outputs, false);
  }
  for (const [token, type] of Object.entries(types)) add(`type ${token}`, type, true);
  return found;
}

function typeText({ type, $ref, items, additionalProperties }: Record<string, unknown>): string {
  const inner = (items ?? additionalProperties) as Record<string, unknown> | undefined;
  const text = typeof $ref === 'string' ? $ref : String(type);
  return inner && typeof inner === 'object' ? `${text} of ${typeText(inner)}` : text;
}
