/** Where the secrets of a resource's arguments are. The engine hands them to a dynamic provider in plain, and does not say which. */
import * as pulumi from '@pulumi/pulumi';

/** Keys of objects as text, indexes of lists as numbers. */
type Path = readonly (string | number)[];

/** The paths of all secrets; undefined when there is none. @internal */
export async function secretPathsOf(args: object): Promise<Path[] | undefined> {
  const found = await secretsIn(args, []);
  return found.length === 0 ? undefined : found;
}

async function secretsIn(value: unknown, path: Path): Promise<Path[]> {
  if (pulumi.Output.isInstance(value)) return (await pulumi.isSecret(value)) ? [path] : [];
  if (value instanceof Promise) return secretsIn(await value, path);
  if (typeof value !== 'object' || value === null || pulumi.Resource.isInstance(value)) return [];
  const items: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  const found = await Promise.all(items.map(([key, item]) => secretsIn(item, [...path, key])));
  return found.flat();
}
