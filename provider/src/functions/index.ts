/** What a program may ask of a host without declaring anything. */
import type { Failure } from '../check/failure.js';
import type { Hosts } from '../host/host.js';
import type { Json } from '../resources/resource.js';

/** A function of the schema. */
export interface Called {
  check(args: Json): readonly Failure[];
  call(hosts: Hosts, args: Json): Promise<Json>;
}

/** Every function, by its token. */
export const functions: Readonly<Record<string, Called>> = {};
