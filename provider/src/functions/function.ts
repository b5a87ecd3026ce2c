/** What every function is: arguments that are judged, and one look at a host. Nothing is changed. */
import { checkShape } from '../check.js';
import { hostRules } from '../check/host.js';
import type { Failure } from '../check/failure.js';
import type { FunctionName } from '../check/schema.js';
import type { Host as DeclaredHost } from '../generated/types.js';
import type { Host, Hosts } from '../host/host.js';
import { named } from '../resources/on-host.js';
import type { Json } from '../resources/resource.js';

/** A function of the package, seen from a door. */
export interface NetkitFunction {
  /** What is wrong with the arguments. What is not known yet passes. */
  check(args: Json): readonly Failure[];
  /** The result, of arguments that passed. Errors name the host, if one is declared. */
  call(hosts: Hosts, args: Json): Promise<Json>;
}

/** A function whose arguments are those of schema.json. */
export function lookingFunction(
  name: FunctionName,
  look: (host: Host, args: Json) => Promise<Json>,
): NetkitFunction {
  return {
    check(args) {
      const { inputs, failures } = checkShape(name, args);
      return [...failures, ...hostRules(inputs['host'])];
    },
    call(hosts, args) {
      const { inputs } = checkShape(name, args);
      const declared = inputs['host'] as DeclaredHost | undefined;
      return named(declared, () => look(hosts.at(declared), inputs));
    },
  };
}
